"""What records share, against plain sets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import shared

RECORDS = st.lists(st.sets(st.integers(0, 6)), min_size=2, max_size=6)


@given(RECORDS)
def test_levels_and_the_rarest_are_those_of_sets(records: list[set[int]]) -> None:
    start = np.cumsum([0, *map(len, records)])
    value = np.array([one for record in records for one in sorted(record)], np.int64)
    counts = np.bincount(value, minlength=7) if value.size else np.zeros(7, np.int64)
    left, right = np.triu_indices(len(records), 1)
    levels = shared.level(start, value, left, right)
    rarest = shared.rarest(start, value, counts, left, right)
    for i, j, level, least in zip(left, right, levels, rarest, strict=True):
        both = records[i] & records[j]
        assert level == (0 if not records[i] or not records[j] else 2 if both else 1)
        assert least == min((counts[one] for one in both), default=np.iinfo(np.int64).max)
