"""The book: all transfers as a ledger for the kernels, and what is known of each account.

Nodes are accounts, end points and "unknown at …" places, numbered in order of their name; rows are the transfers in
total order. The book depends only on the tables, so it may be kept (see `follow_keep`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.kernels import csr
from qalqan.kernels.money import I32, I64, U8, Ledger
from qalqan.link import end_points

FOREVER = 2**62
DAY, MINUTE = 86_400_000_000, 60_000_000
USED = ["tx_id", "at", "at_precision", "from", "to", "from_kind", "to_kind", "to_name", "to_iin", "from_bank",
         "to_bank", "amount_tiyn", "operation", "knp", "reversal", "seq", "locators"]


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger with names.

    rows: tx_id and locators of the ledger's rows. nodes: name, bank, end_point (null for an account), nowhere
    (a place that is no account). width (N): how long after ``at`` the row may truly stand, microseconds.
    covers: node, from, to, received_at (microseconds) of every answer. opening_known (A): 1 when the balance before
    the first row is known; loose (A): 1 when the account has rows whose sum in tenge is unknown.
    """

    ledger: Ledger
    rows: pl.DataFrame
    nodes: pl.DataFrame
    width: I64
    covers: pl.DataFrame
    opening_known: U8
    loose: U8
    stop: U8


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
    when, whose, what, known = _openings(covers, holders, nodes, at, (sender, receiver))
    ledger = csr.build(
        at, sender, receiver, told["amount_tiyn"].to_numpy().astype(np.int64), nodes.height,
        told["reversal"].fill_null(False).cast(pl.UInt8).to_numpy(), when, whose, what,
    )
    spans = {"day": DAY - 1, "minute": MINUTE - 1}
    width = told["at_precision"].replace_strict(spans, default=0, return_dtype=pl.Int64)
    stop = (nodes["end_point"].is_not_null() | nodes["nowhere"]).cast(pl.UInt8).to_numpy().copy()
    loose = nodes["name"].is_in(foreign.implode()).cast(pl.UInt8).to_numpy().copy()
    return Book(ledger, told.select("tx_id", "locators"), nodes, width.to_numpy().copy(), covers, known, loose, stop)


def _nodes(told: pl.DataFrame, kinds: pl.Series) -> tuple[pl.DataFrame, I32, I32]:
    names = pl.concat([told["from"], told["to"].alias("from")]).unique().sort()
    enum = pl.Enum(names)
    sender, receiver = (told[side].cast(enum).to_physical().cast(pl.Int32).to_numpy() for side in ("from", "to"))
    banks = pl.concat([
        told.select(pl.col(side).alias("name"), pl.col(f"{side}_bank").alias("bank")) for side in ("from", "to")
    ]).drop_nulls().group_by("name").agg(pl.col("bank").min())
    ends = end_points.of_nodes(told["to"], kinds).rename({"node": "name"})
    text = pl.concat([told.filter(pl.col(f"{side}_kind").fill_null("text") == "text").select(
        pl.col(side).alias("name")) for side in ("from", "to")]).unique().with_columns(pl.lit(True).alias("nowhere"))
    iban = pl.col("name").str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$")
    nodes = (
        names.to_frame("name").join(banks, on="name", how="left", maintain_order="left")
        .join(ends, on="name", how="left", maintain_order="left")
        .join(text, on="name", how="left", maintain_order="left")
        .with_columns(pl.coalesce(iban, "bank").alias("bank"), pl.col("nowhere").fill_null(False))
    )
    return nodes, sender.copy(), receiver.copy()


def _covers(coverage: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    numbered = nodes.select(pl.col("name").alias("account")).with_row_index("node")
    micro = [pl.col(name).dt.timestamp("us").cast(pl.Int64) for name in ("from", "to", "received_at")]
    return coverage.join(numbered, on="account", how="inner").select(
        pl.col("node").cast(pl.Int32), micro[0].fill_null(-FOREVER), micro[1].fill_null(-FOREVER),
        micro[2].fill_null(-FOREVER), "opening_tiyn",
    ).sort("node", "from", "to", "received_at", "opening_tiyn", nulls_last=True)


def _openings(
    covers: pl.DataFrame, holders: pl.DataFrame, nodes: pl.DataFrame, at: I64, sides: tuple[I32, I32]
) -> tuple[I64, I32, I64, U8]:
    """Known balances as the row before which each stood; and the accounts whose first row has one before it."""
    numbered = nodes.select(pl.col("name").alias("account")).with_row_index("node")
    told = holders.filter(pl.col("opening_tiyn").is_not_null() & pl.col("opening_at").is_not_null())
    stated = pl.concat([
        covers.filter(pl.col("opening_tiyn").is_not_null()).select(
            "node", pl.col("from").alias("when"), "opening_tiyn"),
        told.join(numbered, on="account", how="inner").select(
            pl.col("node").cast(pl.Int32), pl.col("opening_at").dt.timestamp("us").alias("when"), "opening_tiyn"),
    ]).filter(pl.col("opening_tiyn") >= 0).sort("when", "node", "opening_tiyn").unique(
        ["when", "node"], keep="first", maintain_order=True)
    row = np.searchsorted(at, stated["when"].to_numpy(), side="left").astype(np.int64)
    whose = stated["node"].to_numpy().astype(np.int32)
    first = np.full(nodes.height, FOREVER, np.int64)
    places = np.arange(len(at), dtype=np.int64)
    for side in sides:
        np.minimum.at(first, side, places)
    known = np.zeros(nodes.height, np.uint8)
    known[whose[row <= first[whose]]] = 1
    return row, whose, stated["opening_tiyn"].to_numpy().astype(np.int64), known
