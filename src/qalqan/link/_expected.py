"""What of a case's money can be expected on each account at a moment, when the last answer may be hours old.

By FIFO the oldest money leaves first. So what had stood on the account before the case's money came shields it, and
what a launderer still has to pass on of all that came (`kernels.passed_on`) threatens only so much from the front of
the queue. Where the balance before is not stated, sixteen equally likely balances stand for it (`_dwell.AHEAD`). What
is shielded wanes with ordinary spending: by half in ten days of silence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.kernels.bounds import Known
from qalqan.kernels.money import I64, Flow, Losses
from qalqan.kernels.money_since import covers_at
from qalqan.kernels.passed_on import gone, pending
from qalqan.link._dwell import AHEAD, F64, MINUTE, Dwell, arrivals, learned, told_until
from qalqan.link.follow_book import FOREVER, Book
from qalqan.link.follow_known import known_of

WANES = 14_400  # minutes of silence in which ordinary spending takes half (made regions, answers of 30 days)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A flow at its moments: who is where, and what is known of how soon it leaves.

    places: case, node, left (tiyn, likely there by rows), queue (tiyn of it in front that what is still to be passed on
    would take), arrived (latest arrival of any case's money), told (up to when an answer tells of the account from
    then on; the arrival itself where none does), answered (one does), known (the balance before is stated). dwell: the
    curves.
    """

    places: pl.DataFrame
    dwell: Dwell

    def at(self, moment: I64) -> I64:
        """Tiyn expected on each place at its moment (microseconds, one a place)."""
        node, arrived, told = (self.places[name].to_numpy() for name in ("node", "arrived", "told"))
        kept = self.dwell.kept(node.astype(np.int64), arrived, told, moment)
        there = self.places["left"].to_numpy() - (1 - kept) * self.places["queue"].to_numpy()
        return np.asarray(np.floor(there * waned(np.maximum(moment - told, 0) // MINUTE) + 1e-6), np.int64)


def waned(minutes: I64) -> F64:
    """Share left of what is shielded after so many minutes: by half each time, straight in between (so that every
    machine says the same)."""
    times, rest = minutes // WANES, minutes % WANES
    return np.asarray(np.ldexp(1.0, -np.minimum(times, 60)) * (1 - rest / (2 * WANES)), np.float64)


def outlook(book: Book, losses: Losses, flow: Flow, moment: I64) -> Outlook:
    """The outlook of a FIFO flow whose pictures are at ``moment`` (microseconds, C); end points are left out.

    A place that is no account («unknown at 722») has no queue: all that came there is taken as next to leave.
    """
    known = known_of(book)
    dwell = learned(book, known, flow, moment)
    live = np.flatnonzero(book.nodes["end_point"].is_null().to_numpy()[flow.place_account])
    case, node = flow.place_case[live].astype(np.int64), flow.place_account[live].astype(np.int64)
    seen = losses.seen[case]
    start, rows, sums = _by_account(book, flow, moment, node)
    to_pass, latest = pending(book.ledger, node, seen, start, rows, sums)
    first = flow.place_first[live].astype(np.int64)
    arrived = book.ledger.at[np.where(latest >= 0, latest, first)]
    stated = _stated(known, node, arrived) & (book.ledger.special[node] == 0)
    out = gone(book.ledger, node, seen)
    front = _front(book, flow, live, (out, out + to_pass), stated)
    left = flow.place_left[live]
    front = np.where(book.stop[node] == 1, left, front)
    places = pl.DataFrame(
        {
            "case": case.astype(np.int32),
            "node": node.astype(np.int32),
            "left": left,
            "queue": np.minimum(front, left),
            "arrived": arrived,
            "told": np.minimum(told_until(known, node, arrived), np.maximum(moment[case], arrived)),
            "answered": covers_at(known.cover_start, known.cover_from, known.cover_to, node, arrived) >= 0,
            "known": stated,
        }
    )
    return Outlook(places, dwell)


def _by_account(book: Book, flow: Flow, moment: I64, node: I64) -> tuple[I64, np.ndarray, I64]:
    """Of each account asked about: where its arrivals of any case's money begin, and end; their rows and sums."""
    row, amount, _ = arrivals(flow, moment)
    to = book.ledger.receiver[row].astype(np.int64)
    order = np.lexsort((row, to))
    begin, end = np.searchsorted(to[order], node), np.searchsorted(to[order], node, side="right")
    count = end - begin
    start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    place = np.arange(start[-1]) - np.repeat(start[:-1], count) + np.repeat(begin, count)
    return start, row[order][place].astype(np.int32), amount[order][place]


def _stated(known: Known, node: I64, arrived: I64) -> np.ndarray:
    """Whether an answer covers each arrival from a stated balance on."""
    cover = covers_at(known.cover_start, known.cover_from, known.cover_to, node, arrived)
    since = np.append(known.cover_stated, np.full(1, FOREVER, np.int64))[cover]
    return np.asarray((cover >= 0) & (since <= arrived))


def _front(book: Book, flow: Flow, live: I64, queue: tuple[I64, I64], stated: np.ndarray) -> I64:
    """Of each place's money, how much lies within a stretch of its account's queue (coordinates)."""
    owner = np.full(len(flow.place_case), -1, np.int64)
    owner[live] = np.arange(len(live))
    key = flow.place_case.astype(np.int64) * book.ledger.accounts + flow.place_account
    order = np.argsort(key)
    row = flow.move_row.astype(np.int64)
    place = owner[order[np.searchsorted(key, flow.move_case.astype(np.int64) * book.ledger.accounts
                                        + book.ledger.receiver[row], sorter=order)]]  # fmt: skip
    mine = np.flatnonzero(place >= 0)
    place, row = place[mine], row[mine]
    low = book.ledger.arrive[row] + np.maximum(flow.move_offset[mine], 0)
    high = low + flow.move_amount[mine]
    begin, end = queue[0][place], queue[1][place]
    total = np.zeros((len(live), 2), np.float64)
    for column, shift in ((0, np.zeros(1, np.int64)), (1, AHEAD)):
        inside = np.minimum(high[:, None] + shift, end[:, None]) - np.maximum(low[:, None] + shift, begin[:, None])
        np.add.at(total[:, column], place, np.maximum(inside, 0).mean(axis=1))
    return np.floor(np.where(stated, total[:, 0], total[:, 1])).astype(np.int64)
