# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
"""Words of texts and what a tagger of names looks at: forms, endings, shapes, the name list, neighbours; all hashed.

Arrays in, arrays out, linear in the texts. Words are compared in small letters; of longer ones the first 32 signs.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.language._fold_numbers import Hashes, look_up
from qalqan.language._fold_signs import Codes, Places, Table, kind_of
from qalqan.language._signs import BLANK, CYRILLIC, FIGURE, GREEK, LATIN

Offsets = npt.NDArray[np.int64]
Features = npt.NDArray[np.uint32]

_ANY_NAME: Final = 15
_CUE: Final = 1 << 12
_CASE: Final = 1 << 4
OF_NAME: Final = 4  # flags of what follows a listed name inside the word stand so many bits higher
LOWER, TITLE, UPPER, INITIAL, NUMBER, SIGN, MIXED = range(7)
_FNV, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_LONGEST = 32
_LEAST_STEM = 3
COUNT: Final = 40  # features of a word
_HYPHEN, _QUOTE = ord("-"), ord("'")


@njit(cache=True, nogil=True)
def tokens(codes: Codes, at: Offsets, kinds: Table, begin: Places, end: Places, row: Places) -> int:
    """Words, numbers and single signs of texts bounded by ``at``: places in ``codes`` and text; how many."""
    n = 0
    for text in range(at.size - 1):
        i, b = at[text], at[text + 1]
        while i < b:
            kind = kind_of(codes[i], kinds)
            if kind == BLANK:
                i += 1
                continue
            e = i + 1
            if kind in (LATIN, CYRILLIC, GREEK, FIGURE):
                while e < b:
                    more = kind_of(codes[e], kinds)
                    if more in (LATIN, CYRILLIC, GREEK, FIGURE):
                        e += 1
                        continue
                    inner = codes[e] in (_HYPHEN, _QUOTE) and e + 1 < b
                    if not inner or kind_of(codes[e + 1], kinds) not in (LATIN, CYRILLIC, GREEK):
                        break
                    e += 1
            begin[n], end[n], row[n] = i, e, text
            n += 1
            i = e
    return n


@njit(cache=True, nogil=True)
def _hash(small: Codes, a: int, b: int) -> np.uint64:
    found = _FNV
    for i in range(a, b):
        found = (found ^ np.uint64(small[i])) * _PRIME
    return found


@njit(cache=True, nogil=True)
def _shape(codes: Codes, a: int, b: int, lower: Codes, kinds: Table) -> int:
    kind = kind_of(codes[a], kinds)
    if kind == FIGURE:
        return NUMBER
    if kind not in (LATIN, CYRILLIC, GREEK):
        return SIGN
    capitals = letters = 0
    for i in range(a, b):
        letters += kind_of(codes[i], kinds) in (LATIN, CYRILLIC, GREEK)
        capitals += codes[i] < lower.size and lower[codes[i]] != codes[i]
    if capitals == 0:
        return LOWER
    first = codes[a] < lower.size and lower[codes[a]] != codes[a]
    if letters == 1:
        return INITIAL
    if capitals == letters:
        return UPPER
    title = first and (capitals == 1 or (capitals == 2 and b - a > 5))
    return TITLE if title else MIXED


@njit(cache=True, nogil=True)
def _known(small: Codes, a: int, b: int, keys: Hashes, told: Places) -> tuple[int, int]:
    """What the name list and the endings tell of a word, and where its stem ends without a case's ending."""
    word, stem = 0, b
    found = _FNV
    for i in range(a, min(b, a + _LONGEST)):
        found = (found ^ np.uint64(small[i])) * _PRIME
        if i + 1 - a < _LEAST_STEM:
            continue
        here = look_up(found, keys, told)
        name = here & _ANY_NAME
        rest = 0
        word |= here & _CUE if i + 1 == b else 0
        if i + 1 < b:
            if b - i - 1 > 14:
                continue
            rest = look_up(_hash(small, i + 1, b), keys, told) & (_CUE - 1) & ~_ANY_NAME
            if rest == 0:
                continue
            if rest == _CASE and stem == b:
                stem = i + 1
        if name:
            word |= name | (rest << OF_NAME)  # the rest of a name: case, surname, father's name
        else:
            word |= rest
    return word, stem


@njit(cache=True, nogil=True)
def _put(out: Features, t: int, f: int, template: int, a: np.uint64, b: np.uint64, mask: np.uint64) -> None:
    mixed = (a ^ (b * np.uint64(0x9E3779B97F4A7C15)) ^ np.uint64(template) * np.uint64(0xC2B2AE3D27D4EB4F)) * _PRIME
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    out[t, f] = np.uint32((mixed ^ (mixed >> np.uint64(32))) & mask)


@njit(cache=True, nogil=True)
def features(
    codes: Codes,
    begin: Places,
    end: Places,
    row: Places,
    n: int,
    lower: Codes,
    kinds: Table,
    keys: Hashes,
    told: Places,
    bits: int,
    out: Features,
    shapes: Table,
    flags: Places,
) -> None:
    """The hashed features of every word: ``out`` of n rows and ``COUNT`` columns, numbers below ``2**bits``."""
    mask = np.uint64((1 << bits) - 1)
    zero = np.uint64(0)
    small = np.empty(_LONGEST + 1, np.uint32)
    word = np.zeros(n + 4, np.uint64)
    stem = np.zeros(n + 4, np.uint64)
    tail = np.zeros(n + 4, np.uint64)
    gaz = np.zeros(n + 4, np.uint64)
    form = np.zeros(n + 4, np.uint64)
    suffix = np.zeros((n, 4), np.uint64)
    prefix = np.zeros((n, 3), np.uint64)
    for t in range(n):
        size = min(end[t] - begin[t], _LONGEST)
        for i in range(size):
            code = codes[begin[t] + i]
            small[i] = lower[code] if code < lower.size else code
            if kind_of(code, kinds) == FIGURE:
                small[i] = ord("0")
        k = t + 2
        shapes[t] = _shape(codes, begin[t], end[t], lower, kinds)
        form[k] = np.uint64(shapes[t]) + np.uint64(1)
        if shapes[t] == SIGN:
            form[k] = np.uint64(16) + np.uint64(small[0])
        word[k] = _hash(small, 0, size)
        known, cut = _known(small, 0, size, keys, told)
        gaz[k] = np.uint64(known)
        flags[t] = known
        stem[k] = _hash(small, 0, cut)
        tail[k] = _hash(small, max(0, size - 3), size)
        for j in range(4):
            suffix[t, j] = _hash(small, max(0, size - 2 - j), size) if size > 2 + j else zero
        for j in range(3):
            prefix[t, j] = _hash(small, 0, min(3 + j, size)) if size > 3 + j else zero
    for t in range(n):
        k = t + 2
        first = np.uint64(t == 0 or row[t - 1] != row[t])
        last = np.uint64(t + 1 == n or row[t + 1] != row[t])
        second = np.uint64(t < 2 or row[t - 2] != row[t])
        before_last = np.uint64(t + 2 >= n or row[t + 2] != row[t])
        w1, s1, g1, f1, l1 = word[k - 1], stem[k - 1], gaz[k - 1], form[k - 1], tail[k - 1]
        w2, s2, g2, f2, l2 = word[k + 1], stem[k + 1], gaz[k + 1], form[k + 1], tail[k + 1]
        if first:
            w1, s1, g1, f1, l1 = zero, zero, zero, np.uint64(99), zero
        if last:
            w2, s2, g2, f2, l2 = zero, zero, zero, np.uint64(99), zero
        w3, f3, g3 = (zero, np.uint64(99), zero) if second else (word[k - 2], form[k - 2], gaz[k - 2])
        w4, f4, g4 = (zero, np.uint64(99), zero) if before_last else (word[k + 2], form[k + 2], gaz[k + 2])
        w, s, g, f = word[k], stem[k], gaz[k], form[k]
        shape = f * np.uint64(2) + first
        pairs = (
            (w, zero), (s, zero), (w1, zero), (w2, zero), (w3, zero), (w4, zero), (w1, w), (w, w2),
            (s1, zero), (s2, zero),
            (suffix[t, 0], zero), (suffix[t, 1], zero), (suffix[t, 2], zero), (suffix[t, 3], zero),
            (prefix[t, 0], zero), (prefix[t, 1], zero), (prefix[t, 2], zero),
            (f, zero), (shape, zero), (f1, f), (f, f2), (f1 * np.uint64(4096) + f2, f),
            (g, f), (g1, g), (g, g2), (g2 * np.uint64(64) + f2, f), (g1 * np.uint64(64) + f1, f), (g, first),
            (l1, f), (l2, f), (w1, f), (w2, f), (s1, f), (suffix[t, 1], f2), (suffix[t, 1], f1),
            (g1 * np.uint64(4096) + g2, g), (f3 * np.uint64(4096) + f1, f), (f4 * np.uint64(4096) + f2, f),
            (g3 * np.uint64(4096) + g4, f), (zero, zero),
        )  # fmt: skip
        for p in range(COUNT):
            _put(out, t, p, p, pairs[p][0], pairs[p][1], mask)
