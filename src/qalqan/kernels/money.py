"""A ledger as sorted columns, and the one shape in which every rule of tracing answers.

Rows stand in the total order (time, source order, id); a row's number is its place in that order. Accounts are
numbers 0…A-1. Money is int64 tiyn.

FIFO in coordinates. Each account keeps two running sums in the ledger's order: ``I`` of all that came in
(opening balance first) and ``O`` of all that left. A row arriving when the sum is I occupies the coordinates
[I, I+amount) of its receiver; a row leaving when the sum is O takes [O, O+amount) of its sender. Where an
outflow would take more than is there, I is raised to O first: unseen untainted inflow at that moment. First
in, first out then says simply that a tenge at coordinate x leaves by the row whose interval holds x (Clayton's
Case, 1816). The sums do not depend on any case, so they are computed once and a trace costs as much as
its answer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

I8 = npt.NDArray[np.int8]
U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ledger:
    """N rows and A accounts, indexed by sender and receiver.

    at: microseconds (N). sender, receiver: account (N). amount: tiyn, above 0 (N). original: the row that this
    row takes back, or -1 (N). arrive: coordinate I of the row at its receiver (N).
    out_start (A+1), out_row, out_pos, out_balance (N): rows by sender in order, the coordinate O of each, and
    what was on the account just before it. in_start (A+1), in_row, in_sum (N): rows by receiver in order and
    the seen inflow before each, openings and shortfalls left out.
    special (A): 1 when a row takes back an earlier one out of this account, so that its money does not
    leave in plain order; then piece_in, piece_offset, piece_amount, piece_out, piece_out_offset (P) say which part
    of which arriving row left by which row, sorted by arriving row and offset.
    """

    at: I64
    sender: I32
    receiver: I32
    amount: I64
    original: I32
    arrive: I64
    out_start: I64
    out_row: I32
    out_pos: I64
    out_balance: I64
    in_start: I64
    in_row: I32
    in_sum: I64
    special: U8
    piece_in: I32
    piece_offset: I64
    piece_amount: I64
    piece_out: I32
    piece_out_offset: I64

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.amount)

    @property
    def accounts(self) -> int:
        """Number of accounts."""
        return len(self.special)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """All columns by name, for keeping them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def row_at(self, moment: int) -> int:
        """The first row later than a moment (microseconds): all rows before it have happened by then."""
        return int(np.searchsorted(self.at, moment, side="right"))


@dataclass(frozen=True, slots=True)
class Losses:
    """What is traced: for case c the rows ``row[start[c]:start[c+1]]`` with the sums lost by them.

    last (C): rows from this one on are after the case's horizon. seen (C): rows from this one on are after
    the moment of the picture (seen ≥ last; what lies between was cut by the window).
    """

    start: I64
    row: I32
    amount: I64
    last: I64
    seen: I64


@dataclass(frozen=True, slots=True)
class Limits:
    """At most ``hops`` transfers; pieces below ``smallest`` tiyn stay; ``stop`` (A) marks end points."""

    hops: int
    smallest: int
    stop: U8


@dataclass(frozen=True, slots=True)
class Flow:
    """The answer of a rule.

    Moves, a row each: case, row, offset of the piece in the row (-1 where the rule knows none), amount, hop
    from 1, parent (the move it came by, -1 for a loss). Places, a row each: case, account, came (sum in), left (sum
    still there), hop (fewest), first (row of the first arrival). cut (C, 4): sums that stayed because of the
    limits: hops, smallest, window, and returned money that a later loss of the same case would have taken.
    """

    move_case: I32
    move_row: I32
    move_offset: I64
    move_amount: I64
    move_hop: I32
    move_parent: I64
    place_case: I32
    place_account: I32
    place_came: I64
    place_left: I64
    place_hop: I32
    place_first: I32
    cut: I64


def flow_of(moves: tuple[Any, ...], places: tuple[Any, ...], cut: I64) -> Flow:
    """The flow of a kernel's columns: six of moves, six of places."""
    (case, row, offset, amount, hop, parent), (of, account, came, left, least, first) = moves, places
    return Flow(case, row, offset, amount, hop, parent, of, account, came, left, least, first, cut)


class ConservationError(AssertionError):
    """A result in which money appeared or vanished: a fault of the program, never of the data."""


def conserve(losses: Losses, flow: Flow) -> Flow:
    """The flow, when what is left of every case equals what it lost up to its horizon, to the tiyn.

    Raises ConservationError otherwise, naming the case's number.
    """
    cases = len(losses.last)
    if cases == 1:  # the same in fewer words: one case is asked for most
        counted = losses.row < losses.last[0]
        lost, left = losses.amount[counted].sum(keepdims=True), flow.place_left.sum(keepdims=True)
    else:
        lost, left = _sums(losses, flow)
    if (wrong := np.flatnonzero(lost != left)).size or (flow.place_left < 0).any():
        case = int(wrong[0]) if wrong.size else int(flow.place_case[flow.place_left < 0][0])
        raise ConservationError(f"case {case}: lost {lost[case]} tiyn, accounted for {left[case]}")
    return flow


def _sums(losses: Losses, flow: Flow) -> tuple[I64, I64]:
    """What each case lost up to its horizon, and what is accounted for (C)."""
    cases = len(losses.last)
    owner = np.repeat(np.arange(cases), np.diff(losses.start))
    counted = losses.row < losses.last[owner]
    lost, left = np.zeros(cases, np.int64), np.zeros(cases, np.int64)
    np.add.at(lost, owner[counted], losses.amount[counted])
    np.add.at(left, flow.place_case, flow.place_left)
    return lost, left
