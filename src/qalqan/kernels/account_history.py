"""Each transfer beside what its payer paid before: sums, hours, bursts; exact, over a bounded memory.

The memory of a payer is the last 200 payments, so that a busy payer costs no more than a quiet one per row and an old
custom is forgotten. Only earlier rows are looked at (the ledger's total order). Robust statistics: median and median
absolute deviation (Hampel 1974), here of sums in hundredths of a doubling.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.money import I64, Ledger

MEMORY = 200
HISTORY = ("before", "median", "spread", "most", "near", "burst", "left", "came")
HOUR = 3_600_000_000
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class History:
    """A row a transfer, int64 (N, 8).

    before: earlier payments of the payer, at most 200; of these: median (tiyn, the lower of two), spread (median
    absolute deviation from it, 1/100 doubling), most (tiyn), near (how many half a day ago or earlier, at an hour of
    the day at most two away). burst: payments of the payer in the hour up to and with this one. left: per mille of
    what was on the account that this payment took. came: tiyn that came to the payer in the day before.
    """

    values: I64

    def __getitem__(self, name: str) -> I64:
        """The column of that name. Raises ValueError for another."""
        return self.values[:, HISTORY.index(name)]


def history(ledger: Ledger) -> History:
    """The history of every row of a ledger."""
    out = np.zeros((ledger.rows, len(HISTORY)), np.int64)
    rows = (ledger.at, ledger.amount, ledger.out_start, ledger.out_row, ledger.out_balance)
    _history(*rows, ledger.in_start, ledger.in_row, out)
    return History(out)


@njit(cache=True, nogil=True)
def _history(at, amount, out_start, out_row, out_balance, in_start, in_row, out):  # type: ignore[no-untyped-def]
    sums, away = np.empty(MEMORY, np.int64), np.empty(MEMORY, np.int64)
    for one in range(len(out_start) - 1):
        begin, hour, day, into = out_start[one], out_start[one], in_start[one], in_start[one]
        held, came = 0, np.int64(0)
        for place in range(begin, out_start[one + 1]):
            row = out_row[place]
            while at[out_row[hour]] <= at[row] - 3_600_000_000:
                hour += 1
            while into < in_start[one + 1] and in_row[into] < row:
                came += amount[in_row[into]]
                into += 1
            while day < into and at[in_row[day]] <= at[row] - 86_400_000_000:
                came -= amount[in_row[day]]
                day += 1
            out[row, 0], out[row, 5], out[row, 7] = held, place - hour + 1, came
            out[row, 6] = 1000 * min(amount[row], out_balance[place]) // out_balance[place] if out_balance[place] else 0
            if held:
                middle = (held - 1) // 2
                out[row, 1], out[row, 3] = sums[middle], sums[held - 1]
                out[row, 2] = _spread(sums[:held], sums[middle], away)
                out[row, 4] = _near(at, out_row[place - held : place], at[row])
            if held == MEMORY:
                held = _without(sums, held, amount[out_row[place - MEMORY]])
            held = _with(sums, held, amount[row])


@njit(cache=True, nogil=True)
def _spread(sums, median, away):  # type: ignore[no-untyped-def]
    level = np.log2(median)
    for place in range(len(sums)):
        away[place] = np.int64(np.rint(100 * abs(np.log2(sums[place]) - level)))
    return np.sort(away[: len(sums)])[(len(sums) - 1) // 2]


@njit(cache=True, nogil=True)
def _near(at, rows, moment):  # type: ignore[no-untyped-def]
    found = 0
    for row in rows:
        apart = abs((at[row] - moment) % 86_400_000_000)
        earlier = moment - at[row] >= 12 * 3_600_000_000
        found += earlier and min(apart, 86_400_000_000 - apart) <= 2 * 3_600_000_000
    return found


@njit(cache=True, nogil=True)
def _with(sums, held, tiyn):  # type: ignore[no-untyped-def]
    place = held
    while place > 0 and sums[place - 1] > tiyn:
        sums[place] = sums[place - 1]
        place -= 1
    sums[place] = tiyn
    return held + 1


@njit(cache=True, nogil=True)
def _without(sums, held, tiyn):  # type: ignore[no-untyped-def]
    place = np.searchsorted(sums[:held], tiyn)
    for later in range(place, held - 1):
        sums[later] = sums[later + 1]
    return held - 1
