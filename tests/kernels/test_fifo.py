"""FIFO against hand-worked examples and a plain queue."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from hypothesis import given
from tests.kernels.ledgers import Small, ledger_of, limits_of, losses_of, queue_fifo, small_ledgers

from qalqan.kernels import fifo

V, A, B, C = 0, 1, 2, 3


def left(small: Small, case: int = 0, **limits: int) -> dict[int, int]:
    flow = fifo.trace(ledger_of(small), losses_of(small), limits_of(small, **limits))
    mine = (flow.place_case == case) & (flow.place_left > 0)
    return dict(zip(flow.place_account[mine].tolist(), flow.place_left[mine].tolist(), strict=True))


def test_chain_of_the_reference() -> None:
    small = Small([(V, A, 100, False), (A, B, 60, False), (B, C, 40, False)], [[(0, 100)]], 4)
    assert left(small) == {A: 40, B: 20, C: 40}


def test_opening_leaves_first() -> None:
    small = Small([(V, A, 100, False), (A, B, 60, False), (B, C, 40, False)], [[(0, 100)]], 4, {A: 50})
    assert left(small) == {A: 90, B: 10}


def test_shortfall_is_unseen_clean_money() -> None:
    small = Small([(V, A, 100, False), (A, B, 150, False), (C, A, 30, False), (A, C, 30, False)], [[(0, 100)]], 4)
    assert left(small) == {B: 100}


def test_loss_is_in_full_whatever_was_on_the_account() -> None:
    small = Small([(B, V, 70, False), (V, A, 100, False)], [[(0, 70)], [(1, 100)]], 4)
    assert left(small, 0) == {A: 70}
    assert left(small, 1) == {A: 100}


def test_money_that_came_back_is_not_lost_twice() -> None:
    small = Small([(V, A, 100, False), (A, V, 100, False), (V, A, 200, False)], [[(0, 100), (2, 200)]], 4)
    assert left(small) == {V: 100, A: 200}


def test_two_victims_keep_their_money_apart() -> None:
    rows = [(0, 2, 50, False), (1, 2, 50, False), (2, 3, 70, False)]
    small = Small(rows, [[(0, 50)], [(1, 50)]], 4)
    assert left(small, 0) == {3: 50}
    assert left(small, 1) == {2: 30, 3: 20}


def test_reversal_returns_the_very_money() -> None:
    rows = [(B, A, 40, False), (V, A, 100, False), (A, V, 100, True), (A, C, 40, False)]
    assert left(Small(rows, [[(1, 100)]], 4)) == {V: 100}


def test_end_point_keeps_what_arrives() -> None:
    small = Small([(V, A, 100, False), (A, B, 100, False), (B, C, 100, False)], [[(0, 100)]], 4, stop={B})
    assert left(small) == {B: 100}


def test_limits_stay_and_are_reported() -> None:
    small = Small([(V, A, 100, False), (A, B, 60, False), (B, C, 5, False)], [[(0, 100)]], 4)
    assert left(small, smallest=10) == {A: 40, B: 60}
    assert left(small, hops=1) == {A: 100}
    flow = fifo.trace(ledger_of(small), losses_of(small, last=1, seen=3), limits_of(small))
    assert flow.cut.tolist() == [[0, 0, 60, 0]]


@given(small_ledgers())
def test_equals_a_plain_queue(small: Small) -> None:
    flow = fifo.trace(ledger_of(small), losses_of(small), limits_of(small))
    for case in range(len(small.losses)):
        kept, moved = queue_fifo(small, case)
        assert left(small, case) == kept
        rows: dict[int, int] = defaultdict(int)
        mine = flow.move_case == case
        for row, amount in zip(flow.move_row[mine].tolist(), flow.move_amount[mine].tolist(), strict=True):
            rows[row] += amount
        assert rows == moved
    assert (flow.move_amount > 0).all()
    assert flow.place_left.dtype == np.int64
