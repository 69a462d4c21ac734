"""The four passes in which the index of a ledger is built, block of accounts by block of accounts.

An account's coordinates depend on its own rows only. So the rows are first dealt out to blocks of neighbouring
accounts, so few that all one pass touches lies in the processor's nearest memory, and each block is then
settled for itself, by any thread. Method: one pass of a most-significant-digit radix sort (McIlroy, Bostic, McIlroy
1993) whose buckets are settled instead of sorted further.

An event is two int64: the row (upper half) with the account's place in its block and the side (lowest bit, 1 for money
that comes), then the amount. ``event_at`` counts in int64, ``out_at`` and ``in_at`` in rows (blocks + 1 each).
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

FALLS, NOT_ABOVE_0, NO_ACCOUNT = 1, 2, 4
CHUNK = 1 << 15  # rows whose coordinates fit the nearest memory
NEVER = 2**62


@njit(cache=True, nogil=True)
def tally(at, sender, receiver, amount, first, end, accounts, shift, outs, ins):  # type: ignore[no-untyped-def]
    """Check rows first…end and count those of each block: (what is wrong, sum of the upper 31 bits, of the lower 32).

    outs, ins (blocks): rows out of and into each block, counted up.
    """
    wrong = 0
    for row in range(max(first, 1), end):
        wrong |= at[row] < at[row - 1]
    high, low, least = np.int64(0), np.int64(0), np.int64(1)
    for row in range(first, end):
        tiyn = amount[row]
        least = min(least, tiyn)
        high += tiyn >> 32
        low += tiyn & 0xFFFFFFFF
    if least < 1:
        wrong |= NOT_ABOVE_0
    none = np.uint32(accounts)
    for row in range(first, end):
        payer, payee = np.uint32(sender[row]), np.uint32(receiver[row])
        if payer >= none or payee >= none:
            return wrong | NO_ACCOUNT, high, low
        outs[payer >> shift] += 1
        ins[payee >> shift] += 1
    return wrong, high, low


@njit(cache=True, nogil=True)
def deal(sender, receiver, amount, first, end, shift, low, high, cursor, events):  # type: ignore[no-untyped-def]
    """Write the events of rows first…end that belong to blocks low…high, each from its block's cursor on."""
    inside = (np.int64(1) << shift) - 1
    for row in range(first, end):
        for side in range(2):
            account = np.int64(receiver[row] if side else sender[row])
            block = account >> shift
            if low <= block < high:
                place = cursor[block - low]
                cursor[block - low] = place + 2
                events[place] = (np.int64(row) << 32) | ((account & inside) << 1) | side
                events[place + 1] = amount[row]


@njit(cache=True, nogil=True)
def settle(  # type: ignore[no-untyped-def]
    first, end, low, shift, accounts, event_at, out_at, in_at, events,
    known_at, when, whose, what,
    out_start, out_row, out_pos, out_balance, in_start, in_row, in_sum,
):  # fmt: skip
    """Settle blocks first…end: all columns by sender and receiver. ``events`` start with block ``low``.

    The events of a block are overwritten from its front with (row, coordinate at the receiver) of its arriving rows,
    in order. known_at (blocks + 1), when, whose, what: known balances by block, in order of their row. The
    inner loop has no branch that depends on the side: half of them would be guessed wrongly.
    """
    size, most = np.int64(1) << shift, np.int64(0)
    for block in range(first, end):
        most = max(most, (event_at[block + 1] - event_at[block]) >> 1)
    next_, mine, came = np.empty(2 * size, np.int64), np.empty(2 * size, np.int64), np.empty(size, np.int64)
    row_of, mine_of, came_of = np.empty(most, np.int32), np.empty(most, np.int64), np.empty(most, np.int64)
    for block in range(first, end):
        next_[:], mine[:], came[:] = 0, 0, 0
        begin, over = event_at[block] - event_at[low], event_at[block + 1] - event_at[low]
        for event in range(begin, over, 2):
            next_[events[event] & 0xFFFFFFFF] += 1
        out, in_, base = out_at[block], in_at[block], block << shift
        leaving, coming = out_at[block + 1] - out, in_at[block + 1] - in_
        out_place, in_place = np.int64(0), leaving
        for one in range(min(size, accounts - base)):
            out_start[base + one], in_start[base + one] = out + out_place, in_ + in_place - leaving
            outs, ins = next_[2 * one], next_[2 * one + 1]
            next_[2 * one], next_[2 * one + 1] = out_place, in_place
            out_place += outs
            in_place += ins
        known, known_end = known_at[block], known_at[block + 1]
        at_row = when[known] if known < known_end else np.int64(NEVER)
        written = begin
        for event in range(begin, over, 2):
            key, tiyn = events[event], events[event + 1]
            row, side = key >> 32, key & 0xFFFFFFFF
            while at_row <= row:
                one = whose[known] - base
                if came[one] - mine[2 * one] <= what[known]:
                    came[one] = mine[2 * one] + what[known]
                else:
                    mine[2 * one] = came[one] - what[known]
                known += 1
                at_row = when[known] if known < known_end else np.int64(NEVER)
            place, sum_, top = next_[side], mine[side], came[side >> 1]
            row_of[place], mine_of[place], came_of[place] = row, sum_, top
            events[written], events[written + 1] = row, top
            written += (side & 1) << 1
            next_[side] = place + 1
            sum_ += tiyn
            mine[side] = sum_
            is_in = -(side & 1)  # all bits, or none
            came[side >> 1] = (is_in & (top + tiyn)) | (~is_in & max(top, sum_))
        for place in range(leaving):
            out_row[out + place], out_pos[out + place] = row_of[place], mine_of[place]
            out_balance[out + place] = came_of[place] - mine_of[place]
        for place in range(coming):
            in_row[in_ + place], in_sum[in_ + place] = row_of[leaving + place], mine_of[leaving + place]


@njit(cache=True, nogil=True)
def spread(first, end, low, high, event_at, in_at, events, arrive):  # type: ignore[no-untyped-def]
    """Put the coordinates that `settle` left in blocks low…high to rows first…end, a chunk of rows at a time."""
    cursor = np.empty(high - low, np.int64)
    for block in range(low, high):
        begin = event_at[block] - event_at[low]
        left, right = np.int64(0), in_at[block + 1] - in_at[block]
        while left < right:
            middle = (left + right) >> 1
            if events[begin + 2 * middle] < first:
                left = middle + 1
            else:
                right = middle
        cursor[block - low] = begin + 2 * left
    for chunk in range(first, end, CHUNK):
        over = min(chunk + CHUNK, end)
        for block in range(low, high):
            place = cursor[block - low]
            last = event_at[block] - event_at[low] + 2 * (in_at[block + 1] - in_at[block])
            while place < last and events[place] < over:
                arrive[events[place]] = events[place + 1]
                place += 2
            cursor[block - low] = place
