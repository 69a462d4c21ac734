"""Bounds: the example of the reference, chains, and every opening vector of tiny ledgers by brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.kernels.ledgers import Small, ledger_of, limits_of, losses_of, small_ledgers

from qalqan.kernels import fifo
from qalqan.kernels.bounds import Known, Range, bounds

V, A, B, C = 0, 1, 2, 3
EVER = 2**61


def known(small: Small, gap: dict[int, int] | None = None, width: list[int] | None = None) -> Known:
    """All accounts covered for ever, or until the moment in ``gap``; openings stated where the ledger has them."""
    accounts = range(small.accounts)
    ends = [(gap or {}).get(a, EVER) for a in accounts]
    stated = [-EVER if a in small.openings else 2**62 for a in accounts]
    return Known(
        np.arange(small.accounts + 1, dtype=np.int64),
        np.full(small.accounts, -EVER, np.int64),
        np.array(ends, np.int64),
        np.array(stated, np.int64),
        np.ones(small.accounts, np.uint8),
        np.array(width or [0] * len(small.rows), np.int64),
        np.zeros(small.accounts, np.uint8),
    )


def ranges(small: Small, what: Known | None = None, most: int = 10_000) -> Range:
    losses = losses_of(small)
    flow = fifo.trace(ledger_of(small), losses, limits_of(small))
    horizon = np.full(len(small.losses), len(small.rows), np.int64)
    return bounds(ledger_of(small), losses, limits_of(small).stop, what or known(small), horizon, flow, most)


def of_case(found: Range, case: int = 0) -> dict[int, tuple[int, int]]:
    mine = found.case == case
    return {
        account: (low, high)
        for account, low, high in zip(
            found.account[mine].tolist(), found.low[mine].tolist(), found.high[mine].tolist(), strict=True
        )
    }


CHAIN = Small([(V, A, 100, False), (A, B, 60, False), (B, C, 40, False)], [[(0, 100)]], 4)


def test_chain_of_the_reference() -> None:
    assert of_case(ranges(CHAIN)) == {A: (40, 100), B: (0, 60), C: (0, 40)}


def test_known_openings_leave_no_range() -> None:
    assert of_case(ranges(replace(CHAIN, openings={A: 10, B: 0, C: 0}))) == {A: (50, 50), B: (20, 20), C: (30, 30)}


def test_known_first_account_narrows_the_second() -> None:
    assert of_case(ranges(replace(CHAIN, openings={A: 0}))) == {A: (40, 40), B: (20, 60), C: (0, 40)}


def test_after_the_cover_nothing_is_sure() -> None:
    assert of_case(ranges(CHAIN, known(CHAIN, gap={A: 2})))[A] == (0, 100)


def test_a_day_only_row_may_come_before_the_money() -> None:
    small = Small([(A, B, 60, False), (V, A, 100, False)], [[(1, 100)]], 3, {A: 0, B: 0})
    assert of_case(ranges(small)) == {A: (100, 100)}
    assert of_case(ranges(small, known(small, width=[86_399_999_999, 0]))) == {A: (40, 100), B: (0, 60)}


def vectors(small: Small, top: int) -> list[dict[int, int]]:
    free = [a for a in range(small.accounts) if a not in small.openings]
    steps = (0, 1, 7, 20, 60, top)
    return [dict(zip(free, each, strict=True)) for each in product(steps, repeat=len(free))]


@given(small_ledgers(rows=7), st.data())
def test_holds_every_opening_vector(small: Small, data: st.DataObject) -> None:
    found = ranges(small)
    free = vectors(small, 500)
    for openings in data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=10)):
        world = replace(small, openings=small.openings | openings)
        flow = fifo.trace(ledger_of(world), losses_of(world), limits_of(world))
        for case in range(len(small.losses)):
            held = of_case(found, case)
            mine = flow.place_case == case
            for account, left in zip(flow.place_account[mine].tolist(), flow.place_left[mine].tolist(), strict=True):
                low, high = held[account] if left else held.get(account, (0, 0))
                assert low <= left <= high
            for account, (low, _) in held.items():
                assert low <= int(flow.place_left[mine & (flow.place_account == account)].sum())


@given(small_ledgers(rows=7, reversals=False), st.integers(0, 3))
def test_a_short_walk_only_widens(small: Small, most: int) -> None:
    whole, short = ranges(small), ranges(small, most=most)
    for case in range(len(small.losses)):
        narrow, wide = of_case(whole, case), of_case(short, case)
        for account in narrow.keys() & wide.keys():
            assert wide[account][0] <= narrow[account][0]
            assert wide[account][1] >= narrow[account][1]


@st.composite
def chains(draw: st.DrawFn) -> Small:
    """A loss and one transfer a hop: each account has one arrival."""
    amounts = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    rows = [(hop, hop + 1, amount, False) for hop, amount in enumerate(amounts)]
    return Small(rows, [[(0, amounts[0])]], len(amounts) + 1)


@given(chains())
def test_chains_are_exact(small: Small) -> None:
    seen: dict[int, list[int]] = {account: [] for account in range(small.accounts)}
    for openings in product(range(7), repeat=small.accounts - 2):
        world = replace(small, openings=dict(enumerate(openings, start=1)))
        flow = fifo.trace(ledger_of(world), losses_of(world), limits_of(world))
        for account, sums in seen.items():
            sums.append(int(flow.place_left[flow.place_account == account].sum()))
    for account, (low, high) in of_case(ranges(small)).items():
        assert (low, high) == (min(seen[account]), max(seen[account]))


@given(small_ledgers(rows=10, reversals=False))
def test_all_known_means_no_width(small: Small) -> None:
    world = replace(small, openings={a: small.openings.get(a, 0) for a in range(small.accounts)})
    losers = {world.rows[row][0] for case in world.losses for row, _ in case}
    paid = {payee for _, payee, _, _ in world.rows}
    if losers & paid:  # money coming back to a victim is bounded, not certain
        return
    for case in range(len(world.losses)):
        assert all(low == high for low, high in of_case(ranges(world), case).values())
