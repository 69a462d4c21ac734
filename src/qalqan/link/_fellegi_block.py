"""Which records are compared at all: those that share a key, over the union of several keys.

A block larger than the cap is split by further columns, one after the other. What is still too large is compared in a
sliding window over the order of all columns and told as such: nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
WINDOW = 50


@dataclass(frozen=True, slots=True)
class Blocked:
    """Distinct pairs ``left`` < ``right`` (record numbers) and what was ``thinned``: key, records of the block."""

    left: Ints
    right: Ints
    thinned: list[tuple[str, int]]


def pairs(frame: pl.DataFrame, keys: Sequence[tuple[str, ...]], further: Sequence[str] = (), cap: int = 200) -> Blocked:
    """Pairs of rows of ``frame`` that agree on all columns of at least one key (nulls agree with nothing).

    Blocks of more than ``cap`` rows are split by the columns of ``further`` in turn (there, null is a value).
    """
    every: list[Ints] = []
    thinned: list[tuple[str, int]] = []
    rows = frame.with_row_index("_row").with_columns(pl.col("_row").cast(pl.Int64))
    for key in keys:
        left = rows.drop_nulls(list(key))
        by = list(key)
        for column in [*further, None]:
            sized = left.with_columns(pl.len().over(by).alias("_size"))
            fine = sized.filter(pl.col("_size") <= cap)
            every.append(_inside(fine, by, cap, len(frame)))
            left = sized.filter(pl.col("_size") > cap).drop("_size")
            if column is not None and column not in by:
                by.append(column)
        if len(left):
            sizes = left.group_by(by).len().sort("len", *by, nulls_last=True)
            thinned += [("+".join(key), int(size)) for size in sizes["len"]]
            every.append(_inside(left.sort(by + [c for c in frame.columns if c not in by]), by, WINDOW, len(frame)))
    if not every:
        return Blocked(np.zeros(0, np.int64), np.zeros(0, np.int64), thinned)
    code = pl.Series(np.concatenate(every)).unique().sort().to_numpy()
    return Blocked(code // max(len(frame), 1), code % max(len(frame), 1), thinned)


def _inside(rows: pl.DataFrame, by: list[str], reach: int, count: int) -> Ints:
    """Pairs inside each block, at most ``reach`` rows apart, as ``smaller * count + greater``."""
    if rows.is_empty():
        return np.zeros(0, np.int64)
    block = rows.select(pl.struct(by).rank("dense").cast(pl.Int64)).to_series().to_numpy()
    return inside(block, rows["_row"].to_numpy(), reach, count)


def inside(block: Ints, row: Ints, reach: int, count: int) -> Ints:
    """Pairs of ``row`` numbers of one ``block``, at most ``reach`` apart in it, as ``smaller * count + greater``."""
    order = np.argsort(block, kind="stable")
    return np.asarray(_emit(block[order], row[order], reach, count))


@njit(cache=True, nogil=True)
def _emit(block: Ints, row: Ints, reach: int, count: int) -> Ints:
    n = block.size
    total = 0
    for i in range(n):
        j = i + 1
        while j < n and j - i <= reach and block[j] == block[i]:
            j += 1
        total += j - i - 1
    out = np.empty(total, np.int64)
    at = 0
    for i in range(n):
        j = i + 1
        while j < n and j - i <= reach and block[j] == block[i]:
            out[at] = min(row[i], row[j]) * count + max(row[i], row[j])
            at += 1
            j += 1
    return out
