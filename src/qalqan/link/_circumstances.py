"""The circumstances of cases as the kernels take them: scheme, day, sum."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.kernels.likeness import UNKNOWN, Circumstances

UNCLEAR = ("other", "unclear", "")


def circumstances(cases: pl.DataFrame) -> Circumstances:
    """Of the cases in order: the scheme (where recognised), the day of registration, log2 of the stated damage; worth
    nothing yet."""
    mo = cases["mo"].set(cases["mo"].is_in(UNCLEAR), None)
    names = mo.drop_nulls().unique().sort()
    scheme = np.full(len(mo), UNKNOWN, np.int64)
    if len(names):
        numbered = mo.replace_strict(names, pl.Series(range(len(names))), default=None, return_dtype=pl.Int64)
        scheme = numbered.fill_null(UNKNOWN).to_numpy()
    day = cases["registered_at"].dt.epoch("d").cast(pl.Int64).fill_null(UNKNOWN).to_numpy()
    damage = cases["damage_tiyn"].fill_null(0).to_numpy()
    sum_bits = np.where(damage > 0, np.rint(np.log2(np.maximum(damage, 1)) * 1000), UNKNOWN).astype(np.int64)
    return Circumstances.of(scheme, day, sum_bits, 0, 0, 0)
