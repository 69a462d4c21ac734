"""Hashed features of units and of whole texts, and their dot products with integer weights.

Features of a unit, in three blocks that are scaled on their own: letter runs of 2 to 5 keys inside a word with its
borders, words and word pairs, and concepts and concept pairs near each other. A whole text has two blocks more: stems
two and three words apart (phrases with something between), and the stems and concepts of what the called person says.
The same functions feed training and use.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
from __future__ import annotations

import numpy as np
from numba import njit

BLOCKS = 3
ROOM = (80, 15, 15)
WHOLE = 5  # blocks of a whole text
WHOLE_ROOM = (80, 15, 15, 15, 15)
_APART = 3
_OTHER = np.uint64(0x9E3779B97F4A7C15 >> 20)  # turns a name of a concept into another
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
def _runs(keys: np.ndarray, at: np.ndarray, order: np.ndarray, out: np.ndarray, place: int, mask: np.uint64) -> int:
    """Letter runs of 2 to 5 keys inside the words, with their borders."""
    start = _mix(np.uint64(14695981039346656037), np.uint64(7))
    for word in order:
        size = at[word + 1] - at[word]
        for i in range(-1, size):
            h = start
            for step in range(5):
                if i + step > size:
                    break
                key = 0 if i + step < 0 or i + step == size else keys[at[word] + i + step]
                h = _mix(h, np.uint64(key))
                if step >= 1 and not (i < 0 and i + step == size and size < 1):
                    out[place] = _fold(h, mask)
                    place += 1
    return place


@njit(cache=True)
def _stem(keys: np.ndarray, at: np.ndarray, word: int) -> np.uint64:
    h = _mix(np.uint64(14695981039346656037), np.uint64(13))
    for i in range(at[word], min(at[word + 1], at[word] + _STEM)):
        h = _mix(h, np.uint64(keys[i]))
    return h


@njit(cache=True)
def _words(keys: np.ndarray, at: np.ndarray, order: np.ndarray, out: np.ndarray, place: int, mask: np.uint64) -> int:
    """Words, their stems, and stems side by side."""
    start = _mix(np.uint64(14695981039346656037), np.uint64(11))
    before = np.uint64(0)
    for word in order:
        h = start
        for i in range(at[word], at[word + 1]):
            h = _mix(h, np.uint64(keys[i]))
        s = _stem(keys, at, word)
        out[place] = _fold(h, mask)
        out[place + 1] = _fold(s, mask)
        out[place + 2] = _fold(_mix(before, s), mask)
        place += 3
        before = s
    return place


@njit(cache=True)
def _phrases(keys: np.ndarray, at: np.ndarray, order: np.ndarray, out: np.ndarray, place: int, mask: np.uint64) -> int:
    """Stems two and three words apart."""
    stems = np.empty(order.size, np.uint64)
    for i in range(order.size):
        stems[i] = _stem(keys, at, order[i])
        for step in range(2, _APART + 1):
            if i >= step:
                out[place] = _fold(_mix(_mix(stems[i - step], np.uint64(22 + step)), stems[i]), mask)
                place += 1
    return place


@njit(cache=True)
def _answers(keys: np.ndarray, at: np.ndarray, masks: np.ndarray, order: np.ndarray, out: np.ndarray, place: int,
             mask: np.uint64) -> int:  # fmt: skip
    """What the called person says: stems and concepts, told apart from the caller's."""
    for word in order:
        out[place] = _fold(_mix(_stem(keys, at, word), np.uint64(29)), mask)
        place += 1
    told = place
    place = _concepts(masks, order, out, place, mask)
    turn = np.int32(_OTHER & mask)
    for i in range(told, place):
        out[i] ^= turn
    return place


@njit(cache=True)
def features(keys: np.ndarray, at: np.ndarray, masks: np.ndarray, starts: np.ndarray, ends: np.ndarray,
             bits: int) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Indexes below ``2**bits`` (int32) and their bounds by (unit, block) of the units ``starts[i]`` to ``ends[i]``."""
    mask = np.uint64((1 << bits) - 1)
    bounds = np.empty(starts.size * BLOCKS + 1, np.int64)
    total = 0
    for unit in range(starts.size):  # a bound on the room needed
        for word in range(starts[unit], ends[unit]):
            total += 4 * (at[word + 1] - at[word]) + 4
        total += _concept_room(masks, starts[unit], ends[unit])
    out = np.empty(total + 1, np.int32)
    place = 0
    for unit in range(starts.size):
        order = np.arange(starts[unit], ends[unit])
        bounds[unit * BLOCKS] = place
        place = _runs(keys, at, order, out, place, mask)
        bounds[unit * BLOCKS + 1] = place
        place = _words(keys, at, order, out, place, mask)
        bounds[unit * BLOCKS + 2] = place
        place = _concepts(masks, order, out, place, mask)
    bounds[starts.size * BLOCKS] = place
    return out[:place], bounds


@njit(cache=True)
def whole(keys: np.ndarray, at: np.ndarray, masks: np.ndarray, heard: np.ndarray, starts: np.ndarray,
          ends: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Indexes below ``2**bits`` (int32) and their bounds by (text, block) of texts ``starts[i]`` to ``ends[i]``, in
    words; ``heard`` (bool, by word) tells the words that count from the called person's.
    """
    mask = np.uint64((1 << bits) - 1)
    bounds = np.empty(starts.size * WHOLE + 1, np.int64)
    total = 0
    for text in range(starts.size):
        for word in range(starts[text], ends[text]):
            total += 4 * (at[word + 1] - at[word]) + 4 + _APART
        total += _concept_room(masks, starts[text], ends[text])
    out = np.empty(total + 1, np.int32)
    place = 0
    for text in range(starts.size):
        ours = heard[starts[text] : ends[text]]
        order = starts[text] + np.flatnonzero(ours)
        bounds[text * WHOLE] = place
        place = _runs(keys, at, order, out, place, mask)
        bounds[text * WHOLE + 1] = place
        place = _words(keys, at, order, out, place, mask)
        bounds[text * WHOLE + 2] = place
        place = _concepts(masks, order, out, place, mask)
        bounds[text * WHOLE + 3] = place
        place = _phrases(keys, at, order, out, place, mask)
        bounds[text * WHOLE + 4] = place
        place = _answers(keys, at, masks, starts[text] + np.flatnonzero(~ours), out, place, mask)
    bounds[starts.size * WHOLE] = place
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
def _concepts(masks: np.ndarray, order: np.ndarray, out: np.ndarray, place: int, mask: np.uint64) -> int:
    """Concepts, and ordered pairs of them among the next words that have any."""
    basis = np.uint64(14695981039346656037)
    here = np.empty(_MANY, np.int64)
    there = np.empty(_MANY, np.int64)
    for i in range(order.size):
        own = _listed(masks, order[i], here)
        if own == 0:
            continue
        for a in range(own):
            out[place] = _fold(_mix(_mix(basis, np.uint64(17)), np.uint64(here[a] + 1)), mask)
            place += 1
        for j in range(i + 1, min(order.size, i + 1 + _NEAR)):
            theirs = _listed(masks, order[j], there)
            for a in range(own):
                for b in range(theirs):
                    h = _mix(_mix(_mix(basis, np.uint64(19)), np.uint64(here[a] + 1)), np.uint64(there[b] + 1))
                    out[place] = _fold(h, mask)
                    place += 1
    return place


@njit(cache=True)
def dots(index: np.ndarray, bounds: np.ndarray, slots: np.ndarray, weights: np.ndarray,
         scales: np.ndarray) -> np.ndarray:  # fmt: skip
    """Sums by unit and head, float64 (units, heads): each block's weights times its scale, over the root of its size
    and ``ROOM`` (so that a few words cannot say much).

    ``slots`` (2**bits) gives the row of a feature in ``weights`` (rows, heads), -1 for one never learnt.
    """
    units = (bounds.size - 1) // BLOCKS
    heads = weights.shape[1]
    out = np.zeros((units, heads))
    sums = np.zeros(heads)
    for unit in range(units):
        for block in range(BLOCKS):
            start, end = bounds[unit * BLOCKS + block], bounds[unit * BLOCKS + block + 1]
            if start == end:
                continue
            sums[:] = 0.0
            for i in range(start, end):
                row = slots[index[i]]
                if row >= 0:
                    for head in range(heads):
                        sums[head] += weights[row, head]
            scale = scales[block] / np.sqrt(float(end - start + ROOM[block]))
            for head in range(heads):
                out[unit, head] += sums[head] * scale
    return out


@njit(cache=True)
def rated(index: np.ndarray, bounds: np.ndarray, slots: np.ndarray, rarity: np.ndarray,
          scales: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Whole texts as rows of a sparse matrix: places (int32), values (float32) and bounds by text.

    A feature told n times counts (1 + ln n) times its ``rarity`` (float32, by row of ``slots``); each block has the
    length ``scales[block]`` (Salton and Buckley, 1988), less when it holds few features: a few words cannot say much.
    """
    units = (bounds.size - 1) // WHOLE
    room = np.array(WHOLE_ROOM)
    places, values = np.empty(index.size, np.int32), np.empty(index.size, np.float32)
    rows = np.zeros(units + 1, np.int64)
    n = 0
    for unit in range(units):
        for block in range(WHOLE):
            start, end = bounds[unit * WHOLE + block], bounds[unit * WHOLE + block + 1]
            told = np.empty(end - start, np.int32)
            size = 0
            for i in range(start, end):
                row = slots[index[i]]
                if row >= 0:
                    told[size] = row
                    size += 1
            told = np.sort(told[:size])
            first, length = n, 0.0
            i = 0
            while i < size:
                j = i
                while j < size and told[j] == told[i]:
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
    """Rows of :func:`rated` times ``weights`` (rows of features, heads), float64 (texts, heads)."""
    out = np.zeros((rows.size - 1, weights.shape[1]))
    for row in range(rows.size - 1):
        for i in range(rows[row], rows[row + 1]):
            for head in range(weights.shape[1]):
                out[row, head] += values[i] * weights[places[i], head]
    return out
