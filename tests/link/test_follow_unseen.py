"""Money that may have gone on unseen raises the highs of listed accounts by what their own statements allow."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.link.transfers import case, cover, iban, loss, tables, transfer

from qalqan.link import follow, holds
from qalqan.settings import Settings

CASE = "250000000000001"
V, A, B, S, X = (iban(number) for number in range(1, 6))
ATM = "ATM270004"
Told = dict[str, tuple[int, int, int, int]]  # low, likely, high, of it unseen


def made(rows: list[dict[str, object]], covers: list[dict[str, object]]) -> tuple[Told, pl.DataFrame]:
    world = tables(cases=[case(CASE, 300)], losses=[loss(CASE, 1, 100_00)], transactions=rows, coverage=covers)
    for name, frame in follow.run(world, Settings()).items():
        world.put(name, frame)
    columns = ("account", "remaining_low_tiyn", "remaining_tiyn", "remaining_high_tiyn", "high_unseen_tiyn")
    told = {row[0]: row[1:] for row in world["trails"].select(columns).iter_rows()}
    return told, holds.run(world, Settings())["holds"]


ROWS = [
    transfer(1, 0, V, A, 100_00),
    transfer(2, 5, A, B, 60_00),
    transfer(3, 6, A, S, 25_00),
    transfer(4, 7, A, ATM, 15_00, operation="Снятие наличных в банкомате"),
]


def test_what_a_silent_account_got_may_be_at_an_end_point() -> None:
    """B does not answer; the machine may have paid B's 60 to a stranger's card. S answers, and got nothing later."""
    told, held = made(ROWS, [cover(V), cover(A, opening_tiyn=0), cover(S, opening_tiyn=0)])
    assert told[ATM] == (15_00, 15_00, 75_00, 60_00)
    assert told[S] == (25_00, 25_00, 25_00, 0)
    assert told[A] == (0, 0, 0, 0)
    assert told[B] == (0, 60_00, 60_00, 0)
    assert A not in held["account"].to_list()


def test_a_statement_limits_what_may_have_come_unseen() -> None:
    late = transfer(5, 60, X, S, 20_00)
    told, _ = made([*ROWS, late], [cover(V), cover(A, opening_tiyn=0), cover(S, opening_tiyn=0)])
    assert told[S] == (25_00, 25_00, 45_00, 20_00)
    gone = transfer(6, 90, S, V, 45_00)
    told, _ = made([*ROWS, late, gone], [cover(V), cover(A, opening_tiyn=0), cover(S, opening_tiyn=0)])
    assert told[S] == (0, 0, 0, 0)


def test_with_all_answers_nothing_is_unseen() -> None:
    told, _ = made(ROWS, [cover(V), *(cover(one, opening_tiyn=0) for one in (A, B, S))])
    assert {name: row[3] for name, row in told.items()} == {A: 0, B: 0, S: 0, ATM: 0}
    assert told[B] == (60_00, 60_00, 60_00, 0)


def test_two_silent_accounts_may_have_paid_each_other() -> None:
    rows = [transfer(1, 0, V, A, 100_00), transfer(2, 5, A, B, 60_00), transfer(3, 6, A, S, 40_00)]
    told, _ = made(rows, [cover(V), cover(A, opening_tiyn=0)])
    assert (told[B], told[S]) == ((0, 60_00, 100_00, 40_00), (0, 40_00, 100_00, 60_00))


@given(
    st.lists(st.tuples(st.sampled_from("ABSX"), st.sampled_from("ABSX"), st.integers(1, 50)), max_size=14),
    st.sets(st.sampled_from("ABSX"), max_size=3),
)
def test_the_truth_lies_within_when_rows_of_silent_accounts_are_hidden(
    moves: list[tuple[str, str, int]], silent: set[str]
) -> None:
    """All rows tell the truth; a row between two silent accounts stands in no statement."""
    names = {"A": A, "B": B, "S": S, "X": X}
    rows = [transfer(1, 0, V, A, 100_00)] + [
        transfer(number, number, names[payer], names[payee], tiyn * 1_00)
        for number, (payer, payee, tiyn) in enumerate(moves, 2)
        if payer != payee
    ]
    shown = [row for row in rows if {row["from"], row["to"]} - {names[one] for one in silent}]
    every = [cover(names[one], opening_tiyn=0) for one in "ABSX"]
    truth, _ = made(rows, [cover(V), *every])
    told, _ = made(shown, [cover(V), *(cover(names[one], opening_tiyn=0) for one in "ABSX" if one not in silent)])
    for name, (low, likely, high, unseen) in told.items():
        true = truth[name][1] if name in truth else 0
        assert low <= true <= high, name
        assert 0 <= unseen <= high
        assert low <= likely <= high
