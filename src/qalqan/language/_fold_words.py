"""Kernels of the normal view, second half: every word in one script, figures and letters where they belong.

A link's host stays as written (its look-alikes lead elsewhere); names after ``@`` can only be Latin.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.language._fold_signs import Codes, Flags, Table, is_word, kind_of
from qalqan.language._signs import BLANK, CYRILLIC, FIGURE, GREEK, LATIN

_BAR, _AT, _DOT, _SLASH = ord("|"), ord("@"), ord("."), ord("/")
_LINK, _NAME = 1, 2  # a link; a mail address, an account's name
_ROUND = np.array([ord(sign) for sign in "OoОоΟο"], np.uint32)
_MESSENGERS = np.array([ord(sign) for sign in "t.me/wa.me/"], np.uint32)
_BESIDE = np.array([ord(sign) for sign in "-_./@#:=&?%+\\"], np.uint32)
_CURRENCY = np.array([ord(sign) for sign in "тТ₸tTKкмМ"], np.uint32)  # how words of money and thousands begin
_TENGE = ord("₸")
_THOUSANDS = 3
_LONGEST_LEET = 14
_FEWEST_LETTERS = 3
_PART_OF_NUMBER = 5  # beside figures in a number so long a letter at its end is a figure too


@njit(cache=True, nogil=True)
def _among(code: int, codes: Codes) -> bool:
    found = False
    for one in codes:
        found = found or one == code
    return found


@njit(cache=True, nogil=True)
def _starts(codes: Codes, p: int, q: int, a: int, b: int, latin: Codes) -> bool:
    """Whether ``codes[p:q]`` starts with the signs ``a`` to ``b`` of the messengers' hosts."""
    if q - p < b - a:
        return False
    for k in range(b - a):
        code = codes[p + k]
        alike = latin[code] if code < latin.size and latin[code] != 0 else code
        if alike | 32 != _MESSENGERS[a + k] | 32:
            return False
    return True


@njit(cache=True, nogil=True)
def _address(codes: Codes, p: int, q: int, kinds: Table, latin: Codes) -> int:
    """What the signs between two blanks are: 0 words, 1 a link, 2 a name or mail address."""
    found = 0
    k = p
    while k < q:
        code = codes[k]
        if code == _AT and k + 1 < q and is_word(kind_of(codes[k + 1], kinds)):
            return _NAME
        if code == ord(":") and k + 2 < q and codes[k + 1] == _SLASH and codes[k + 2] == _SLASH:
            found = _LINK
        if code == _DOT and k > p and is_word(kind_of(codes[k - 1], kinds)):
            e, real = k + 1, 0
            while e < q and (kind_of(codes[e], kinds) == LATIN or (codes[e] < latin.size and latin[codes[e]] != 0)):
                real += kind_of(codes[e], kinds) == LATIN
                e += 1
            ends = e >= q or not is_word(kind_of(codes[e], kinds))
            if e - k > 2 and real > 0 and ends:
                found = _LINK
            k = max(e - 1, k)
        k += 1
    if found == _LINK:
        for s in range(p, min(p + 9, q)):
            if _starts(codes, s, q, 0, 5, latin) or _starts(codes, s, q, 5, 11, latin):
                return _NAME
    return found


@njit(cache=True, nogil=True)
def _replace(codes: Codes, odd: Flags, k: int, e: int, table: Codes) -> None:
    for i in range(k, e):
        if codes[i] < table.size and table[codes[i]] != 0:
            codes[i] = table[codes[i]]
            odd[i] = True


@njit(cache=True, nogil=True)
def _script(codes: Codes, odd: Flags, k: int, e: int, kinds: Table, latin: Codes, cyrillic: Codes, mode: int) -> None:
    """A word of two scripts brought to the one that can write all of it, else to the one most of it is in."""
    to_latin = to_cyrillic = True
    latins = cyrillics = 0
    for i in range(k, e):
        kind = kind_of(codes[i], kinds)
        latins += kind == LATIN
        cyrillics += kind == CYRILLIC
        to_latin = to_latin and (kind not in (CYRILLIC, GREEK) or latin[codes[i]] != 0)
        to_cyrillic = to_cyrillic and (kind not in (LATIN, GREEK) or cyrillic[codes[i]] != 0)
    if mode == _NAME:
        if to_latin:
            _replace(codes, odd, k, e, latin)
        return
    if to_latin != to_cyrillic:
        _replace(codes, odd, k, e, latin if to_latin else cyrillic)
    elif to_latin:
        _replace(codes, odd, k, e, latin if latins > cyrillics else cyrillic)
    else:
        table, rare = (latin, CYRILLIC) if latins > cyrillics else (cyrillic, LATIN)
        for i in range(k, e):
            if kind_of(codes[i], kinds) != rare:
                continue
            alone = (i == k or kind_of(codes[i - 1], kinds) != rare) and (
                i + 1 == e or kind_of(codes[i + 1], kinds) != rare
            )
            if alone:
                _replace(codes, odd, i, i + 1, table)


@njit(cache=True, nogil=True)
def _leet(codes: Codes, odd: Flags, k: int, e: int, kinds: Table, leet: Codes, row: int, figures: int) -> None:
    """Figures that stand for letters inside a word."""
    letters = e - k - figures
    only_zero, upper = True, False
    for i in range(k, e):
        kind = kind_of(codes[i], kinds)
        upper = upper or (i > k and ord("A") <= codes[i] <= ord("Z"))
        if kind != FIGURE:
            continue
        if i == k or i + 1 == e or kind_of(codes[i - 1], kinds) == FIGURE or kind_of(codes[i + 1], kinds) == FIGURE:
            return
        if leet[row, codes[i]] == 0:
            return
        only_zero = only_zero and codes[i] == ord("0")
    enough = figures * 2 <= letters if only_zero else letters > _FEWEST_LETTERS - row
    if not enough or figures * 3 > letters + (3 if only_zero else 0) or (row == 1 and upper):
        return
    for i in range(k, e):
        if kind_of(codes[i], kinds) == FIGURE:
            codes[i] = leet[row, codes[i]]
            odd[i] = True


@njit(cache=True, nogil=True)
def _between_figures(codes: Codes, k: int, e: int, a: int, b: int, kinds: Table) -> bool:
    """Whether a word of round letters stands inside a number told in groups."""
    left, right = k - 1, e
    while left >= a and k - left <= 2 and not is_word(kind_of(codes[left], kinds)):
        left -= 1
    while right < b and right - e < 2 and not is_word(kind_of(codes[right], kinds)) and codes[right] != _TENGE:
        right += 1
    if left < a or right >= b or kind_of(codes[left], kinds) != FIGURE:
        return False
    if e - k == _THOUSANDS and right == e + 1 and _among(codes[right], _CURRENCY):
        return True
    if kind_of(codes[right], kinds) != FIGURE:
        return False
    return e - k > 1 or (left == k - 1 and right == e) or codes[k] in (ord("O"), ord("О"))


@njit(cache=True, nogil=True)
def _beside_figure(codes: Codes, k: int, e: int, a: int, b: int, kinds: Table) -> bool:
    """Whether the word before or after, one or two signs away, has a figure at the nearer end."""
    left, right = k - 1, e
    while left >= a and k - left <= 2 and not is_word(kind_of(codes[left], kinds)):
        left -= 1
    while right < b and right - e < 2 and not is_word(kind_of(codes[right], kinds)):
        right += 1
    before = left >= a and (kind_of(codes[left], kinds) == FIGURE or _among(codes[left], _ROUND))
    return before or (right < b and (kind_of(codes[right], kinds) == FIGURE or _among(codes[right], _ROUND)))


@njit(cache=True, nogil=True)
def _coded(codes: Codes, k: int, e: int, a: int, b: int, kinds: Table) -> bool:
    """Whether the word before or after mixes letters with figures or capitals: groups of a key or wallet."""
    for step in (-1, 1):
        i = k - 2 if step < 0 else e + 1
        letters = figures = capitals = size = 0
        while a <= i < b and size < _LONGEST_LEET and is_word(kind_of(codes[i], kinds)):
            figures += kind_of(codes[i], kinds) == FIGURE
            letters += kind_of(codes[i], kinds) == LATIN
            capitals += ord("A") <= codes[i] <= ord("Z")
            size, i = size + 1, i + step
        if letters and (figures or 0 < capitals < letters - (step > 0 and capitals == 1)):
            return True
    return False


@njit(cache=True, nogil=True)
def _token(
    codes: Codes,
    odd: Flags,
    k: int,
    e: int,
    a: int,
    b: int,
    kinds: Table,
    latin: Codes,
    cyrillic: Codes,
    figure: Codes,
    leet: Codes,
    mode: int,
) -> None:
    """One word: letters that are figures, figures that are letters, letters of another script."""
    figures = latins = cyrillics = greeks = rounds = straight = 0
    for i in range(k, e):
        kind = kind_of(codes[i], kinds)
        figures += kind == FIGURE
        latins += kind == LATIN
        cyrillics += kind == CYRILLIC
        greeks += kind == GREEK
        is_round = _among(codes[i], _ROUND)
        rounds += is_round
        straight += not is_round and figure[codes[i]] != 0
    letters = e - k - figures
    if figures == e - k:
        return
    if rounds + straight == letters and mode != _LINK:
        tail = kind_of(codes[e - 1], kinds) != FIGURE
        few = letters <= figures and not (tail and straight and e - k < _PART_OF_NUMBER)
        lone = figures == 1 and letters == 1 and not _beside_figure(codes, k, e, a, b, kinds)
        if figures and not lone and (straight == 0 or (figures > 1 and few)):
            _replace(codes, odd, k, e, figure)
            return
        if figures == 0 and straight == 0 and _between_figures(codes, k, e, a, b, kinds):
            _replace(codes, odd, k, e, figure)
            return
    if (latins > 0) + (cyrillics > 0) + (greeks > 0) > 1:
        last_label = k > a and codes[k - 1] == _DOT and not (e < b and codes[e] == _DOT)
        if mode != _LINK or last_label:
            _script(codes, odd, k, e, kinds, latin, cyrillic, _NAME if mode else 0)
        else:
            odd[k] = True
    elif figures and letters > 1 and mode == 0 and greeks == 0 and e - k <= _LONGEST_LEET:
        beside = (k > a and _among(codes[k - 1], _BESIDE)) or (
            e < b and _among(codes[e], _BESIDE) and e + 1 < b and kind_of(codes[e + 1], kinds) != BLANK
        )
        if cyrillics or not (beside or _coded(codes, k, e, a, b, kinds)):
            _leet(codes, odd, k, e, kinds, leet, int(latins > 0), figures)


@njit(cache=True, nogil=True)
def words(
    codes: Codes,
    odd: Flags,
    a: int,
    b: int,
    kinds: Table,
    latin: Codes,
    cyrillic: Codes,
    figure: Codes,
    leet: Codes,
) -> None:
    """Repairs every word of one text in place; the length stays."""
    i = a
    while i < b:
        if kind_of(codes[i], kinds) == BLANK:
            i += 1
            continue
        q, at = i, False
        while q < b and kind_of(codes[q], kinds) != BLANK:
            inside = codes[q] == _AT and i < q < b - 1 and kind_of(codes[q - 1], kinds) == CYRILLIC
            if inside and kind_of(codes[q + 1], kinds) == CYRILLIC:
                codes[q] = leet[0, _AT]
                odd[q] = True
            at = at or codes[q] in (_AT, _DOT, ord(":"))
            q += 1
        mode = _address(codes, i, q, kinds, latin) if at else 0
        k = i
        while k < q:
            e = k
            while e < q and (is_word(kind_of(codes[e], kinds)) or codes[e] == _BAR):
                e += 1
            if e > k:
                _token(codes, odd, k, e, a, b, kinds, latin, cyrillic, figure, leet, mode)
            k = e + 1
        i = q
