"""Where each case's money left the accounts: one row a visit of a paying account to an end point."""

from __future__ import annotations

import polars as pl

from qalqan.link._end_rows import words

MACHINES = ("atm", "cash_in")


def ends(hops: pl.DataFrame, transactions: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``trail_ends`` by FIFO, from hops to nodes of ``end_points``.

    At a machine, rows of one payer further apart than ``visit_minutes`` are two visits, each with the window asked of
    the camera; elsewhere all rows of a payer are one.
    """
    rule = words()["atm"]
    known = found.filter(pl.col("kind") != "cash_in").select("node", "kind", "score", "sink", "bank")
    rows = (
        hops.filter(pl.col("rule") == "fifo")
        .rename({"to": "node", "from": "payer"})
        .join(known, on="node", how="inner")
        .join(
            transactions.select(
                "tx_id", pl.col("from_as").alias("payer_as"), pl.col("from_bank").alias("payer_bank"),
                pl.col("amount_tiyn").alias("paid_tiyn"),
            ),
            on="tx_id", how="left",
        )
        .sort("case_id", "node", "payer", "at", "seq")
    )  # fmt: skip
    whose = ["case_id", "node", "payer"]
    gap = pl.col("at").diff().over(whose) > pl.duration(minutes=rule["visit_minutes"])
    visit = (gap.fill_null(False) & pl.col("kind").is_in(MACHINES)).cast(pl.Int64).cum_sum().over(whose)
    made = (
        rows.with_columns(visit.alias("visit"))
        .group_by(*whose, "visit", maintain_order=True)
        .agg(
            pl.col("kind", "score", "sink", "bank").first(),
            pl.col("payer_as", "payer_bank").drop_nulls().first(),
            pl.col("amount_tiyn", "paid_tiyn").sum(),
            pl.len().cast(pl.Int64).alias("transfers"),
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
            pl.col("locator").drop_nulls().unique(maintain_order=True).str.join(";").alias("locators"),
        )
    )
    machine = pl.col("kind").is_in(MACHINES)
    before, after = (pl.duration(minutes=rule[f"camera_{side}_minutes"]) for side in ("before", "after"))
    return made.drop("visit").with_columns(
        pl.when(machine).then(pl.col("first") - before).alias("watch_from"),
        pl.when(machine).then(pl.col("last") + after).alias("watch_to"),
    )
