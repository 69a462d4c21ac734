"""Between which sums a case's money on an account lies, over every admissible vector of opening balances.

Every vector of balances ≥ 0 is admissible for accounts whose opening is unknown; rows outside an answer's cover may be
missing; rows with a date only may stand anywhere in their day. Proof by intervals, upstream to downstream:

1.  Each row carries between lo and hi of the case's money, at unknown places of the row unless its make-up is
    certain. A loss is certain. Assume the intervals hold for all rows into an account v.
2.  *Exact* account (balance stated, covered from there to the horizon, times exact): its coordinates are certain
    (see `money`). Of an arriving row with t in [lo, hi] on w tiyn, an overlap of u tiyn with a leaving row carries
    between max(0, lo-(w-u)) and min(hi, u); a certain piece carries exactly its overlap.
3.  *Open* account (covered, opening x ≥ 0 unknown). What stands before row e is S(e) + max(x, M(e)), with S the
    seen net inflow and M the shortfall so far at x = 0 (Skorokhod's reflection): it never falls as x grows. So
    x → ∞ makes every outflow clean (lo 0, everything may remain: hi), and at x = 0 least remains (lo). An arriving
    coordinate only moves up with x, so of each arriving row just the front e that lies below the leaving row's end
    at x = 0 can be in it; and distances between arrivals only shrink to those of pure inflow. So a leaving row of
    m tiyn carries at most the best window of length m over the fronts laid out by pure inflow.
4.  *Loose* account (gaps, day-only rows, reversals, sums in foreign money, many arrivals, or a rule other than
    FIFO): an outflow of m carries between 0 and min(m, all that could have come before it); what arrived in the
    cover that holds the horizon remains at least by its sum less all outflows since; otherwise by 0.
5.  The sums over all places are the loss L for every vector, so high ≤ L - Σ other lows; and where all outflows of
    all places reached are seen (no gap in their cover), low ≥ L - Σ other highs.

On a chain or tree with one arrival an account, 2 and 3 are attained: the bounds are exact. Walking stops after
``most`` rows a case; then high is the lesser of L and all inflow since the loss, which needs no walk.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.bounds_items import EXACT, LOOSE, OPEN, STOP, carried, mode_of, remaining, seen_through
from qalqan.kernels.money import I32, I64, U8, Flow, Ledger, Losses
from qalqan.kernels.money_walk import claim_of, first_after, grown, pop, push, seek, table, wider

ENOUGH = 64  # arrivals on an account above which it is taken as loose


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the accounts.

    cover_start (A+1), cover_from, cover_to: the moments covered without a gap, by account, in order;
    cover_stated: the first moment in it with a stated balance (2^62: none); cover_empty: 1 when the coordinates
    of FIFO start at 0 with it. width (N): how much later than ``at`` a row may stand. loose (A): 1 to trust no order
    on the account, 2 when some of its outflows have no sum in tenge.
    """

    cover_start: I64
    cover_from: I64
    cover_to: I64
    cover_stated: I64
    cover_empty: U8
    width: I64
    loose: U8


@dataclass(frozen=True, slots=True)
class Range:
    """Low and high of what is left, a row each case and account, in order of case and account."""

    case: I32
    account: I32
    low: I64
    high: I64


def bounds(
    ledger: Ledger, losses: Losses, stop: U8, known: Known, horizon: I64, flow: Flow, most: int = 10_000
) -> Range:
    """The ranges of every account that could hold some of a case's money at its horizon (moment, C).

    ``flow`` is the likely answer; its limits may keep money where it did not stay, so a range always holds it.
    """
    imprecise = np.zeros(ledger.accounts, np.uint8)
    wide = np.flatnonzero(known.width)
    imprecise[ledger.sender[wide]] = 1
    imprecise[ledger.receiver[wide]] = 1
    loose = np.maximum(known.loose, np.maximum(ledger.special, imprecise))
    case, account, low, high, complete, closed = _bounds(
        ledger.at,
        ledger.sender,
        ledger.receiver,
        ledger.amount,
        ledger.arrive,
        ledger.out_start,
        ledger.out_row,
        ledger.out_pos,
        ledger.in_start,
        ledger.in_row,
        ledger.in_sum,
        stop,
        known.cover_start,
        known.cover_from,
        known.cover_to,
        known.cover_stated,
        known.cover_empty,
        known.width,
        loose,
        imprecise,
        losses.start,
        losses.row,
        losses.amount,
        losses.last,
        horizon,
        most,
    )
    return _tight(ledger, losses, Range(case, account, low, high), complete, closed, flow)


def _tight(ledger: Ledger, losses: Losses, wide: Range, complete: U8, closed: U8, flow: Flow) -> Range:
    """Join with the likely sums, cut by the loss and by what must or can be elsewhere."""
    accounts, cases = ledger.accounts, len(losses.last)
    keys = np.concatenate(
        [
            wide.case.astype(np.int64) * accounts + wide.account,
            flow.place_case.astype(np.int64) * accounts + flow.place_account,
        ]
    )
    key, place = np.unique(keys, return_inverse=True)
    low, high, likely = np.zeros(len(key), np.int64), np.zeros(len(key), np.int64), np.zeros(len(key), np.int64)
    first = place[: len(wide.case)]
    low[first], high[first] = wide.low, wide.high
    likely[place[len(wide.case) :]] = flow.place_left
    case = key // accounts
    lost = np.zeros(cases, np.int64)
    np.add.at(lost, flow.place_case, flow.place_left)
    unseen = np.ones(len(key), bool)
    unseen[first] = False
    high[unseen & (complete[case] == 0)] = np.iinfo(np.int64).max
    high = np.minimum(high, lost[case])
    low = np.minimum(low, high)
    sums = [np.zeros(cases, np.int64), np.zeros(cases, np.int64)]
    np.add.at(sums[0], case, low)
    np.add.at(sums[1], case, high)
    tighter_low = np.maximum(low, lost[case] - (sums[1][case] - high))
    high = np.minimum(high, lost[case] - (sums[0][case] - low))
    low = np.where(closed[case] == 1, tighter_low, low)
    return Range(
        case.astype(np.int32), (key % accounts).astype(np.int32), np.minimum(low, likely), np.maximum(high, likely)
    )


@njit(cache=True, nogil=True)
def _bounds(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop: its growing arrays cannot be shared
    at,
    sender,
    receiver,
    amount,
    arrive,
    out_start,
    out_row,
    out_pos,
    in_start,
    in_row,
    in_sum,
    stop,
    cover_start,
    cover_from,
    cover_to,
    cover_stated,
    cover_empty,
    width,
    loose,
    imprecise,
    loss_start,
    loss_row,
    loss_amount,
    last,
    horizon,
    most,
):
    cases = len(last)
    r_case, r_account = np.empty(256, np.int32), np.empty(256, np.int32)
    r_low, r_high = np.empty(256, np.int64), np.empty(256, np.int64)
    complete, closed = np.ones(cases, np.uint8), np.ones(cases, np.uint8)
    results = 0
    keys, slot = table(256)  # accounts touched
    rows, carrier = table(256)  # rows that carry something: the last of their items
    carriers = 0
    s_account, s_mode = np.empty(64, np.int64), np.empty(64, np.int64)
    s_head, s_items, s_high = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    s_cursor, s_first = np.empty(64, np.int64), np.empty(64, np.int64)
    # items: row, place at the receiver at x = 0, place by pure inflow, width, lo, hi, certain, next of the account,
    # next of the row
    items = np.empty((256, 9), np.int64)
    pieces = np.empty((ENOUGH + 2, 4), np.int64)  # offset, width, lo, hi of what one row carries
    heap = np.empty(64, np.int64)
    for case in range(cases):
        size, slots, used, walked = 0, 0, 0, 0
        keys[:], rows[:], carriers = -1, -1, 0
        first_loss, end_loss = loss_start[case], loss_start[case + 1]
        lost = np.int64(0)
        for loss in range(first_loss, end_loss):
            if loss_row[loss] < last[case]:
                lost += loss_amount[loss]
        loss = first_loss
        begun = np.int64(len(at))
        while True:
            # the next carrier: a loss, or the earliest row that leaves a touched account
            if loss < end_loss:
                row = np.int64(loss_row[loss])
                if row >= last[case]:
                    loss += 1
                    continue
                pieces[0, 0], pieces[0, 1:] = 0, loss_amount[loss]
                count, certain, is_loss = 1, True, True
                begun = min(begun, row)
                loss += 1
            else:
                if size == 0:
                    break
                row, size = pop(heap, size)
                payer = slot[seek(keys, sender[row])]
                if s_cursor[payer] < 0 or out_row[s_cursor[payer]] != row:
                    continue  # the cursor was set back, or moved on
                walked += 1
                if walked > most:
                    complete[case] = 0
                    break
                place = s_cursor[payer]
                s_cursor[payer] = -1
                if place + 1 < out_start[sender[row] + 1] and out_row[place + 1] < last[case]:
                    s_cursor[payer] = place + 1
                    if size == len(heap):
                        heap = grown(heap)
                    size = push(heap, size, np.int64(out_row[place + 1]))
                free = amount[row] - claim_of(row, loss_row, loss_amount, first_loss, end_loss)
                if free == 0:
                    continue
                count, certain = carried(
                    s_mode[payer],
                    s_head[payer],
                    s_items[payer],
                    s_high[payer],
                    items,
                    pieces,
                    out_pos[place],
                    amount[row],
                    free,
                    row,
                    at[row] + width[row],
                    at,
                    lost,
                    imprecise[sender[row]] == 1,
                )
                is_loss = False
                if count == 0:
                    continue
            here = receiver[row]
            known = seek(keys, here)
            if keys[known] < 0:
                if slots == len(s_account):
                    s_account, s_mode, s_head = grown(s_account), grown(s_mode), grown(s_head)
                    s_items, s_high, s_cursor, s_first = grown(s_items), grown(s_high), grown(s_cursor), grown(s_first)
                s_account[slots], s_head[slots], s_items[slots], s_high[slots] = here, -1, 0, 0
                s_cursor[slots], s_first[slots] = -1, row
                s_mode[slots] = (
                    STOP
                    if stop[here]
                    else mode_of(
                        here,
                        at[row],
                        horizon[case],
                        loose,
                        cover_start,
                        cover_from,
                        cover_to,
                        cover_stated,
                        cover_empty,
                    )
                )
                for other in range(first_loss, end_loss):
                    if sender[loss_row[other]] == here and s_mode[slots] != STOP:
                        s_mode[slots] = LOOSE
                keys[known], slot[known] = here, slots
                slots += 1
                if 2 * slots > len(keys):
                    keys, slot = wider(keys, slot)
                    known = seek(keys, here)
            payee = slot[known]
            if row < s_first[payee]:
                s_first[payee] = row
                if s_mode[payee] != STOP:
                    s_mode[payee] = LOOSE
            changed = True
            of_row = seek(rows, row)
            if not is_loss and rows[of_row] >= 0:  # looked at before: only a wider range is news
                old_low, old_high, item = np.int64(0), np.int64(0), carrier[of_row]
                old_certain = True
                while item >= 0:
                    old_low += items[item, 4]
                    old_high += items[item, 5]
                    if items[item, 6] == 0 and items[item, 3] > 0:
                        old_certain = False
                    item = items[item, 8]
                new_low, new_high = np.int64(0), np.int64(0)
                for piece in range(count):
                    new_low += pieces[piece, 2]
                    new_high += pieces[piece, 3]
                changed = bool(new_high > old_high or new_low < old_low or (old_certain and not certain))
                if changed:
                    item = carrier[of_row]
                    while item >= 0:
                        items[item, 3] = items[item, 4] = items[item, 5] = 0
                        item = items[item, 8]
                    s_high[payee] -= old_high
                    pieces[0, 0], pieces[0, 1], pieces[0, 2] = 0, amount[row], 0
                    pieces[0, 3] = min(max(old_high, new_high), amount[row])
                    count, certain = 1, False
            if not changed:
                continue
            if not is_loss and rows[of_row] < 0:
                rows[of_row], carrier[of_row] = row, -1
                carriers += 1
                if 2 * carriers > len(rows):
                    rows, carrier = wider(rows, carrier)
                    of_row = seek(rows, row)
            where = first_after(in_row, in_start[here], in_start[here + 1], row - 1)
            for piece in range(count):
                if used == len(items):
                    longer = np.empty((2 * used, 9), np.int64)
                    longer[:used] = items
                    items = longer
                items[used, 0] = row
                items[used, 1] = arrive[row] + pieces[piece, 0]
                items[used, 2] = in_sum[where] + pieces[piece, 0]
                items[used, 3], items[used, 4], items[used, 5] = pieces[piece, 1], pieces[piece, 2], pieces[piece, 3]
                items[used, 6] = 1 if certain else 0
                items[used, 7] = s_head[payee]
                items[used, 8] = -1
                if not is_loss:
                    items[used, 8] = carrier[of_row]
                    carrier[of_row] = used
                s_head[payee] = used
                s_items[payee] += 1
                s_high[payee] += pieces[piece, 3]
                used += 1
            if s_items[payee] > ENOUGH and s_mode[payee] != STOP:
                s_mode[payee] = LOOSE
            if s_mode[payee] == STOP:
                continue
            since = row
            if imprecise[here]:  # a row of the same day may stand later than this one in truth
                place = first_after(out_row, out_start[here], out_start[here + 1], row)
                while place > out_start[here] and at[row] - at[out_row[place - 1]] < 86_400_000_000:
                    place -= 1
                    if at[out_row[place]] + width[out_row[place]] >= at[row]:
                        since = min(since, np.int64(out_row[place]) - 1)
            place = first_after(out_row, out_start[here], out_start[here + 1], since)
            ahead = s_cursor[payee] < 0 or place < s_cursor[payee]
            if place < out_start[here + 1] and out_row[place] < last[case] and ahead:
                s_cursor[payee] = place
                if size == len(heap):
                    heap = grown(heap)
                size = push(heap, size, np.int64(out_row[place]))
        for one in range(slots):
            if results == len(r_case):
                r_case, r_account = grown(r_case), grown(r_account)
                r_low, r_high = grown(r_low), grown(r_high)
            here = s_account[one]
            low, high = remaining(
                s_mode[one],
                here,
                s_head[one],
                items,
                at,
                width,
                amount,
                out_start,
                out_row,
                out_pos,
                last[case],
                horizon[case],
                cover_start,
                cover_from,
                cover_to,
                loose,
            )
            if s_mode[one] == LOOSE and not seen_through(
                here, at[s_first[one]], horizon[case], loose, cover_start, cover_from, cover_to
            ):
                closed[case] = 0
            if not complete[case]:
                closed[case] = 0
                start = first_after(in_row, in_start[here], in_start[here + 1], begun - 1)
                end = first_after(in_row, in_start[here], in_start[here + 1], last[case] - 1)
                came = np.int64(0)
                if end > start:
                    came = in_sum[end - 1] + amount[in_row[end - 1]] - in_sum[start]
                high = min(lost, came)
                if s_mode[one] == STOP or s_mode[one] == EXACT or s_mode[one] == OPEN:
                    low = min(low, high)
            r_case[results], r_account[results], r_low[results], r_high[results] = case, here, low, high
            results += 1
    return r_case[:results], r_account[:results], r_low[:results], r_high[:results], complete, closed
