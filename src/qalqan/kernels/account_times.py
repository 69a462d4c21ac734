"""How money passes through each account: dwell by FIFO, silence, bursts; exact.

Dwell rests on the coordinates of `money`: an inflow occupies [I, I+amount) of its receiver and an outflow takes
[O, O+amount) of its sender, so the overlap of the two is the money that came by the one and left by the other. An
opening balance and unseen inflow lie between and dwell nowhere. On an account with a reversal the plain order stands.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.money import I64, Ledger

TIMES = ("passed", "within_hour", "within_day", "dwell_10", "dwell_50", "dwell_90", "silence", "woke_sum", "burst_sum",
         "burst_payers", "burst_payees")  # fmt: skip
HOUR = 3_600_000_000
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Times:
    """A row an account, int64 (A, 11).

    passed: tiyn seen to come and to leave; within_hour, within_day: of it, what left so soon (at most 1 h, 24 h).
    dwell_10, dwell_50, dwell_90: microseconds within which a tenth, half and nine tenths of ``passed`` left; -1 where
    nothing passed. silence: the longest time between two rows of the account, microseconds; woke_sum: tiyn that came
    in the day from its end on. burst_sum, burst_payers, burst_payees: the most tiyn in, distinct payers and distinct
    payees in any day (24 h up to and with a row).
    """

    values: I64

    def __getitem__(self, name: str) -> I64:
        """The column of that name. Raises ValueError for another."""
        return self.values[:, TIMES.index(name)]


def account_times(ledger: Ledger) -> Times:
    """The times of all accounts of a ledger."""
    out = np.zeros((ledger.accounts, len(TIMES)), np.int64)
    rows = (ledger.at, ledger.sender, ledger.receiver, ledger.amount)
    index = (ledger.out_start, ledger.out_row, ledger.in_start, ledger.in_row)
    _dwell(ledger.at, ledger.amount, ledger.arrive, ledger.out_pos, *index, out)
    _silence(ledger.at, ledger.amount, *index, out)
    _bursts(*rows, *index, out)
    return Times(out)


@njit(cache=True, nogil=True)
def _dwell(at, amount, arrive, out_pos, out_start, out_row, in_start, in_row, out):  # type: ignore[no-untyped-def]
    accounts = len(out_start) - 1
    most = 0
    for one in range(accounts):
        most = max(most, out_start[one + 1] - out_start[one] + in_start[one + 1] - in_start[one])
    stayed, tiyn = np.empty(most, np.int64), np.empty(most, np.int64)
    for one in range(accounts):
        pieces, total = 0, np.int64(0)
        come, last = in_start[one], in_start[one + 1]
        for place in range(out_start[one], out_start[one + 1]):
            row = out_row[place]
            begin, end = out_pos[place], out_pos[place] + amount[row]
            while come < last:
                into = in_row[come]
                low, high = max(begin, arrive[into]), min(end, arrive[into] + amount[into])
                if low < high:
                    stayed[pieces], tiyn[pieces] = at[row] - at[into], high - low
                    total += high - low
                    pieces += 1
                if arrive[into] + amount[into] > end:
                    break
                come += 1
        _told(one, stayed[:pieces], tiyn[:pieces], total, out)


@njit(cache=True, nogil=True)
def _told(one, stayed, tiyn, total, out):  # type: ignore[no-untyped-def]
    out[one, 0] = total
    out[one, 3:6] = -1
    order, held, level = np.argsort(stayed), np.int64(0), 0
    for place in order:
        held += tiyn[place]
        if stayed[place] <= 3_600_000_000:
            out[one, 1] += tiyn[place]
        if stayed[place] <= 86_400_000_000:
            out[one, 2] += tiyn[place]
        while level < 3 and held * 10 >= total * (1, 5, 9)[level]:
            out[one, 3 + level] = stayed[place]
            level += 1


@njit(cache=True, nogil=True)
def _silence(at, amount, out_start, out_row, in_start, in_row, out):  # type: ignore[no-untyped-def]
    for one in range(len(out_start) - 1):
        p, q = in_start[one], out_start[one]
        before, longest, woke, any_ = np.int64(0), np.int64(-1), np.int64(0), False
        while p < in_start[one + 1] or q < out_start[one + 1]:
            if q == out_start[one + 1] or (p < in_start[one + 1] and in_row[p] <= out_row[q]):
                now = at[in_row[p]]
                p += 1
            else:
                now = at[out_row[q]]
                q += 1
            if any_ and now - before > longest:
                longest, woke = now - before, now
            before, any_ = now, True
        out[one, 6] = max(longest, 0)
        if longest >= 0:
            for place in range(in_start[one], in_start[one + 1]):
                if woke <= at[in_row[place]] < woke + 86_400_000_000:
                    out[one, 7] += amount[in_row[place]]


@njit(cache=True, nogil=True)
def _bursts(at, sender, receiver, amount, out_start, out_row, in_start, in_row, out):  # type: ignore[no-untyped-def]
    times = np.zeros(len(out_start) - 1, np.int32)
    for one in range(len(out_start) - 1):
        out[one, 8], out[one, 9] = _burst(in_row[in_start[one] : in_start[one + 1]], at, sender, amount, times)
        out[one, 10] = _burst(out_row[out_start[one] : out_start[one + 1]], at, receiver, amount, times)[1]


@njit(cache=True, nogil=True)
def _burst(rows, at, others, amount, times):  # type: ignore[no-untyped-def]
    """The most tiyn and the most distinct counterparties in a day; ``times`` is all 0 before and after."""
    begin, held, met, most, widest = 0, np.int64(0), 0, np.int64(0), 0
    for row in rows:
        while at[rows[begin]] <= at[row] - 86_400_000_000:
            gone = rows[begin]
            held -= amount[gone]
            times[others[gone]] -= 1
            met -= times[others[gone]] == 0
            begin += 1
        met += times[others[row]] == 0
        times[others[row]] += 1
        held += amount[row]
        most, widest = max(most, held), max(widest, met)
    for row in rows[begin:]:
        times[others[row]] = 0
    return most, widest
