"""What had been told by a moment: transfers and answers that had arrived.

An answer that tells no time of its arrival cannot have come before the end of what it covers; so much is taken.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

CAME = pl.coalesce("received_at", "to")


def told_by(
    transactions: pl.DataFrame, coverage: pl.DataFrame, known_at: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The transfers and the coverage that had been told by a moment.

    A transfer is known once an answer that covers its moment for either of its accounts has arrived, and not all
    evidence that tells it came with later answers only. What no answer covers was told otherwise (a printed statement,
    a report) and counts as known.
    """
    known = transactions.filter(_told_elsewhere(_late(coverage, known_at)))
    covers = coverage.select("account", "from", "to", CAME.alias("came")).drop_nulls()
    sides = [
        known.select("tx_id", "at", pl.col(side).alias("account"))
        .join(covers, on="account", how="inner")
        .filter(pl.col("at").is_between("from", "to"))
        .select("tx_id", "came")
        for side in ("from", "to")
    ]
    late = pl.concat(sides).group_by("tx_id").agg(pl.col("came").min()).filter(pl.col("came") > known_at)
    return (
        known.join(late, on="tx_id", how="anti", maintain_order="left"),
        coverage.filter(CAME.is_null() | (known_at >= CAME)),
    )


def _late(coverage: pl.DataFrame, known_at: datetime) -> list[str]:
    """Evidence all of whose answers arrived later than a moment."""
    told = (
        coverage.select(pl.col("locators").str.split(";").alias("place"), CAME.alias("came"))
        .explode("place")
        .select(pl.col("place").str.slice(0, 16).alias("evidence"), "came")
        .drop_nulls()
    )
    first = told.group_by("evidence").agg(pl.col("came").min())
    return first.filter(pl.col("came") > known_at)["evidence"].sort().to_list()


def _told_elsewhere(late: list[str]) -> pl.Expr:
    places = pl.col("locators").fill_null("").str.split(";")
    return places.list.eval(~pl.element().str.slice(0, 16).is_in(late)).list.any()
