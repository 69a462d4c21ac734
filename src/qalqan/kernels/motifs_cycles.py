"""Cycles in time, counted exactly: a sum that goes round and comes back to the account it left.

A cycle of length k is k transfers, each later than the one before (by the ledger's total order), the last paying the
account that paid the first, no account twice, all within a window of the first. Every cycle is found from its first
row, and only where the account is paid again within the window; branches that cannot come back in one or two more
transfers are not entered. Method: temporal cycle enumeration after Kumar and Calders 2018 (2SCENT), with marks of
the last ways home instead of their summaries.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.money import I64, U8, Ledger

LONGEST = 6


@dataclass(frozen=True, slots=True)
class Cycles:
    """``counts`` (A, 5): cycles through the account by length 2, 3, 4, 5, 6; ``cut``: first rows given up at the limit
    of steps (0: every cycle is counted)."""

    counts: I64
    cut: int


def cycles(ledger: Ledger, window: int, stop: U8, longest: int = LONGEST, steps: int = 1_000_000) -> Cycles:
    """All cycles of 2 to ``longest`` (at most 6) transfers within ``window`` microseconds that touch no account of
    ``stop`` (A); at most ``steps`` looks for each first row, and what that left out is told.

    Raises ValueError for a length out of range.
    """
    if not 2 <= longest <= LONGEST:
        raise ValueError("cycles of 2 to 6 transfers are counted")
    counts = np.zeros((ledger.accounts, LONGEST - 1), np.int64)
    index = (ledger.out_start, ledger.out_row, ledger.in_start, ledger.in_row)
    cut = _cycles(ledger.at, ledger.sender, ledger.receiver, *index, window, stop, longest, steps, counts)
    return Cycles(counts, int(cut))


@njit(cache=True, nogil=True)
def _cycles(at, sender, receiver, out_start, out_row, in_start, in_row, window, stop, longest, steps, counts):  # type: ignore[no-untyped-def]  # fmt: skip
    home, by_one = np.full((len(stop), 2), -1, np.int64), np.full((len(stop), 2), -1, np.int64)
    path, place = np.zeros(LONGEST + 1, np.int64), np.zeros(LONGEST + 1, np.int64)
    cut = 0
    for row in range(len(at)):
        one, other = sender[row], receiver[row]
        if stop[one] or stop[other] or one == other:
            continue
        end = at[row] + window
        if not _ways_home(row, one, end, at, sender, in_start, in_row, stop, home, by_one):
            continue
        path[0], path[1], depth, looked = one, other, 1, 0
        place[1] = _after(out_start, out_row, other, row)
        while depth:
            if place[depth] == out_start[path[depth] + 1] or at[out_row[place[depth]]] > end or looked > steps:
                depth -= 1
                continue
            step = out_row[place[depth]]
            place[depth] += 1
            looked += 1
            to = receiver[step]
            if to == one:
                for level in range(depth + 1):
                    counts[path[level], depth - 1] += 1
                continue
            left = longest - depth - 1  # transfers that may still follow this one
            if left == 0 or stop[to] or _met(path, depth, to):
                continue
            back = home[to, 0] == row and home[to, 1] > step
            if left <= 2 and not back and not (left == 2 and by_one[to, 0] == row and by_one[to, 1] > step):
                continue
            depth += 1
            path[depth] = to
            place[depth] = _after(out_start, out_row, to, step)
        cut += looked > steps
    return cut


@njit(cache=True, nogil=True)
def _ways_home(row, one, end, at, sender, in_start, in_row, stop, home, by_one):  # type: ignore[no-untyped-def]
    """Mark who pays ``one`` after the row and until the end (``home``), and who pays these before they do (``by_one``),
    each with the first row of the search and the last row that serves. Whether there is any."""
    any_ = False
    place = _after(in_start, in_row, one, row)
    while place < in_start[one + 1] and at[in_row[place]] <= end:
        last = in_row[place]
        by = sender[last]
        place += 1
        if stop[by] or by == one:
            continue
        any_ = True
        home[by, 0], home[by, 1] = row, last
    place = _after(in_start, in_row, one, row)
    while place < in_start[one + 1] and at[in_row[place]] <= end:
        last = in_row[place]
        by = sender[last]
        place += 1
        if stop[by] or by == one or home[by, 1] != last:
            continue
        before = _after(in_start, in_row, by, row)
        while before < in_start[by + 1] and in_row[before] < last:
            giver = sender[in_row[before]]
            by_one[giver, 1] = max(in_row[before], by_one[giver, 1]) if by_one[giver, 0] == row else in_row[before]
            by_one[giver, 0] = row
            before += 1
    return any_


@njit(cache=True, nogil=True)
def _after(start, rows, one, row):  # type: ignore[no-untyped-def]
    """The place of an account's first row later than a row."""
    low, high = start[one], start[one + 1]
    while low < high:
        middle = (low + high) >> 1
        if rows[middle] <= row:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def _met(path, depth, to):  # type: ignore[no-untyped-def]
    for level in range(depth + 1):  # noqa: SIM110 - compiled without a generator
        if path[level] == to:
            return True
    return False
