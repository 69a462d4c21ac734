"""Holds: where to ask first, and for which sum.

Accounts that a case's money likely reached and where some of it may still be, in the order of what a hold can be
expected to keep: the likely sum, halved for each hour for which nobody can say that it is still there (from the
arrival, or from the end of the answer, to the moment of the picture). What could only have come through accounts that
no file shows ranks nothing and proposes no hold; it stands in the printed range. End points, places that are no account
and the victim's own accounts cannot be held. A sum never holds salary, pension, benefit or stipend: those inflows are
not the case's money under any rule, and the sum is of the case's money alone.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link.end_points import NOWHERE
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

HALF_MINUTES, LEAST_LEFT, OF_HIGH = 60, 4, 20
CARD = Card(
    name="holds",
    title="step-holds",
    reads=("trails", "losses", "transactions", "coverage"),
    writes=("holds",),
    thresholds={
        "half": Threshold(HALF_MINUTES, "min", "stolen money is mostly gone within the hour"),
        "least": Threshold(LEAST_LEFT, "per mille", "below it the order is by sum alone"),
        "high": Threshold(OF_HIGH, "per mille", "worth of money that only may be there"),
    },
    errors=("money moved on in a bank that has not answered is still listed where it was last seen",),
    source="reference: golden hour; courts confine a hold to the disputed sum",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``holds``: case, rank, account, bank, sum with range, moments."""
    by_rows = pl.col("remaining_high_tiyn") - pl.col("high_unseen_tiyn").fill_null(0)
    trails = (
        tables["trails"]
        .with_columns(by_rows.alias("by_rows"))
        .filter(
            (pl.col("kind") != "sink")
            & pl.col("hop").is_not_null()
            & (pl.col("by_rows") > 0)
            & ~pl.col("account").str.contains(NOWHERE)
        )
    )
    own = (
        tables["losses"]
        .join(tables["transactions"].select("tx_id", "from"), on="tx_id", how="inner")
        .select("case_id", pl.col("from").alias("account"))
        .unique()
    )
    held = trails.join(own, on=["case_id", "account"], how="anti").join(
        _surely_until(trails, tables["coverage"]), on=["case_id", "account"], how="left"
    )
    minutes = (pl.col("as_of") - pl.max_horizontal("until", "first_in")).dt.total_minutes().clip(0, 24 * 60)
    ranked = (
        held.with_columns(still(minutes).alias("still"))
        .with_columns(
            (
                pl.col("remaining_tiyn") // 1000 * pl.col("still")
                + (pl.col("by_rows") - pl.col("remaining_tiyn")) // 1_000_000 * OF_HIGH * pl.col("still")
            ).alias("expected")
        )
        .sort(
            "case_id",
            pl.col("expected").neg(),
            pl.col("remaining_tiyn").neg(),
            pl.col("by_rows").neg(),
            "hop",
            "account",
        )
    )
    told = ranked.select(
        "case_id",
        pl.int_range(1, pl.len() + 1).over("case_id").cast(pl.Int64).alias("rank"),
        "account",
        "bank",
        pl.col("remaining_tiyn").alias("amount_tiyn"),
        pl.col("remaining_low_tiyn").alias("low_tiyn"),
        pl.col("remaining_high_tiyn").alias("high_tiyn"),
        "last_seen",
        "as_of",
    )
    return {"holds": conform(told, table("holds"))}


def still(minutes: pl.Expr) -> pl.Expr:
    """Per mille expected to be there after so many unseen minutes: halved each hour, straight in between."""
    hours, rest = minutes // HALF_MINUTES, minutes % HALF_MINUTES
    power = hours.clip(0, 10).replace_strict({h: 1000 >> h for h in range(11)}, return_dtype=pl.Int64)
    return (power - power * rest // (2 * HALF_MINUTES)).clip(LEAST_LEFT, 1000)


def _surely_until(trails: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """Columns case_id, account, until: how long after the arrival an answer tells of the account without a break."""
    pairs = trails.select("case_id", "account", "first_in", "as_of").join(
        coverage.select("account", "from", "to"), on="account", how="inner"
    )
    inside = pairs.filter((pl.col("from") <= pl.col("as_of")) & (pl.col("to") >= pl.col("first_in")))
    return inside.group_by("case_id", "account").agg(pl.min_horizontal("to", "as_of").max().alias("until"))
