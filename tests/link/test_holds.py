"""Holds: order, sums, and what is never on the list."""

from __future__ import annotations

import json

import polars as pl
from tests.link.transfers import case, cover, iban, loss, tables, transfer

from qalqan.link import follow, holds
from qalqan.settings import Settings

CASE = "250000000000001"
V, A, B, C = iban(1), iban(2), iban(3, "601"), iban(4, "856")


Rows = list[dict[str, object]]


def held(rows: Rows, covers: Rows, registered: float = 180, more: Rows | None = None) -> pl.DataFrame:
    lost = [loss(CASE, 1, 100_000_00), *(more or [])]
    cases = [case(str(one["case_id"]), registered) for one in lost]
    world = tables(cases=cases, losses=lost, transactions=rows, coverage=covers)
    for name, made in follow.run(world, Settings()).items():
        world.put(name, made)
    return holds.run(world, Settings())["holds"].filter(pl.col("case_id") == CASE)


def rules(made: pl.DataFrame) -> list[str]:
    return [one["rule"] for one in json.loads(made["grounds"][0])]


def test_what_is_seen_to_be_there_goes_first() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00), transfer(2, 5, A, B, 60_000_00)]
    made = held(rows, [cover(V), cover(A)])
    assert made.select("rank", "account", "bank", "amount_tiyn").rows() == [
        (1, A, "722", 40_000_00),
        (2, B, "601", 60_000_00),
    ]
    made = held(rows, [cover(V), cover(A), cover(B)])
    assert made["account"].to_list() == [B, A]
    assert (made["low_tiyn"] <= made["amount_tiyn"]).all()
    assert (made["amount_tiyn"] <= made["high_tiyn"]).all()


def test_end_points_and_the_victim_are_not_held() -> None:
    rows = [
        transfer(1, 0, V, A, 100_000_00),
        transfer(2, 5, A, "unknown at 722", 60_000_00, operation="Снятие наличных"),
        transfer(3, 7, A, V, 10_000_00),
        transfer(4, 9, A, "unknown at 601", 5_000_00),
    ]
    made = held(rows, [cover(V), cover(A)])
    assert made.select("account", "amount_tiyn").rows() == [(A, 25_000_00)]


def test_an_hour_of_silence_costs_most_of_it() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00)]
    quiet = held(rows, [cover(V)], registered=60)
    assert quiet["amount_tiyn"].to_list() == [100_000_00]
    assert quiet["still"].to_list()[0] < 700
    later = held(rows, [cover(V)], registered=24 * 60)
    assert later["expected_tiyn"][0] < quiet["expected_tiyn"][0]
    told = held(rows, [cover(V), cover(A)], registered=60)
    assert told.select("still", "expected_tiyn").rows() == [(1000, 100_000_00)]


def test_older_money_shields_what_is_expected() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00)]
    poor = held(rows, [cover(V), cover(A, until=2, opening_tiyn=0)], registered=120)
    rich = held(rows, [cover(V), cover(A, until=2, opening_tiyn=90_000_00)], registered=120)
    assert poor["expected_tiyn"][0] < 20_000_00
    assert rich["expected_tiyn"][0] > 90_000_00
    assert rules(rich) == ["hold-by-rows", "hold-silent", "hold-shielded"]
    assert rules(poor) == ["hold-by-rows", "hold-silent"]


def test_an_account_is_known_by_its_own_record() -> None:
    early = [transfer(n, n, iban(50 + n), A, 10_000_00) for n in range(2, 8)]
    gone = [transfer(n + 20, n + 0.5, A, C, 10_000_00) for n in range(2, 8)]
    more = [loss(f"25000000000001{n}", n, 10_000_00) for n in range(2, 8)]
    rows = [*early, *gone, transfer(1, 30, V, A, 100_000_00)]
    covers = [cover(V), cover(A, until=31, opening_tiyn=0)]
    passing = held(rows, covers, 150, more)
    assert "hold-passes" in rules(passing.filter(pl.col("account") == A))
    staying = held([*early, rows[-1]], covers, 150, more)
    assert passing.filter(pl.col("account") == A)["still"][0] < staying.filter(pl.col("account") == A)["still"][0]


def test_the_shares_never_leave_the_range() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00), transfer(2, 5, A, B, 60_000_00), transfer(3, 6, A, C, 1_00)]
    for registered in (6, 10, 60, 600, 6000):
        made = held(rows, [cover(V), cover(A, until=8)], registered)
        assert made["still"].is_between(0, 1000).all()
        assert (made["expected_tiyn"] <= made["amount_tiyn"]).all()
        assert made["rank"].to_list() == list(range(1, made.height + 1))
