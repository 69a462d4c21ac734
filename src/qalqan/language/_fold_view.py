"""The normal view of many texts at once: one kernel over all their signs."""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.language._fold_numbers import Hashes, numbers
from qalqan.language._fold_signs import Codes, Flags, Places, Table, is_word, kind_of, plain, spaced
from qalqan.language._fold_words import words
from qalqan.language._signs import signs
from qalqan.language._words import vocabulary

Offsets: TypeAlias = npt.NDArray[np.int64]
Folded: TypeAlias = tuple[Codes, Places, Places, Offsets, Flags, Flags, Places]


@njit(cache=True, nogil=True)
def _fold(
    source: Codes,
    at: Offsets,
    room: int,
    widest: int,
    count: npt.NDArray[np.int8],
    first: Codes,
    more: Places,
    pool: Codes,
    shape: Table,
    kinds: Table,
    word: Codes,
    cyrillic: Codes,
    latin: Codes,
    figure: Codes,
    leet: Codes,
    pairs: npt.NDArray[np.int64],
    joined: Codes,
    keys: Hashes,
    told: Places,
) -> Folded:
    n = at.size - 1
    out, starts, ends = np.empty(room, np.uint32), np.empty(room, np.int32), np.empty(room, np.int32)
    odd = np.zeros(room, np.bool_)
    scratch = np.empty((7, widest + 1), np.int32)
    places, moved, changed = np.zeros(n + 1, np.int64), np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    disguised = np.zeros(n, np.int32)
    w = int(np.int64(0))  # no literal: numba compiles once more what is called with one
    for row in range(n):
        a, b = at[row], at[row + 1]
        begin = w
        w = plain(source, a, b, count, first, more, pool, shape, kinds, pairs, joined, out, starts, ends, odd, w)
        w = spaced(out, starts, ends, odd, begin, w, kinds)
        words(out, odd, begin, w, kinds, latin, cyrillic, figure, leet)
        disguised[row] = _disguised(out, odd, begin, w, kinds)
        w = numbers(out, starts, ends, odd, begin, w, kinds, word, keys, told, scratch)
        places[row + 1] = w
        moved[row] = w - begin != b - a
        for i in range(w - begin):
            moved[row] = moved[row] or starts[begin + i] != i or ends[begin + i] != i + 1
            changed[row] = changed[row] or moved[row] or out[begin + i] != source[a + i]
            if moved[row]:
                break
        changed[row] = changed[row] or moved[row]
    return out, starts, ends, places, moved, changed, disguised


@njit(cache=True, nogil=True)
def _disguised(codes: Codes, odd: Flags, a: int, b: int, kinds: Table) -> int:
    """How many words of a text hold a disguised sign."""
    found = 0
    inside = counted = False
    for i in range(a, b):
        inside = inside and is_word(kind_of(codes[i], kinds))
        if not inside:
            counted, inside = False, is_word(kind_of(codes[i], kinds))
        if inside and odd[i] and not counted:
            counted = True
            found += 1
    return found


def fold(source: Codes, at: Offsets) -> Folded:
    """The normal view of the texts that lie one after another in ``source`` (code points), bounded by ``at``.

    Returns the plain signs, for each the place in its own text where it starts and ends, the bounds of the texts among
    them, which texts' places moved, which changed at all, and how many words of each were disguised.
    """
    told = signs()
    inside = source < told.count.size
    wide = np.where(inside, told.count[np.where(inside, source, 0)], np.int8(1))
    room = int(np.maximum(wide, 1).sum(dtype=np.int64))
    widest = int(np.diff(at).max(initial=0)) * max(int(wide.max(initial=1)), 1)
    keys, meant = vocabulary()
    folded: Folded = _fold(
        source,
        at,
        room,
        widest,
        told.count,
        told.first,
        told.more,
        told.pool,
        told.shape,
        told.kind,
        told.word,
        told.cyrillic,
        told.latin,
        told.figure,
        told.leet,
        told.pairs,
        told.joined,
        keys,
        meant,
    )
    return folded
