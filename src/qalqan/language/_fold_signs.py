"""Kernels of the normal view, first half: every sign to its plain form, and words told letter by letter joined.

Arrays in, arrays out; each pass reads a text once, whatever stands in it.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.language._signs import (
    BLANK,
    CLOSING,
    CYRILLIC,
    FIGURE,
    FORM,
    GREEK,
    LATIN,
    MARK,
    OTHER,
    PLAIN,
    SIZE,
    SOFT,
    UNSEEN,
)

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Table = npt.NDArray[np.uint8]

_GAP = 3  # signs that may stand between two letters told apart
_FEWEST = 3
_NUMBERS = (10, 11, 12, 14, 15, 16)  # figures told apart are joined when a phone, IIN, card or device has as many
_WIDEST_MIX = 10  # letters and figures told apart: an account or a wallet
_SEPARATORS = " .-_*|·•/\\~"
_GLUE = np.array([ord(sign) for sign in _SEPARATORS], np.uint32)
_LINE = ord("_")
_ROUND = np.array([ord(sign) for sign in "OoОо"], np.uint32)
_SMALL_WORDS = np.array([ord(sign) for sign in "аивкосуяАИВКОСУЯiIaA"], np.uint32)


@njit(cache=True, nogil=True)
def is_word(kind: int) -> bool:
    """Whether a sign of that kind belongs to a word."""
    return kind in (FIGURE, LATIN, CYRILLIC, GREEK)


@njit(cache=True, nogil=True)
def kind_of(code: int, kinds: Table) -> int:
    """The kind of a code point, also of those beyond the tables."""
    return kinds[code] if code < SIZE else OTHER


@njit(cache=True, nogil=True)
def plain(
    source: Codes,
    a: int,
    b: int,
    count: npt.NDArray[np.int8],
    first: Codes,
    more: Places,
    pool: Codes,
    shape: Table,
    kinds: Table,
    pairs: npt.NDArray[np.int64],
    joined: Codes,
    out: Codes,
    starts: Places,
    ends: Places,
    odd: Flags,
    w: int,
) -> int:
    """One text in plain signs, written from ``w`` on; returns where it ends. ``odd`` marks disguised signs."""
    begin, hidden = w, False
    for i in range(a, b):
        code = source[i]
        if code >= SIZE:
            if not 0xE0000 <= code < 0xE1000:
                out[w], starts[w], ends[w], odd[w] = code, i - a, i - a + 1, False
                w += 1
            continue
        how = shape[code]
        if PLAIN < how < FORM:
            if w > begin and how not in (UNSEEN, SOFT):
                found = np.int64(out[w - 1]) << 21 | np.int64(code)
                at = np.searchsorted(pairs, found) if how >= MARK else 0
                if how >= MARK and at < pairs.size and pairs[at] == found:
                    out[w - 1] = joined[at]
                elif how in (MARK, CLOSING):
                    odd[w - 1] = True
                ends[w - 1] = i - a + 1
            elif w > begin and how == SOFT:
                ends[w - 1] = i - a + 1
            hidden = hidden or how == UNSEEN
            continue
        strange = how == FORM
        if hidden:
            strange = strange or (w > begin and is_word(kinds[code]) and is_word(kind_of(out[w - 1], kinds)))
            hidden = False
        if count[code] == 1:
            out[w], starts[w], ends[w], odd[w] = first[code], i - a, i - a + 1, strange
            w += 1
            continue
        for k in range(count[code]):
            out[w], starts[w], ends[w], odd[w] = pool[more[code] + k], i - a, i - a + 1, strange
            w += 1
    return w


@njit(cache=True, nogil=True)
def _inside(code: int, among: Codes) -> bool:
    found = False
    for one in among:
        found = found or one == code
    return found


@njit(cache=True, nogil=True)
def _kind(codes: Codes, k: int, a: int, b: int, kinds: Table) -> int:
    """The kind of the sign at ``k``; a round letter among figures told apart is a figure."""
    kind = kind_of(codes[k], kinds)
    if kind not in (LATIN, CYRILLIC) or not _inside(codes[k], _ROUND):
        return kind
    left, right = k - 1, k + 1
    while left >= a and k - left <= _GAP and _inside(codes[left], _GLUE):
        left -= 1
    while right < b and right - k <= _GAP and _inside(codes[right], _GLUE):
        right += 1
    among = left >= a and right < b and kind_of(codes[left], kinds) == FIGURE
    among = among and (kind_of(codes[right], kinds) == FIGURE or _inside(codes[right], _ROUND))
    return FIGURE if among else kind


@njit(cache=True, nogil=True)
def _run(codes: Codes, i: int, b: int, kinds: Table) -> tuple[int, int, int, int, int]:
    """Single signs told apart from ``i`` on: the last's place, how many, figures, Cyrillic letters, rare letters."""
    last, n, gap, sep = i, 1, 0, i
    kind = _kind(codes, i, i, b, kinds)
    figures, cyrillic = int(kind == FIGURE), int(kind == CYRILLIC)
    rare = int(kind != FIGURE and not _inside(codes[i], _SMALL_WORDS))
    while True:
        k = last + 1
        while k < b and k - last <= _GAP and _inside(codes[k], _GLUE):
            k += 1
        if n > 1 and gap == 1 and k - last == _GAP + 1 and codes[last + 2] == _LINE and codes[sep] != _LINE:
            k = last + 2  # an underline is a sign of the name told apart
        size = k - last - 1
        if k >= b or size == 0 or size > _GAP or not (codes[k] == _LINE or is_word(kind_of(codes[k], kinds))):
            break
        if k + 1 < b and is_word(kind_of(codes[k + 1], kinds)):
            break
        if n == 1:
            gap, sep = size, last + 1
        same = size == gap
        for j in range(min(size, gap)):
            same = same and codes[sep + j] == codes[last + 1 + j]
        before, kind = kind, _kind(codes, k, i, b, kinds)
        if not same or (before == FIGURE and kind == CYRILLIC and (figures != 1 or n == 1)):
            break
        if before == LATIN and kind == CYRILLIC and cyrillic == 0 and n >= _WIDEST_MIX:
            break
        if before == CYRILLIC and kind == FIGURE:  # a figure joins a word only with a letter after it
            after = k + 1 + gap
            if after >= b or kind_of(codes[after], kinds) != CYRILLIC:
                break
        figures += kind == FIGURE
        cyrillic += kind == CYRILLIC
        rare += kind != FIGURE and not _inside(codes[k], _SMALL_WORDS)
        last, n = k, n + 1
    return last, n, figures, cyrillic, rare


@njit(cache=True, nogil=True)
def _joins(n: int, figures: int, cyrillic: int, rare: int, dots: bool) -> bool:
    """Whether so many signs told apart are one word or number."""
    letters = n - figures
    if letters == 0:
        return n in _NUMBERS
    if figures == 0:
        return (n > _FEWEST + 1 or rare > 0) and (not dots or n > _FEWEST)
    if cyrillic:
        return n >= _FEWEST and figures * 3 <= n
    return n >= _WIDEST_MIX or (n > _FEWEST and figures * 3 <= n)


@njit(cache=True, nogil=True)
def spaced(codes: Codes, starts: Places, ends: Places, odd: Flags, a: int, b: int, kinds: Table) -> int:
    """Joins, in place, words and numbers whose signs stand apart; returns where the text ends then."""
    i = w = a
    n = figures = cyrillic = rare = 0
    while i < b:
        alone = is_word(kind_of(codes[i], kinds))
        alone = alone and (i == a or not is_word(kind_of(codes[i - 1], kinds)))
        alone = alone and (i + 1 >= b or not is_word(kind_of(codes[i + 1], kinds)))
        stop, gap = i, 0
        if alone and i + 2 < b:
            stop, n, figures, cyrillic, rare = _run(codes, i, b, kinds)
            dots = codes[i + 1] == ord(".") and kind_of(codes[i + 2], kinds) != BLANK
            if n >= _FEWEST and _joins(n, figures, cyrillic, rare, dots):
                gap = (stop - i) // (n - 1)
        step = gap if gap else 1
        if gap and w > a + 1 and codes[w - 1] == ord(" ") and codes[w - 2] == ord("@"):
            w -= 1
        for k in range(i, stop + 1, step):
            strange = odd[k] or (gap > 0 and n > figures)
            codes[w], starts[w], ends[w], odd[w] = codes[k], starts[k], ends[k], strange
            w += 1
        i = stop + 1
    return w
