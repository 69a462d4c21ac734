"""Who called whom before, and who was called by strangers lately: one step a call, in fixed memory.

Pairs stand in two Bloom filters that take turns (Bloom, 1970); the last two strangers who called a person stand in a
table with one place a hash, where a person may push out another. Both forget: a stranger may pass for an acquaintance
and a sign may be lost, so fewer signs are seen, never more.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.kernels.money import U8

U32 = npt.NDArray[np.uint32]
FIELDS = 5  # of a place: whose, first stranger, when (s), second stranger, when (s)
PROBES = 4


def filters(bits: int) -> U8:
    """Two empty filters of ``2**bits`` bits."""
    return np.zeros((2, (1 << bits) >> 3), np.uint8)


def places(bits: int) -> U32:
    """An empty table of ``2**bits`` places."""
    return np.zeros((1 << bits, FIELDS), np.uint32)


@njit(cache=True, nogil=True)
def met(known: U8, recent: U32, pair: int, other: int, whose: int, who: int, now: int) -> bool:
    """Note a call; True when the pair never spoke while the filters remember, so that the caller is a stranger.

    ``pair`` and ``other`` are two hashes of the pair, ``whose`` and ``who`` one of the called and the caller (32 bits
    each, above 0); ``now`` seconds. The writing filter is the first.
    """
    mask = np.uint64(known.shape[1] * 8 - 1)
    first, step = np.uint64(pair), np.uint64(other) | np.uint64(1)
    fresh = old = True
    for probe in range(PROBES):
        bit = (first + np.uint64(probe) * step) & mask
        place, sign = bit >> np.uint64(3), np.uint8(1 << (bit & np.uint64(7)))
        if not known[1, place] & sign:
            old = False
        if not known[0, place] & sign:
            fresh = False
            known[0, place] |= sign
    if fresh or old:
        return False
    row = recent[np.uint64(whose) & np.uint64(len(recent) - 1)]
    if row[0] != whose:
        row[:] = 0
        row[0] = whose
    if row[1] == who:
        row[2] = now
    else:
        row[3], row[4] = row[1], row[2]
        row[1], row[2] = who, now
    return True


@njit(cache=True, nogil=True)
def strangers(recent: U32, whose: int, since: int) -> int:
    """How many different strangers (at most two) called a person since a moment (seconds)."""
    row = recent[np.uint64(whose) & np.uint64(len(recent) - 1)]
    if row[0] != whose:
        return 0
    return int(row[1] != 0 and row[2] > since) + int(row[3] != 0 and row[4] > since)
