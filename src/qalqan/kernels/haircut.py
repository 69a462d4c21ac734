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


def trace(ledger: Ledger, losses: Losses, limits: Limits) -> Flow:
    """The flow of every case pro rata, conservation checked. Raises ConservationError."""
    return walk(ledger, losses, limits, poison=False)


def walk(ledger: Ledger, losses: Losses, limits: Limits, *, poison: bool) -> Flow:
    """The walk shared with `poison`. Raises ConservationError."""
    moves, places, cut = _walk(
        ledger.sender,
        ledger.receiver,
        ledger.amount,
        ledger.original,
        ledger.out_start,
        ledger.out_row,
        ledger.out_balance,
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
def _walk(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop: its growing arrays cannot be shared
    sender,
    receiver,
    amount,
    original,
    out_start,
    out_row,
    out_balance,
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
    m_amount, m_parent = np.empty(room, np.int64), np.empty(room, np.int64)
    p_case, p_account = np.empty(room, np.int32), np.empty(room, np.int32)
    p_hop, p_first = np.empty(room, np.int32), np.empty(room, np.int32)
    p_came, p_left, p_next = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    p_cut = np.empty(room, np.int64)
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
                size = push(heap, size, (np.int64(loss_row[loss]) << 1) | 1)
        while size > 0:
            key, size = pop(heap, size)
            row, is_loss = key >> 1, key & 1
            payer = sender[row]
            if is_loss:
                piece, hop = claim_of(row, loss_row, loss_amount, first_loss, end_loss), np.int32(1)
            else:
                from_ = slot[seek(keys, case * len(stop) + payer)]
                at, there, hop = p_next[from_], p_left[from_] - p_cut[from_], p_hop[from_] + 1
                free = amount[row] - claim_of(row, loss_row, loss_amount, first_loss, end_loss)
                if poison:
                    piece = min(there, free)
                elif original[row] >= 0:
                    piece = np.int64(0)
                    for move in range(case_moves, moves):
                        if m_row[move] == original[row]:
                            piece += m_amount[move]
                    piece = min(there, free, share(piece, amount[row], amount[original[row]]))
                else:
                    piece = share(there, free, max(out_balance[at], there, amount[row]))
                goes = free >= smallest if poison else piece >= smallest  # any contact: the transfer's own sum counts
                if hop > hops:
                    cut[case, 0] += piece
                    goes = False
                elif not goes:
                    cut[case, 1] += piece
                if goes:
                    p_left[from_] -= piece
                else:
                    p_cut[from_] += piece
                p_next[from_] = -1
                more = at + 1 < out_start[payer + 1] and out_row[at + 1] < last[case]
                if more and (p_left[from_] > p_cut[from_] or poison):
                    if size == len(heap):
                        heap = grown(heap)
                    size = push(heap, size, np.int64(out_row[at + 1]) << 1)
                    p_next[from_] = at + 1
                if not goes:
                    continue
            if moves == len(m_case):
                m_case, m_row, m_hop = grown(m_case), grown(m_row), grown(m_hop)
                m_amount, m_parent = grown(m_amount), grown(m_parent)
            m_case[moves], m_row[moves], m_hop[moves] = case, row, hop
            m_amount[moves], m_parent[moves] = piece, -1
            moves += 1
            here = receiver[row]
            known = seek(keys, case * len(stop) + here)
            if keys[known] < 0:
                if places == len(p_case):
                    p_case, p_account = grown(p_case), grown(p_account)
                    p_hop, p_first = grown(p_hop), grown(p_first)
                    p_came, p_left, p_next, p_cut = grown(p_came), grown(p_left), grown(p_next), grown(p_cut)
                p_case[places], p_account[places], p_hop[places], p_first[places] = case, here, hop, row
                p_came[places] = p_left[places] = p_cut[places] = 0
                p_next[places] = -1
                keys[known], slot[known] = case * len(stop) + here, places
                places += 1
                if 2 * places > len(keys):
                    keys, slot = wider(keys, slot)
                    known = seek(keys, case * len(stop) + here)
            place = slot[known]
            p_came[place] += piece
            p_left[place] += piece
            p_hop[place] = min(p_hop[place], hop)
            if not stop[here] and p_next[place] < 0:
                at = first_after(out_row, out_start[here], out_start[here + 1], row)
                if at < out_start[here + 1] and out_row[at] < last[case]:
                    if size == len(heap):
                        heap = grown(heap)
                    size = push(heap, size, np.int64(out_row[at]) << 1)
                    p_next[place] = at
    return (
        (
            m_case[:moves],
            m_row[:moves],
            np.full(moves, -1, np.int64),
            m_amount[:moves],
            m_hop[:moves],
            m_parent[:moves],
        ),
        (p_case[:places], p_account[:places], p_came[:places], p_left[:places], p_hop[:places], p_first[:places]),
        cut,
    )
