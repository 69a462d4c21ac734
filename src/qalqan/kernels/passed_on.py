"""How much of what came to an account was passed on after it came, whichever tenge that was.

Launderers send on the sum that they received; by FIFO it is the oldest money that leaves. So two clocks run: how much
of a sum has been passed on (here), and which tenge are gone (`fifo`). Money that stood there before shields it.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import I32, I64, Ledger

WHOLE = 1000  # an arrival, in thousandths


def pending(ledger: Ledger, account: I64, seen: I64, start: I64, row: I32, amount: I64) -> tuple[I64, I64]:
    """What is still to be passed on of each account's arrivals just before row ``seen``, and the latest arrival.

    Account i has the arrivals ``row[start[i]:start[i+1]]`` (ascending) with the sums ``amount``; the newest is taken to
    be passed on first. Gives tiyn and rows (-1: none yet).
    """
    left, latest = _pending(ledger.amount, ledger.out_start, ledger.out_row, account, seen, start, row, amount)
    return left, latest


def gone(ledger: Ledger, account: I64, seen: I64) -> I64:
    """Each account's FIFO coordinate up to which money has left by rows before ``seen`` (see `money`)."""
    return np.asarray(_gone(ledger.amount, ledger.out_start, ledger.out_row, ledger.out_pos, account, seen), np.int64)


def life_table(ledger: Ledger, row: I32, number: I64, amount: I64, told: I64, groups: int, edges: I64) -> I64:
    """Arrivals by group and bin of the minutes since: thousandths passed on [0], and not seen any longer [1].

    Arrival i came by ``row[i]``, belongs to group ``number[i]`` and is followed until the moment ``told[i]``.
    Shape (2, groups, bins).
    """
    table = _life_table(
        ledger.at, ledger.receiver, ledger.amount, ledger.out_start, ledger.out_row, row, number, amount, told, groups,
        edges,
    )  # fmt: skip
    return np.asarray(table, np.int64)


@njit(cache=True, nogil=True)
def _pending(amount, out_start, out_row, account, seen, start, row, came):  # type: ignore[no-untyped-def]
    left, latest = np.zeros(len(account), np.int64), np.full(len(account), -1, np.int64)
    for one in range(len(account)):
        leaving, end = out_start[account[one]], out_start[account[one] + 1]
        arrival, last = start[one], start[one + 1]
        while arrival < last and row[arrival] < seen[one]:
            next_ = row[arrival + 1] if arrival + 1 < last else seen[one]
            left[one] += came[arrival]
            latest[one] = row[arrival]
            leaving += np.searchsorted(out_row[leaving:end], row[arrival], side="right")
            while leaving < end and out_row[leaving] < min(next_, seen[one]):
                left[one] = max(np.int64(0), left[one] - amount[out_row[leaving]])
                leaving += 1
            arrival += 1
    return left, latest


@njit(cache=True, nogil=True)
def _gone(amount, out_start, out_row, out_pos, account, seen):  # type: ignore[no-untyped-def]
    found = np.zeros(len(account), np.int64)
    for one in range(len(account)):
        first = out_start[account[one]]
        place = first + np.searchsorted(out_row[first : out_start[account[one] + 1]], seen[one])
        if place > first:
            found[one] = out_pos[place - 1] + amount[out_row[place - 1]]
    return found


@njit(cache=True, nogil=True)
def _life_table(at, receiver, amount, out_start, out_row, row, number, came, told, groups, edges):  # type: ignore[no-untyped-def]
    table = np.zeros((2, groups, len(edges)), np.int64)
    for one in range(len(row)):
        here, since = receiver[row[one]], at[row[one]]
        rest, taken = came[one], np.int64(0)
        leaving = out_start[here] + np.searchsorted(
            out_row[out_start[here] : out_start[here + 1]], row[one], side="right"
        )
        while rest > 0 and leaving < out_start[here + 1] and at[out_row[leaving]] <= told[one]:
            rest -= min(rest, amount[out_row[leaving]])
            now = WHOLE - (rest * WHOLE // came[one] if rest < 2**52 else rest // (came[one] // WHOLE))
            minutes = (at[out_row[leaving]] - since) // 60_000_000
            table[0, number[one], np.searchsorted(edges, minutes, side="right") - 1] += now - taken
            taken = now
            leaving += 1
        if taken < WHOLE:
            minutes = (told[one] - since) // 60_000_000
            table[1, number[one], np.searchsorted(edges, minutes, side="right") - 1] += WHOLE - taken
    return table
