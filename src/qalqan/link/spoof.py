"""Spoofed numbers: a national A-number that came in on an international trunk.

Such a number was not the caller's own: it identifies nobody and must not tie cases. A mobile number may truly roam
abroad; it is marked only when no reply of its own ever shows it making calls at home within the same hour
or when it never calls over a national trunk. Rule G1 of the reference; a label, never a block.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.trunks import FIXED, INTERNATIONAL, NATIONAL

__all__ = ["FIXED", "INTERNATIONAL", "NATIONAL", "spoofed"]


def spoofed(calls: pl.DataFrame) -> pl.DataFrame:
    """The marked numbers: ``number``, ``abroad`` (calls over international trunks), ``home`` (calls with a device
    or over a national trunk), ``locators`` of up to five of the former; ordered by number."""
    foreign = pl.col("trunk").str.contains(INTERNATIONAL).fill_null(False)
    told = calls.filter(pl.col("a").str.contains(NATIONAL) & (pl.col("service") != "data")).with_columns(
        foreign.alias("foreign"),
        (
            ~foreign & (pl.col("trunk").is_not_null() | pl.col("imei").is_not_null() | pl.col("imsi").is_not_null())
        ).alias("own"),
    )
    numbers = (
        told.sort("at", "call_id")
        .group_by("a")
        .agg(
            pl.col("foreign").sum().cast(pl.Int64).alias("abroad"),
            pl.col("own").sum().cast(pl.Int64).alias("home"),
            pl.col("locators").filter(pl.col("foreign")).head(5).str.join(";").alias("locators"),
        )
    )
    fixed = pl.col("a").str.contains(FIXED)
    return (
        numbers.filter((pl.col("abroad") > 0) & (fixed | (pl.col("home") == 0)))
        .select(pl.col("a").alias("number"), "abroad", "home", "locators")
        .sort("number")
    )
