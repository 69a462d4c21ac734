"""What two records have in common, where a record has several things: rising numbers in one flat array."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def level(start, value, left, right):  # type: ignore[no-untyped-def]
    """For each pair: 0 where either has nothing, 1 where they share nothing, 2 where they do; uint8.

    ``value[start[i]:start[i + 1]]`` is what record i has, rising.
    """
    out = np.zeros(left.size, np.uint8)
    for p in range(left.size):
        i, j = start[left[p]], start[right[p]]
        last_i, last_j = start[left[p] + 1], start[right[p] + 1]
        if i == last_i or j == last_j:
            continue
        out[p] = 1
        while i < last_i and j < last_j:
            if value[i] == value[j]:
                out[p] = 2
                break
            if value[i] < value[j]:
                i += 1
            else:
                j += 1
    return out


@njit(cache=True, nogil=True)
def rarest(start, value, counts, left, right):  # type: ignore[no-untyped-def]
    """The smallest of ``counts`` among the values each pair shares, int64; the largest int64 where it shares none."""
    out = np.full(left.size, np.iinfo(np.int64).max)
    for p in range(left.size):
        i, j = start[left[p]], start[right[p]]
        last_i, last_j = start[left[p] + 1], start[right[p] + 1]
        while i < last_i and j < last_j:
            if value[i] == value[j]:
                out[p] = min(out[p], counts[value[i]])
                i += 1
                j += 1
            elif value[i] < value[j]:
                i += 1
            else:
                j += 1
    return out
