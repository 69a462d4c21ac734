"""The book: all transfers as a ledger for the kernels, and what is known of each account.

Nodes are accounts, end points and "unknown at …" places, numbered in order of their name; rows are the transfers in
total order. The book depends only on the tables, so it may be kept (see `follow_keep`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from qalqan.kernels import csr
from qalqan.kernels.money import I32, I64, U8, Ledger
from qalqan.link import end_points

FOREVER = 2**62
DAY, MINUTE = 86_400_000_000, 60_000_000
USED = [
    "tx_id",
    "at",
    "at_precision",
    "from",
    "to",
    "from_kind",
    "to_kind",
    "to_name",
    "to_iin",
    "from_bank",
    "to_bank",
    "amount_tiyn",
    "operation",
    "knp",
    "reversal",
    "seq",
    "locators",
]


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger with names.

    rows: tx_id and locators of the ledger's rows. nodes: name, bank, end_point (null for an account), nowhere
    (a place that is no account). width (N): how long after ``at`` the row may truly stand, microseconds.
    covers: node, from, to, received_at (microseconds) of every answer; stated: node, when, opening_tiyn,
    agreed of every balance used. opening_known (A): 1 when the balance before
    the first row is known; loose (A): 1 when the account has rows whose sum in tenge is unknown.
    """

    ledger: Ledger
    rows: pl.DataFrame
    nodes: pl.DataFrame
    width: I64
    covers: pl.DataFrame
    stated: pl.DataFrame
    opening_known: U8
    loose: U8
    stop: U8
    made: dict[str, object] = field(init=False, default_factory=dict, repr=False, compare=False)
    """What readers made of it, once: a book never changes."""


def book_of(transactions: pl.DataFrame, coverage: pl.DataFrame, holders: pl.DataFrame) -> Book:
    """The book of these tables.

    Transfers without a time or with a sum in foreign money only cannot be followed in tenge; their payers are marked
    loose, so that nothing is held to be surely still there.
    """
    told = transactions.select(USED).filter(pl.col("at").is_not_null() & pl.col("from").is_not_null())
    foreign = told.filter(pl.col("amount_tiyn").is_null())["from"].unique()
    told = told.filter(pl.col("amount_tiyn") > 0).sort("at", "seq", "tx_id", nulls_last=True)
    kinds = end_points.of_rows(told)
    told = told.with_columns(end_points.destination(told, kinds).alias("to"))
    nodes, sender, receiver = _nodes(told, kinds)
    at = told["at"].dt.timestamp("us").to_numpy().astype(np.int64)
    covers = _covers(coverage, nodes)
    stated = _stated(covers, holders, nodes)
    when, whose, what, known = _openings(stated, nodes.height, at, (sender, receiver))
    ledger = csr.build(
        at,
        sender,
        receiver,
        told["amount_tiyn"].to_numpy().astype(np.int64),
        nodes.height,
        told["reversal"].fill_null(False).cast(pl.UInt8).to_numpy(),
        when,
        whose,
        what,
    )
    spans = {"day": DAY - 1, "minute": MINUTE - 1}
    width = told["at_precision"].replace_strict(spans, default=0, return_dtype=pl.Int64)
    stop = (nodes["end_point"].is_not_null() | nodes["nowhere"]).cast(pl.UInt8).to_numpy().copy()
    loose = nodes["name"].is_in(foreign.implode()).cast(pl.UInt8).to_numpy().copy()
    rows = told.select("tx_id", "locators")
    return Book(ledger, rows, nodes, width.to_numpy().copy(), covers, stated, known, loose, stop)


def _nodes(told: pl.DataFrame, kinds: pl.Series) -> tuple[pl.DataFrame, I32, I32]:
    names = pl.concat([told["from"], told["to"].alias("from")]).unique().sort()
    enum = pl.Enum(names)
    sender, receiver = (told[side].cast(enum).to_physical().cast(pl.Int32).to_numpy() for side in ("from", "to"))
    banks = (
        pl.concat(
            [told.select(pl.col(side).alias("name"), pl.col(f"{side}_bank").alias("bank")) for side in ("from", "to")]
        )
        .drop_nulls()
        .group_by("name")
        .agg(pl.col("bank").min())
    )
    ends = end_points.of_nodes(told["to"], kinds).rename({"node": "name"})
    text = (
        pl.concat(
            [
                told.filter(pl.col(f"{side}_kind").fill_null("text") == "text").select(pl.col(side).alias("name"))
                for side in ("from", "to")
            ]
        )
        .unique()
        .with_columns(pl.lit(True).alias("nowhere"))
    )
    iban = pl.col("name").str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$")
    nodes = (
        names.to_frame("name")
        .join(banks, on="name", how="left", maintain_order="left")
        .join(ends, on="name", how="left", maintain_order="left")
        .join(text, on="name", how="left", maintain_order="left")
        .with_columns(pl.coalesce(iban, "bank").alias("bank"), pl.col("nowhere").fill_null(False))
    )
    return nodes, sender.copy(), receiver.copy()


def _covers(coverage: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    numbered = nodes.select(pl.col("name").alias("account")).with_row_index("node")
    micro = [pl.col(name).dt.timestamp("us").cast(pl.Int64) for name in ("from", "to", "received_at")]
    return (
        coverage.join(numbered, on="account", how="inner")
        .select(
            pl.col("node").cast(pl.Int32),
            micro[0].fill_null(-FOREVER),
            micro[1].fill_null(-FOREVER),
            micro[2].fill_null(-FOREVER),
            "opening_tiyn",
        )
        .sort("node", "from", "to", "received_at", "opening_tiyn", nulls_last=True)
    )


def merged(covers: pl.DataFrame) -> pl.DataFrame:
    """Columns node, span, from, to: the covers of each account that touch or overlap as one, in order."""
    reach = pl.col("to").cum_max().shift(1).over("node")
    first = (pl.col("from") > reach + 1_000_000).fill_null(True)  # answers by whole seconds meet within one
    marked = covers.with_columns(first.cast(pl.Int64).cum_sum().over("node").alias("span"))
    return marked.group_by("node", "span").agg(pl.col("from").min(), pl.col("to").max()).sort("node", "span")


def _stated(covers: pl.DataFrame, holders: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Columns node, when, opening_tiyn, agreed: the balance from which each span of cover starts.

    The first that is stated in a span counts, the rows tell the rest. Where answers state several, a zero gives way:
    it is what an empty field becomes. agreed: nobody states another sum for that moment.
    """
    numbered = nodes.select(pl.col("name").alias("account")).with_row_index("node")
    told = holders.filter(pl.col("opening_tiyn").is_not_null() & pl.col("opening_at").is_not_null())
    every = pl.concat(
        [
            covers.filter(pl.col("opening_tiyn").is_not_null()).select(
                "node", pl.col("from").alias("when"), "opening_tiyn"
            ),
            told.join(numbered, on="account", how="inner").select(
                pl.col("node").cast(pl.Int32), pl.col("opening_at").dt.timestamp("us").alias("when"), "opening_tiyn"
            ),
        ]
    ).filter(pl.col("opening_tiyn") >= 0)
    spans = merged(covers).select("node", pl.col("from").alias("when"), "span", pl.col("to").alias("until"))
    placed = (
        every.sort("when")
        .join_asof(spans.sort("when"), on="when", by="node", strategy="backward", check_sortedness=False)
        .with_columns(
            pl.when(pl.col("when") <= pl.col("until")).then("span").fill_null(-1).alias("span"),
            (pl.col("opening_tiyn").n_unique().over("node", "when") == 1).alias("agreed"),
        )
    )
    some = (pl.col("opening_tiyn") > 0).any().over("node", "span")
    return (
        placed.filter((pl.col("opening_tiyn") > 0) | ~some)
        .sort("node", "span", "when", pl.col("opening_tiyn").neg())
        .unique(["node", "span"], keep="first", maintain_order=True)
        .select("node", "when", "opening_tiyn", "agreed")
        .sort("when", "node")
    )


def _openings(stated: pl.DataFrame, accounts: int, at: I64, sides: tuple[I32, I32]) -> tuple[I64, I32, I64, U8]:
    """Known balances as the row before which each stood; and the accounts whose first row has one before it."""
    row = np.searchsorted(at, stated["when"].to_numpy(), side="left").astype(np.int64)
    whose = stated["node"].to_numpy().astype(np.int32)
    first = np.full(accounts, FOREVER, np.int64)
    places = np.arange(len(at), dtype=np.int64)
    for side in sides:
        np.minimum.at(first, side, places)
    known = np.zeros(accounts, np.uint8)
    sure = stated["agreed"].to_numpy() & (row <= first[whose])
    known[whose[sure]] = 1
    return row, whose, stated["opening_tiyn"].to_numpy().astype(np.int64), known
