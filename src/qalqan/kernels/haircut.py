"""Haircut: every outgoing transfer carries the account's current share of the case's money.

An outflow of x from an account that holds b, of which t are the case's, carries floor(t·x/b), computed in 128 bits;
what the floor leaves stays. A piece that the limits cut off is still counted on the account but goes no further.
Rows are walked in their order, only those of accounts that hold some of the case's money, and of those only the ones
that carry a piece on wait for their turn. A reversal takes back the share that its transfer had brought, as far as it
is still there.

Source: Foskett v McKeown [2001] 1 AC 102 (pro rata); Anderson, Shumailov, Ahmed, "Making Bitcoin Legal" (2018).
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import Flow, Ledger, Limits, Losses, conserve, flow_of
from qalqan.kernels.money_walk import claim_of, first_after, grown, pop, push, seek, share, table, wider, with_window

CASE, ACCOUNT, HOP, FIRST, CAME, LEFT, CUT, AHEAD, NEXT, END, WAITS, PIECE, ROW, TAKES_BACK = range(14)  # of a place
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
def _ahead(  # type: ignore[no-untyped-def]
    at, end, until, there, over, poison, smallest, takes_back, amount, original, out_row, out_balance,
    moved, first_move, moves, loss_row, loss_amount, first_loss, end_loss,
):  # fmt: skip
    """Look along the rows out of an account, places at…end before row ``until``, for the first that carries money on.

    Gives its place, the sum that the rows before it would have carried but for the limits, and the piece it carries
    (-1 when there is none). ``there``: the case's money that may go; ``over``: it came too far to go on. Rows that
    carry nothing on concern nobody else, so they need not wait for their turn; when money comes in the meantime the
    account is looked along again from where it stood.
    """
    cut = np.int64(0)
    while at < end and (there > 0 or poison):
        row = out_row[at]
        if row >= until:
            break
        whole = amount[row]
        free = whole - claim_of(row, loss_row, loss_amount, first_loss, end_loss)
        if poison:
            piece = min(there, free)
        elif takes_back and original[row] >= 0:
            piece = np.int64(0)
            for move in range(first_move, moves):
                if moved[move, 1] == original[row]:
                    piece += moved[move, 3]
            piece = min(there, free, share(piece, whole, amount[original[row]]))
        else:
            piece = share(there, free, max(out_balance[at], there, whole))
        if not over and (free if poison else piece) >= smallest:  # any contact: the transfer's own sum counts
            return at, cut, piece
        cut += piece
        there -= piece
        at += 1
    return at, cut, np.int64(-1)


@njit(cache=True, nogil=True)
def _follow(  # type: ignore[no-untyped-def]
    case, moves, places, size, move, place, keys, slot, heap, cut, first_move, first_loss, end_loss, until,
    receiver, amount, original, out_start, out_row, out_balance, special, stop,
    loss_row, loss_amount, hops, smallest, poison,
):  # fmt: skip
    """Follow a case until nothing waits or a table is full: how many moves and places there are, and wait.

    It gives no array a new one: compiled code would count references to all of them at every step.
    """
    most = min(len(place), len(keys) >> 1)
    while 0 < size <= len(heap) - 2 and moves < len(move) and places < most:
        key, size = pop(heap, size)
        row, from_ = key >> 32, key & 0xFFFFFFFF
        if from_ == LOSS:
            piece, hop = claim_of(row, loss_row, loss_amount, first_loss, end_loss), np.int64(1)
        elif place[from_, ROW] != row:  # money came since, and made an earlier row carry some on
            continue
        else:
            piece, hop = place[from_, PIECE], place[from_, HOP] + 1
        here = np.int64(receiver[row])
        move[moves, 0], move[moves, 1], move[moves, 2], move[moves, 3] = case, row, hop, piece
        moves += 1
        known = seek(keys, case * len(stop) + here)
        if keys[known] < 0:
            keys[known], slot[known] = case * len(stop) + here, places
            place[places, :] = 0
            place[places, CASE], place[places, ACCOUNT] = case, here
            place[places, HOP], place[places, FIRST] = hop, row
            place[places, NEXT], place[places, END] = out_start[here], 0 if stop[here] else out_start[here + 1]
            place[places, ROW], place[places, TAKES_BACK] = -1, special[here]
            places += 1
        for turn in range(2):  # the payer goes on to its next row, the payee takes the piece in
            if turn == 0:
                if from_ == LOSS:
                    continue
                one, at = np.int64(from_), place[from_, WAITS] + 1
                place[one, CUT] += place[one, AHEAD]
                place[one, LEFT] -= piece
                cut[case, 1] += place[one, AHEAD]
            else:
                one = slot[known]
                at, end, over = place[one, NEXT], place[one, END], place[one, HOP] >= hops
                if at < end:
                    at, gone, _ = _ahead(
                        at, end, row, place[one, LEFT] - place[one, CUT], over, poison, smallest,
                        place[one, TAKES_BACK], amount, original, out_row, out_balance,
                        move, first_move, moves, loss_row, loss_amount, first_loss, end_loss,
                    )  # fmt: skip
                    place[one, CUT] += gone
                    cut[case, 0 if over else 1] += gone
                    at = first_after(out_row, at, end, row)
                place[one, CAME] += piece
                place[one, LEFT] += piece
                place[one, HOP] = min(place[one, HOP], hop)
            found, gone, piece_on = _ahead(
                at, place[one, END], until, place[one, LEFT] - place[one, CUT], place[one, HOP] >= hops, poison,
                smallest, place[one, TAKES_BACK], amount, original, out_row, out_balance,
                move, first_move, moves, loss_row, loss_amount, first_loss, end_loss,
            )  # fmt: skip
            place[one, NEXT], place[one, AHEAD], place[one, WAITS], place[one, PIECE] = at, gone, found, piece_on
            if piece_on < 0:
                place[one, ROW] = -1
            elif place[one, ROW] != out_row[found]:
                place[one, ROW] = out_row[found]
                size = push(heap, size, (np.int64(out_row[found]) << 32) | one)
    return moves, places, size


@njit(cache=True, nogil=True)
def _walk(  # type: ignore[no-untyped-def]
    receiver, amount, original, out_start, out_row, out_balance, special, stop,
    loss_start, loss_row, loss_amount, last, hops, smallest, poison,
):  # fmt: skip
    cases = len(last)
    room = max(512, 4 * len(loss_row))
    move, place = np.empty((room, 4), np.int64), np.empty((room, 14), np.int64)
    keys, slot = table(1024)
    heap, cut = np.empty(512, np.int64), np.zeros((cases, 4), np.int64)
    moves = places = np.int64(0)  # no literals: numba compiles once more what is called with one
    for case in range(cases):
        size, first_move, first_place = np.int64(0), moves, places
        for loss in range(loss_start[case], loss_start[case + 1]):
            if loss_row[loss] < last[case]:
                if size == len(heap):
                    heap = grown(heap)
                size = push(heap, size, (np.int64(loss_row[loss]) << 32) | LOSS)
        while size > 0:
            if size > len(heap) - 2:
                heap = grown(heap)
            if moves == len(move):
                move = grown(move)
            if places == len(place):
                place = grown(place)
            if 2 * places >= len(keys):
                keys, slot = wider(keys, slot)
            moves, places, size = _follow(
                case, moves, places, size, move, place, keys, slot, heap, cut, first_move,
                loss_start[case], loss_start[case + 1], last[case],
                receiver, amount, original, out_start, out_row, out_balance, special, stop,
                loss_row, loss_amount, hops, smallest, poison,
            )  # fmt: skip
        for one in range(first_place, places):
            cut[case, 0 if place[one, HOP] >= hops else 1] += place[one, AHEAD]
    none = np.full(moves, -1, np.int64)
    return (
        (
            move[:moves, 0].astype(np.int32),
            move[:moves, 1].astype(np.int32),
            none,
            move[:moves, 3].copy(),
            move[:moves, 2].astype(np.int32),
            none,
        ),
        (
            place[:places, CASE].astype(np.int32),
            place[:places, ACCOUNT].astype(np.int32),
            place[:places, CAME].copy(),
            place[:places, LEFT].copy(),
            place[:places, HOP].astype(np.int32),
            place[:places, FIRST].astype(np.int32),
        ),
        cut,
    )
