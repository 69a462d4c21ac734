"""What may have come to an account through accounts that no file shows.

A range over the rows that are seen is not enough once a case's money stood where its outflows are not seen: from there
it may have gone on through strangers' accounts to any account or end point, also to one that is listed. So the high of
a listed account counts that money too, told apart (``unseen``), because no row shows it: an investigator asks the
silent bank, the defence sees that nothing but the missing answer speaks for it. Low and likely never count it.

Proof. A *leak* is a place the money may have reached over seen rows and whose outflows are not all seen in tenge up to
the horizon. Each tenge that ever took an unseen transfer first left a leak; so all leaks together sent at most the sum
F of their highs, and at most the loss less all lows (lows are pieces that stayed on seen paths). Nothing of it moved
unseen before t, the earliest moment a leak held money unseen. Of F an account v may hold

*   anything, when its own inflows are not all seen; a leak itself only what other leaks sent: its own is in its high;
*   no more than came to it from t on by any seen row, when an answer tells of v from t to the horizon: the last of its
    unseen steps ends in a row of v's own statement;
*   where v's balance is stated too, only what of these rows is left by FIFO, and no more in all than is on v.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qalqan.kernels.bounds import Known, Range
from qalqan.kernels.money import I32, I64, Flow, Losses
from qalqan.kernels.money_since import came_since, covers_at, imprecise_receivers
from qalqan.link.follow_book import DAY, FOREVER, Book
from qalqan.link.follow_known import ABROAD


@dataclass(frozen=True, slots=True)
class Spread:
    """A range a case and account (see `Range`); of ``high``, ``unseen`` could only have come by unseen accounts."""

    case: I32
    account: I32
    low: I64
    high: I64
    unseen: I64


def with_unseen(  # noqa: PLR0917 - what the kernel of bounds takes
    book: Book, losses: Losses, flow: Flow, known: Known, horizon: I64, seen: Range, fifo: bool
) -> Spread:
    """The ranges with what unseen accounts may add to each high."""
    cases, account = seen.case.astype(np.int64), seen.account.astype(np.int64)
    arrived = _arrived(book, losses, flow, cases, account)
    stop, trusted = book.stop[account] == 1, known.loose[account] < ABROAD
    told_to = _told_to(known, account, arrived)
    nowhere = book.nodes["nowhere"].to_numpy()[account]
    leak = (seen.high > 0) & (nowhere | (~stop & ((told_to < horizon[cases]) | ~trusted)))
    first = np.full(len(horizon), FOREVER, np.int64)
    np.minimum.at(first, cases[leak], np.where(trusted, np.maximum(told_to, arrived), arrived)[leak])
    lost, low, sent = (np.zeros(len(horizon), np.int64) for _ in range(3))
    np.add.at(lost, flow.place_case, flow.place_left)
    np.add.at(low, cases, seen.low)
    np.add.at(sent, cases[leak], seen.high[leak])
    most = np.minimum(sent[cases] - np.where(leak, seen.high, 0), np.maximum(lost - low, 0)[cases])
    high = np.minimum(seen.high + most, lost[cases] - (low[cases] - seen.low))
    high = np.minimum(high, _held(book, known, seen, account, first[cases], losses.last[cases], horizon[cases], fifo))
    high = np.maximum(high, seen.high)
    return Spread(seen.case, seen.account, seen.low, high, high - seen.high)


def _held(  # noqa: PLR0917 - what the proof's last two steps need
    book: Book, known: Known, seen: Range, account: I64, first: I64, last: I64, until: I64, fifo: bool
) -> I64:
    """The most that each account can hold, by its own statement, of money that moved unseen from ``first`` on."""
    slack = imprecise_receivers(book.ledger, book.width)[account].astype(np.int64) * DAY
    begin = np.searchsorted(book.ledger.at, first - slack, side="left").astype(np.int64)
    came, left, balance = came_since(book.ledger, account, begin, last)
    cover = covers_at(known.cover_start, known.cover_from, known.cover_to, account, until)
    place = np.maximum(cover, 0)
    none = np.full(1, FOREVER, np.int64)  # no covers at all
    whole = (cover >= 0) & (book.stop[account] == 0) & (known.loose[account] < ABROAD)
    whole &= np.append(known.cover_from, none)[place] <= first - slack
    stated = whole & (np.append(known.cover_stated, none)[place] <= first) & (known.loose[account] == 0)
    stated &= (book.ledger.special[account] == 0) & (slack == 0)
    most = np.where(whole, seen.high + came, FOREVER)
    most = np.where(stated, np.minimum(most, balance), most)
    return np.where(stated, np.minimum(most, seen.high + left), most) if fifo else most


def _arrived(book: Book, losses: Losses, flow: Flow, case: I64, account: I64) -> I64:
    """The earliest moment at which a case's money may have stood on each account (microseconds)."""
    owner = np.repeat(np.arange(len(losses.last)), np.diff(losses.start))
    begun = np.full(len(losses.last), FOREVER, np.int64)
    np.minimum.at(begun, owner, book.ledger.at[losses.row])
    likely = flow.place_case.astype(np.int64) * book.ledger.accounts + flow.place_account
    order = np.argsort(likely)
    asked = case * book.ledger.accounts + account
    at = np.searchsorted(likely, asked, sorter=order)
    known = at < len(likely)
    known[known] = likely[order[at[known]]] == asked[known]
    arrived = begun[case]
    arrived[known] = book.ledger.at[flow.place_first[order[at[known]]]]
    return arrived


def _told_to(known: Known, account: I64, since: I64) -> I64:
    """Up to when an answer tells of each account from a moment on without a gap; -FOREVER where it does not."""
    cover = covers_at(known.cover_start, known.cover_from, known.cover_to, account, since)
    ends = np.append(known.cover_to, np.full(1, -FOREVER, np.int64))
    return np.asarray(ends[cover], np.int64)
