"""Compare pairs of names that were cut into words: arrays in, evidence out.

Two words are compared by an edit distance whose prices say which sounds one spelling writes for another and which keys
lie side by side (Damerau, 1964, with prices a pair of letters). Words of two names are paired best first. What pairs,
what stands alone and what contradicts is tallied, and the tally weighed: evidence for one person, in thousandths of a
logit.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONGEST: Final = 16
WORD, FATHER, INITIAL, WOMAN, SECOND = 0, 1, 2, 4, 8
"""Kinds of a word, and marks: a woman's ending; the second of two initials, which stands for the father's name."""
LOST: Final = 27
LEAST: Final = 450
"""Words less alike than this are no pair."""
_NEAR: Final = {
    "ae": 35, "ai": 60, "ao": 40, "au": 60, "ei": 25, "eo": 45, "eu": 60, "io": 60, "iu": 40, "ou": 35, "gk": 45,
    "hk": 35, "gh": 35, "dt": 110, "bp": 80, "sz": 40, "cs": 40, "ij": 40, "jz": 45, "cj": 50, "uv": 45, "fv": 40,
    "fp": 45, "bv": 50, "mn": 70, "ct": 55, "iy": 85, "ey": 30, "uy": 40, "ay": 60, "oy": 60, "jy": 40,
}  # fmt: skip
"""Sounds one spelling writes for another; y is the hard ы alone."""
_KEYS: Final = ("icukengsszh", "fyvaproldje", "acsmitbu", "qwertiuop", "asdfghjkl", "zxcvbnm")
"""Skeletons of the letters that lie side by side on keyboards of Kazakhstan."""
BESIDE, OTHER_LETTER, SWAPPED, STRANGE, CASE = 75, 135, 50, 60, 10
_A: Final = 1
_FIRST: Final = ("ei", "ij", "hk", "gk", "gh", "cs", "iu", "iy", "ey", "jy", "ae")
_ALONE: Final = {"h": 50, "i": 45, "y": 45, "a": 65, "e": 55, "o": 65, "u": 60}


def _prices() -> NDArray[np.int32]:
    """Price of letter a (1-26, 27 is lost, 0 is nothing) for letter b, in hundredths of a letter."""
    table = np.full((28, 28), OTHER_LETTER, np.int32)
    beside = [pair for row in _KEYS for pair in pairwise(row)]
    for pair, price in [*(("".join(two), BESIDE) for two in beside), *_NEAR.items()]:
        a, b = (ord(sign) - 96 for sign in pair)
        table[a, b] = table[b, a] = price
    for code in range(1, 27):
        table[code, code] = 0
        table[0, code] = table[code, 0] = _ALONE.get(chr(96 + code), 90)
    table[LOST, :] = table[:, LOST] = 4
    table[0, LOST] = table[LOST, 0] = 60
    return table


def _beginnings() -> NDArray[np.bool_]:
    """Which first letters may begin one word: the same, or spelled otherwise (Е and Y, Ж and J, Х and Kh)."""
    table = np.eye(28, dtype=np.bool_)
    for pair in _FIRST:
        a, b = (ord(sign) - 96 for sign in pair)
        table[a, b] = table[b, a] = True
    table[LOST, :] = table[:, LOST] = True
    return table


PRICES: Final = _prices()
BEGINNINGS: Final = _beginnings()


@njit(cache=True, nogil=True)
def alike(a, n, b, m, prices):  # type: ignore[no-untyped-def]
    """How alike two words are, 0-1000; ``n`` and ``m`` letters long."""
    if n == 0 or m == 0:
        return 0
    before = np.zeros(LONGEST + 1, np.int32)
    last = np.zeros(LONGEST + 1, np.int32)
    row = np.zeros(LONGEST + 1, np.int32)
    for j in range(1, m + 1):
        last[j] = last[j - 1] + prices[0, b[j - 1]]
    for i in range(1, n + 1):
        row[0] = last[0] + prices[0, a[i - 1]]
        for j in range(1, m + 1):
            best = last[j - 1] + prices[a[i - 1], b[j - 1]]
            best = min(best, last[j] + prices[0, a[i - 1]], row[j - 1] + prices[0, b[j - 1]])
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, before[j - 2] + SWAPPED)
            row[j] = best
        before, last, row = last, row, before
    first = 0 if BEGINNINGS[a[0], b[0]] else STRANGE  # the first letter is the firmest
    cost = last[m] + first
    return max(0, 1000 - cost * 10 // max(n, m))


TELLS: Final = 45
"""Entries of a tally: names of the places below, each for the pairs or words it counts."""
_BINS: Final = (640, 760, 840, 900, 985)
_BASE, _WORDS, _WORDS_LONG, _FATHERS, _FATHERS_LONG, _MIXED = 0, 1, 7, 13, 19, 25
_INITIALS, _WORD_ALONE, _WORD_EXTRA, _FATHER_ALONE, _FATHER_EXTRA, _INITIAL_ALONE = 31, 32, 33, 34, 35, 36
_NO_WORD, _ONE_WORD, _OTHER_SEX, _OTHER_FATHER_SEX, _SAME, _BARRED, _NO_WORD_ONE, _SEXES = (
    37,
    38,
    39,
    40,
    41,
    42,
    43,
    44,
)


WEIGHTS: Final = np.array(
    [
        -2189,  # before anything is seen
        *(-3609, -2603, -2804, -233, 626, 1907), *(-34, 88, 123, -50, 359, 240),  # two words by likeness; a letter more
        *(-3600, -2594, -2296, 300, 305, 850), *(-2, 33, 166, 172, 226, 16),  # two fathers' names
        *(-1034, -504, -329, 140, 609, 1000),  # a word and a father's name
        *(1550, -4251, -1623, -4201, -128, -154),  # an initial fits; a word, father or initial without fellow
        *(-1456, -1500, -551, -3500, 9, -1749, -2518, -4500),  # no or one whole word agrees, other sex, barred
    ],
    np.int32,
)  # fmt: skip
"""Thousandths of a logit for one count of each entry: a logistic regression shrunk to weights set by hand, on the
development set of names (815 forms of 74 invented people, all pairs)."""


@njit(cache=True, nogil=True)
def tally(texts, sizes, bares, bare_sizes, roots, root_sizes, kinds, left, right, prices):  # type: ignore[no-untyped-def]
    """What the names ``left[p]`` and ``right[p]`` tell about each other; int16 (P, TELLS).

    ``texts`` (N, W, 16) letters 1-26, 27 lost; ``sizes`` (N, W), 0 for no word; ``bares`` and ``bare_sizes`` the same
    words without a case ending, ``roots`` and ``root_sizes`` without a surname's or father's; ``kinds`` (N, W): WORD,
    FATHER or INITIAL, plus WOMAN and SECOND.
    """
    width = sizes.shape[1]
    out = np.zeros((len(left), TELLS), np.int16)
    score = np.zeros((width, width), np.int32)
    used_a, used_b = np.zeros(width, np.bool_), np.zeros(width, np.bool_)
    for p in range(len(left)):
        one, other = left[p], right[p]
        for i in range(width):
            used_a[i], used_b[i] = False, False
            for j in range(width):
                score[i, j] = -1
                if sizes[one, i] and sizes[other, j]:
                    score[i, j] = _pair(
                        texts, sizes, bares, bare_sizes, roots, root_sizes, kinds, one, i, other, j, prices
                    )
        _told(score, used_a, used_b, sizes, root_sizes, kinds, one, other, out[p])
    return out


@njit(cache=True, nogil=True)
def evidence(texts, sizes, bares, bare_sizes, roots, root_sizes, kinds, left, right, prices, weights):  # type: ignore[no-untyped-def]
    """Evidence that names ``left[p]`` and ``right[p]`` are one person's, in thousandths of a logit; int32 (P).

    Arrays as in :func:`tally`; ``weights`` (TELLS).
    """
    out = np.zeros(len(left), np.int32)
    for p in range(len(left)):
        row = tally(
            texts, sizes, bares, bare_sizes, roots, root_sizes, kinds, left[p : p + 1], right[p : p + 1], prices
        )[0]
        total = 0
        for at in range(TELLS):
            total += row[at] * weights[at]
        out[p] = total
    return out


@njit(cache=True, nogil=True)
def _told(score, used_a, used_b, sizes, root_sizes, kinds, one, other, row):  # type: ignore[no-untyped-def]
    """Pair the words best first and fill one row of a tally."""
    row[_BASE] = 1
    strong, pairs = 0, 0
    while True:
        best, x, y = _best(score, used_a, used_b)
        if best < LEAST:
            break
        used_a[x], used_b[y] = True, True
        ka, kb = kinds[one, x] & 3, kinds[other, y] & 3
        pairs += 1
        if INITIAL in (ka, kb):
            row[_INITIALS] += 1
            continue
        size = min(sizes[one, x], sizes[other, y], 8)
        at = 0
        while at < len(_BINS) and best >= _BINS[at]:
            at += 1
        if ka == kb == FATHER:
            row[_FATHERS + at] += 1
            row[_FATHERS_LONG + at] += size
        elif ka == kb:
            row[_WORDS + at] += 1
            row[_WORDS_LONG + at] += size
            strong += best >= 860
        else:
            row[_MIXED + at] += 1
        if ka == kb and (kinds[one, x] ^ kinds[other, y]) & WOMAN:  # a genitive looks like a woman's surname
            row[_OTHER_SEX if ka == WORD else _OTHER_FATHER_SEX] += 1
    _alone(kinds, sizes, one, other, used_a, used_b, row)
    row[_SEXES] = _sex(kinds, sizes, root_sizes, one) * _sex(kinds, sizes, root_sizes, other) < 0
    if strong == 0:
        row[_NO_WORD if pairs > 1 else _NO_WORD_ONE] = 1
    elif pairs == 1:
        row[_ONE_WORD] = 1  # half the country shares one word
    elif row[_WORD_ALONE] + row[_FATHER_ALONE] + row[_OTHER_SEX] + row[_OTHER_FATHER_SEX] == 0:
        row[_SAME] = 1


@njit(cache=True, nogil=True)
def _sex(kinds, sizes, root_sizes, one):  # type: ignore[no-untyped-def]
    """1 for a man by his father's name or a surname in -ов, -1 for a woman by her father's name, else 0."""
    man = 0
    for i in range(sizes.shape[1]):
        kind = kinds[one, i]
        if sizes[one, i] and kind & 3 == FATHER:
            return -1 if kind & WOMAN else 1
        if sizes[one, i] and kind & 3 == WORD and root_sizes[one, i] and not kind & WOMAN:
            man = 1
    return man


@njit(cache=True, nogil=True)
def _best(score, used_a, used_b):  # type: ignore[no-untyped-def]
    best, x, y = 0, -1, -1
    for i in range(len(used_a)):
        for j in range(len(used_b)):
            if not used_a[i] and not used_b[j] and score[i, j] > best:
                best, x, y = score[i, j], i, j
    return best, x, y


@njit(cache=True, nogil=True)
def _pair(texts, sizes, bares, bare_sizes, roots, root_sizes, kinds, one, i, other, j, prices):  # type: ignore[no-untyped-def]
    ka, kb = kinds[one, i] & 3, kinds[other, j] & 3
    a, b = texts[one, i], texts[other, j]
    if INITIAL in (ka, kb):
        if not BEGINNINGS[a[0], b[0]] or (a[0] != b[0] and min(a[0], b[0]) == _A and max(a[0], b[0]) != LOST):
            return 0  # Әмина may be Эмина; an A. is no E.
        second = kinds[one, i] & SECOND if ka == INITIAL else kinds[other, j] & SECOND
        if ka == kb:
            return 700 if (kinds[one, i] ^ kinds[other, j]) & SECOND == 0 else 400
        father = FATHER in (ka, kb)
        return 700 if father == (second != 0) else 400  # a father's name has the second initial
    n, m = sizes[one, i], sizes[other, j]
    found = alike(a, n, b, m, prices)
    if found < 1000:
        n2, m2 = bare_sizes[one, i], bare_sizes[other, j]
        if n2 != n:
            found = max(found, alike(bares[one, i], n2, b, m, prices) - CASE)
        if m2 != m:
            found = max(found, alike(a, n, bares[other, j], m2, prices) - CASE)
        if n2 != n and m2 != m:
            found = max(found, alike(bares[one, i], n2, bares[other, j], m2, prices) - CASE)
    if ka == kb == FATHER:
        return found
    n3, m3 = root_sizes[one, i], root_sizes[other, j]
    if ka == WORD and n3 and not (kb == WORD and m3):  # Есимханов, Есімханұлы, Есімхан
        found = max(found, alike(roots[one, i], n3, bares[other, j], bare_sizes[other, j], prices) - 60)
    if kb == WORD and m3 and not (ka == WORD and n3):
        found = max(found, alike(bares[one, i], bare_sizes[one, i], roots[other, j], m3, prices) - 60)
    # a father's name is also another's given name, but a surname made of it is the family's
    return found - 120 if ka != kb and not n3 * (ka == WORD) + m3 * (kb == WORD) else found


@njit(cache=True, nogil=True)
def _alone(kinds, sizes, one, other, used_a, used_b, row):  # type: ignore[no-untyped-def]
    """Words that found no fellow: on one side only they say little, on both sides they contradict."""
    words_a, words_b, fathers_a, fathers_b, initials = 0, 0, 0, 0, 0
    for i in range(len(used_a)):
        if sizes[one, i] and not used_a[i]:
            kind = kinds[one, i] & 3
            words_a += kind == WORD
            fathers_a += kind == FATHER
            initials += kind == INITIAL
        if sizes[other, i] and not used_b[i]:
            kind = kinds[other, i] & 3
            words_b += kind == WORD
            fathers_b += kind == FATHER
            initials += kind == INITIAL
    row[_WORD_ALONE] = min(words_a, words_b)
    row[_WORD_EXTRA] = abs(words_a - words_b)
    row[_FATHER_ALONE] = min(fathers_a, fathers_b)
    row[_FATHER_EXTRA] = abs(fathers_a - fathers_b)
    row[_INITIAL_ALONE] = initials
    row[_BARRED] = min(words_a + fathers_a, initials) + min(words_b + fathers_b, initials) > 0
