"""Hashed features of units of words, and their dot products with integer weights.

Features of a unit, in three blocks that are scaled on their own: letter runs of 2 to 5 keys inside a word with its
borders, words and word pairs, and concepts, concept pairs near each other and concept triples side by side. The same
function feeds training and use.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
from __future__ import annotations

import numpy as np
from numba import njit

BLOCKS = 3
ROOM = (80, 15, 15)
_NEAR = 5
_STEM = 6
_USUAL = 2800.0  # the squared weight of a feature that every tenth text has


@njit(cache=True, inline="always")
def _mix(h: np.uint64, value: np.uint64) -> np.uint64:
    return (h ^ value) * np.uint64(1099511628211)


@njit(cache=True, inline="always")
def _fold(h: np.uint64, mask: np.uint64) -> np.int32:
    return np.int32((h ^ (h >> np.uint64(31)) ^ (h >> np.uint64(17))) & mask)


@njit(cache=True)
def features(keys: np.ndarray, at: np.ndarray, masks: np.ndarray, starts: np.ndarray, ends: np.ndarray,
             bits: int) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Indexes below ``2**bits`` (int32) and their bounds by (unit, block) of the units ``starts[i]`` to ``ends[i]``."""
    mask = np.uint64((1 << bits) - 1)
    basis = np.uint64(14695981039346656037)
    bounds = np.empty(starts.size * BLOCKS + 1, np.int64)
    total = 0
    for unit in range(starts.size):  # a bound on the room needed
        for word in range(starts[unit], ends[unit]):
            total += 4 * (at[word + 1] - at[word]) + 4
        total += _concept_room(masks, starts[unit], ends[unit])
    out = np.empty(total + 1, np.int32)
    place = 0
    for unit in range(starts.size):
        start, end = starts[unit], ends[unit]
        bounds[unit * BLOCKS] = place
        for word in range(start, end):
            size = at[word + 1] - at[word]
            for i in range(-1, size):
                h = _mix(basis, np.uint64(7))
                for step in range(5):
                    if i + step > size:
                        break
                    key = 0 if i + step < 0 or i + step == size else keys[at[word] + i + step]
                    h = _mix(h, np.uint64(key))
                    if step >= 1 and not (i < 0 and i + step == size and size < 1):
                        out[place] = _fold(h, mask)
                        place += 1
        bounds[unit * BLOCKS + 1] = place
        before = np.uint64(0)
        for word in range(start, end):
            h = _mix(basis, np.uint64(11))
            s = _mix(basis, np.uint64(13))
            for i in range(at[word], at[word + 1]):
                h = _mix(h, np.uint64(keys[i]))
                if i - at[word] < _STEM:
                    s = _mix(s, np.uint64(keys[i]))
            out[place] = _fold(h, mask)
            out[place + 1] = _fold(s, mask)
            place += 2
            out[place] = _fold(_mix(before, s), mask)
            place += 1
            before = s
        bounds[unit * BLOCKS + 2] = place
        place = _concepts(masks, start, end, out, place, mask)
    bounds[starts.size * BLOCKS] = place
    return out[:place], bounds


@njit(cache=True)
def _listed(masks: np.ndarray, word: int, into: np.ndarray) -> int:
    count = 0
    for half in range(2):
        rest = masks[word, half]
        bit = 0
        while rest != 0 and count < into.size:
            if rest & np.uint64(1):
                into[count] = half * 64 + bit
                count += 1
            rest >>= np.uint64(1)
            bit += 1
    return count


_MANY = 6


@njit(cache=True)
def _concept_room(masks: np.ndarray, start: int, end: int) -> int:
    some = 0
    for word in range(start, end):
        if masks[word, 0] != 0 or masks[word, 1] != 0:
            some += 1
    return some * (_MANY + _NEAR * _MANY * _MANY)


@njit(cache=True)
def _concepts(masks: np.ndarray, start: int, end: int, out: np.ndarray, place: int, mask: np.uint64) -> int:
    """Concepts, and ordered pairs of them among the next words that have any."""
    basis = np.uint64(14695981039346656037)
    here = np.empty(_MANY, np.int64)
    there = np.empty(_MANY, np.int64)
    for word in range(start, end):
        own = _listed(masks, word, here)
        if own == 0:
            continue
        for a in range(own):
            out[place] = _fold(_mix(_mix(basis, np.uint64(17)), np.uint64(here[a] + 1)), mask)
            place += 1
        for other in range(word + 1, min(end, word + 1 + _NEAR)):
            theirs = _listed(masks, other, there)
            for a in range(own):
                for b in range(theirs):
                    h = _mix(_mix(_mix(basis, np.uint64(19)), np.uint64(here[a] + 1)), np.uint64(there[b] + 1))
                    out[place] = _fold(h, mask)
                    place += 1
    return place


@njit(cache=True)
def dots(index: np.ndarray, bounds: np.ndarray, weights: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Sums by unit and head, float64 (units, heads): each block's weights times its scale, over the root of its size
    and ``ROOM`` (so that a few words cannot say much).

    ``weights`` is (2**bits, heads) of int16 or float32.
    """
    units = (bounds.size - 1) // BLOCKS
    heads = weights.shape[1]
    out = np.zeros((units, heads))
    for unit in range(units):
        for block in range(BLOCKS):
            start, end = bounds[unit * BLOCKS + block], bounds[unit * BLOCKS + block + 1]
            if start == end:
                continue
            sums = np.zeros(heads)
            for i in range(start, end):
                row = weights[index[i]]
                for head in range(heads):
                    sums[head] += row[head]
            scale = scales[block] / np.sqrt(float(end - start + ROOM[block]))
            for head in range(heads):
                out[unit, head] += sums[head] * scale
    return out


@njit(cache=True)
def rated(index: np.ndarray, bounds: np.ndarray, rarity: np.ndarray, scales: np.ndarray) -> tuple:  # type: ignore[type-arg]
    """Texts as rows of a sparse matrix: places (int32), values (float32) and bounds by text.

    A feature told n times counts (1 + ln n) times its ``rarity`` (float32, 2**bits); each block has the length
    ``scales[block]`` (Salton and Buckley, 1988), less when it holds few features: a few words cannot say much.
    """
    units = (bounds.size - 1) // BLOCKS
    room = np.array(ROOM)
    places, values = np.empty(index.size, np.int32), np.empty(index.size, np.float32)
    rows = np.zeros(units + 1, np.int64)
    n = 0
    for unit in range(units):
        for block in range(BLOCKS):
            told = np.sort(index[bounds[unit * BLOCKS + block] : bounds[unit * BLOCKS + block + 1]])
            first, length = n, 0.0
            i = 0
            while i < told.size:
                j = i
                while j < told.size and told[j] == told[i]:
                    j += 1
                value = (1.0 + np.log(j - i)) * rarity[told[i]]
                places[n], values[n] = told[i], value
                length += value * value
                n += 1
                i = j
            if length > 0.0:
                values[first:n] *= scales[block] / np.sqrt(length + _USUAL * room[block])
        rows[unit + 1] = n
    return places[:n], values[:n], rows


@njit(cache=True)
def products(places: np.ndarray, values: np.ndarray, rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Rows of :func:`rated` times ``weights`` (2**bits, heads), float64 (texts, heads)."""
    out = np.zeros((rows.size - 1, weights.shape[1]))
    for row in range(rows.size - 1):
        for i in range(rows[row], rows[row + 1]):
            for head in range(weights.shape[1]):
                out[row, head] += values[i] * weights[places[i], head]
    return out
