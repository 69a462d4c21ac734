"""From tenge to tokens and on: conversions proposed, and the cases' tokens followed along the wallets by FIFO.

Tokens stay in their own minor units; nothing is turned back into tenge. The trail starts at the likely conversions and
stops at wallets that look like an exchange's. What no export shows stays where it was seen last.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link import _end_convert
from qalqan.link.follow_book import Book, book_of
from qalqan.link.follow_tables import hops_of
from qalqan.link.follow_trace import Asked, flow_of, losses_of
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings
from qalqan.settings import Trace as TraceSettings

CARD = Card(
    name="end_wallets",
    title="step-end-wallets",
    reads=("transactions", "hops", "end_points"),
    writes=("conversions", "wallet_trails", "wallet_hops"),
    thresholds={"conversion.likely": Threshold(500, "0-1000", "a weaker conversion is listed and not followed")},
    errors=(
        "two exchanges of equal value in one hour can be taken for each other",
        "network fees are not booked: what remains is by so much too high",
    ),
    source="Clayton's Case (1816) for the order; time and value by dated rates that a person gives",
)
_TIME = pl.Datetime("us", "UTC")


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``conversions``, ``wallet_trails`` and ``wallet_hops``. Raises SettingsError for wrong rates."""
    made = {name: empty(table(name)) for name in CARD.writes}
    given = _end_convert.rates(settings.trace.rates)
    if given.is_empty():
        return made
    transactions, found = tables["transactions"], tables["end_points"]
    ready = _end_convert.proposed(tables["hops"], transactions, found, given)
    columns = table("conversions").names
    made["conversions"] = conform(ready.select(one for one in columns if one in ready.columns), table("conversions"))
    starts = made["conversions"].filter(pl.col("degree") == "likely")
    parts = [
        _followed(transactions, found, group, str(code), settings.trace)
        for (code,), group in starts.sort("currency").group_by("currency", maintain_order=True)
    ]
    for place, name in enumerate(("wallet_trails", "wallet_hops")):
        if parts:
            made[name] = conform(pl.concat([one[place] for one in parts]), table(name))
    return made


def _followed(
    transactions: pl.DataFrame, found: pl.DataFrame, starts: pl.DataFrame, code: str, settings: TraceSettings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Trails and hops of one token."""
    book = _book(transactions, found, code)
    lost = starts.group_by("case_id", pl.col("coin_tx_id").alias("tx_id")).agg(
        pl.col("case_minor").sum().alias("amount_tiyn"), pl.lit(1000, pl.Int64).first().alias("score")
    )
    ids = lost["case_id"].unique().sort()
    now = int(book.ledger.at[-1])
    asked = Asked(ids, np.full(len(ids), now, np.int64))
    flow = flow_of(book, losses_of(book, lost, asked, settings), "fifo", settings)
    node = book.nodes[flow.place_account.astype(np.int64)]
    trails = pl.DataFrame({
        "case_id": ids.gather(flow.place_case), "currency": pl.Series([code]).new_from_index(0, len(flow.place_case)),
        "wallet": node["name"], "end_point": node["end_point"], "hop": flow.place_hop.astype(np.int64),
        "first_in": pl.Series(book.ledger.at[flow.place_first]).cast(_TIME), "came_minor": flow.place_came,
        "remaining_minor": flow.place_left,
        "as_of": pl.Series(np.full(len(flow.place_case), now, np.int64)).cast(_TIME),
    })  # fmt: skip
    hops = hops_of(book, asked, flow, "fifo").rename({"amount_tiyn": "amount_minor"}).drop("rule")
    return trails, hops.with_columns(pl.lit(code).alias("currency"))


def _book(transactions: pl.DataFrame, found: pl.DataFrame, code: str) -> Book:
    """One token's transfers as a book: its minor units stand where tenge stand; exchanges' wallets are its ends."""
    rows = transactions.filter(
        (pl.col("currency") == code) & (pl.col("from_kind") == "wallet") & (pl.col("to_kind") == "wallet")
    ).with_columns(
        pl.col("amount_minor").alias("amount_tiyn"),
        *(pl.lit("contract").alias(f"{side}_kind") for side in ("from", "to")),
        *(pl.lit(None, pl.String).alias(name) for name in ("to_name", "to_iin", "operation", "knp", "to_bank")),
    )
    book = book_of(rows, empty(table("coverage")), empty(table("holders")))
    ends = found.filter(pl.col("kind") == "exchange").select(pl.col("node").alias("name"), pl.col("kind").alias("end"))
    nodes = book.nodes.join(ends, on="name", how="left", maintain_order="left")
    nodes = nodes.with_columns(pl.col("end").alias("end_point")).drop("end")
    stop = nodes["end_point"].is_not_null().cast(pl.UInt8).to_numpy().copy()
    return replace(book, nodes=nodes, stop=stop)
