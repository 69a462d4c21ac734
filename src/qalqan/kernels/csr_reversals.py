"""Rows that take back an earlier transfer: which one, and what that does to the order of leaving.

A reversal returns the money along its path: it takes first what is still there of the very transfer it takes
back, then, as far as that has moved on, the oldest money of the account.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import I32, I64, U8


@njit(cache=True, nogil=True)
def originals(sender: I32, receiver: I32, amount: I64, reversal: U8, out_start: I64, out_row: I32) -> I32:
    """For each row the row it takes back, or -1 (N).

    The nearest earlier transfer the other way, not itself a reversal, that still has that much not taken
    back; an equal amount goes before a larger one.
    """
    rows = len(amount)
    original = np.full(rows, -1, np.int32)
    open_part = amount.copy()
    for row in range(rows):
        if not reversal[row]:
            continue
        payer, payee = receiver[row], sender[row]
        first = out_start[payer]
        place = first + np.searchsorted(out_row[first : out_start[payer + 1]], row) - 1
        larger = -1
        while place >= first:
            earlier = out_row[place]
            place -= 1
            if receiver[earlier] != payee or reversal[earlier] or open_part[earlier] < amount[row]:
                continue
            if open_part[earlier] == amount[row]:
                original[row] = earlier
                break
            if larger < 0:
                larger = earlier
        if original[row] < 0:
            original[row] = larger
        if original[row] >= 0:
            open_part[original[row]] -= amount[row]
    return original


@njit(cache=True, nogil=True)
def _leave(take, only, row, done, parcel_row, parcel_offset, parcel_amount, head, tail, out):  # type: ignore[no-untyped-def]
    """Take up to ``take`` of the parcels of arriving row ``only`` (-2: of any), oldest first."""
    for parcel in range(head, tail):
        if take == 0:
            break
        if parcel_amount[parcel] == 0 or (only != -2 and parcel_row[parcel] != only):
            continue
        part = min(take, parcel_amount[parcel])
        if parcel_row[parcel] >= 0:
            out.append((parcel_row[parcel], parcel_offset[parcel], part, np.int64(row), np.int64(done)))
        parcel_offset[parcel] += part
        parcel_amount[parcel] -= part
        take -= part
        done += part
    return take, done


@njit(cache=True, nogil=True)
def _queue(account, original, amount, in_start, in_row, out_start, out_row, when, whose, what, out):  # type: ignore[no-untyped-def]
    coming, going = in_start[account], out_start[account]
    last_in, last_out = in_start[account + 1], out_start[account + 1]
    size = last_in - coming + len(when) + 1
    parcel_row, parcel_offset = np.full(size, -1, np.int64), np.zeros(size, np.int64)
    parcel_amount = np.zeros(size, np.int64)
    head, tail, known, there = 0, 0, 0, 0
    while coming < last_in or going < last_out:
        out_next = out_row[going] if going < last_out else len(amount)
        in_next = in_row[coming] if coming < last_in else len(amount)
        row = min(out_next, in_next)
        while known < len(when) and when[known] <= row:
            if whose[known] == account and what[known] > there:
                parcel_amount[tail] = what[known] - there
                there = what[known]
                tail += 1
            elif whose[known] == account:
                for parcel in range(head, tail):
                    part = min(there - what[known], parcel_amount[parcel])
                    parcel_offset[parcel] += part
                    parcel_amount[parcel] -= part
                    there -= part
            known += 1
        if out_next <= in_next:
            take, done = amount[row], np.int64(0)
            there = max(np.int64(0), there - take)
            if original[row] >= 0:
                take, done = _leave(
                    take, np.int64(original[row]), row, done, parcel_row, parcel_offset, parcel_amount, head, tail, out
                )
            _leave(take, np.int64(-2), row, done, parcel_row, parcel_offset, parcel_amount, head, tail, out)
            while head < tail and parcel_amount[head] == 0:
                head += 1
            going += 1
        else:
            parcel_row[tail], parcel_amount[tail] = row, amount[row]
            there += amount[row]
            tail += 1
            coming += 1


@njit(cache=True, nogil=True)
def _pieces(special, original, amount, in_start, in_row, out_start, out_row, when, whose, what):  # type: ignore[no-untyped-def]
    out = [(np.int64(0), np.int64(0), np.int64(0), np.int64(0), np.int64(0))]
    out.clear()
    for account in range(len(special)):
        if special[account]:
            _queue(account, original, amount, in_start, in_row, out_start, out_row, when, whose, what, out)
    table = np.empty((len(out), 5), np.int64)
    for place in range(len(out)):
        one = out[place]
        table[place, 0], table[place, 1], table[place, 2] = one[0], one[1], one[2]
        table[place, 3], table[place, 4] = one[3], one[4]
    return table


def pieces(
    special: U8,
    original: I32,
    amount: I64,
    in_start: I64,
    in_row: I32,
    out_start: I64,
    out_row: I32,
    when: I64,
    whose: I32,
    what: I64,
) -> tuple[I32, I64, I64, I32, I64]:
    """Which part of which arriving row left by which row, for the special accounts only.

    Arriving row, offset in it, amount, leaving row, offset in that; sorted by the first two (P each).
    """
    if not special.any():
        row, tiyn = np.zeros(0, np.int32), np.zeros(0, np.int64)
        return row, tiyn, tiyn, row, tiyn
    mine = special[whose] == 1
    table = _pieces(
        special, original, amount, in_start, in_row, out_start, out_row, when[mine], whose[mine], what[mine]
    )
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    row_in, offset, tiyn, row_out, out_offset = (np.ascontiguousarray(column) for column in table.T)
    return row_in.astype(np.int32), offset, tiyn, row_out.astype(np.int32), out_offset
