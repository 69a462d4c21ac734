"""First in, first out: each tenge has one path.

A parcel is a piece of an arriving row; its coordinates at the receiver name the rows by which it leaves
(see `money`), found by bisection. So a trace costs its answer times a logarithm, whatever the ledger's size, and
cases never mix: each is followed for itself over the same coordinates.

A row named as a loss is its case's money in full, whatever else was on the account. What the row would by order
have taken of the same case's money (some of it had come back to the victim) stays counted on the victim's account, so
that the sums add up to all that was lost.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import Flow, Ledger, Limits, Losses, conserve, flow_of
from qalqan.kernels.money_walk import claim_of, grown, seek, table, wider


def trace(ledger: Ledger, losses: Losses, limits: Limits) -> Flow:
    """The flow of every case by FIFO, conservation checked. Raises ConservationError."""
    moves, places, cut = _trace(
        ledger.receiver,
        ledger.amount,
        ledger.arrive,
        ledger.out_start,
        ledger.out_row,
        ledger.out_pos,
        ledger.special,
        ledger.piece_in,
        ledger.piece_offset,
        ledger.piece_amount,
        ledger.piece_out,
        ledger.piece_out_offset,
        limits.stop,
        losses.start,
        losses.row,
        losses.amount,
        losses.last,
        losses.seen,
        limits.hops,
        limits.smallest,
    )
    return conserve(losses, flow_of(moves, places, cut))


@njit(cache=True, nogil=True)
def _first_out(out_pos, first, end, position):  # type: ignore[no-untyped-def]
    """The last row leaving at or before a coordinate, or the first one."""
    low, high = first, end
    while low < high:
        middle = (low + high) >> 1
        if out_pos[middle] <= position:
            low = middle + 1
        else:
            high = middle
    return max(first, low - 1)


@njit(cache=True, nogil=True)
def _trace(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop: its growing arrays cannot be shared
    receiver,
    amount,
    arrive,
    out_start,
    out_row,
    out_pos,
    special,
    piece_in,
    piece_offset,
    piece_amount,
    piece_out,
    piece_out_offset,
    stop,
    loss_start,
    loss_row,
    loss_amount,
    last,
    seen,
    hops,
    smallest,
):
    cases = len(last)
    room = max(64, 4 * len(loss_row))
    m_case, m_row, m_hop = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    m_offset, m_amount, m_parent = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    p_case, p_account = np.empty(room, np.int32), np.empty(room, np.int32)
    p_hop, p_first = np.empty(room, np.int32), np.empty(room, np.int32)
    p_came, p_left = np.empty(room, np.int64), np.empty(room, np.int64)
    keys, slot = table(256)
    cut = np.zeros((cases, 4), np.int64)
    moves = places = 0
    for case in range(cases):
        done = moves
        for loss in range(loss_start[case], loss_start[case + 1]):
            if loss_row[loss] >= last[case]:
                continue
            if moves == len(m_case):
                m_case, m_row, m_hop = grown(m_case), grown(m_row), grown(m_hop)
                m_offset, m_amount, m_parent = grown(m_offset), grown(m_amount), grown(m_parent)
            m_case[moves], m_row[moves], m_hop[moves] = case, loss_row[loss], 1
            m_offset[moves], m_amount[moves], m_parent[moves] = 0, loss_amount[loss], -1
            moves += 1
        while done < moves:
            row, here = m_row[done], receiver[m_row[done]]
            known = seek(keys, case * len(stop) + here)
            if keys[known] < 0:
                if places == len(p_case):
                    p_case, p_account = grown(p_case), grown(p_account)
                    p_hop, p_first = grown(p_hop), grown(p_first)
                    p_came, p_left = grown(p_came), grown(p_left)
                p_case[places], p_account[places] = case, here
                p_hop[places], p_first[places] = m_hop[done], row
                p_came[places] = p_left[places] = 0
                keys[known], slot[known] = case * len(stop) + here, places
                places += 1
                if 2 * places > len(keys):
                    keys, slot = wider(keys, slot)
                    known = seek(keys, case * len(stop) + here)
            place = slot[known]
            p_came[place] += m_amount[done]
            p_left[place] += m_amount[done]
            p_first[place] = min(p_first[place], row)
            if stop[here]:
                done += 1
                continue
            ordered = special[here] == 0
            if ordered:
                start = arrive[row] + m_offset[done]
                at, end = _first_out(out_pos, out_start[here], out_start[here + 1], start), out_start[here + 1]
            else:
                start = m_offset[done]
                at, end = np.searchsorted(piece_in, row), len(piece_in)
            stop_at = start + m_amount[done]
            while at < end:
                if ordered:
                    leaving, low, offset = out_row[at], out_pos[at], np.int64(0)
                    high = low + amount[leaving]
                else:
                    if piece_in[at] != row:
                        break
                    leaving, low, offset = piece_out[at], piece_offset[at], piece_out_offset[at]
                    high = low + piece_amount[at]
                at += 1
                if low >= stop_at or (ordered and leaving >= seen[case]):
                    break
                from_, to = max(low, start), min(high, stop_at)
                if to <= from_ or leaving >= seen[case]:
                    continue
                offset += from_ - low
                piece = to - from_
                own = claim_of(leaving, loss_row, loss_amount, loss_start[case], loss_start[case + 1])
                if own > offset:
                    kept = min(piece, own - offset)
                    cut[case, 3] += kept
                    offset += kept
                    piece -= kept
                    if piece == 0:
                        continue
                if leaving >= last[case]:
                    cut[case, 2] += piece
                elif m_hop[done] >= hops:
                    cut[case, 0] += piece
                elif piece < smallest:
                    cut[case, 1] += piece
                else:
                    if moves == len(m_case):
                        m_case, m_row, m_hop = grown(m_case), grown(m_row), grown(m_hop)
                        m_offset, m_amount, m_parent = grown(m_offset), grown(m_amount), grown(m_parent)
                    m_case[moves], m_row[moves], m_hop[moves] = case, leaving, m_hop[done] + 1
                    m_offset[moves], m_amount[moves], m_parent[moves] = offset, piece, done
                    moves += 1
                    p_left[place] -= piece
            done += 1
    return (
        (m_case[:moves], m_row[:moves], m_offset[:moves], m_amount[:moves], m_hop[:moves], m_parent[:moves]),
        (p_case[:places], p_account[:places], p_came[:places], p_left[:places], p_hop[:places], p_first[:places]),
        cut,
    )
