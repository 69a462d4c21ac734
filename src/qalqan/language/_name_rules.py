# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
"""Kernel of the rules for names: given names, surnames, fathers' names and initials in order; Russian and other texts.

Names of the list and endings of surnames and fathers' names must stand together; one of them alone proves no person.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.language._name_features import INITIAL, LOWER, TITLE, UPPER
from qalqan.language._name_list import CUE, FATHER, SURE, SURNAME

Places = npt.NDArray[np.int32]
Table = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint32]

_GIVEN, _SURNAME, _FATHER, _WEAK, _TITLE, _SMALL_GIVEN, _SMALL_FATHER = 1, 2, 4, 8, 16, 32, 64
_OF_NAME = 4
_ANY_NAME = 15
_DOT, _SPACE = ord("."), ord(" ")
_WIDEST_GAP = 3
_SHORTEST_SURNAME, _SHORTEST_FATHER = 4, 6


@njit(cache=True, nogil=True)
def _class(i: int, shapes: Table, flags: Places, begin: Places, end: Places) -> int:
    """What a word may be in a name."""
    flag, shape, size = flags[i], shapes[i], end[i] - begin[i]
    large = shape in (TITLE, UPPER)
    if not large and shape != LOWER:
        return 0
    inside = flag >> _OF_NAME
    surname = flag & SURE or inside & (SURNAME | SURE)
    father = size >= _SHORTEST_FATHER and (flag & FATHER or inside & FATHER)
    given = flag & _ANY_NAME and not (inside & (SURNAME | SURE | FATHER) & 0xF0)
    found = _TITLE if large else 0
    if given:
        found |= _GIVEN if large else _SMALL_GIVEN
    if father:
        found |= _FATHER if large else _SMALL_FATHER
    if large and size >= _SHORTEST_SURNAME and not father:
        found |= _SURNAME if surname else _WEAK if flag & SURNAME else 0
    return found


@njit(cache=True, nogil=True)
def _gap(codes: Codes, a: int, b: int) -> bool:
    """Whether only blanks, three at most, stand between two words."""
    found = 0 < b - a <= _WIDEST_GAP
    for i in range(a, min(b, a + _WIDEST_GAP)):
        found = found and codes[i] == _SPACE
    return found


@njit(cache=True, nogil=True)
def _initials(i: int, n: int, shapes: Table, codes: Codes, begin: Places, end: Places, row: Places) -> tuple[int, int]:
    """Initials with dots from word ``i`` on: the word after them, how many."""
    count = 0
    while count < 2 and i + 1 < n and shapes[i] == INITIAL and row[i] == row[i + 1]:
        if codes[begin[i + 1]] != _DOT or begin[i + 1] != end[i]:
            break
        i, count = i + 2, count + 1
        if i < n and (row[i] != row[i - 1] or begin[i] - end[i - 1] > 1):
            break
    return i, count


@njit(cache=True, nogil=True)
def _together(here: int, second: int, third: int) -> int:  # noqa: PLR0911 - a return for every order
    """How many of three words, by their classes, are one name; 0 for none."""
    if here & (_SURNAME | _WEAK) and second & _GIVEN and third & _FATHER:
        return 3
    if here & _SURNAME and second & _GIVEN:
        return 2
    if here & _GIVEN and second & _FATHER:
        return 3 if third & _SURNAME else 2
    if here & _GIVEN and second & _SURNAME:
        return 3 if third & _FATHER else 2
    if here & _GIVEN and second & _GIVEN:
        return 3 if third & (_FATHER | _SURNAME) else 2
    if here & _TITLE and second & _FATHER and not here & _FATHER:
        return 2
    return 2 if here & _SMALL_GIVEN and second & _SMALL_FATHER else 0


@njit(cache=True, nogil=True)
def rules(
    shapes: Table, flags: Places, codes: Codes, begin: Places, end: Places, row: Places, starts: Places, stops: Places
) -> int:
    """Persons by rule: first word and word after the last, into ``starts`` and ``stops``; how many."""
    n, found, i = begin.size, 0, 0
    while i < n:
        stop = i
        here = _class(i, shapes, flags, begin, end)
        near = i + 1 < n and row[i + 1] == row[i] and _gap(codes, end[i], begin[i + 1])
        nearer = near and i + 2 < n and row[i + 2] == row[i] and _gap(codes, end[i + 1], begin[i + 2])
        second = _class(i + 1, shapes, flags, begin, end) if near else 0
        third = _class(i + 2, shapes, flags, begin, end) if nearer else 0
        if here & (_SURNAME | _WEAK | _TITLE) and near:
            after, count = _initials(i + 1, n, shapes, codes, begin, end, row)
            if count == 2 or (count == 1 and here & _SURNAME):
                stop = after
        if stop == i:
            stop = i + _together(here, second, third)
        if stop == i and here & _GIVEN and i > 0 and row[i - 1] == row[i] and begin[i] - end[i - 1] < 3:
            stop = i + 1 if _cued(i, flags, row) else i
        if stop == i and shapes[i] == INITIAL:
            after, count = _initials(i, n, shapes, codes, begin, end, row)
            if count and after < n and row[after] == row[i] and begin[after] - end[after - 1] < 2:
                last = _class(after, shapes, flags, begin, end)
                if last & _SURNAME or (count == 2 and last & _TITLE):
                    stop = after + 1
        if stop > i:
            starts[found], stops[found] = i, stop
            found += 1
        i = max(stop, i + 1)
    return found


@njit(cache=True, nogil=True)
def _cued(i: int, flags: Places, row: Places) -> bool:
    """Whether a word that names a person stands right before, or before one sign (a dot, a colon)."""
    before = flags[i - 1] & CUE
    further = i > 1 and row[i - 2] == row[i] and flags[i - 2] & CUE
    return bool(before or further)
