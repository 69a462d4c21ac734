"""Trails and hops of small, hand-worked cases."""

from __future__ import annotations

from tests.link.transfers import case, cover, iban, loss, tables, transfer

from qalqan.link import follow
from qalqan.settings import Settings

V, A, B, C = (iban(number) for number in range(1, 5))


def test_chain_of_the_reference() -> None:
    world = tables(
        cases=[case("250000000000001", 300)],
        losses=[loss("250000000000001", 1, 100_00)],
        transactions=[transfer(1, 0, V, A, 100_00), transfer(2, 5, A, B, 60_00), transfer(3, 9, B, C, 40_00)],
        coverage=[cover(V), cover(A), cover(B)],
    )
    made = follow.run(world, Settings())
    trails = made["trails"].sort("hop").select("account", "kind", "hop", "traced_in_tiyn", "remaining_tiyn").rows()
    assert trails == [
        (A, "account", 1, 100_00, 40_00),
        (B, "account", 2, 60_00, 20_00),
        (C, "frontier", 3, 40_00, 40_00),
    ]
    hops = made["hops"].select("seq", "from", "to", "amount_tiyn").rows()
    assert hops == [(1, V, A, 100_00), (2, A, B, 60_00), (3, B, C, 40_00)]


def ranges(covers: list[dict[str, object]]) -> dict[str, tuple[int, int, int]]:
    world = tables(
        cases=[case("250000000000001", 300)],
        losses=[loss("250000000000001", 2, 100_00)],
        transactions=[transfer(1, -9, A, C, 30_00), transfer(2, 0, V, A, 100_00), transfer(3, 5, A, B, 60_00)],
        coverage=[cover(V), *covers],
    )
    trails = follow.run(world, Settings())["trails"]
    columns = ("account", "remaining_low_tiyn", "remaining_tiyn", "remaining_high_tiyn")
    return {row[0]: row[1:] for row in trails.select(columns).iter_rows()}


def test_a_stated_balance_is_believed_when_the_rows_agree() -> None:
    assert ranges([cover(A, opening_tiyn=50_00)])[A] == (60_00, 60_00, 60_00)
    assert ranges([cover(A)])[A] == (40_00, 40_00, 100_00)


def test_a_balance_that_the_rows_overdraw_is_doubted() -> None:
    low, likely, high = ranges([cover(A, opening_tiyn=10_00)])[A]
    assert (low, likely, high) == (40_00, 40_00, 100_00)


def test_answers_that_contradict_each_other_leave_a_range() -> None:
    two = [cover(A, opening_tiyn=0), cover(A, opening_tiyn=50_00)]
    low, likely, high = ranges(two)[A]
    assert low <= 40_00
    assert (likely, high) == (60_00, 100_00)


def test_a_gap_in_the_answers_takes_the_low_away() -> None:
    assert ranges([cover(A, until=3)])[A] == (0, 40_00, 100_00)
    assert ranges([])[A] == (0, 40_00, 100_00)


def test_foreign_money_that_left_takes_the_low_away() -> None:
    dollars = transfer(9, 7, A, C, 0, amount_tiyn=None, currency="USD", amount_minor=500_00)
    world = tables(
        cases=[case("250000000000001", 300)],
        losses=[loss("250000000000001", 2, 100_00)],
        transactions=[transfer(2, 0, V, A, 100_00), dollars],
        coverage=[cover(V), cover(A, opening_tiyn=0)],
    )
    trails = follow.run(world, Settings())["trails"]
    assert trails.select("account", "remaining_low_tiyn", "remaining_tiyn").rows() == [(A, 0, 100_00)]
