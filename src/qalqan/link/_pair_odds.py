"""What two cases share, for many pairs at once."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.link._cases import Cases


def shared(cases: Cases, hub: int) -> pl.DataFrame:
    """(a, b, ident, chain_id, weight): what each pair of cases shares, pairs found through identifiers of at most
    ``hub`` cases; larger ones only add to pairs found so. Weights in milli-bits."""
    worth = pl.DataFrame({"ident": np.arange(cases.weight.size), "degree": cases.degree, "worth": cases.weight}).filter(
        pl.col("worth") > 0
    )
    rows = cases.numbered.rows.select("case", "ident", "sure", "chain_id").join(worth, on="ident", how="inner")
    small = rows.filter(pl.col("degree") <= hub)
    pairs = _pairs(small)
    large = rows.filter(pl.col("degree") > hub)
    if len(large):
        known = pairs.select("a", "b").unique()
        more = known.join(large.rename({"case": "a"}), on="a", how="inner").join(
            large.select(pl.col("case").alias("b"), "ident", pl.col("sure").alias("sure_b")),
            on=["b", "ident"],
            how="inner",
        )
        pairs = pl.concat([pairs, more.select(pairs.columns)])
    weight = pl.col("worth") * pl.col("sure") // 1000 * pl.col("sure_b") // 1000
    return pairs.with_columns(weight.alias("weight")).filter(pl.col("weight") > 0).drop("sure", "sure_b", "worth")


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    met = rows.rename({"case": "a"}).join(
        rows.select(pl.col("case").alias("b"), "ident", pl.col("sure").alias("sure_b")), on="ident", how="inner"
    )
    return met.filter(pl.col("a") < pl.col("b")).select("a", "b", "ident", "chain_id", "worth", "sure", "sure_b")


def summed(by: pl.DataFrame) -> pl.DataFrame:
    """(a, b, bits): of one chain the strongest identifier counts."""
    chains = by.group_by("a", "b", "chain_id").agg(pl.col("weight").max())
    return chains.group_by("a", "b").agg(pl.col("weight").sum().alias("bits")).sort("a", "b")
