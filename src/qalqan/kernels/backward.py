"""Backwards by FIFO: whose money is on an account, exactly and for many accounts at once.

The same coordinates as forward (see `money`) are read the other way: a tenge at coordinate x of an account came by the
row whose interval holds x, and a row's own coordinates at its payer lead on. A piece of a row named as a loss is that
case's money; other cases' money may be in it too (a victim may have been paid from another one's money), so the
walk goes on for them. Along one way a case is met once: money of a case that came back to the victim and was lost
again counts by the later loss, as forward.

The walk leaves out what no loss can have reached: each account's first possible arrival of any case's money is
found in one pass over the rows.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.backward_start import Pieces
from qalqan.kernels.money import I8, I32, I64, U8, ConservationError, Ledger, Limits, Losses
from qalqan.kernels.money_walk import grown

ELSE, OPENING, UNSEEN, STOP, LIMIT = range(5)
KINDS = ("else", "opening", "unseen", "end_point", "limit")
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Origins:
    """The answer.

    Moves, a row each: asked, row, offset of the piece, amount, depth (1: arrived at the account asked about), parent
    (the move it went on by, -1 at depth 1). Claims: move, case, late (1: after that case's window, not counted). Ends,
    where a way back is over: asked, move (-1: came by no row), amount, kind (`KINDS`), claimed (1: some case's money).
    All ends of an account make the sum asked about, to the tiyn.
    """

    move_asked: I64
    move_row: I32
    move_offset: I64
    move_amount: I64
    move_depth: I32
    move_parent: I64
    claim_move: I64
    claim_case: I32
    claim_late: U8
    end_asked: I64
    end_move: I64
    end_amount: I64
    end_kind: I8
    end_claimed: U8

    def path(self, move: int) -> list[int]:
        """The rows from a move on to the account asked about."""
        rows = []
        while move >= 0:
            rows.append(int(self.move_row[move]))
            move = int(self.move_parent[move])
        return rows


def trace(ledger: Ledger, losses: Losses, limits: Limits, pieces: Pieces) -> Origins:
    """The origins of the pieces, conservation checked. ``limits.smallest`` plays no part; a way longer than
    ``limits.hops`` ends in ``limit``. Raises ConservationError."""
    owner: I32 = np.repeat(np.arange(len(losses.last), dtype=np.int32), np.diff(losses.start))
    order = np.lexsort((owner, losses.row))
    claim_row, claim_case, claim_amount = losses.row[order], owner[order], losses.amount[order]
    by_out = np.lexsort((ledger.piece_out_offset, ledger.piece_out))
    until = int(pieces.row.max(initial=-1)) + 1
    since = _reached(ledger.sender, ledger.receiver, limits.stop, claim_row, until)
    moves, claims, ends = _trace(
        ledger.sender,
        ledger.amount,
        ledger.arrive,
        ledger.out_start,
        ledger.out_row,
        ledger.out_pos,
        ledger.out_balance,
        ledger.in_start,
        ledger.in_row,
        ledger.special,
        ledger.piece_in[by_out],
        ledger.piece_offset[by_out],
        ledger.piece_amount[by_out],
        ledger.piece_out[by_out],
        ledger.piece_out_offset[by_out],
        limits.stop,
        since,
        claim_row,
        claim_case,
        claim_amount,
        losses.last,
        limits.hops,
        pieces.asked,
        pieces.row,
        pieces.offset,
        pieces.amount,
    )
    kept = np.flatnonzero(pieces.rest)
    rest = (
        kept,
        np.full(len(kept), -1, np.int64),
        pieces.rest[kept],
        np.full(len(kept), OPENING, np.int8),
        np.zeros(len(kept), np.uint8),
    )
    joined = (np.concatenate((ends[column], rest[column])) for column in range(len(rest)))
    return _conserved(pieces, Origins(*moves, *claims, *joined))


def _conserved(pieces: Pieces, found: Origins) -> Origins:
    want, have = pieces.rest.copy(), np.zeros(len(pieces.rest), np.int64)
    np.add.at(want, pieces.asked, pieces.amount)
    np.add.at(have, found.end_asked, found.end_amount)
    if (wrong := np.flatnonzero(want != have)).size or (found.end_amount <= 0).any():
        one = int(wrong[0]) if wrong.size else -1
        raise ConservationError(f"account {one}: {want[one]} tiyn asked about, {have[one]} accounted for")
    return found


@njit(cache=True, nogil=True)
def _reached(sender, receiver, stop, claim_row, until):  # type: ignore[no-untyped-def]
    """The first row by which any case's money may have come to each account; NEVER when none can."""
    since = np.full(len(stop), NEVER, np.int64)
    claim = 0
    if len(claim_row) == 0:
        return since
    for row in range(claim_row[0], until):
        while claim < len(claim_row) and claim_row[claim] < row:
            claim += 1
        named = claim < len(claim_row) and claim_row[claim] == row
        if since[receiver[row]] == NEVER and (named or (since[sender[row]] < row and not stop[sender[row]])):
            since[receiver[row]] = row
    return since


@njit(cache=True, nogil=True)
def _met(case, move, m_row, m_offset, m_parent, claim_row, claim_case, claim_amount):  # type: ignore[no-untyped-def]
    """Whether a case's loss stands on the way from a move on to the account asked about."""
    while move >= 0:
        claim = np.searchsorted(claim_row, m_row[move])
        while claim < len(claim_row) and claim_row[claim] == m_row[move]:
            if claim_case[claim] == case and claim_amount[claim] > m_offset[move]:
                return True
            claim += 1
        move = m_parent[move]
    return False


@njit(cache=True, nogil=True)
def _source(  # type: ignore[no-untyped-def]
    payer, row, offset, piece, arrive, amount, out_row, out_pos, out_start, in_start, in_row, special,
    piece_in, piece_offset, piece_amount, piece_out, piece_out_offset,
):  # fmt: skip
    """Where the front of a piece of a row comes from: arriving row (-1: none), offset in it, and how much of the piece
    that explains (at least 1 tiyn)."""
    if special[payer]:
        part = np.searchsorted(piece_out, row)
        while part < len(piece_out) and piece_out[part] == row:
            low, high = piece_out_offset[part], piece_out_offset[part] + piece_amount[part]
            if low <= offset < high:
                return np.int64(piece_in[part]), piece_offset[part] + offset - low, min(piece, high - offset)
            if low > offset:
                return np.int64(-1), np.int64(0), min(piece, low - offset)
            part += 1
        return np.int64(-1), np.int64(0), piece
    place = out_start[payer] + np.searchsorted(out_row[out_start[payer] : out_start[payer + 1]], row)
    at = out_pos[place] + offset
    low, high = in_start[payer], in_start[payer + 1]
    while low < high:  # the first arriving row that lies beyond
        middle = (low + high) >> 1
        if arrive[in_row[middle]] <= at:
            low = middle + 1
        else:
            high = middle
    if low > in_start[payer]:
        came = in_row[low - 1]
        if at < arrive[came] + amount[came]:
            return np.int64(came), at - arrive[came], min(piece, arrive[came] + amount[came] - at)
    if low < in_start[payer + 1]:
        piece = min(piece, arrive[in_row[low]] - at)
    return np.int64(-1), np.int64(0), piece


@njit(cache=True, nogil=True)
def _trace(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915 - one loop: its growing arrays cannot be shared
    sender,
    amount,
    arrive,
    out_start,
    out_row,
    out_pos,
    out_balance,
    in_start,
    in_row,
    special,
    piece_in,
    piece_offset,
    piece_amount,
    piece_out,
    piece_out_offset,
    stop,
    since,
    claim_row,
    claim_case,
    claim_amount,
    last,
    hops,
    start_asked,
    start_row,
    start_offset,
    start_amount,
):
    moves = len(start_row)
    room = max(64, 2 * moves)
    m_asked, m_row, m_offset = np.empty(room, np.int64), np.empty(room, np.int32), np.empty(room, np.int64)
    m_amount, m_depth, m_parent = np.empty(room, np.int64), np.empty(room, np.int32), np.empty(room, np.int64)
    m_top, m_claimed = np.empty(room, np.int32), np.zeros(room, np.uint8)
    m_asked[:moves], m_row[:moves], m_offset[:moves] = start_asked, start_row, start_offset
    m_amount[:moves], m_depth[:moves], m_parent[:moves], m_top[:moves] = start_amount, 1, -1, start_row
    c_move, c_case, c_late = np.empty(64, np.int64), np.empty(64, np.int32), np.empty(64, np.uint8)
    e_asked, e_move, e_amount = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    e_kind, e_claimed = np.empty(64, np.int8), np.empty(64, np.uint8)
    done = claims = ends = 0
    while done < moves:
        row, offset, piece = m_row[done], m_offset[done], m_amount[done]
        first = np.searchsorted(claim_row, row)
        end = first
        while end < len(claim_row) and claim_row[end] == row:  # a piece lies wholly inside a claim, or wholly outside
            inside = claim_amount[end] - offset
            if 0 < inside < piece:
                piece = inside
            end += 1
        if piece < m_amount[done]:
            if moves == len(m_row):
                m_asked, m_row, m_offset, m_amount = grown(m_asked), grown(m_row), grown(m_offset), grown(m_amount)
                m_depth, m_parent, m_top, m_claimed = grown(m_depth), grown(m_parent), grown(m_top), grown(m_claimed)
            m_asked[moves], m_row[moves], m_offset[moves] = m_asked[done], row, offset + piece
            m_amount[moves], m_depth[moves], m_parent[moves] = m_amount[done] - piece, m_depth[done], m_parent[done]
            m_top[moves], m_claimed[moves] = m_top[done], m_claimed[done]
            moves += 1
            m_amount[done] = piece
        for claim in range(first, end):
            case = claim_case[claim]
            if claim_amount[claim] <= offset or _met(
                case, m_parent[done], m_row, m_offset, m_parent, claim_row, claim_case, claim_amount
            ):
                continue
            if claims == len(c_move):
                c_move, c_case, c_late = grown(c_move), grown(c_case), grown(c_late)
            late = m_top[done] >= last[case]
            c_move[claims], c_case[claims], c_late[claims] = done, case, late
            claims += 1
            if not late:
                m_claimed[done] = 1
        payer = sender[row]
        kind = -1
        if stop[payer]:
            kind = STOP
        elif since[payer] >= row:
            kind = ELSE
        elif m_depth[done] >= hops:
            kind = LIMIT
        short = np.int64(0)
        if kind < 0:
            place = out_start[payer] + np.searchsorted(out_row[out_start[payer] : out_start[payer + 1]], row)
            short = out_balance[place]
        while piece > 0:
            came, at, part, why = np.int64(-1), np.int64(0), piece, int(kind)
            if kind < 0:
                came, at, part = _source(
                    payer, row, offset, piece, arrive, amount, out_row, out_pos, out_start, in_start, in_row, special,
                    piece_in, piece_offset, piece_amount, piece_out, piece_out_offset,
                )  # fmt: skip
                if came < 0 and offset < short < offset + part:
                    part = short - offset
                why = UNSEEN if offset >= short else OPENING
                if 0 <= came < since[payer]:
                    why, came = ELSE, np.int64(-1)
            if came < 0:
                if ends == len(e_move):
                    e_asked, e_move, e_amount = grown(e_asked), grown(e_move), grown(e_amount)
                    e_kind, e_claimed = grown(e_kind), grown(e_claimed)
                e_asked[ends], e_move[ends], e_amount[ends] = m_asked[done], done, part
                e_kind[ends], e_claimed[ends] = why, m_claimed[done]
                ends += 1
            else:
                if moves == len(m_row):
                    m_asked, m_row, m_offset, m_amount = grown(m_asked), grown(m_row), grown(m_offset), grown(m_amount)
                    m_depth, m_parent = grown(m_depth), grown(m_parent)
                    m_top, m_claimed = grown(m_top), grown(m_claimed)
                m_asked[moves], m_row[moves], m_offset[moves] = m_asked[done], came, at
                m_amount[moves], m_depth[moves], m_parent[moves] = part, m_depth[done] + 1, done
                m_top[moves], m_claimed[moves] = m_top[done], m_claimed[done]
                moves += 1
            offset += part
            piece -= part
        done += 1
    return (
        (m_asked[:moves], m_row[:moves], m_offset[:moves], m_amount[:moves], m_depth[:moves], m_parent[:moves]),
        (c_move[:claims], c_case[:claims], c_late[:claims]),
        (e_asked[:ends], e_move[:ends], e_amount[:ends], e_kind[:ends], e_claimed[:ends]),
    )
