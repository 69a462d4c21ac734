"""Meanings of words as bit sets, and rules over them: all in one pass, linear in the words.

A concept is a bit of two 64-bit masks a word. A rule wants one word for each of its elements inside a window of words,
and none of its forbidden ones there or two words beside it.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
from __future__ import annotations

import numpy as np
from numba import njit

BITS = 128
MARGIN = 2


@njit(cache=True)
def mark(  # noqa: PLR0912 - one pass over the words
    found: np.ndarray,
    rest: np.ndarray,
    allowed: np.ndarray,
    unit_of: np.ndarray,
    sense_at: np.ndarray,
    senses: np.ndarray,
    phrase_at: np.ndarray,
    phrases: np.ndarray,
) -> np.ndarray:
    """The concepts of each word, uint64 (words, 2).

    ``senses`` rows: language bits, most keys of ending, concept. ``phrases`` rows: language bits, concept, number of
    parts, then stem and most keys of ending of each part. ``allowed`` holds language bits by word; a phrase stays in
    its unit.
    """
    words = found.shape[0]
    masks = np.zeros((words, 2), np.uint64)
    for word in range(words):
        for k in range(found.shape[1]):
            stem = found[word, k]
            if stem < 0:
                break
            for s in range(sense_at[stem], sense_at[stem + 1]):
                if senses[s, 0] & allowed[word] and rest[word, k] <= senses[s, 1]:
                    bit = senses[s, 2]
                    masks[word, bit >> 6] |= np.uint64(1) << np.uint64(bit & 63)
            for p in range(phrase_at[stem], phrase_at[stem + 1]):
                if not phrases[p, 0] & allowed[word] or rest[word, k] > phrases[p, 4]:
                    continue
                parts = phrases[p, 2]
                if word + parts > words or unit_of[word + parts - 1] != unit_of[word]:
                    continue
                whole = True
                for part in range(1, parts):
                    other = word + part
                    fits = False
                    for j in range(found.shape[1]):
                        if found[other, j] < 0:
                            break
                        if found[other, j] == phrases[p, 3 + 2 * part] and rest[other, j] <= phrases[p, 4 + 2 * part]:
                            fits = True
                            break
                    if not fits:
                        whole = False
                        break
                if whole:
                    bit = phrases[p, 1]
                    for part in range(parts):
                        masks[word + part, bit >> 6] |= np.uint64(1) << np.uint64(bit & 63)
    return masks


@njit(cache=True, inline="always")
def _has(masks: np.ndarray, word: int, low: np.uint64, high: np.uint64) -> bool:
    return bool((masks[word, 0] & low) != 0 or (masks[word, 1] & high) != 0)


@njit(cache=True)
def match(masks: np.ndarray, units: np.ndarray, elements: np.ndarray, counts: np.ndarray, windows: np.ndarray,
          forbidden: np.ndarray) -> np.ndarray:  # fmt: skip
    """Rows unit, rule, first word, last word: the first place where each rule holds in each unit.

    ``units`` bounds the units in words; ``elements`` is uint64 (rules, 4, 2), of which ``counts`` are used;
    ``forbidden`` is (rules, 2).
    """
    out = np.empty((64, 4), np.int32)
    size = 0
    for unit in range(units.size - 1):
        start, end = units[unit], units[unit + 1]
        low, high = np.uint64(0), np.uint64(0)
        for word in range(start, end):
            low |= masks[word, 0]
            high |= masks[word, 1]
        for rule in range(counts.size):
            possible = True
            for e in range(counts[rule]):
                if not ((low & elements[rule, e, 0]) != 0 or (high & elements[rule, e, 1]) != 0):
                    possible = False
                    break
            if not possible:
                continue
            first, last = _place(masks, start, end, elements[rule], counts[rule], windows[rule], forbidden[rule])
            if first >= 0:
                if size == out.shape[0]:
                    bigger = np.empty((2 * size, 4), np.int32)
                    bigger[:size] = out
                    out = bigger
                out[size, 0] = unit
                out[size, 1] = rule
                out[size, 2] = first
                out[size, 3] = last
                size += 1
    return out[:size]


@njit(cache=True)
def _place(masks: np.ndarray, start: int, end: int, wanted: np.ndarray, count: int, window: int,
           forbidden: np.ndarray) -> tuple[int, int]:  # fmt: skip
    """First and last word of the first place where every wanted element stands in the window; -1 when nowhere."""
    for anchor in range(start, end):
        if not _has(masks, anchor, wanted[0, 0], wanted[0, 1]):
            continue
        first, last = anchor, anchor
        whole = True
        for e in range(1, count):
            near = -1
            for step in range(1, window + 1):
                if anchor + step < end and _has(masks, anchor + step, wanted[e, 0], wanted[e, 1]):
                    near = anchor + step
                    break
                if anchor - step >= start and _has(masks, anchor - step, wanted[e, 0], wanted[e, 1]):
                    near = anchor - step
                    break
            if near < 0:
                whole = False
                break
            first, last = min(first, near), max(last, near)
        if not whole or last - first > window:
            continue
        clean = True
        for word in range(max(start, first - MARGIN), min(end, last + MARGIN + 1)):
            if _has(masks, word, forbidden[0], forbidden[1]):
                clean = False
                break
        if clean:
            return first, last
    return -1, -1
