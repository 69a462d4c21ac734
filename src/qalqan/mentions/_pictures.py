"""Copies of one picture under one name: groups of hashes that differ in few bits.

A hash is cut into ``NEAR`` + 1 bands; of two hashes with at most ``NEAR`` differing bits at least one band is equal, so
only hashes that share a band are compared. A group is named by its smallest hash.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels.unionfind import components
from qalqan.values import picture

BANDS = picture.NEAR + 1
CROWD = 2_000
"""A band shared by more hashes is one that every picture of a kind has (a blank form): it proposes no pairs."""
_RUN = r"[0-9]{6,30}"


def named(pictures: pl.DataFrame) -> pl.Series:
    """For each picture (columns ``value``, a hash, and ``text`` read on it) the name of its group.

    Of pictures that look alike, those with long numbers on them are one only when they share such a number.
    """
    group = one_name(pictures["value"])
    runs = (
        pl.DataFrame({"group": group, "run": pictures["text"].str.replace_all(r"[ \u00a0]", "").str.extract_all(_RUN)})
        .with_row_index("row")
        .explode("run", empty_as_null=True, keep_nulls=True)
        .drop_nulls("run")
    )
    if runs.is_empty():
        return group
    shared = runs.with_columns(pl.col("row").min().over("group", "run").alias("first"))
    joined = components(len(pictures), shared["first"].to_numpy(), shared["row"].to_numpy())
    marks = (
        runs.with_columns(pl.Series("part", joined).gather(runs["row"]))
        .group_by("group", "part")
        .agg(pl.col("run").min())
    )
    told = pl.DataFrame({"group": group, "part": joined}).join(
        marks, on=["group", "part"], how="left", maintain_order="left"
    )
    return pl.Series(
        "value",
        [one if run is None else picture.filled(one, run) for one, run in told.select("group", "run").iter_rows()],
        dtype=pl.String,
    )


def one_name(hashes: pl.Series) -> pl.Series:
    """For each hash the smallest of its group. Nulls stay null."""
    names = hashes.drop_nulls().unique().sort()
    if len(names) < 2:
        return hashes
    left, right = _pairs(picture.bits(names))
    smallest = components(len(names), left, right)
    return hashes.replace(names, names.gather(smallest))


def _pairs(words: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of rows that differ in at most ``NEAR`` bits."""
    flags = np.unpackbits(words.view(np.uint8).reshape(len(words), -1), axis=1)
    lefts, rights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for band in np.array_split(np.arange(picture.BITS), BANDS):
        key = flags[:, band].astype(np.int64) @ (1 << np.arange(len(band), dtype=np.int64))
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        sizes = np.diff(starts, append=len(order))
        for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
            if size > CROWD:
                continue
            one, other = _near(words, order[start : start + size])
            lefts.append(one)
            rights.append(other)
    return np.concatenate(lefts), np.concatenate(rights)


def _near(
    words: npt.NDArray[np.uint64], rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs among these rows that are near."""
    one, other = np.triu_indices(len(rows), 1)
    lefts, rights = rows[one], rows[other]
    apart = np.bitwise_count(words[lefts] ^ words[rights]).sum(axis=1, dtype=np.int64)
    kept = apart <= picture.NEAR
    return lefts[kept], rights[kept]
