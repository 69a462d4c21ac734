"""Last in, first out: the newest money leaves first. Shown for sensitivity.

Each account that holds some of the case's money is a stack of parcels on top of what was there before; its rows are
walked until the case's money has left it. A reversal takes first what is still there of the transfer it takes back.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import Flow, Ledger, Limits, Losses, conserve, flow_of
from qalqan.kernels.money_walk import claim_of, first_after, grown, pop, push, seek, table, wider, with_window


def trace(ledger: Ledger, losses: Losses, limits: Limits) -> Flow:
    """The flow of every case by LIFO, conservation checked. Raises ConservationError."""
    moves, places, cut = _walk(
        ledger.sender,
        ledger.receiver,
        ledger.amount,
        ledger.original,
        ledger.out_start,
        ledger.out_row,
        ledger.in_start,
        ledger.in_row,
        ledger.special,
        limits.stop,
        losses.start,
        losses.row,
        losses.amount,
        losses.last,
        limits.hops,
        limits.smallest,
    )
    return conserve(losses, with_window(ledger, losses, flow_of(moves, places, cut)))


@njit(cache=True, nogil=True)
def _takes_older(original, out_row, first, end, row):  # type: ignore[no-untyped-def]
    """Whether one of the rows leaving at places first…end takes back a row before ``row``."""
    for place in range(first, end):  # noqa: SIM110 - compiled
        if 0 <= original[out_row[place]] < row:
            return True
    return False


@njit(cache=True, nogil=True)
def _stood(amount, original, in_row, first_in, end_in, out_row, first_out, end_out):  # type: ignore[no-untyped-def]
    """What stood on an account of each row at places first_in…end_in, once the rows leaving until end_out had left."""
    there = np.zeros(end_in - first_in, np.int64)
    going = first_out
    for coming in range(first_in, end_in + 1):
        while going < end_out and (coming == end_in or out_row[going] <= in_row[coming]):
            row, take = out_row[going], amount[out_row[going]]
            for turn in range(2):
                if turn == 0 and original[row] < 0:
                    continue
                for place in range(coming - 1, first_in - 1, -1):
                    if take == 0:
                        break
                    if turn == 1 or in_row[place] == original[row]:
                        part = min(take, there[place - first_in])
                        there[place - first_in] -= part
                        take -= part
            going += 1
        if coming < end_in:
            there[coming - first_in] = amount[in_row[coming]]
    return there


@njit(cache=True, nogil=True)
def _walk(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop: its growing arrays cannot be shared
    sender,
    receiver,
    amount,
    original,
    out_start,
    out_row,
    in_start,
    in_row,
    special,
    stop,
    loss_start,
    loss_row,
    loss_amount,
    last,
    hops,
    smallest,
):
    cases = len(last)
    room = max(64, 4 * len(loss_row))
    m_case, m_row, m_hop = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    m_amount, m_parent = np.empty(room, np.int64), np.empty(room, np.int64)
    p_case, p_account = np.empty(room, np.int32), np.empty(room, np.int32)
    p_hop, p_first = np.empty(room, np.int32), np.empty(room, np.int32)
    p_came, p_left, p_top = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    p_out, p_in, p_on = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    n_amount, n_own, n_row, n_below = (
        np.empty(256, np.int64),
        np.empty(256, np.int64),
        np.empty(256, np.int64),
        np.empty(256, np.int64),
    )
    keys, slot = table(256)
    heap = np.empty(64, np.int64)
    cut = np.zeros((cases, 4), np.int64)
    moves = places = 0
    for case in range(cases):
        size, nodes = 0, 0
        first_loss, end_loss = loss_start[case], loss_start[case + 1]
        for loss in range(first_loss, end_loss):
            if loss_row[loss] < last[case]:
                if size == len(heap):
                    heap = grown(heap)
                size = push(heap, size, (np.int64(loss_row[loss]) << 1) | 1)
        while size > 0:
            key, size = pop(heap, size)
            row, is_loss = key >> 1, key & 1
            payer, here = sender[row], receiver[row]
            if is_loss:
                piece, hop = claim_of(row, loss_row, loss_amount, first_loss, end_loss), np.int32(1)
            else:
                from_ = slot[seek(keys, case * len(stop) + payer)]
                p_on[from_] = 0
                while p_in[from_] < in_start[payer + 1] and in_row[p_in[from_]] < row:  # clean money on top
                    if nodes == len(n_amount):
                        n_amount, n_own, n_row, n_below = grown(n_amount), grown(n_own), grown(n_row), grown(n_below)
                    n_amount[nodes], n_own[nodes], n_row[nodes] = amount[in_row[p_in[from_]]], 0, in_row[p_in[from_]]
                    n_below[nodes] = p_top[from_]
                    p_top[from_] = nodes
                    nodes += 1
                    p_in[from_] += 1
                kept = claim_of(row, loss_row, loss_amount, first_loss, end_loss)
                take, piece, hop = amount[row], np.int64(0), p_hop[from_] + 1
                goes_on = hop <= hops
                for turn in range(2):
                    if turn == 0 and original[row] < 0:
                        continue
                    node = p_top[from_]
                    while node >= 0 and take > 0:
                        if n_amount[node] > 0 and (turn == 1 or n_row[node] == original[row]):
                            part = min(take, n_amount[node])
                            held = min(part, kept)
                            kept -= held
                            take -= part
                            n_amount[node] -= part
                            if n_own[node]:
                                piece += part - held
                                cut[case, 3] += held
                        node = n_below[node]
                while p_top[from_] >= 0 and n_amount[p_top[from_]] == 0:
                    p_top[from_] = n_below[p_top[from_]]
                if piece < smallest:
                    cut[case, 1] += piece
                    goes_on = False
                elif not goes_on:
                    cut[case, 0] += piece
                if goes_on:
                    p_left[from_] -= piece
                p_out[from_] += 1
                more = p_out[from_] < out_start[payer + 1] and out_row[p_out[from_]] < last[case]
                if more and p_top[from_] >= 0 and p_left[from_] > 0:
                    if size == len(heap):
                        heap = grown(heap)
                    size = push(heap, size, np.int64(out_row[p_out[from_]]) << 1)
                    p_on[from_] = 1
                if not goes_on:
                    continue
            if moves == len(m_case):
                m_case, m_row, m_hop = grown(m_case), grown(m_row), grown(m_hop)
                m_amount, m_parent = grown(m_amount), grown(m_parent)
            m_case[moves], m_row[moves], m_hop[moves] = case, row, hop
            m_amount[moves], m_parent[moves] = piece, -1
            moves += 1
            known = seek(keys, case * len(stop) + here)
            if keys[known] < 0:
                if places == len(p_case):
                    p_case, p_account = grown(p_case), grown(p_account)
                    p_hop, p_first, p_top = grown(p_hop), grown(p_first), grown(p_top)
                    p_came, p_left, p_out = grown(p_came), grown(p_left), grown(p_out)
                    p_in, p_on = grown(p_in), grown(p_on)
                p_case[places], p_account[places], p_hop[places], p_first[places] = case, here, hop, row
                p_came[places] = p_left[places] = p_on[places] = 0
                p_top[places] = -1
                keys[known], slot[known] = case * len(stop) + here, places
                places += 1
                if 2 * places > len(keys):
                    keys, slot = wider(keys, slot)
                    known = seek(keys, case * len(stop) + here)
            place = slot[known]
            p_came[place] += piece
            p_left[place] += piece
            p_hop[place] = min(p_hop[place], hop)
            if stop[here]:
                continue
            if not p_on[place]:
                p_top[place] = -1
                p_in[place] = first_after(in_row, in_start[here], in_start[here + 1], row - 1)
                p_out[place] = first_after(out_row, out_start[here], out_start[here + 1], row)
                if special[here] and _takes_older(original, out_row, p_out[place], out_start[here + 1], row):
                    there = _stood(
                        amount, original, in_row, in_start[here], p_in[place], out_row, out_start[here], p_out[place]
                    )
                    for before in range(len(there)):
                        if there[before] > 0:
                            if nodes == len(n_amount):
                                n_amount, n_own = grown(n_amount), grown(n_own)
                                n_row, n_below = grown(n_row), grown(n_below)
                            n_amount[nodes], n_own[nodes] = there[before], 0
                            n_row[nodes], n_below[nodes] = in_row[in_start[here] + before], p_top[place]
                            p_top[place] = nodes
                            nodes += 1
                if p_out[place] < out_start[here + 1] and out_row[p_out[place]] < last[case]:
                    if size == len(heap):
                        heap = grown(heap)
                    size = push(heap, size, np.int64(out_row[p_out[place]]) << 1)
                    p_on[place] = 1
            # the whole row lands as clean money; the case's piece of it then takes that much of its place, on top
            while p_in[place] < in_start[here + 1] and in_row[p_in[place]] <= row:
                if nodes == len(n_amount):
                    n_amount, n_own, n_row, n_below = grown(n_amount), grown(n_own), grown(n_row), grown(n_below)
                landed = in_row[p_in[place]]
                n_amount[nodes], n_own[nodes], n_row[nodes] = amount[landed], 0, landed
                n_below[nodes] = p_top[place]
                p_top[place] = nodes
                nodes += 1
                p_in[place] += 1
            node, rest = p_top[place], piece
            while node >= 0 and rest > 0:
                if n_row[node] == row and n_own[node] == 0:
                    n_amount[node] -= rest
                    rest = 0
                node = n_below[node]
            if nodes == len(n_amount):
                n_amount, n_own, n_row, n_below = grown(n_amount), grown(n_own), grown(n_row), grown(n_below)
            n_amount[nodes], n_own[nodes], n_row[nodes], n_below[nodes] = piece, 1, row, p_top[place]
            p_top[place] = nodes
            nodes += 1
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
