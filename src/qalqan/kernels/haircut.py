"""Haircut: every outgoing transfer carries the account's current share of the case's money.

An outflow of x from an account that holds b, of which t are the case's, carries floor(t·x/b), computed in 128 bits;
what the floor leaves stays. A piece that the limits cut off is still counted on the account but goes no further.
Rows are walked in their order, only those of accounts that hold some of the case's money. A reversal takes back the
share that its transfer had brought, as far as it is still there.

Source: Foskett v McKeown [2001] 1 AC 102 (pro rata); Anderson, Shumailov, Ahmed, "Making Bitcoin Legal" (2018).
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import Flow, Ledger, Limits, Losses, conserve, flow_of
from qalqan.kernels.money_walk import claim_of, first_after, grown, pop, push, seek, share, table, wider, with_window

LEFT, CUT, NEXT, END, AMOUNT, BALANCE, TO, TAKES_BACK = range(8)  # of a place; AMOUNT, BALANCE, TO of its next row out
LOSS = 2**31 - 1  # in a key's lower half, where a place stands otherwise


def trace(ledger: Ledger, losses: Losses, limits: Limits) -> Flow:
    """The flow of every case pro rata, conservation checked. Raises ConservationError."""
    return walk(ledger, losses, limits, poison=False)


def walk(ledger: Ledger, losses: Losses, limits: Limits, *, poison: bool) -> Flow:
    """The walk shared with `poison`. Raises ConservationError."""
    moves, places, cut = _walk(
        ledger.receiver,
        ledger.amount,
        ledger.original,
        ledger.out_start,
        ledger.out_row,
        ledger.out_balance,
        ledger.special,
        limits.stop,
        losses.start,
        losses.row,
        losses.amount,
        losses.last,
        limits.hops,
        limits.smallest,
        poison,
    )
    return conserve(losses, with_window(ledger, losses, flow_of(moves, places, cut)))


@njit(cache=True, nogil=True)
def _ready(hold, place, at, row, receiver, amount, out_balance):  # type: ignore[no-untyped-def]
    """Fetch what the next row out of a place needs: by the time its turn comes it has arrived from memory."""
    hold[place, NEXT] = at
    hold[place, AMOUNT], hold[place, BALANCE], hold[place, TO] = amount[row], out_balance[at], receiver[row]


@njit(cache=True, nogil=True)
def _walk(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop: its growing arrays cannot be shared
    receiver,
    amount,
    original,
    out_start,
    out_row,
    out_balance,
    special,
    stop,
    loss_start,
    loss_row,
    loss_amount,
    last,
    hops,
    smallest,
    poison,
):
    cases = len(last)
    room = max(64, 4 * len(loss_row))
    m_case, m_row, m_hop = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    m_amount = np.empty(room, np.int64)
    p_case, p_account = np.empty(room, np.int32), np.empty(room, np.int32)
    p_hop, p_first, p_came = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64)
    hold = np.empty((room, 8), np.int64)
    keys, slot = table(256)
    heap = np.empty(64, np.int64)
    cut = np.zeros((cases, 4), np.int64)
    moves = places = 0
    for case in range(cases):
        size = 0
        case_moves = moves
        first_loss, end_loss = loss_start[case], loss_start[case + 1]
        for loss in range(first_loss, end_loss):
            if loss_row[loss] < last[case]:
                if size == len(heap):
                    heap = grown(heap)
                size = push(heap, size, (np.int64(loss_row[loss]) << 32) | LOSS)
        while size > 0:
            key, size = pop(heap, size)
            row, from_ = key >> 32, key & 0xFFFFFFFF
            if from_ == LOSS:
                piece, hop = claim_of(row, loss_row, loss_amount, first_loss, end_loss), np.int32(1)
                here = receiver[row]
            else:
                at, there, hop = hold[from_, NEXT], hold[from_, LEFT] - hold[from_, CUT], p_hop[from_] + 1
                whole, here = hold[from_, AMOUNT], hold[from_, TO]
                free = whole - claim_of(row, loss_row, loss_amount, first_loss, end_loss)
                if poison:
                    piece = min(there, free)
                elif hold[from_, TAKES_BACK] and original[row] >= 0:
                    piece = np.int64(0)
                    for move in range(case_moves, moves):
                        if m_row[move] == original[row]:
                            piece += m_amount[move]
                    piece = min(there, free, share(piece, whole, amount[original[row]]))
                else:
                    piece = share(there, free, max(hold[from_, BALANCE], there, whole))
                goes = free >= smallest if poison else piece >= smallest  # any contact: the transfer's own sum counts
                if hop > hops:
                    cut[case, 0] += piece
                    goes = False
                elif not goes:
                    cut[case, 1] += piece
                hold[from_, LEFT if goes else CUT] += -piece if goes else piece
                at, hold[from_, NEXT] = at + 1, -1
                if at < hold[from_, END] and (hold[from_, LEFT] > hold[from_, CUT] or poison):
                    if out_row[at] < last[case]:
                        if size == len(heap):
                            heap = grown(heap)
                        size = push(heap, size, (np.int64(out_row[at]) << 32) | from_)
                        _ready(hold, from_, at, out_row[at], receiver, amount, out_balance)
                if not goes:
                    continue
            if moves == len(m_case):
                m_case, m_row, m_hop, m_amount = grown(m_case), grown(m_row), grown(m_hop), grown(m_amount)
            m_case[moves], m_row[moves], m_hop[moves], m_amount[moves] = case, row, hop, piece
            moves += 1
            known = seek(keys, case * len(stop) + here)
            if keys[known] < 0:
                if places == len(p_case):
                    p_case, p_account, p_hop = grown(p_case), grown(p_account), grown(p_hop)
                    p_first, p_came = grown(p_first), grown(p_came)
                    longer = np.empty((2 * places, 8), np.int64)
                    longer[:places] = hold
                    hold = longer
                p_case[places], p_account[places], p_hop[places], p_first[places] = case, here, hop, row
                p_came[places] = hold[places, LEFT] = hold[places, CUT] = 0
                hold[places, NEXT], hold[places, END] = -1, 0 if stop[here] else out_start[here + 1]
                hold[places, TAKES_BACK] = special[here]
                keys[known], slot[known] = case * len(stop) + here, places
                places += 1
                if 2 * places > len(keys):
                    keys, slot = wider(keys, slot)
                    known = seek(keys, case * len(stop) + here)
            place = slot[known]
            p_came[place] += piece
            hold[place, LEFT] += piece
            p_hop[place] = min(p_hop[place], hop)
            if hold[place, END] and hold[place, NEXT] < 0:
                at = first_after(out_row, out_start[here], hold[place, END], row)
                if at < hold[place, END] and out_row[at] < last[case]:
                    if size == len(heap):
                        heap = grown(heap)
                    size = push(heap, size, (np.int64(out_row[at]) << 32) | place)
                    _ready(hold, place, at, out_row[at], receiver, amount, out_balance)
    none, left = np.full(moves, -1, np.int64), hold[:places, LEFT].copy()
    return (
        (m_case[:moves], m_row[:moves], none, m_amount[:moves], m_hop[:moves], none),
        (p_case[:places], p_account[:places], p_came[:places], left, p_hop[:places], p_first[:places]),
        cut,
    )
