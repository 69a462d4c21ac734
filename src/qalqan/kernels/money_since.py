"""What answers and rows say of single accounts from a moment on: covers, inflow since, balance."""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.kernels.money import I64, U8, Ledger


def covers_at(start: I64, since: I64, until: I64, account: I64, moment: I64) -> I64:
    """The cover of each account that holds a moment (its place), or -1; covers as in `bounds.Known`."""
    return np.asarray(_covers_at(start, since, until, account, moment), np.int64)


def came_since(ledger: Ledger, account: I64, first: I64, last: I64) -> tuple[I64, I64, I64]:
    """Of each account just before row ``last``: what came by seen rows from row ``first`` on, how much of that is left
    by FIFO (more where money came unseen in between), and the balance in FIFO's coordinates; tiyn."""
    came, left, balance = _came_since(
        ledger.amount,
        ledger.arrive,
        ledger.in_start,
        ledger.in_row,
        ledger.in_sum,
        ledger.out_start,
        ledger.out_row,
        ledger.out_pos,
        account,
        first,
        last,
    )
    return came, left, balance


def paid_short(ledger: Ledger, account: I64, first: I64, end: I64) -> npt.NDArray[np.bool_]:
    """Whether each account pays, in its rows from ``first`` up to ``end``, more than FIFO's coordinates hold."""
    found = _paid_short(ledger.amount, ledger.out_start, ledger.out_row, ledger.out_balance, account, first, end)
    return np.asarray(found == 1)


def imprecise_receivers(ledger: Ledger, width: I64) -> U8:
    """1 for accounts to which some row came at a moment that is not exact (A)."""
    mark = np.zeros(ledger.accounts, np.uint8)
    mark[ledger.receiver[np.flatnonzero(width)]] = 1
    return mark


@njit(cache=True, nogil=True)
def _covers_at(start, since, until, account, moment):  # type: ignore[no-untyped-def]
    found = np.full(len(account), -1, np.int64)
    for one in range(len(account)):
        for cover in range(start[account[one]], start[account[one] + 1]):
            if since[cover] <= moment[one] <= until[cover]:
                found[one] = cover
    return found


@njit(cache=True, nogil=True)
def _came_since(  # type: ignore[no-untyped-def]
    amount, arrive, in_start, in_row, in_sum, out_start, out_row, out_pos, account, first, last
):
    came, left = np.zeros(len(account), np.int64), np.zeros(len(account), np.int64)
    balance = np.zeros(len(account), np.int64)
    for one in range(len(account)):
        here = account[one]
        begin = in_start[here] + np.searchsorted(in_row[in_start[here] : in_start[here + 1]], first[one])
        end = in_start[here] + np.searchsorted(in_row[in_start[here] : in_start[here + 1]], last[one])
        paid = out_start[here] + np.searchsorted(out_row[out_start[here] : out_start[here + 1]], last[one])
        if end == in_start[here]:
            continue
        gone = np.int64(0)
        if paid > out_start[here]:
            gone = out_pos[paid - 1] + amount[out_row[paid - 1]]
        top = arrive[in_row[end - 1]] + amount[in_row[end - 1]]
        balance[one] = max(np.int64(0), top - gone)
        if end > begin:
            came[one] = in_sum[end - 1] + amount[in_row[end - 1]] - in_sum[begin]
            left[one] = max(np.int64(0), top - max(gone, arrive[in_row[begin]]))
    return came, left, balance


@njit(cache=True, nogil=True)
def _paid_short(amount, out_start, out_row, out_balance, account, first, end):  # type: ignore[no-untyped-def]
    found = np.zeros(len(account), np.uint8)
    for one in range(len(account)):
        begin = out_start[account[one]]
        place = begin + np.searchsorted(out_row[begin : out_start[account[one] + 1]], first[one])
        while place < out_start[account[one] + 1] and out_row[place] < end[one]:
            if out_balance[place] < amount[out_row[place]]:
                found[one] = 1
                break
            place += 1
    return found
