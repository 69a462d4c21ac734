"""How soon stolen money is passed on: learned from what this workspace's own answers show.

Each arrival of cases' money on an account that an answer covers is one observation, split by when as much left the
account; what had not left when the answer (or the picture) ends is censored. A life table over unequal bins gives the
hazard of each (Cutler & Ederer 1958, the actuarial estimate). Three levels are joined by pseudo-observations: a stated
prior, all arrivals of the workspace, and the arrivals on the account itself: one that passes everything on within
minutes and one that collects are told apart as soon as answers show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.kernels.bounds import Known
from qalqan.kernels.money import I64, Flow
from qalqan.kernels.money_since import covers_at
from qalqan.kernels.passed_on import WHOLE, life_table
from qalqan.link.follow_book import Book

F64 = npt.NDArray[np.float64]
MINUTE = 60_000_000
OF_PRIOR, OF_ALL = 30, 4  # arrivals that the level above is worth
GRID: Final = np.array(
    [0, 2, 4, 6, 8, 11, 15, 20, 30, 45, 60, 90, 120, 180, 360, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200],
    np.int64,
)
"""Edges of the bins in minutes since the arrival; from the last on the curve stays."""
PRIOR: Final = np.array(
    [1000, 936, 801, 657, 546, 414, 301, 212, 147, 125, 118, 115, 113, 111, 106, 103, 95, 60, 40, 30, 25, 20, 20],
    np.int64,
)
"""Per mille not yet passed on at each edge, where nothing is known: made regions of seeds 11-13, 633 arrivals."""
AHEAD: Final = (
    np.array(
        [
            0,
            0,
            0,
            0,
            1500,
            10_700,
            23_000,
            54_800,
            86_900,
            130_300,
            170_900,
            210_400,
            262_900,
            330_400,
            415_200,
            502_500,
        ],
        np.int64,
    )
    * 100
)
"""Tiyn that stood on an account before stolen money came: sixteen equally likely values where no balance is stated."""


@dataclass(frozen=True, slots=True)
class Dwell:
    """Not yet passed on at the edges of the grid, share: ``whole`` (G) of the workspace, ``own`` (K, G) of accounts
    ``node`` (sorted); ``arrivals`` (K): observations of each."""

    whole: F64
    node: I64
    own: F64
    arrivals: I64

    def kept(self, node: I64, arrived: I64, told: I64, moment: I64) -> F64:
        """Share of what was not passed on by ``told`` that is expected not to be by a moment (microseconds)."""
        curve = np.broadcast_to(self.whole, (len(node), len(GRID))).copy()
        place = np.minimum(np.searchsorted(self.node, node), max(len(self.node) - 1, 0))
        if len(self.node):
            known = self.node[place] == node
            curve[known] = self.own[place[known]]
        then, now = _at(curve, told - arrived), _at(curve, np.maximum(moment, told) - arrived)
        return np.asarray(now / np.maximum(then, 1e-9), np.float64)


def learned(book: Book, known: Known, flow: Flow, until: I64) -> Dwell:
    """The curves that a flow's arrivals show, each case's up to its moment ``until`` (microseconds, C)."""
    row, amount, last = arrivals(flow, until)
    node = book.ledger.receiver[row].astype(np.int64)
    told = np.minimum(told_until(known, node, book.ledger.at[row]), last)
    counted = np.flatnonzero((told > book.ledger.at[row]) & (book.stop[node] == 0))
    nodes, number = np.unique(node[counted], return_inverse=True)
    event, lost = life_table(
        book.ledger, row[counted].astype(np.int32), number.astype(np.int64), amount[counted], told[counted], len(nodes),
        GRID,
    )  # fmt: skip
    ended = event + lost
    risk = ended[:, ::-1].cumsum(axis=1)[:, ::-1] - lost // 2
    prior = 1 - np.append(PRIOR[1:], PRIOR[-1]) / PRIOR
    whole = (event.sum(axis=0) / WHOLE + OF_PRIOR * prior) / (risk.sum(axis=0) / WHOLE + OF_PRIOR)
    own = (event / WHOLE + OF_ALL * whole) / (risk / WHOLE + OF_ALL)
    return Dwell(_curve(whole[None, :])[0], nodes, _curve(own), np.bincount(number, minlength=len(nodes)))


def arrivals(flow: Flow, until: I64) -> tuple[I64, I64, I64]:
    """Rows that carry any case's money, in order; the most that one case has in each; the latest of their moments."""
    order = np.lexsort((flow.move_case, flow.move_row))
    row, case = flow.move_row[order].astype(np.int64), flow.move_case[order]
    first = np.flatnonzero(np.append(True, (row[1:] != row[:-1]) | (case[1:] != case[:-1]))[: len(row)])
    if not len(first):
        none = np.zeros(0, np.int64)
        return none, none, none
    of_case = np.add.reduceat(flow.move_amount[order], first)
    rows = row[first]
    begin = np.flatnonzero(np.append(True, rows[1:] != rows[:-1]))
    return rows[begin], np.maximum.reduceat(of_case, begin), np.maximum.reduceat(until[case[first]], begin)


def told_until(known: Known, node: I64, since: I64) -> I64:
    """Up to when an answer tells of each account from a moment on without a gap; the moment itself where none does."""
    cover = covers_at(known.cover_start, known.cover_from, known.cover_to, node, since)
    ends = np.append(known.cover_to, np.zeros(1, np.int64))
    return np.asarray(np.where(cover >= 0, ends[cover], since), np.int64)


def _curve(hazard: F64) -> F64:
    """Survival at each edge; the last bin has no end and is not used."""
    kept = np.cumprod(1 - np.clip(hazard[:, :-1], 0.0, 1.0), axis=1)
    return np.concatenate([np.ones((len(hazard), 1)), kept], axis=1)


def _at(curve: F64, age: I64) -> F64:
    """The curve of each row at an age in microseconds, straight between the edges."""
    minutes = np.clip(age / MINUTE, 0, float(GRID[-1]))
    bin_ = np.clip(np.searchsorted(GRID, minutes, side="right") - 1, 0, len(GRID) - 2)
    part = (minutes - GRID[bin_]) / (GRID[bin_ + 1] - GRID[bin_])
    rows = np.arange(len(curve))
    return np.asarray(curve[rows, bin_] + part * (curve[rows, bin_ + 1] - curve[rows, bin_]), np.float64)
