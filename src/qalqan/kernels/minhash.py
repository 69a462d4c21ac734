"""Near-duplicates: sketches of word shingles (MinHash) and the groups they fall into.

A shingle is three stems in a row; figures count as one sign, so that names, sums and numbers put into one template do
not part its texts much. Sources: Broder, 1997 (resemblance); Indyk and Motwani, 1998 (bands).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.kernels.unionfind import components

SIZE = 64
ROWS = (
    4  # values of a band: texts that share half of their shingles meet in one of 16 bands with 64 %, at 0.7 with 99 %
)
_STEM = 6
_SHINGLE = 3
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True)
def sketch(keys: np.ndarray, at: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Sketches, uint64 (texts, SIZE), of the words ``bounds[i]`` to ``bounds[i+1]``; all ones where no shingle is."""
    texts = bounds.size - 1
    out = np.full((texts, SIZE), _EMPTY, np.uint64)
    for text in range(texts):
        one, two = np.uint64(0), np.uint64(0)
        for word in range(bounds[text], bounds[text + 1]):
            h = np.uint64(14695981039346656037)
            for i in range(at[word], min(at[word + 1], at[word] + _STEM)):
                h = (h ^ np.uint64(keys[i])) * np.uint64(1099511628211)
                if keys[i] == 30:  # a figure: its length does not count
                    break
            if word - bounds[text] + 1 >= _SHINGLE:
                shingle = (one * np.uint64(31) + two) * np.uint64(0x9E3779B97F4A7C15) + h
                for place in range(SIZE):
                    z = shingle + np.uint64(place + 1) * np.uint64(0x9E3779B97F4A7C15)
                    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
                    z ^= z >> np.uint64(31)
                    out[text, place] = min(out[text, place], z)
            one, two = two, h
    return out


def alike(one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """How many of SIZE values of the sketches agree, row by row: the resemblance in 64ths."""
    found: npt.NDArray[np.int64] = (one == other).sum(axis=1).astype(np.int64)
    return found


def groups(sketches: npt.NDArray[np.uint64], least: int) -> npt.NDArray[np.int64]:
    """For each sketch the smallest row it hangs together with; a tie needs ``least`` agreeing values of SIZE.

    Rows meet in a band and are compared with the row before them there and with the band's first: the work is linear in
    the rows for each band, also when a flood falls into one.
    """
    rows = len(sketches)
    full = np.flatnonzero((sketches != _EMPTY).any(axis=1))
    left: list[npt.NDArray[np.int64]] = []
    right: list[npt.NDArray[np.int64]] = []
    for band in range(SIZE // ROWS):
        part = sketches[full, band * ROWS : (band + 1) * ROWS]
        order = np.lexsort((full, *part.T[::-1]))
        same = (part[order][1:] == part[order][:-1]).all(axis=1)
        start = np.concatenate([[True], ~same]) if full.size else np.zeros(0, np.bool_)
        first = np.maximum.accumulate(np.where(start, np.arange(full.size), 0))
        sorted_rows = full[order]
        for other in (sorted_rows[:-1], sorted_rows[first][1:]):
            a, b = other[same], sorted_rows[1:][same]
            close = alike(sketches[a], sketches[b]) >= least
            left.append(a[close])
            right.append(b[close])
    if not left:
        return np.arange(rows, dtype=np.int64)
    return components(rows, np.concatenate(left), np.concatenate(right))
