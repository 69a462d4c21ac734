"""Calls: the copies of the A side, the B side and the switch matched one to one.

Two rows are one call when they stand in different replies, name the same two numbers and the same service, start
within ``match.call_seconds`` and last equally long within ``match.call_duration_seconds``. Device, SIM and
cell go to the side of the call whose reply they stand in.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.engine.places import in_order, locator
from qalqan.mentions._reports import block, coalesced, events, numbered
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CARD = Card(
    name="calls",
    title="step-calls",
    reads=("observed_call",),
    writes=("calls",),
    thresholds={
        "match.call_seconds": Threshold(5, "s", "two operators' clocks on one call"),
        "match.call_duration_seconds": Threshold(2, "s", "two operators' durations of one call"),
    },
    errors=("a call forwarded on the way keeps two rows: the second leg names another number",),
    source="reference: A-side and B-side copies of one call",
)
_DEVICE = ("imei", "imsi", "cell")


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``calls``: one row a call or message, with all its places."""
    rows = _prepared(tables["observed_call"])
    if rows.is_empty():
        return {"calls": empty(table("calls"))}
    a, b, service = numbered(rows, ("a", "b"), ("service",))
    event = events(
        rows,
        attributes=[a, b, service],
        blocks=[block(a, b, service)],
        same=block(a, b, service),
        within_seconds=settings.match.call_seconds,
        measure_within=settings.match.call_duration_seconds,
    )
    sides = [name for side in ("", "b_") for name in (f"{side}{one}" for one in _DEVICE)]
    facts = coalesced(
        rows.with_columns(event),
        best=["at", "duration_s"],
        by=["own_side"],
        first=["a", "b", "service", "trunk", *sides],
    )
    facts = facts.with_columns(pl.col("locators").str.split(";").list.first().alias("call_id")).drop("event")
    return {"calls": conform(facts, table("calls"))}


def _prepared(observed: pl.DataFrame) -> pl.DataFrame:
    """Rows in canonical order; device, SIM and cell on the side of the call they belong to."""
    rows = in_order(
        observed.filter(
            pl.col("at").is_not_null() & pl.any_horizontal(pl.col("a").is_not_null(), pl.col("b").is_not_null())
        )
    )
    of_b = (pl.col("own_number") == pl.col("b")).fill_null(False) & (pl.col("a") != pl.col("b")).fill_null(True)
    of_neither = (pl.col("own_number") != pl.col("a")).fill_null(False) & ~of_b
    side_b = of_b | (of_neither & (pl.col("direction") == "in").fill_null(False))
    return rows.with_columns(side_b.alias("side_b")).with_columns(
        *(pl.when(~pl.col("side_b")).then(name).alias(name) for name in _DEVICE),
        *(pl.when("side_b").then(name).alias(f"b_{name}") for name in _DEVICE),
        pl.col("side_b").cast(pl.Int64).alias("own_side"),
        pl.col("service").fill_null("voice"),
        locator().alias("locator"),
        pl.concat_str("evidence", "part", pl.col("own_number").fill_null(""), separator="\x1f").alias("statement"),
        pl.lit(0, pl.Int64).alias("span"),
        pl.col("duration_s").fill_null(0).alias("measure"),
    )
