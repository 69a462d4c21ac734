"""Where a walk backwards begins: which parts of which arriving rows are on an account, or ever came to it.

The mirror of `fifo`: what is still on an account at a moment are the coordinates of its arriving rows that no row
leaving by then has taken (see `money`). Where a stated balance is lower than the rows leave, the oldest money has left
unseen; like a trace forward this counts it as still there.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.money import I32, I64, U8, Ledger
from qalqan.kernels.money_walk import grown


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of rows that arrived at the accounts asked about: number of the account in the question, row, offset in
    it, tiyn. One an account asked: ``rest``, tiyn there that came by no seen row (a stated opening balance);
    ``missing``, tiyn of the pieces that a later stated balance says have left unseen."""

    asked: I64
    row: I32
    offset: I64
    amount: I64
    rest: I64
    missing: I64


def came(ledger: Ledger, account: I64, seen: I64) -> Pieces:
    """All that came to each account by rows before ``seen`` (one an account)."""
    first = ledger.in_start[account]
    last = np.array(
        [
            start + np.searchsorted(ledger.in_row[start:end], until)
            for start, end, until in zip(first, ledger.in_start[account + 1], seen, strict=True)
        ],
        np.int64,
    ).reshape(-1)
    count = last - first
    asked = np.repeat(np.arange(len(account), dtype=np.int64), count)
    place = np.arange(len(asked), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    row = ledger.in_row[place].astype(np.int32)
    none = np.zeros(len(account), np.int64)
    return Pieces(asked, row, np.zeros(len(row), np.int64), ledger.amount[row], none, none)


def standing(
    ledger: Ledger,
    stop: U8,
    account: I64,
    seen: I64,
    opening_row: I64 | None = None,
    opening_account: I32 | None = None,
    opening: I64 | None = None,
) -> Pieces:
    """What is on each account just before row ``seen`` (one an account); end points keep all that came.

    ``opening_*`` are the stated balances that the ledger was built with (see `csr.build`).
    """
    none = np.zeros(0, np.int64)
    when = none if opening_row is None else opening_row.astype(np.int64)
    whose = none if opening_account is None else opening_account.astype(np.int64)
    what = none if opening is None else opening.astype(np.int64)
    order = np.lexsort((when, whose))
    asked, row, offset, amount, more = _standing(
        ledger.amount,
        ledger.arrive,
        ledger.out_start,
        ledger.out_row,
        ledger.out_pos,
        ledger.in_start,
        ledger.in_row,
        ledger.special,
        ledger.piece_in,
        ledger.piece_offset,
        ledger.piece_amount,
        ledger.piece_out,
        stop,
        account,
        seen,
        when[order],
        whose[order],
        what[order],
    )
    return Pieces(asked, row, offset, amount, np.maximum(more, 0), np.maximum(-more, 0))


@njit(cache=True, nogil=True)
def _balance(amount, out_row, in_row, leaving, left_end, coming, came_end, until, when, what, known, known_end):  # type: ignore[no-untyped-def]
    """What is on one account just before row ``until``, its stated balances believed in turn."""
    there = np.int64(0)
    while True:
        out_next = out_row[leaving] if leaving < left_end else until
        in_next = in_row[coming] if coming < came_end else until
        row = min(out_next, in_next, until)
        while known < known_end and when[known] <= row:
            there = what[known]
            known += 1
        if row >= until:
            return there
        if out_next == row:
            there = max(np.int64(0), there - amount[row])
            leaving += 1
        if in_next == row:
            there += amount[row]
            coming += 1


@njit(cache=True, nogil=True)
def _standing(  # type: ignore[no-untyped-def]  # noqa: PLR0912 - one loop: its growing arrays cannot be shared
    amount,
    arrive,
    out_start,
    out_row,
    out_pos,
    in_start,
    in_row,
    special,
    piece_in,
    piece_offset,
    piece_amount,
    piece_out,
    stop,
    account,
    seen,
    when,
    whose,
    what,
):
    room, found = 64, 0
    p_asked, p_row = np.empty(room, np.int64), np.empty(room, np.int32)
    p_offset, p_amount = np.empty(room, np.int64), np.empty(room, np.int64)
    more = np.zeros(len(account), np.int64)  # what is there beyond the pieces
    for one in range(len(account)):
        here, until = account[one], seen[one]
        known, known_end = np.searchsorted(whose, here), np.searchsorted(whose, here, side="right")
        total = np.int64(0)
        leaving, left_end = out_start[here], out_start[here + 1]
        for place in range(in_start[here], in_start[here + 1]):
            row = in_row[place]
            if row >= until:
                break
            ordered = special[here] == 0
            start = arrive[row] if ordered else np.int64(0)
            at, end = start, start + amount[row]
            part = np.searchsorted(piece_in, row)
            while at < end:
                # the next stretch of the row that a seen row took away
                low, high = end, end
                if stop[here]:
                    pass
                elif ordered:
                    while leaving < left_end and out_pos[leaving] + amount[out_row[leaving]] <= at:
                        leaving += 1
                    if leaving < left_end and out_row[leaving] < until:
                        low = min(end, max(at, out_pos[leaving]))
                        high = min(end, out_pos[leaving] + amount[out_row[leaving]])
                else:
                    while part < len(piece_in) and piece_in[part] == row and piece_out[part] >= until:
                        part += 1
                    if part < len(piece_in) and piece_in[part] == row:
                        low, high = piece_offset[part], piece_offset[part] + piece_amount[part]
                        part += 1
                if low > at:
                    if found == len(p_row):
                        p_asked, p_row = grown(p_asked), grown(p_row)
                        p_offset, p_amount = grown(p_offset), grown(p_amount)
                    p_asked[found], p_row[found] = one, row
                    p_offset[found], p_amount[found] = at - start, low - at
                    total += low - at
                    found += 1
                at = max(at, high)
        if not stop[here]:
            there = _balance(
                amount, out_row, in_row, out_start[here], out_start[here + 1], in_start[here], in_start[here + 1],
                until, when, what, known, known_end,
            )  # fmt: skip
            more[one] = there - total
    return p_asked[:found], p_row[:found], p_offset[:found], p_amount[:found], more
