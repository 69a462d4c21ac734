"""Temporal motifs counted exactly, an account at a time: gathering and scattering, passing on, bipartite drops.

A *moment* is a row's place in the ledger's total order, so that rows of one second keep their order; windows are in
microseconds. ``stop`` marks end points (cash machines, shops, exchanges): money is not followed through them and they
gather and share nothing. Cycles are in `motifs_cycles`. Method: the patterns of Altman et al. 2023 (AMLworld) and
butterflies of a bipartite graph (Wang, Fu, Cheng 2014), here within a window.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.money import I32, I64, U8, Ledger


@dataclass(frozen=True, slots=True)
class Passed:
    """``times`` (A): how often the account passed a sum on; ``longest`` (A): the most transfers in a chain of sums
    passed on that goes through it; 0 where it passed nothing on."""

    times: I64
    longest: I32


@dataclass(frozen=True, slots=True)
class Drops:
    """``squares`` (A): pairs of payers that both paid this account and another, all within the window, over all other
    accounts; ``partners`` (A): accounts with which it shares such a pair; ``payers`` (A): distinct payers in them."""

    squares: I64
    partners: I32
    payers: I32


def gathered(ledger: Ledger, window: int, stop: U8) -> I32:
    """For each account the greatest k such that, at some row of it, k distinct payers paid it in the window up to that
    moment and it paid k distinct accounts in the window from that moment on; (A)."""
    index = (ledger.out_start, ledger.out_row, ledger.in_start, ledger.in_row)
    return np.asarray(_gathered(ledger.at, ledger.sender, ledger.receiver, *index, window, stop), np.int32)


def passed_on(ledger: Ledger, window: int, least: int, stop: U8) -> Passed:
    """Sums passed on: a row into an account, and a later row out of it to a third account within the window that
    carries from ``least`` per mille to the whole of the sum. Chains join such pairs."""
    back = np.ones(ledger.rows, np.int32)
    on = np.ones(ledger.rows, np.int32)
    times, longest = np.zeros(ledger.accounts, np.int64), np.zeros(ledger.accounts, np.int32)
    rows = (ledger.at, ledger.sender, ledger.receiver, ledger.amount)
    _chains(*rows, ledger.out_start, ledger.out_row, window, least, stop, back, on, times, longest)
    return Passed(times, longest)


def drops(ledger: Ledger, window: int, most: int, stop: U8) -> Drops:
    """Two payers and two receivers, all four paid within the window: the mark of victims sent to the same accounts.

    A payer with more than ``most`` distinct receivers in a window is nobody's victim (an employer, a shop) and left
    out whole.
    """
    rows = (ledger.at, ledger.receiver, ledger.out_start, ledger.out_row)
    times = np.zeros(ledger.accounts, np.int32)
    wedges = np.empty((5, _wedges(*rows, window, most, stop, np.empty((5, 0), np.int64), times)), np.int64)
    _wedges(*rows, window, most, stop, wedges, times)
    wedges = wedges[:, np.lexsort((wedges[2], wedges[4], wedges[3], wedges[1], wedges[0]))]
    squares, partners = np.zeros(ledger.accounts, np.int64), np.zeros(ledger.accounts, np.int32)
    met_account, met_payer = _squares(wedges, window, squares, partners)
    payers = np.zeros(ledger.accounts, np.int32)
    pairs = np.unique(met_account * ledger.accounts + met_payer)
    np.add.at(payers, pairs // max(1, ledger.accounts), 1)
    return Drops(squares, partners, payers)


@njit(cache=True, nogil=True)
def _gathered(at, sender, receiver, out_start, out_row, in_start, in_row, window, stop):  # type: ignore[no-untyped-def]
    accounts = len(stop)
    found, times = np.zeros(accounts, np.int32), np.zeros(accounts, np.int32)
    for one in range(accounts):
        into, out = in_row[in_start[one] : in_start[one + 1]], out_row[out_start[one] : out_start[one + 1]]
        if stop[one] or len(into) == 0 or len(out) == 0:
            continue
        before = np.empty(len(into), np.int32)  # distinct payers in the window up to each row in
        begin, met = 0, 0
        for place in range(len(into)):
            while at[into[begin]] <= at[into[place]] - window:
                times[sender[into[begin]]] -= 1
                met -= times[sender[into[begin]]] == 0
                begin += 1
            met += times[sender[into[place]]] == 0
            times[sender[into[place]]] += 1
            before[place] = met
        for row in into:
            times[sender[row]] = 0
        begin, end, met = 0, 0, 0  # payees in the window from each row in on
        for place in range(len(into)):
            row = into[place]
            while end < len(out) and at[out[end]] < at[row] + window:
                met += times[receiver[out[end]]] == 0
                times[receiver[out[end]]] += 1
                end += 1
            while begin < end and out[begin] < row:
                times[receiver[out[begin]]] -= 1
                met -= times[receiver[out[begin]]] == 0
                begin += 1
            found[one] = max(found[one], min(before[place], met))
        for row in out:
            times[receiver[row]] = 0
    return found


@njit(cache=True, nogil=True)
def _chains(at, sender, receiver, amount, out_start, out_row, window, least, stop, back, on, times, longest):  # type: ignore[no-untyped-def]  # fmt: skip
    for turn in range(2):  # first the longest chain up to each row, then from each row on and through each account
        for step in range(len(at)):
            row = step if turn == 0 else len(at) - 1 - step
            through = receiver[row]
            if stop[through]:
                continue
            low, high = out_start[through], out_start[through + 1]
            place = low + np.searchsorted(out_row[low:high], row, side="right")
            while place < high and at[out_row[place]] <= at[row] + window:
                after = out_row[place]
                place += 1
                passes = amount[after] <= amount[row] and amount[after] * 1000 >= amount[row] * least
                if not passes or receiver[after] == through or receiver[after] == sender[row] or sender[row] == through:
                    continue
                if turn == 0:
                    back[after] = max(back[after], back[row] + 1)
                else:
                    on[row] = max(on[row], on[after] + 1)
                    times[through] += 1
                    longest[through] = max(longest[through], back[row] + on[after])


@njit(cache=True, nogil=True)
def _wedges(at, receiver, out_start, out_row, window, most, stop, told, times):  # type: ignore[no-untyped-def]
    """Pairs of rows of one payer to two receivers within the window: how many; written to ``told`` (5, n) where it has
    room for them: the smaller receiver, the greater, the payer, the two moments."""
    count = 0
    for one in range(len(stop)):
        rows = out_row[out_start[one] : out_start[one + 1]]
        if stop[one] or len(rows) < 2 or _widest(rows, at, receiver, window, times) > most:
            continue
        for first in range(len(rows)):
            a, since = receiver[rows[first]], at[rows[first]]
            for second in range(first + 1, len(rows)):
                b, until = receiver[rows[second]], at[rows[second]]
                if until > since + window:
                    break
                if stop[a] or stop[b] or a == b or one in (a, b):
                    continue
                if told.shape[1]:
                    told[0, count], told[1, count], told[2, count] = min(a, b), max(a, b), one
                    told[3, count], told[4, count] = since, until
                count += 1
    return count


@njit(cache=True, nogil=True)
def _widest(rows, at, receiver, window, times):  # type: ignore[no-untyped-def]
    begin, met, widest = 0, 0, 0
    for row in rows:
        while at[rows[begin]] < at[row] - window:
            times[receiver[rows[begin]]] -= 1
            met -= times[receiver[rows[begin]]] == 0
            begin += 1
        met += times[receiver[row]] == 0
        times[receiver[row]] += 1
        widest = max(widest, met)
    for row in rows:
        times[receiver[row]] = 0
    return widest


@njit(cache=True, nogil=True)
def _squares(wedges, window, squares, partners):  # type: ignore[no-untyped-def]
    """Count pairs of wedges over the same two receivers with different payers, once for each pair of payers."""
    left, right, payer, early, late = wedges
    accounts, payers = [np.int64(0) for _ in range(0)], [np.int64(0) for _ in range(0)]
    begin = 0
    while begin < len(left):
        end = begin
        while end < len(left) and left[end] == left[begin] and right[end] == right[begin]:
            end += 1
        keys = [np.int64(0) for _ in range(0)]
        for first in range(begin, end):
            for second in range(first + 1, end):
                if early[second] > early[first] + window:
                    break
                if payer[first] != payer[second] and max(late[first], late[second]) - early[first] <= window:
                    low, high = min(payer[first], payer[second]), max(payer[first], payer[second])
                    keys.append(low << 32 | high)
        if keys:
            found = np.unique(np.array(keys))
            for account in (left[begin], right[begin]):
                squares[account] += len(found)
                partners[account] += 1
                for key in found:
                    accounts.append(account)
                    payers.append(key >> 32)
                    accounts.append(account)
                    payers.append(key & 0x7FFFFFFF)
        begin = end
    return np.array(accounts, np.int64), np.array(payers, np.int64)
