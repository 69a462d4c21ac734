"""Rows of a long column of names by a few of the names: found by their hashes, not by a look at every row."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.kernels.money import I64

FEW: Final = 1_000
"""So many names are looked up; more are joined."""
_SEED: Final = 17
_KEY: Final = "rows of transfers"


def rows_of(names: pl.Series, wanted: pl.Series, kept: dict[str, object], key: str = _KEY) -> I64:
    """The numbers of the rows that have one of the wanted names, ascending. The order of the hashes (12 bytes a row) is
    made once and stays in ``kept``; what a hash finds is compared, so that two names of one hash are no harm."""
    wanted = wanted.drop_nulls().unique()
    if key not in kept:
        hashes = names.hash(_SEED).to_numpy()
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        kept[key] = hashes[order], order
    hashes, order = kept[key]  # type: ignore[misc]
    sought = wanted.hash(_SEED).to_numpy()
    low, high = np.searchsorted(hashes, sought, "left"), np.searchsorted(hashes, sought, "right")
    size = high - low
    near = np.sort(order[np.arange(size.sum()) + np.repeat(low - np.cumsum(size) + size, size)]).astype(np.int64)
    return np.asarray(near[names.gather(near).is_in(wanted.implode()).to_numpy()], np.int64)


def transfers(tables: Tables, wanted: pl.Series, *columns: str) -> pl.DataFrame:
    """The transfers of these names (tx_id), with these columns. Tables that still change are looked at whole."""
    frame = tables["transactions"].select(columns)
    if tables.stamp and len(wanted) <= FEW:
        return frame[rows_of(tables["transactions"]["tx_id"], wanted, tables.made)]
    return frame.filter(pl.col("tx_id").is_in(wanted.implode())) if len(wanted) <= FEW else frame
