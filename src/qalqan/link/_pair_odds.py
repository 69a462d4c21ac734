"""What two cases share and what their circumstances say, for many pairs at once."""

from __future__ import annotations

import numpy as np
import polars as pl
from numba import njit

from qalqan.kernels.bipartite import milli_log2
from qalqan.kernels.likeness import Circumstances, gap_factor, sum_factor
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


def circumstances_of(a: np.ndarray, b: np.ndarray, about: Circumstances, log2: np.ndarray) -> np.ndarray:
    """What scheme, days and sums of each pair of cases say: pairs x 3, milli-bits."""
    found: np.ndarray = _circumstances(
        a, b, about.scheme, about.day, about.sum_bits, about.inverse, about.pull, about.gap, about.sums,
        about.most_ratio, log2,
    )  # fmt: skip
    return found


@njit(cache=True)
def _circumstances(  # noqa: PLR0917
    a: np.ndarray,
    b: np.ndarray,
    scheme: np.ndarray,
    day: np.ndarray,
    sum_bits: np.ndarray,
    inverse: np.ndarray,
    pull: int,
    gap: int,
    sums: int,
    most_ratio: int,
    log2: np.ndarray,
) -> np.ndarray:
    found = np.zeros((a.size, 3), np.int64)
    for n in range(a.size):
        i, j = a[n], b[n]
        if scheme[i] >= 0 and scheme[j] >= 0:
            factor = 1000 - pull + (pull * inverse[scheme[i]] // 1000 if scheme[i] == scheme[j] else 0)
            found[n, 0] = milli_log2(max(factor, 1), log2) - milli_log2(1000, log2)
        found[n, 1] = gap_factor(day[i], day[i], day[j], day[j], gap, log2)
        known_i, known_j = int(sum_bits[i] >= 0), int(sum_bits[j] >= 0)
        found[n, 2] = sum_factor(sum_bits[i], known_i, sum_bits[j], known_j, sums, most_ratio)
    return found
