"""How a number behaves in the calls at hand: whom it calls, who calls it, through how many devices and SIMs."""

from __future__ import annotations

import polars as pl

from qalqan.link._once import Once

FIXED = r"^\+77[12]\d{8}$"
_ONCE = Once[pl.DataFrame]()
SERVICE_CALLERS = 8
SERVICE_SHARE = 150  # per mille of its counterparts that call it themselves
SERVICE_PARTNERS = 60


def habits(calls: pl.DataFrame) -> pl.DataFrame:
    """One row a number: ``called`` and ``callers`` (distinct counterparts out and in), ``out`` (calls), ``short``
    (answered calls under 45 s), ``imeis``, ``days`` (days with calls out); ordered by number."""
    return _ONCE.of([calls], None, lambda: _habits(calls))


def _habits(calls: pl.DataFrame) -> pl.DataFrame:
    spoken = calls.filter(pl.col("service").fill_null("voice") == "voice")
    out = spoken.group_by(pl.col("a").alias("number")).agg(
        pl.col("b").n_unique().cast(pl.Int64).alias("called"),
        pl.len().cast(pl.Int64).alias("out"),
        pl.col("duration_s").is_between(1, 45).sum().cast(pl.Int64).alias("short"),
        pl.col("imei").drop_nulls().n_unique().cast(pl.Int64).alias("imeis"),
        pl.col("cell").drop_nulls().n_unique().cast(pl.Int64).alias("cells"),
        pl.col("at").dt.date().n_unique().cast(pl.Int64).alias("days"),
    )
    into = spoken.group_by(pl.col("b").alias("number")).agg(pl.col("a").n_unique().cast(pl.Int64).alias("callers"))
    both = out.join(into, on="number", how="full", coalesce=True).filter(pl.col("number").is_not_null())
    return both.with_columns(pl.exclude("number").fill_null(0)).sort("number")


def services(found: pl.DataFrame) -> pl.DataFrame:
    """The numbers that many strangers call and that call many: services, whose number says nothing about a group.

    A person has fewer partners and speaks to them again and again; a service meets most people once.
    """
    partners = pl.col("called") + pl.col("callers")
    return found.filter(
        (partners >= SERVICE_PARTNERS)
        & (pl.col("callers") >= SERVICE_CALLERS)
        & (pl.col("callers") * 1000 >= partners * SERVICE_SHARE)
        & (pl.col("out") * 2 <= pl.col("called") * 3)
    )
