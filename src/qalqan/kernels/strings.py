"""How alike two texts are, over columns of texts kept as one flat array of code points.

Jaro and Winkler's measure (Winkler, 1990, *String comparator metrics*) and the restricted Damerau distance (Damerau,
1964). Arrays in, arrays out; a pair costs a few hundred nanoseconds.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONGEST: Final = 48
"""Signs of a text that are looked at."""
_BOOST_FROM: Final = 0.7
_PREFIX: Final = 4


@dataclass(frozen=True, slots=True)
class Texts:
    """N texts: ``signs[start[i]:start[i + 1]]`` are the code points of text i; an empty one stands for none."""

    signs: NDArray[np.uint32]
    start: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """The texts, cut after :data:`LONGEST` signs."""
        cut = [text[:LONGEST] for text in texts]
        start = np.zeros(len(cut) + 1, np.int64)
        np.cumsum([len(text) for text in cut], out=start[1:])
        return cls(np.frombuffer("".join(cut).encode("utf-32-le"), np.uint32).copy(), start)


@njit(cache=True, nogil=True)
def _jaro_winkler(signs, a, n, b, m, hit_a, hit_b):  # type: ignore[no-untyped-def]
    """0-1000 for signs[a:a+n] and signs[b:b+m]; hit_a and hit_b are scratch."""
    reach = max(max(n, m) // 2 - 1, 0)
    hit_a[:n], hit_b[:m] = False, False
    met = 0
    for i in range(n):
        for j in range(max(0, i - reach), min(m, i + reach + 1)):
            if not hit_b[j] and signs[a + i] == signs[b + j]:
                hit_a[i], hit_b[j] = True, True
                met += 1
                break
    if met == 0:
        return 0
    swapped, j = 0, 0
    for i in range(n):
        if hit_a[i]:
            while not hit_b[j]:
                j += 1
            swapped += signs[a + i] != signs[b + j]
            j += 1
    same = (met / n + met / m + (met - swapped // 2) / met) / 3
    if same > _BOOST_FROM:
        prefix = 0
        while prefix < min(_PREFIX, n, m) and signs[a + prefix] == signs[b + prefix]:
            prefix += 1
        same += prefix * (1 - same) / 10
    return int(1000 * same)


@njit(cache=True, nogil=True)
def _distance(signs, a, n, b, m, rows):  # type: ignore[no-untyped-def]
    """Restricted Damerau distance; ``rows`` (3, LONGEST + 1) is scratch."""
    for j in range(m + 1):
        rows[1, j] = j
    for i in range(1, n + 1):
        new, last, before = (i + 1) % 3, i % 3, (i - 1) % 3
        rows[new, 0] = i
        for j in range(1, m + 1):
            step = signs[a + i - 1] != signs[b + j - 1]
            best = min(rows[last, j - 1] + step, rows[last, j] + 1, rows[new, j - 1] + 1)
            if i > 1 and j > 1 and signs[a + i - 1] == signs[b + j - 2] and signs[a + i - 2] == signs[b + j - 1]:
                best = min(best, rows[before, j - 2] + 1)
            rows[new, j] = best
    return rows[(n + 1) % 3, m]


@njit(cache=True, nogil=True)
def jaro_winkler(signs, start, left, right):  # type: ignore[no-untyped-def]
    """Likeness 0-1000 of texts left[p] and right[p], int32; 0 where either is empty."""
    out = np.zeros(left.size, np.int32)
    hit_a, hit_b = np.zeros(LONGEST, np.bool_), np.zeros(LONGEST, np.bool_)
    for p in range(left.size):
        a, b = start[left[p]], start[right[p]]
        n, m = start[left[p] + 1] - a, start[right[p] + 1] - b
        if n and m:
            out[p] = _jaro_winkler(signs, a, n, b, m, hit_a, hit_b)
    return out


@njit(cache=True, nogil=True)
def distance(signs, start, left, right):  # type: ignore[no-untyped-def]
    """Restricted Damerau distance of texts left[p] and right[p], int32; -1 where either is empty."""
    out = np.full(left.size, -1, np.int32)
    rows = np.zeros((3, LONGEST + 1), np.int32)
    for p in range(left.size):
        a, b = start[left[p]], start[right[p]]
        n, m = start[left[p] + 1] - a, start[right[p] + 1] - b
        if n and m:
            out[p] = _distance(signs, a, n, b, m, rows)
    return out


@njit(cache=True, nogil=True)
def prefix(signs, start, left, right):  # type: ignore[no-untyped-def]
    """Signs that texts left[p] and right[p] begin with alike, int32; -1 where either is empty."""
    out = np.full(left.size, -1, np.int32)
    for p in range(left.size):
        a, b = start[left[p]], start[right[p]]
        n, m = start[left[p] + 1] - a, start[right[p] + 1] - b
        if n and m:
            same = 0
            while same < min(n, m) and signs[a + same] == signs[b + same]:
                same += 1
            out[p] = same
    return out
