"""What an account's arrivals say of a leaving row and of what remains: steps 2 to 4 of the proof in `bounds`.

Items are rows of int64: row, place at x = 0, place by pure inflow, width, lo, hi, certain, next item of the account.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

STOP, EXACT, OPEN, LOOSE = 0, 1, 2, 3
NEVER = 2**62


@njit(cache=True, nogil=True)
def mode_of(here, since, until, loose, cover_start, cover_from, cover_to, cover_stated, cover_empty):  # type: ignore[no-untyped-def]
    """How much is certain of an account between two moments."""
    if loose[here]:
        return LOOSE
    for cover in range(cover_start[here], cover_start[here + 1]):
        if cover_from[cover] <= since and until <= cover_to[cover]:
            if cover_stated[cover] <= since:
                return EXACT
            return OPEN if cover_empty[cover] else LOOSE
    return LOOSE


@njit(cache=True, nogil=True)
def seen_through(here, since, until, loose, cover_start, cover_from, cover_to):  # type: ignore[no-untyped-def]
    """Whether all outflows of an account between two moments are seen, in tenge."""
    for cover in range(cover_start[here], cover_start[here + 1]):
        if cover_from[cover] <= since and until <= cover_to[cover]:
            return loose[here] != 2
    return False


@njit(cache=True, nogil=True)
def carried(mode, head, count, high, items, pieces, position, amount, free, row, end, at, lost, imprecise):  # type: ignore[no-untyped-def]
    """What a leaving row carries: (number of pieces written, whether they are certain).

    ``position``: its coordinate; ``free``: the part of its amount that is no loss named by the case.
    """
    if mode == EXACT:
        return _exact(head, items, pieces, position, amount, row)
    if mode == OPEN and count <= 64:
        most = _window(head, items, position, amount, row)
    elif count > 64:
        most = high
    else:
        most, item = np.int64(0), head
        while item >= 0:
            if items[item, 0] < row or (imprecise and at[items[item, 0]] <= end):
                most += items[item, 5]
            item = items[item, 7]
    most = min(most, free, lost)
    pieces[0, 0], pieces[0, 1], pieces[0, 2], pieces[0, 3] = 0, amount, 0, most
    return (1 if most > 0 else 0), False


@njit(cache=True, nogil=True)
def _exact(head, items, pieces, position, amount, row):  # type: ignore[no-untyped-def]
    count, certain = 0, True
    low, high = np.int64(0), np.int64(0)
    item = head
    while item >= 0:
        start = max(items[item, 1], position)
        overlap = min(items[item, 1] + items[item, 3], position + amount) - start
        if overlap > 0 and items[item, 0] <= row and items[item, 5] > 0:
            lo = max(np.int64(0), items[item, 4] - (items[item, 3] - overlap))
            hi = min(items[item, 5], overlap)
            low += lo
            high += hi
            if items[item, 6]:
                pieces[count, 0], pieces[count, 1], pieces[count, 2], pieces[count, 3] = (
                    start - position,
                    overlap,
                    overlap,
                    overlap,
                )
                count += 1
            else:
                certain = False
        item = items[item, 7]
    if certain:
        return count, True
    pieces[0, 0], pieces[0, 1], pieces[0, 2], pieces[0, 3] = 0, amount, min(low, amount), min(high, amount)
    return (1 if high > 0 else 0), False


@njit(cache=True, nogil=True)
def _window(head, items, position, amount, row):  # type: ignore[no-untyped-def]
    """The most that a window of ``amount`` can hold, over the fronts of the arrivals before the row."""
    best, item = np.int64(0), head
    while item >= 0:
        front = min(items[item, 3], position + amount - items[item, 1])
        if items[item, 0] < row and front > 0:
            hi = min(items[item, 5], front)
            for start in (items[item, 2] + front - hi, items[item, 2] + hi - amount):
                total, other = np.int64(0), head
                while other >= 0:
                    reach = min(items[other, 3], position + amount - items[other, 1])
                    if items[other, 0] < row and reach > 0:
                        overlap = min(items[other, 2] + reach, start + amount) - max(items[other, 2], start)
                        total += max(np.int64(0), min(items[other, 5], overlap))
                    other = items[other, 7]
                best = max(best, total)
        item = items[item, 7]
    return min(best, amount)


@njit(cache=True, nogil=True)
def remaining(  # type: ignore[no-untyped-def]  # noqa: PLR0912 - two ways of counting, side by side
    mode,
    here,
    head,
    items,
    at,
    width,
    amount,
    out_start,
    out_row,
    out_pos,
    last,
    until,
    cover_start,
    cover_from,
    cover_to,
    loose,
):
    """Low and high of what is left on an account at the horizon (rows from ``last`` on are after it)."""
    low, high, item = np.int64(0), np.int64(0), head
    if mode in (EXACT, OPEN):
        place = out_start[here]
        end = out_start[here + 1]
        while place < end:  # bisection: the first row out after the horizon
            middle = (place + end) >> 1
            if out_row[middle] < last:
                place = middle + 1
            else:
                end = middle
        gone_to = np.int64(0)
        if place > out_start[here]:
            gone_to = out_pos[place - 1] + amount[out_row[place - 1]]
        while item >= 0:
            gone = min(items[item, 3], max(np.int64(0), gone_to - items[item, 1]))
            low += max(np.int64(0), items[item, 4] - gone)
            high += items[item, 5] if mode == OPEN else min(items[item, 5], items[item, 3] - gone)
            item = items[item, 7]
        return low, high
    since = np.int64(NEVER)
    for cover in range(cover_start[here], cover_start[here + 1]):
        if cover_from[cover] <= until <= cover_to[cover]:
            since = cover_from[cover]
    if mode == STOP:
        since = np.int64(-NEVER)
    first = np.int64(NEVER)
    while item >= 0:
        high += items[item, 5]
        if at[items[item, 0]] >= since:
            low += items[item, 4]
            if items[item, 4] > 0:
                first = min(first, at[items[item, 0]])
        item = items[item, 7]
    if mode == STOP or low == 0:
        return low, high
    if loose[here] == 2:
        return np.int64(0), high
    place = out_start[here + 1] - 1
    while place >= out_start[here]:
        row = out_row[place]
        if row < last:
            if at[row] + width[row] >= first:
                low -= amount[row]
            elif at[row] + 86_400_000_000 < first:
                break
        if low <= 0:
            return np.int64(0), high
        place -= 1
    return low, high
