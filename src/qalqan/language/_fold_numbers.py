"""Kernel of the normal view: numbers told in words, in Kazakh, Russian and English, written in figures.

A run of number words becomes figures when it tells a number as long as a phone's, when it completes one begun in
figures, when it goes on from ``KZ``, or when a word of money follows. Smaller words join the greater before them, as in
speech (seven hundred, one). One pass over the words of a text, whatever they are.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.language._fold_signs import Codes, Flags, Places, Table, kind_of
from qalqan.language._signs import CYRILLIC, FIGURE, LATIN
from qalqan.language._words import (
    AT,
    DOT,
    DOUBT,
    ENDING,
    HUNDRED,
    IBAN,
    KAZAKH,
    NUMBER,
    PLUS,
    REPEAT,
    SCALE,
    TEN,
    TIMES,
    TLD,
    VALUE,
)

_FIGURES, _OTHER = -2, -1
_FNV, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_WIDEST_GAP = 3
_LONGEST_WORD = 40
_FEWEST_WORDS, _FEWEST_DIGITS = 4, 7
_PHONE, _LONGEST = 11, 18
_WHOLE = (10, 11, 12, 14, 15, 16)  # digits of a phone, an IIN, a device, a card
_BETWEEN = np.array([ord(sign) for sign in " ,.-()'"], np.uint32)
_STOPS = np.array([ord(sign) for sign in ",.;"], np.uint32)
Hashes = npt.NDArray[np.uint64]


@njit(cache=True, nogil=True)
def look_up(found: np.uint64, keys: Hashes, told: Places) -> int:
    """What the vocabulary tells of a word's hash; 0 for an unknown word. ``keys`` is an open table, a power of two."""
    mask = keys.size - 1
    at = np.int64(found & np.uint64(mask))
    while keys[at] != 0:
        if keys[at] == found:
            return int(told[at])
        at = (at + 1) & mask
    return 0


@njit(cache=True, nogil=True)
def _parts(
    codes: Codes, k: int, e: int, word: Codes, keys: Hashes, told: Places, tb: Places, te: Places, tv: Places, n: int
) -> int:
    """Tokens of one word from ``n`` on: itself, or the number words it is glued of with an ending; how many then."""
    p, first = k, n
    while p < e:
        found, size, best, stop = _FNV, 0, 0, p
        for i in range(p, min(e, p + _LONGEST_WORD)):
            sign = word[codes[i]]
            if sign:
                found = (found ^ np.uint64(sign)) * _PRIME
                size += 1
            here = look_up(found, keys, told) if size > 1 else 0
            if here and ((here & (NUMBER | ENDING)) or (p == k and i + 1 == e)):
                if here & ENDING and (p == k or i + 1 < e):
                    continue
                best, stop = here, i + 1
        whole = p == k and stop == e
        if best == 0 or (not whole and best & (DOUBT | REPEAT) and stop == e) or (best & ENDING and n == first):
            tb[first], te[first], tv[first] = k, e, _OTHER
            return first + 1
        if best & ENDING:
            tv[n - 1] |= ENDING
            return n
        tb[n], te[n], tv[n] = p, stop, best
        n += 1
        p = stop
    return n


@njit(cache=True, nogil=True)
def _tokens(
    codes: Codes,
    a: int,
    b: int,
    kinds: Table,
    word: Codes,
    keys: Hashes,
    told: Places,
    tb: Places,
    te: Places,
    tv: Places,
) -> tuple[int, int]:
    """Words and figures of a text: places and what the vocabulary tells; how many, and how many it tells something."""
    n = known = 0
    i = a
    while i < b:
        kind = kind_of(codes[i], kinds)
        if kind not in (FIGURE, LATIN, CYRILLIC):
            i += 1
            continue
        e, figures, quote = i, 0, ord("'")
        while e < b:
            kind = kind_of(codes[e], kinds)
            if kind == FIGURE:
                figures += 1
            elif kind not in (LATIN, CYRILLIC) and not (codes[e] == quote and e > i):
                break
            e += 1
        if figures:
            tb[n], te[n], tv[n] = i, e, _FIGURES if figures == e - i else _OTHER
            n += 1
        else:
            before = n
            n = _parts(codes, i, e, word, keys, told, tb, te, tv, n)
            known += tv[before] > 0
        i = e
    return n, known


@njit(cache=True, nogil=True)
def _near(codes: Codes, a: int, b: int) -> bool:
    """Whether only everyday signs stand between two words."""
    if b - a > _WIDEST_GAP:
        return False
    for i in range(a, b):
        fits = False
        for sign in _BETWEEN:
            fits = fits or codes[i] == sign
        if not fits:
            return False
    return True


@njit(cache=True, nogil=True)
def _stops(codes: Codes, a: int, b: int) -> bool:
    for i in range(a, b):
        for sign in _STOPS:
            if codes[i] == sign:
                return True
    return False


@njit(cache=True, nogil=True)
def _doubtful(codes: Codes, t: int, n: int, tb: Places, te: Places, tv: Places) -> bool:
    """A word that is a number only among Kazakh numbers (он is also Russian for 'he')."""
    if tv[t] <= 0 or not tv[t] & DOUBT:
        return False
    before = t > 0 and tv[t - 1] > 0 and tv[t - 1] & KAZAKH != 0
    after = t + 1 < n and tv[t + 1] > 0 and tv[t + 1] & KAZAKH != 0
    before = before and _near(codes, te[t - 1], tb[t])
    after = after and _near(codes, te[t], tb[t + 1])
    if not after and t + 2 < n and tv[t + 1] > 0 and tv[t + 1] & NUMBER != 0 and _near(codes, te[t], tb[t + 1]):
        after = tv[t + 2] > 0 and tv[t + 2] & KAZAKH != 0 and _near(codes, te[t + 1], tb[t + 2])
    return not (before or after)


@njit(cache=True, nogil=True)
def width(value: int) -> int:
    """How many figures a value is written with."""
    size = 1
    while value > 9:
        value //= 10
        size += 1
    return size


@njit(cache=True, nogil=True)
def _leads(value: int) -> int:
    """The first figure of a value; a sign stays itself."""
    while value > 9:
        value //= 10
    return value


@njit(cache=True, nogil=True)
def gather(
    codes: Codes, t: int, n: int, tb: Places, te: Places, tv: Places, gv: Places, gr: Places, gs: Places, ge: Places
) -> tuple[int, int, int, int]:
    """The run of numbers from token ``t`` on, in groups: value (-1: figures as written, -2: a plus), how often it is
    said, first and last token. Returns its last token, groups, words, digits.
    """
    groups = words = digits = room = times = 0
    u = t
    while u < n:
        code = tv[u]
        number = code > 0 and code & NUMBER != 0 and not _doubtful(codes, u, n, tb, te, tv)
        if not (
            number or code == _FIGURES or (code > 0 and code & TIMES != 0) or (u == t and code > 0 and code & PLUS != 0)
        ):
            break
        if u > t and (not _near(codes, te[u - 1], tb[u]) or (tv[u - 1] > 0 and tv[u - 1] & ENDING != 0)):
            break
        again = digits == _PHONE and code > 0 and code & VALUE in (7, 8) and u + 1 < n
        again = again and _near(codes, te[u], tb[u + 1]) and _leads(gv[0]) in (-2, 7, 8)
        again = again and (tv[u + 1] == _FIGURES or (tv[u + 1] > 0 and tv[u + 1] & (NUMBER | HUNDRED) == NUMBER))
        if u > t and (again or digits >= _LONGEST) and _stops(codes, te[u - 1], tb[u]):
            break  # another number is begun
        if code == _FIGURES or code & PLUS:
            gv[groups], gr[groups], gs[groups], ge[groups] = -1 if code == _FIGURES else -2, 1, u, u
            digits += te[u] - tb[u] if code == _FIGURES else 0
            groups, room, times = groups + 1, 0, 0
        elif code & TIMES:
            times = code & VALUE
        else:
            value = code & VALUE
            words += 1
            if u > t and _stops(codes, te[u - 1], tb[u]):
                room = 0  # a pause: what follows is said for itself
            last = gv[groups - 1] if groups else -1
            if code & REPEAT and 1 < last < 6 and gr[groups - 1] == 1 and room == 1:
                digits += last * width(value) - 1
                gv[groups - 1], gr[groups - 1], ge[groups - 1] = value, last, u
                room = 0
            elif code & HUNDRED and 1 < last < 10 and room == 1 and gr[groups - 1] == 1:
                digits += 2
                gv[groups - 1], ge[groups - 1], room = last * 100, u, 100
            elif 0 < value < room:
                gv[groups - 1], ge[groups - 1] = last + value, u
                room = 10 if value >= 20 or code & TEN else 1
                room = room if value % 10 == 0 else 1
            else:
                often = times if times > 1 else 1
                gv[groups], gr[groups], gs[groups], ge[groups] = value, often, u - (times > 1), u
                digits += width(value) * often
                groups += 1
                room = 1 if often > 1 else 100 if value >= 100 else 10 if value >= 20 or code & TEN else 1
                room = 1 if value % 10 else room
            times = 0
        u += 1
    return u - 1, groups, words, digits


@njit(cache=True, nogil=True)
def _wanted(
    codes: Codes, t: int, u: int, n: int, groups: int, words: int, digits: int, tb: Places, te: Places, tv: Places
) -> bool:
    """Whether a run of numbers is to be written in figures."""
    if words == 0:
        return False
    figures = 0
    for i in range(t, u + 1):
        figures += te[i] - tb[i] if tv[i] == _FIGURES else 0
    if figures == 0 and words >= _FEWEST_WORDS and digits >= _FEWEST_DIGITS:
        return True
    if 0 < figures <= _WHOLE[0] and digits in _WHOLE:
        return figures < _WHOLE[0] or tv[t] > 0
    before = tv[t - 1] if t > 0 and _near(codes, te[t - 1], tb[t]) else 0
    after = tv[u + 1] if u + 1 < n and _near(codes, te[u], tb[u + 1]) else 0
    if before > 0 and before & IBAN and digits > 1:
        return True
    if groups == 1 and ((after > 0 and after & (SCALE | DOT)) or (before > 0 and before & DOT)):
        return figures == 0
    return False


@njit(cache=True, nogil=True)
def _joint(codes: Codes, t: int, n: int, kinds: Table, tb: Places, te: Places, tv: Places) -> bool:
    """Whether a word said for a sign of an address (dot, at) joins the words beside it."""
    if t == 0 or t + 1 >= n or tb[t] - te[t - 1] > 1 or tb[t + 1] - te[t] > 1:
        return False
    left, right = kind_of(codes[te[t - 1] - 1], kinds), kind_of(codes[tb[t + 1]], kinds)
    number = tv[t - 1] == _FIGURES or (tv[t - 1] > 0 and tv[t - 1] & NUMBER)
    if number and tv[t] & DOT and (tv[t + 1] == _FIGURES or (tv[t + 1] > 0 and tv[t + 1] & NUMBER)):
        return True
    if left not in (LATIN, FIGURE) or right not in (LATIN, FIGURE):
        return False
    goes_on = t + 2 < n and ((tv[t + 2] > 0 and tv[t + 2] & DOT) or (tv[t + 2] > 0 and tv[t + 2] & TLD))
    return bool((tv[t] & DOT and tv[t + 1] > 0 and tv[t + 1] & TLD) or goes_on)


@njit(cache=True, nogil=True)
def numbers(
    codes: Codes,
    starts: Places,
    ends: Places,
    odd: Flags,
    a: int,
    b: int,
    kinds: Table,
    word: Codes,
    keys: Hashes,
    told: Places,
    scratch: npt.NDArray[np.int32],
) -> int:
    """Writes a text's spoken numbers and address signs in figures, in place; returns where it ends then.

    ``scratch`` has seven rows, each longer than the text.
    """
    tb, te, tv = scratch[0], scratch[1], scratch[2]
    gv, gr, gs, ge = scratch[3], scratch[4], scratch[5], scratch[6]
    n, known = _tokens(codes, a, b, kinds, word, keys, told, tb, te, tv)
    if known == 0:
        return b
    w = r = a
    t, account = int(np.int64(0)), -9  # no literal: see _fold
    while t < n:
        code = tv[t]
        if code > 0 and code & (DOT | AT) and _joint(codes, t, n, kinds, tb, te, tv):
            w, r = _copy(codes, starts, ends, odd, r, te[t - 1], w), tb[t + 1]
            codes[w], starts[w], ends[w], odd[w] = (
                ord(".") if code & DOT else ord("@"),
                starts[tb[t]],
                ends[te[t] - 1],
                True,
            )
            w, t = w + 1, t + 1
            continue
        if code == _OTHER or (code > 0 and not code & (NUMBER | PLUS | TIMES)):
            t += 1
            continue
        u, groups, words, digits = gather(codes, t, n, tb, te, tv, gv, gr, gs, ge)
        if u < t:
            t += 1
            continue
        goes_on = words > 0 and account == t - 2 and te[t - 1] - tb[t - 1] < _FEWEST_WORDS
        if goes_on or _wanted(codes, t, u, n, groups, words, digits, tb, te, tv):
            if goes_on or (t > 0 and tv[t - 1] > 0 and tv[t - 1] & IBAN):
                account = u  # letters of an account may stand between its spoken figures
            w = _copy(codes, starts, ends, odd, r, tb[t], w)
            r = tb[t]
            for g in range(groups):
                first, last = tb[gs[g]], te[ge[g]]
                if gv[g] == -1:
                    w, r = _copy(codes, starts, ends, odd, r, last, w), last
                    continue
                if g and gv[g - 1] == -1:
                    w = _copy(codes, starts, ends, odd, r, first, w)
                s, f = starts[first], ends[last - 1]
                size = 1 if gv[g] == -2 else width(gv[g])
                for k in range(size * gr[g]):
                    value = gv[g] // 10 ** (size - 1 - k % size) % 10
                    codes[w] = ord("+") if gv[g] == -2 else ord("0") + value
                    starts[w], ends[w], odd[w] = s, f, False
                    w += 1
                r = last
        t = u + 1
    return _copy(codes, starts, ends, odd, r, b, w)


@njit(cache=True, nogil=True)
def _copy(codes: Codes, starts: Places, ends: Places, odd: Flags, a: int, b: int, w: int) -> int:
    """Moves the signs ``a`` to ``b`` to ``w``; where they end."""
    if a == w:
        return max(b, a)
    for i in range(a, b):
        codes[w], starts[w], ends[w], odd[w] = codes[i], starts[i], ends[i], odd[i]
        w += 1
    return w
