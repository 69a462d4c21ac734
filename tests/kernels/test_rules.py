"""Haircut, LIFO and poison: hand-worked sums, conservation, and the same plain walks in slow words."""

from __future__ import annotations

from collections import defaultdict
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernels.ledgers import Small, ledger_of, limits_of, losses_of, small_ledgers

from qalqan.kernels import fifo, haircut, lifo, poison
from qalqan.kernels.money_walk import share

V, A, B, C = 0, 1, 2, 3


def left(rule: ModuleType, small: Small, case: int = 0) -> dict[int, int]:
    flow = rule.trace(ledger_of(small), losses_of(small), limits_of(small))
    mine = (flow.place_case == case) & (flow.place_left > 0)
    return dict(zip(flow.place_account[mine].tolist(), flow.place_left[mine].tolist(), strict=True))


def test_haircut_takes_the_share_rounded_down() -> None:
    small = Small([(B, A, 200, False), (V, A, 100, False), (A, C, 50, False)], [[(1, 100)]], 4)
    assert left(haircut, small) == {A: 84, C: 16}


def test_lifo_takes_the_newest() -> None:
    small = Small([(B, A, 200, False), (V, A, 100, False), (B, A, 20, False), (A, C, 50, False)], [[(1, 100)]], 4)
    assert left(lifo, small) == {A: 70, C: 30}


def test_poison_reaches_every_contact() -> None:
    rows = [(B, A, 200, False), (V, A, 100, False), (A, B, 150, False), (A, C, 1, False)]
    flow = poison.trace(
        ledger_of(Small(rows, [[(1, 100)]], 4)), losses_of(Small(rows, [[(1, 100)]], 4)), limits_of(Small(rows, [], 4))
    )
    assert dict(zip(flow.place_account.tolist(), flow.place_left.tolist(), strict=True)) == {A: 0, B: 100, C: 0}


@pytest.mark.parametrize("rule", [haircut, lifo])
def test_reversal_gives_back(rule: ModuleType) -> None:
    rows = [(B, A, 40, False), (V, A, 100, False), (C, A, 30, False), (A, V, 100, True), (A, C, 40, False)]
    assert left(rule, Small(rows, [[(1, 100)]], 4)) == {V: 100}


@pytest.mark.parametrize("rule", [fifo, haircut, lifo, poison])
@pytest.mark.parametrize(("payees", "times"), [(2, 900), (900, 1), (30, 60)])
def test_many_moves_or_places_outgrow_the_tables(rule: ModuleType, payees: int, times: int) -> None:
    rows = [(V, A, 10_000, False)] + [(A, 2 + number % payees, 5, False) for number in range(payees * times)]
    small = Small(rows, [[(0, 10_000)], [(0, 10_000)]], payees + 2)
    paid = 5 * payees * times
    for case in (0, 1):
        kept = left(rule, small, case)
        assert kept.pop(A) == 10_000 - paid
        assert kept == dict.fromkeys(range(2, payees + 2), 5 * times)


@given(st.integers(0, 2**62 - 1), st.integers(0, 2**62 - 1), st.integers(1, 2**62 - 1))
def test_share_is_exact(part: int, amount: int, whole: int) -> None:
    part, amount = part % (whole + 1), amount % (whole + 1)
    assert share(part, amount, whole) == part * amount // whole


@given(small_ledgers())
def test_all_rules_conserve_and_stay_within_contact(small: Small) -> None:
    ledger, losses, limits = ledger_of(small), losses_of(small), limits_of(small)
    touched = poison.trace(ledger, losses, limits)
    contacts = set(zip(touched.place_case.tolist(), touched.place_account.tolist(), strict=True))
    for rule in (fifo, haircut, lifo):
        flow = rule.trace(ledger, losses, limits)
        assert set(zip(flow.place_case.tolist(), flow.place_account.tolist(), strict=True)) <= contacts
        for case, losses_ in enumerate(small.losses):
            assert flow.place_left[flow.place_case == case].sum() == sum(amount for _, amount in losses_)
        on_row = np.zeros((len(small.losses), ledger.rows), np.int64)
        np.add.at(on_row, (flow.move_case, flow.move_row), flow.move_amount)
        assert (on_row <= ledger.amount).all()


@given(small_ledgers(reversals=False))
def test_haircut_equals_a_plain_walk(small: Small) -> None:
    for case in range(len(small.losses)):
        assert left(haircut, small, case) == _plain_haircut(small, case)


def _plain_haircut(small: Small, case: int) -> dict[int, int]:
    own = dict(small.losses[case])
    full = {a: small.openings.get(a, 0) for a in range(small.accounts)}
    mine: dict[int, int] = defaultdict(int)
    for row, (payer, payee, amount, _) in enumerate(small.rows):
        whole = max(full[payer], mine[payer], amount)
        free = amount - own.get(row, 0)
        moved = 0 if payer in small.stop else mine[payer] * free // whole
        mine[payer] -= moved
        full[payer] = max(full[payer], amount) - amount
        mine[payee] += moved + own.get(row, 0)
        full[payee] += amount
    return {account: sum_ for account, sum_ in mine.items() if sum_}


@given(small_ledgers())
def test_lifo_equals_a_plain_stack(small: Small) -> None:
    for case in range(len(small.losses)):
        assert left(lifo, small, case) == _plain_lifo(small, case)


def _plain_lifo(small: Small, case: int) -> dict[int, int]:
    own = dict(small.losses[case])
    back = ledger_of(small).original
    stacks: dict[int, list[list[int]]] = {a: [[small.openings.get(a, 0), 0, -1]] for a in range(small.accounts)}
    kept: dict[int, int] = defaultdict(int)
    for row, (payer, payee, amount, _) in enumerate(small.rows):
        take, claimed, moved = amount, own.get(row, 0), 0
        stack = stacks[payer]
        wanted = [one for one in stack[::-1] if back[row] >= 0 and one[2] == back[row]]
        for parcel in [*wanted, *stack[::-1]]:
            part = min(take, parcel[0])
            held = min(part, claimed)
            claimed -= held
            take -= part
            parcel[0] -= part
            kept[payer] += held * parcel[1]
            moved += (part - held) * parcel[1]
        if payer in small.stop:
            moved = 0
        mine = moved + own.get(row, 0)
        if payee in small.stop:
            kept[payee] += mine
            mine = 0
        stacks[payee] += [[amount - mine, 0, row], [mine, 1, row]]
    for account, stack in stacks.items():
        kept[account] += sum(size for size, tainted, _ in stack if tainted)
    return {account: sum_ for account, sum_ in kept.items() if sum_}
