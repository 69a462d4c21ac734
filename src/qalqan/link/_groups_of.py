"""Which series may be one group: series that hold the same lasting things through different cases."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.kernels.communities import communities
from qalqan.kernels.graph import Graph

RENTED = ("iban", "card", "contract", "iin", "phone", "bin")  # sold and rented to others, or a number in many mouths
MOST_SERIES = 8
JOIN_BITS = 8_000
JOIN_CASES = 2
JOIN_SHARE = 3  # and one in so many of a side's cases


def grouped(tables: Tables) -> pl.DataFrame:
    """(case_id, group_id, score): cases of series and the group they belong to, named by its smallest case.

    Two series are one group when devices, cells, sites or wallets worth ``JOIN_BITS`` stand in both, each
    side through ``JOIN_CASES`` cases of its own and a third of them all: cases that two groups worked on, or one rented
    account, join nothing. Of chains of such series only those that hang together closely are one
    (``kernels.communities``).
    """
    rows = tables["series"].filter(pl.col("series_id") != "").sort("case_id", "series_id")
    if rows.is_empty():
        return rows.select("case_id", pl.col("series_id").alias("group_id"), "score")
    names = rows.select("series_id").unique().sort("series_id").with_row_index("number")
    pairs = _pairs(rows, tables)
    joined = pairs.join(names, on="series_id").join(
        names.rename({"series_id": "other", "number": "other_number"}), on="other"
    )
    graph = Graph.of(
        names.height,
        joined["number"].to_numpy().astype(np.int64),
        joined["other_number"].to_numpy().astype(np.int64),
        joined["bits"].to_numpy(),
    )
    label = communities(graph)
    whole = names.with_columns(pl.Series("part", label)).drop("number")
    told = rows.join(whole, on="series_id", how="left", maintain_order="left")
    return (
        told.with_columns(pl.col("case_id").min().over("part").alias("group_id"))
        .group_by("case_id", "group_id", maintain_order=True)
        .agg(pl.col("score").max())
        .sort("case_id", "group_id")
    )


def _pairs(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """(series_id, other, bits): pairs of series that hold enough in common, each through cases of its own."""
    worth = pl.col("rarity_bits") * pl.col("trust") // 1000
    lasting = tables["identifier_weights"].filter((pl.col("trust") > 0) & ~pl.col("kind").is_in(RENTED))
    alone = rows.filter(pl.len().over("case_id") == 1)
    held = (
        tables["identifiers"]
        .select("case_id", "kind", "value", "sure", "chain")
        .join(lasting.select("kind", "value", worth.alias("worth")), on=["kind", "value"], how="inner")
        .join(alone.select("case_id", "series_id"), on="case_id", how="inner")
        .with_columns((pl.col("worth") * pl.col("sure") // 1000).alias("worth"))
    )
    several = pl.col("series_id").n_unique().over("kind", "value").is_between(2, MOST_SERIES)
    held = held.filter(several)
    met = held.join(
        held.select("kind", "value", pl.col("series_id").alias("other"), pl.col("case_id").alias("other_case"),
                    pl.col("worth").alias("other_worth")),
        on=["kind", "value"],
        how="inner",
    ).filter(pl.col("series_id") < pl.col("other"))  # fmt: skip
    size = rows.group_by("series_id").agg(pl.len().alias("size"))
    chains = met.group_by("series_id", "other", "chain").agg(
        pl.min_horizontal("worth", "other_worth").max().alias("worth"),
        pl.col("case_id").unique(),
        pl.col("other_case").unique(),
    )
    return (
        chains.group_by("series_id", "other")
        .agg(
            pl.col("worth").sum().alias("bits"),
            pl.col("case_id").explode().n_unique().alias("here"),
            pl.col("other_case").explode().n_unique().alias("there"),
        )
        .join(size, on="series_id", how="left")
        .join(size.rename({"series_id": "other", "size": "other_size"}), on="other", how="left")
        .filter(
            (pl.col("bits") >= JOIN_BITS)
            & (pl.min_horizontal("here", "there") >= JOIN_CASES)
            & (pl.col("here") * JOIN_SHARE >= pl.col("size"))
            & (pl.col("there") * JOIN_SHARE >= pl.col("other_size"))
        )
        .sort("series_id", "other")
    )
