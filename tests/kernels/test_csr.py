"""The index of a ledger beside a loop over its rows, whatever the blocks, stripes, threads and place of keeping."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import csr, csr_plan
from qalqan.kernels.csr import build
from qalqan.kernels.money import I32, I64, Ledger

Table = list[tuple[int, int, int]]
Openings = list[tuple[int, int, int]]
ACCOUNTS = 9


def by_hand(rows: Table, openings: Openings, accounts: int) -> dict[str, list[int]]:
    """The columns, each account a pair of running sums."""
    went, came, seen = [0] * accounts, [0] * accounts, [0] * accounts
    out: list[list[tuple[int, int, int]]] = [[] for _ in range(accounts)]
    coming: list[list[tuple[int, int]]] = [[] for _ in range(accounts)]
    arrive, waiting = [], list(openings)
    for number, (payer, payee, amount) in enumerate(rows):
        while waiting and waiting[0][0] <= number:
            _, account, there = waiting.pop(0)
            if came[account] - went[account] <= there:
                came[account] = went[account] + there
            else:
                went[account] = came[account] - there
        out[payer].append((number, went[payer], came[payer] - went[payer]))
        went[payer] += amount
        came[payer] = max(came[payer], went[payer])
        coming[payee].append((number, seen[payee]))
        arrive.append(came[payee])
        came[payee] += amount
        seen[payee] += amount
    leaving, landing = [one for mine in out for one in mine], [one for mine in coming for one in mine]
    return {
        "arrive": arrive,
        "out_start": np.cumsum([0, *map(len, out)]).tolist(),
        "out_row": [one[0] for one in leaving],
        "out_pos": [one[1] for one in leaving],
        "out_balance": [one[2] for one in leaving],
        "in_start": np.cumsum([0, *map(len, coming)]).tolist(),
        "in_row": [one[0] for one in landing],
        "in_sum": [one[1] for one in landing],
    }


def columns(rows: Table) -> tuple[I64, I32, I32, I64]:
    table = np.array(rows, np.int64).reshape(-1, 3)
    sides = table[:, 0].astype(np.int32), table[:, 1].astype(np.int32)
    return np.arange(len(rows), dtype=np.int64) // 3, *sides, table[:, 2].copy()


def built(rows: Table, openings: Openings, threads: int = 1, folder: Path | None = None) -> Ledger:
    when, whose, what = (np.array([one[place] for one in openings], np.int64) for place in range(3))
    opened = (when, whose.astype(np.int32), what)
    return build(*columns(rows), ACCOUNTS, None, *opened, threads=threads, folder=folder)


account = st.integers(0, ACCOUNTS - 1)
tables = st.lists(st.tuples(account, account, st.integers(1, 50)), max_size=40)
balances = st.lists(st.tuples(st.integers(0, 40), account, st.integers(0, 90)), max_size=6).map(sorted)


@given(tables, balances, st.sampled_from([1, 2, 3]), st.sampled_from([2, 6, 10_000]), st.sampled_from([8, 1 << 24]))
def test_equals_a_loop_over_the_rows(rows: Table, openings: Openings, threads: int, few: int, stripe: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csr, "SMALL", 0)
        patch.setattr(csr_plan, "EVENTS", few)
        patch.setattr(csr_plan, "AT_ONCE", (stripe, stripe))
        ledger = built(rows, openings, threads)
    for name, wanted in by_hand(rows, openings, ACCOUNTS).items():
        assert getattr(ledger, name).tolist() == wanted, name


def test_rows_beyond_one_chunk_on_three_threads() -> None:
    told = np.random.default_rng(5)
    count = csr.SMALL + 70_001
    sides = told.integers(0, 5_000, (2, count)).astype(np.int32)
    at, amount = np.arange(count, dtype=np.int64), told.integers(1, 10**9, count)
    one, three = (build(at, sides[0], sides[1], amount, 5_000, threads=threads) for threads in (1, 3))
    for name, column in one.arrays().items():
        assert (column == getattr(three, name)).all(), name
    places = one.in_row[one.in_start[17] : one.in_start[18]]
    assert places.tolist() == np.flatnonzero(sides[1] == 17).tolist()


def test_kept_in_a_folder_it_is_the_same(tmp_path: Path) -> None:
    rows, openings = [(0, 1, 30), (1, 2, 50), (2, 0, 5), (1, 1, 7)], [(1, 1, 10), (3, 1, 90)]
    inside, outside = built(rows, openings), built(rows, openings, folder=tmp_path)
    for name, column in inside.arrays().items():
        assert (column == getattr(outside, name)).all(), name
    assert np.load(tmp_path / "arrive.npy").tolist() == inside.arrive.tolist()
    assert np.load(tmp_path / "original.npy").tolist() == [-1] * 4


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [(0, -1, "order of time"), (1, ACCOUNTS, "out of range"), (2, -1, "out of range"), (3, 0, "above 0")],
)
def test_rows_that_are_no_ledger_are_refused(place: int, value: int, why: str) -> None:
    mine = columns([(0, 1, 30), (1, 2, 50)])
    mine[place][1] = value
    with pytest.raises(ValueError, match=why):
        build(*mine, ACCOUNTS)


def test_sums_that_do_not_fit_are_refused() -> None:
    at, sender, receiver, amount = columns([(0, 1, 1), (0, 1, 1)])
    amount[:] = 2**60
    with pytest.raises(ValueError, match="do not fit"):
        build(at, sender, receiver, amount, ACCOUNTS)
    amount[1] -= 1
    assert build(at, sender, receiver, amount, ACCOUNTS).in_sum.tolist() == [0, 2**60]
    with pytest.raises(ValueError, match="differ in length"):
        build(at[:1], sender, receiver, amount, ACCOUNTS)


@pytest.mark.parametrize(("whose", "what"), [(0, -1), (ACCOUNTS, 5), (-1, 5)])
def test_balances_of_no_account_are_refused(whose: int, what: int) -> None:
    with pytest.raises(ValueError, match="opening balance"):
        built([(0, 1, 30)], [(0, whose, what)])


def test_read_only_columns_will_do() -> None:
    mine = columns([(0, 1, 30), (1, 2, 20)])
    for column in mine:
        column.flags.writeable = False
    assert build(*mine, ACCOUNTS).arrive.tolist() == [0, 0]
