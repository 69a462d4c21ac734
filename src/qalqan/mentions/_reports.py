"""Reports of one event brought together: what transfers and calls share on the way to facts."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.places import joined
from qalqan.kernels.pairing import Reports, pair_up

SPAN = {"second": 0, "minute": 59_000_000, "day": 86_399_000_000}


def numbered(frame: pl.DataFrame, *groups: tuple[str, ...]) -> list[np.ndarray]:
    """Equal strings as equal integers, -1 where nothing is told; columns of one group share the numbering."""
    arrays = []
    for group in groups:
        told = pl.concat([frame[name].rename("told") for name in group])
        codes = told.cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        arrays += np.split(codes, len(group))
    return arrays


def block(*parts: np.ndarray) -> np.ndarray:
    """One integer a row out of several; -1 where a part is not told."""
    key = np.zeros(parts[0].size, np.uint64)
    untold = np.zeros(parts[0].size, bool)
    for part in parts:
        key ^= part.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15) + (key << np.uint64(6)) + (key >> np.uint64(2))
        key *= np.uint64(0xFF51AFD7ED558CCD)
        key ^= key >> np.uint64(32)
        untold |= part == -1
    whole = (key >> np.uint64(1)).astype(np.int64)
    whole[untold] = -1
    return whole


def runs(same: np.ndarray, statement: np.ndarray, lo: np.ndarray, within: int) -> pl.DataFrame:
    """Runs of equal rows: ``run``, ``run_size`` inside the row's statement, ``rank`` in it.

    A run ends where the next equal row is more than ``within`` microseconds away.
    """
    frame = pl.DataFrame({"same": same, "statement": statement, "lo": lo}).with_row_index("index")
    near = (pl.col("same") == pl.col("same").shift(1)) & (pl.col("lo") - pl.col("lo").shift(1) <= within)
    frame = frame.sort("same", "lo", "index").with_columns(
        (~near.fill_null(False)).cast(pl.Int64).cum_sum().alias("run")
    )
    of = ("run", "statement")
    return frame.select(
        "index",
        pl.when(pl.col("same") == -1).then(-1).otherwise("run").alias("run"),
        pl.len().over(of).cast(pl.Int64).alias("run_size"),
        pl.int_range(pl.len(), dtype=pl.Int64).over(of).alias("rank"),
    ).sort("index")


def events(
    frame: pl.DataFrame,
    *,
    attributes: list[np.ndarray],
    blocks: list[np.ndarray],
    same: np.ndarray,
    within_seconds: int,
    measure_within: int = 0,
) -> pl.Series:
    """The event of each row of ``frame``: the number of its smallest row.

    The frame is in canonical order and has ``at``, ``span`` (microseconds), ``statement`` (text) and ``measure``.
    """
    lo = frame["at"].to_physical().to_numpy()
    [statement] = numbered(frame, ("statement",))
    run = runs(same, statement, lo, within_seconds * 1_000_000)
    reports = Reports(
        lo=lo,
        hi=lo + frame["span"].to_numpy(),
        statement=statement,
        attributes=np.vstack(attributes),
        measure=frame["measure"].to_numpy(),
        run=run["run"].to_numpy(),
        run_size=run["run_size"].to_numpy(),
        rank=run["rank"].to_numpy(),
    )
    return pl.Series("event", pair_up(reports, blocks, within_seconds * 1_000_000, measure_within))


def coalesced(frame: pl.DataFrame, best: list[str], by: list[str], first: list[str]) -> pl.DataFrame:
    """One row an event: ``best`` columns from the first row in the order ``by``, ``first`` columns from the
    first row in canonical order that tells them, ``locators`` all places. Ordered by event.

    The frame has ``event`` and ``locator`` and is in canonical order.
    """
    alone = pl.len().over("event") == 1
    marked = frame.with_columns(alone.alias("alone"))
    single = marked.filter("alone").select("event", *best, *first, pl.col("locator").alias("locators"))
    several = marked.filter(~pl.col("alone"))
    taken = (
        several.sort("event", *by, maintain_order=True)
        .group_by("event", maintain_order=True)
        .agg(pl.col(name).first(ignore_nulls=True) for name in best)
    )
    told = (
        several.sort("event", maintain_order=True)
        .group_by("event", maintain_order=True)
        .agg(*(pl.col(name).first(ignore_nulls=True) for name in first), joined().alias("locators"))
    )
    whole = taken.join(told, on="event", how="inner").select(single.columns)
    return pl.concat([single, whole]).sort("event")
