"""Compare pairs of names that were cut into words: arrays in, evidence out.

Two words are compared by an edit distance whose prices say which sounds one spelling writes for another (Damerau, 1964,
with prices a pair of letters). Words of two names are paired best first. What pairs, what stands alone and what
contradicts is added up as evidence for one person, in thousandths of a logit.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

LONGEST: Final = 16
WORD, FATHER, INITIAL, WOMAN = 0, 1, 2, 4
LOST: Final = 27
LEAST: Final = 450
"""Words less alike than this are no pair."""
_NEAR: Final = {
    "ae": 35, "ai": 45, "ao": 40, "au": 50, "ei": 25, "eo": 45, "eu": 50, "io": 45, "iu": 40, "ou": 25, "gk": 30,
    "hk": 35, "gh": 35, "dt": 45, "bp": 45, "sz": 40, "cs": 40, "ij": 40, "jz": 45, "cj": 50, "uv": 45, "fv": 40,
    "fp": 45, "bv": 50, "mn": 60, "ct": 55,
}  # fmt: skip
STRANGE: Final = 60
_FIRST: Final = ("ei", "ij", "hk", "gk", "cs", "iu")
_ALONE: Final = {"h": 50, "i": 45, "a": 60, "e": 55, "o": 60, "u": 60}


def _prices() -> NDArray[np.int32]:
    """Price of letter a (1-26, 27 is lost, 0 is nothing) for letter b, in hundredths of a letter."""
    table = np.full((28, 28), 100, np.int32)
    for pair, price in _NEAR.items():
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
                best = min(best, before[j - 2] + 60)
            row[j] = best
        before, last, row = last, row, before
    first = 0 if BEGINNINGS[a[0], b[0]] else STRANGE  # the first letter is the firmest
    cost = last[m] + first
    return max(0, 1000 - cost * 10 // max(n, m))


@njit(cache=True, nogil=True)
def evidence(texts, sizes, bares, bare_sizes, roots, root_sizes, kinds, left, right, prices):  # type: ignore[no-untyped-def]
    """Evidence that names ``left[p]`` and ``right[p]`` are one person's, in thousandths of a logit; int32 (P).

    ``texts`` (N, W, 16) letters 1-26, 27 lost; ``sizes`` (N, W), 0 for no word; ``bares`` and ``bare_sizes`` the same
    words without a case ending, ``roots`` and
    ``root_sizes`` without a surname's or father's; ``kinds`` (N, W): WORD, FATHER or INITIAL, plus WOMAN.
    """
    width = sizes.shape[1]
    out = np.zeros(len(left), np.int32)
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
        total, strong, pairs = -2600, 0, 0
        while True:
            best, x, y = _best(score, used_a, used_b)
            if best < LEAST:
                break
            used_a[x], used_b[y] = True, True
            ka, kb = kinds[one, x] & 3, kinds[other, y] & 3
            pairs += 1
            total += _worth(
                best, ka, kb, min(sizes[one, x], sizes[other, y]), root_sizes[one, x] * root_sizes[other, y]
            )
            strong += ka == kb and ka != INITIAL and best >= 860
            if ka == kb and (kinds[one, x] ^ kinds[other, y]) & WOMAN:  # a genitive looks like a woman's surname
                total -= 500 if ka == WORD else 3500 if ka == FATHER else 0
        total += _alone(kinds, sizes, one, other, used_a, used_b)
        if strong == 0:
            total -= 2500 if pairs < 2 else 1500
        elif pairs == 1:
            total -= 800  # half the country shares one word
        out[p] = total
    return out


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
        return 700 if BEGINNINGS[a[0], b[0]] else 0
    n, m = sizes[one, i], sizes[other, j]
    found = alike(a, n, b, m, prices)
    if found < 1000:
        n2, m2 = bare_sizes[one, i], bare_sizes[other, j]
        if n2 != n:
            found = max(found, alike(bares[one, i], n2, b, m, prices) - 30)
        if m2 != m:
            found = max(found, alike(a, n, bares[other, j], m2, prices) - 30)
        if n2 != n and m2 != m:
            found = max(found, alike(bares[one, i], n2, bares[other, j], m2, prices) - 60)
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
def _worth(found, ka, kb, size, roots):  # type: ignore[no-untyped-def]
    """What a pair of words says: alike by their length, another name below."""
    if ka != kb and (INITIAL in (ka, kb) or not roots):  # an initial fits; a father's name is another's given name
        return 700 if INITIAL in (ka, kb) else -300
    if ka == INITIAL:
        return 700
    length = min(size, 8)
    if found >= 860:
        return 1500 + 220 * length if found >= 960 else 600 + 190 * length
    return 150 * length - 2300 if found >= 760 else -2600 if found >= 640 else -3600


@njit(cache=True, nogil=True)
def _alone(kinds, sizes, one, other, used_a, used_b):  # type: ignore[no-untyped-def]
    """Words that found no fellow: on one side only they say little, on both sides they contradict."""
    width = len(used_a)
    words_a, words_b, fathers_a, fathers_b, initials = 0, 0, 0, 0, 0
    for i in range(width):
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
    total = -4200 * min(words_a, words_b) - 700 * abs(words_a - words_b)
    total -= 4200 * min(fathers_a, fathers_b) + 150 * abs(fathers_a - fathers_b)
    both = min(words_a + fathers_a, initials) + min(words_b + fathers_b, initials)
    return total - (1800 if both else 0) - 250 * initials
