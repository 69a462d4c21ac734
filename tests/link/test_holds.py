"""Holds: order, sums, and what is never on the list."""

from __future__ import annotations

import polars as pl
from tests.link.transfers import case, cover, iban, loss, tables, transfer

from qalqan.link import follow, holds
from qalqan.settings import Settings

CASE = "250000000000001"
V, A, B, C = iban(1), iban(2), iban(3, "601"), iban(4, "856")


def held(rows: list[dict[str, object]], covers: list[dict[str, object]], registered: float = 180) -> pl.DataFrame:
    lost = [loss(CASE, 1, 100_000_00)]
    world = tables(cases=[case(CASE, registered)], losses=lost, transactions=rows, coverage=covers)
    for name, made in follow.run(world, Settings()).items():
        world.put(name, made)
    return holds.run(world, Settings())["holds"]


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


def test_decay_halves_each_hour() -> None:
    minutes = pl.DataFrame({"m": [0, 30, 60, 120, 6000]})
    assert minutes.select(holds.still(pl.col("m")))["m"].to_list() == [1000, 750, 500, 250, 4]
