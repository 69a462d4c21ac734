"""The kernels beside the slow oracle, to the tiyn.

Where the page of rules allows two readings (see `oracle`) the kernels are held to the second one; the first is
compared wherever both must agree: no reversal, no limit and no money that comes back to a victim who pays again.
A case is followed for itself: when a victim's loss row spends another victim's money, both cases count it.
"""

from __future__ import annotations

import os
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernels import oracle
from tests.kernels.oracle import Row
from tests.kernels.worlds import World, differences, draw_world, outside_bounds, outside_openings

ACCEPTANCE = os.environ.get("QALQAN_ACCEPTANCE") == "1"
LEDGERS = settings(max_examples=10_000 if ACCEPTANCE else 60)
TINY = settings(max_examples=1_000 if ACCEPTANCE else 60)
NO_LIMITS = oracle.Limits(None, 64, 1)
V, A, B, C = 0, 1, 2, 3


@st.composite
def worlds(draw: st.DrawFn, rows: int = 14, limited: bool = True, big: bool = True) -> World:
    return draw_world(lambda low, high: draw(st.integers(low, high)), rows, limited, big)


@given(worlds())
@LEDGERS
def test_kernels_equal_the_oracle(world: World) -> None:
    assert differences(world) == []


@given(worlds(rows=6, limited=False, big=False))
@TINY
def test_every_opening_vector_lies_within_the_bounds(world: World) -> None:
    assert outside_bounds(world)[0] == []


@given(worlds(limited=False), st.randoms(use_true_random=False))
@TINY
def test_random_openings_lie_within_the_bounds(world: World, told: random.Random) -> None:
    assert outside_openings(world, told.randint, 5)[0] == []


def test_the_oracle_works_the_example_of_the_reference() -> None:
    rows = [Row(0, 0, V, A, 100), Row(1, 1, A, B, 60), Row(2, 2, B, C, 40)]
    assert oracle.play(rows, {0: 0}, oracle.take_fifo).still == {(A, 0): 40, (B, 0): 20, (C, 0): 40}
    assert oracle.play(rows, {0: 0}, oracle.take_fifo, {A: 1000}).still == {(A, 0): 100}
    found = oracle.remaining_bounds(rows, {0: 0}, oracle.take_fifo, {V: 0, C: 0}, [A, B], values=range(0, 101, 5))
    assert found == {(A, 0): (40, 100), (B, 0): (0, 60), (C, 0): (0, 40)}


def test_two_victims_keep_their_money_apart() -> None:
    rows = [Row(0, 0, V, A, 50), Row(1, 0, B, A, 30), Row(2, 1, A, C, 60)]
    out = oracle.play(rows, {0: 0, 1: 1}, oracle.take_fifo)
    assert out.still == {(A, 1): 20, (C, 0): 50, (C, 1): 10}
    assert differences(World(4, tuple(rows), ((0,), (1,)), {}, frozenset(), NO_LIMITS)) == []


def test_lifo_reversal_of_a_transfer_older_than_the_money() -> None:
    rows = [Row(0, 0, B, A, 59), Row(1, 1, V, A, 14), Row(2, 2, A, B, 59, reverses=0)]
    assert differences(World(3, tuple(rows), ((1,),), {}, frozenset(), NO_LIMITS)) == []
    assert oracle.play(rows, {1: 0}, oracle.take_lifo).still == {(A, 0): 14}


def test_poison_spreads_however_little_is_left() -> None:
    rows = [Row(0, 0, V, A, 5), Row(1, 1, A, B, 900)]
    limits = oracle.Limits(None, 64, 100)
    assert set(oracle.poison(rows, {0: 0}, limits=limits)) == {(A, 0), (B, 0)}
    assert differences(World(3, tuple(rows), ((0,),), {}, frozenset(), limits)) == []


def test_haircut_cuts_the_same_money_off_once() -> None:
    rows = [Row(0, 0, V, A, 100), *(Row(n, n, source, to, 100) for n, (source, to) in enumerate([(A, B), (C, A)], 1))]
    rows += [Row(3, 3, A, B, 100)]
    limits = oracle.Limits(None, 1, 1)
    assert oracle.pro_rata(rows, [0], limits=limits) == ({A: 100}, 100)
    assert differences(World(4, tuple(rows), ((0,),), {}, frozenset(), limits)) == []
