"""Backwards beside forwards: every case's money on every account, to the tiyn."""

from __future__ import annotations

import os
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernels.ledgers import Small, ledger_of, limits_of, losses_of, small_ledgers
from tests.kernels.worlds import draw_world, kernel_side

from qalqan.kernels import backward, fifo
from qalqan.kernels.backward import ELSE, LIMIT, OPENING, STOP, UNSEEN, Origins
from qalqan.kernels.backward_start import Pieces, came, standing
from qalqan.kernels.money import I32, I64, ConservationError, Ledger, Limits, Losses

V, A, B, C = 0, 1, 2, 3
LEDGERS = settings(max_examples=10_000 if os.environ.get("QALQAN_ACCEPTANCE") == "1" else 150)
Openings = tuple[I64, I32, I64] | tuple[()]


def everywhere(ledger: Ledger, losses: Losses, limits: Limits, *, through: bool, openings: Openings = ()) -> Origins:
    """The origins of all accounts' money, at the moment of the losses' picture."""
    every = np.arange(ledger.accounts, dtype=np.int64)
    seen = np.full(len(every), losses.seen[0], np.int64)
    pieces = came(ledger, every, seen) if through else standing(ledger, limits.stop, every, seen, *openings)
    return backward.trace(ledger, losses, limits, pieces)


def by_case(found: Origins) -> dict[tuple[int, int], int]:
    """(case, account) → tiyn."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for move, case, late in zip(found.claim_move, found.claim_case, found.claim_late, strict=True):
        if not late:
            sums[int(case), int(found.move_asked[move])] += int(found.move_amount[move])
    return dict(sums)


def agree(ledger: Ledger, losses: Losses, limits: Limits) -> None:
    """Forward and backward say the same; forward keeps on the payer's account what a later loss had named anew."""
    flow = fifo.trace(ledger, losses, limits)
    cases, accounts = flow.place_case.tolist(), flow.place_account.tolist()
    keys = list(zip(cases, accounts, strict=True))
    back = by_case(everywhere(ledger, losses, limits, through=True))
    assert back == dict(zip(keys, flow.place_came.tolist(), strict=True))
    still = by_case(everywhere(ledger, losses, limits, through=False))
    left = dict(zip(keys, flow.place_left.tolist(), strict=True))
    assert still.keys() <= left.keys()
    kept: dict[int, int] = defaultdict(int)
    payers = {(case, int(ledger.sender[row])) for case, row in _named(losses)}
    for key, tiyn in left.items():
        more = tiyn - still.get(key, 0)
        assert more >= 0
        assert not more or key in payers
        kept[key[0]] += more
    assert [kept[case] for case in range(len(losses.last))] == flow.cut[:, 3].tolist()


def _named(losses: Losses) -> list[tuple[int, int]]:
    owner = np.repeat(np.arange(len(losses.last)), np.diff(losses.start))
    return list(zip(owner.tolist(), losses.row.tolist(), strict=True))


@given(small_ledgers(rows=18))
@LEDGERS
def test_backward_finds_what_forward_left(small: Small) -> None:
    agree(ledger_of(small), losses_of(small), limits_of(small))


@given(st.data())
@LEDGERS
def test_backward_agrees_with_ties_cycles_and_big_sums(data: st.DataObject) -> None:
    ledger, losses, limits = kernel_side(draw_world(lambda low, high: data.draw(st.integers(low, high)), 16, False))
    agree(ledger, losses, limits)


@given(small_ledgers(rows=18), st.integers(0, 18))
@LEDGERS
def test_every_tiyn_has_one_end(small: Small, seen: int) -> None:
    ledger, limits = ledger_of(small), limits_of(small)
    losses = losses_of(small, seen, seen)
    known = sorted(small.openings)
    openings = (np.zeros(len(known), np.int64), np.array(known, np.int32), np.array([small.openings[a] for a in known]))
    found = everywhere(ledger, losses, limits, through=False, openings=openings)
    balance = {a: small.openings.get(a, 0) for a in range(small.accounts)}
    for payer, payee, amount, _ in small.rows[:seen]:
        balance[payer] = max(0, balance[payer] - amount) if payer not in small.stop else balance[payer]
        balance[payee] += amount
    ends = np.zeros(small.accounts, np.int64)
    np.add.at(ends, found.end_asked, found.end_amount)
    for account in set(range(small.accounts)) - small.stop:
        assert ends[account] == balance[account]
    claimed = np.zeros(small.accounts, np.int64)
    np.add.at(claimed, found.end_asked[found.end_claimed == 1], found.end_amount[found.end_claimed == 1])
    sums = by_case(found)
    for account in range(small.accounts):
        mine = [tiyn for (_, where), tiyn in sums.items() if where == account]
        assert max(mine, default=0) <= claimed[account] <= sum(mine)


def whose(rows: list[tuple[int, int, int, bool]], account: int, **more: object) -> Origins:
    small = Small(rows, [[(0, rows[0][2])]], 5, **more)  # type: ignore[arg-type]
    ledger, losses, limits = ledger_of(small), losses_of(small), limits_of(small)
    known = sorted(small.openings)
    openings = (np.zeros(len(known), np.int64), np.array(known, np.int32), np.array([small.openings[a] for a in known]))
    one, seen = np.array([account], np.int64), np.array([len(rows)], np.int64)
    return backward.trace(ledger, losses, limits, standing(ledger, limits.stop, one, seen, *openings))


def test_the_way_back_names_its_rows() -> None:
    found = whose([(V, A, 100, False), (A, B, 60, False), (B, C, 40, False)], C)
    assert by_case(found) == {(0, 0): 40}
    assert found.path(int(found.claim_move[0])) == [0, 1, 2]


def test_what_is_nobodys_says_where_it_came_from() -> None:
    rows = [(V, A, 10, False), (4, A, 5, False), (A, B, 40, False), (3, B, 7, False)]
    found = whose(rows, B, openings={A: 15, B: 2}, stop={4})
    # of the 40 A paid: its 15 at first, the victim's 10, 5 from an end point, 10 nobody saw coming
    claimed = found.end_claimed == 1
    assert found.end_amount[claimed].sum() == 10
    sums = {kind: found.end_amount[(found.end_kind == kind) & ~claimed].tolist() for kind in range(5)}
    assert sums == {UNSEEN: [10], OPENING: [15, 2], STOP: [5], ELSE: [7], LIMIT: []}


def test_money_out_of_an_end_point_is_not_followed_back() -> None:
    found = whose([(V, A, 10, False), (A, 4, 10, False), (4, B, 10, False)], B, stop={4})
    assert found.end_kind.tolist() == [STOP]
    assert by_case(found) == {}


def test_two_cases_may_claim_one_tenge() -> None:
    small = Small([(V, A, 10, False), (A, B, 10, False)], [[(0, 10)], [(1, 10)]], 3)
    found = everywhere(ledger_of(small), losses_of(small), limits_of(small), through=False)
    assert by_case(found) == {(0, B): 10, (1, B): 10}
    assert found.end_amount[found.end_asked == B].sum() == 10


def test_money_lost_again_counts_once() -> None:
    small = Small([(V, A, 10, False), (A, V, 10, False), (V, B, 10, False)], [[(0, 10), (2, 10)]], 3)
    assert by_case(everywhere(ledger_of(small), losses_of(small), limits_of(small), through=False)) == {(0, B): 10}


def test_a_way_longer_than_the_limit_is_said() -> None:
    small = Small([(V, A, 10, False), (A, B, 10, False), (B, C, 10, False)], [[(0, 10)]], 4)
    found = everywhere(ledger_of(small), losses_of(small), limits_of(small, hops=2), through=False)
    assert found.end_kind[found.end_asked == C].tolist() == [LIMIT]
    assert by_case(found) == {}


def test_money_that_moved_after_the_window_is_told_apart() -> None:
    small = Small([(V, A, 10, False), (A, B, 10, False)], [[(0, 10)]], 3)
    found = everywhere(ledger_of(small), losses_of(small, 1, 2), limits_of(small), through=False)
    assert found.claim_late.tolist() == [1]
    assert found.end_claimed.tolist() == [0]


def test_a_lower_stated_balance_says_what_left_unseen() -> None:
    small = Small([(V, A, 10, False), (B, A, 7, False)], [[(0, 10)]], 3)
    ledger = ledger_of(small)
    stated = (np.array([1], np.int64), np.array([A], np.int32), np.array([4], np.int64))
    found = standing(ledger, np.zeros(3, np.uint8), np.array([A]), np.array([2]), *stated)
    assert found.amount.tolist() == [10, 7]
    assert (found.rest.tolist(), found.missing.tolist()) == ([0], [6])


def test_a_sum_that_does_not_close_is_refused() -> None:
    small = Small([(V, A, 10, False)], [[(0, 10)]], 2)
    ledger = ledger_of(small)
    one, tiyn = np.zeros(1, np.int64), np.array([-1], np.int64)
    wrong = Pieces(one, np.zeros(1, np.int32), one, tiyn, one, one)
    with pytest.raises(ConservationError):
        backward.trace(ledger, losses_of(small), limits_of(small), wrong)
