"""Possible droppers: the chain of stolen money is listed with its reasons, lawful lives that look alike are not."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.link.transfers import case, cover, frame, iban, loss, minute, tables, transfer

from qalqan.detect import _droppers_model as model
from qalqan.detect import _money_rows, droppers
from qalqan.detect._droppers_features import FEATURES, features
from qalqan.engine.frames import Tables
from qalqan.link import accounts, follow
from qalqan.settings import Detect, Settings

CASES = [f"25000000000000{n}" for n in range(4)]
V = [iban(n) for n in range(1, 5)]
D1, D2, TRADER, TREASURER, LANDLORD, EXCHANGER, MOTHER, SON = (iban(n) for n in range(11, 19))
SHOP, EXCHANGE, ATM = "Magnum", "BINANCE P2P", "ATM 12 Oral"
DAY = 24 * 60
SETTINGS = Settings()


def stolen(at: float, number: int, victim: str) -> list[dict[str, Any]]:
    """A victim's money through two droppers to a cash machine, within the hour."""
    return [
        transfer(number, at, victim, D1, 500_000_00),
        transfer(number + 1, at + 6, D1, D2, 490_000_00),
        transfer(number + 2, at + 15, D2, ATM, 480_000_00, operation="Снятие наличных"),
    ]


def lawful() -> list[dict[str, Any]]:
    """Thirty days of a trader, a treasurer, a landlord, an exchanger, and a mother and son."""
    rows = []
    for n in range(120):
        rows.append(transfer(1000 + n, n * 350 + n % 97, iban(200 + n), TRADER, (7_000 + 13 * n) * 100))
        rows.append(transfer(2000 + n, n * 350 + 120, TRADER, SHOP, (6_500 + 13 * n) * 100, operation="Оплата товаров"))
        rows.append(transfer(3000 + n, n * 351, iban(400 + n), EXCHANGER, 150_000_00 + n * 100))
        rows.append(transfer(4000 + n, n * 351 + 30, EXCHANGER, iban(600 + n), 75_000_00))
        rows.append(
            transfer(5000 + n, n * 351 + 40, EXCHANGER, EXCHANGE, 70_000_00, operation="Пополнение криптобиржи")
        )
    for n in range(25):
        rows.append(transfer(6000 + n, n * 30, iban(800 + n), TREASURER, 5_000_00))
        rows.append(transfer(6100 + n, 20 * DAY + n, TREASURER, SHOP, 4_900_00, operation="Оплата товаров"))
        rows.append(transfer(6200 + n, n * DAY, MOTHER, SON, 10_000_00 + n * 700))
        rows.append(transfer(6300 + n, n * DAY + 500, SON, MOTHER, 9_000_00 + n * 300))
    rows += [transfer(6400 + n, n * 6 * DAY, iban(900 + n % 2), LANDLORD, 140_000_00) for n in range(5)]
    rows += [
        transfer(6500 + n, n * 6 * DAY + 700, LANDLORD, SHOP, 60_000_00, operation="Оплата товаров") for n in range(5)
    ]
    return rows


@pytest.fixture(scope="module")
def world() -> Tables:
    rows = [row for n, victim in enumerate(V) for row in stolen(2_000 + n * 900, 10 + 10 * n, victim)]
    everyone = [*V, D1, D2, TRADER, TREASURER, LANDLORD, EXCHANGER, MOTHER, SON]
    # a dropper spends at the trader's and pays the landlord: their money is touched, their lives are not his
    rows += [transfer(90, 2_030, D1, TRADER, 5_000_00), transfer(91, 2_940, D2, LANDLORD, 9_000_00)]
    made = tables(
        cases=[case(one, 9_000 + 40 * DAY) for one in CASES],
        transactions=rows + lawful(),
        losses=[loss(one, 10 + 10 * n, 500_000_00) for n, one in enumerate(CASES)],
        coverage=[cover(one, -60, 60 * DAY) for one in everyone],
        holders=[{"account": D1, "holder": "ИВАНОВ ИВАН", "opened_at": minute(1_000), "locators": f"{'d' * 16}::1"}],
    )
    for step in (follow, accounts):
        for name, told in step.run(made, SETTINGS).items():
            made.put(name, told)
    return made


def test_the_chain_is_listed_and_lives_that_look_alike_are_not(world: Tables) -> None:
    listed = droppers.run(world, SETTINGS)["possible_droppers"]
    assert set(listed["account"]) == {D1, D2}
    first = listed.row(by_predicate=pl.col("account") == D1, named=True)
    assert first["score"] >= 900
    assert first["cases"] == len(CASES)
    assert first["came_tiyn"] == len(CASES) * 500_000_00
    assert first["holder"] == "ИВАНОВ ИВАН"
    assert first["first"] == minute(2_000)
    assert first["degree"] == ""  # told by people alone


def test_every_ground_moves_the_score_and_stands_somewhere(world: Tables) -> None:
    weights = model.model()
    told = features(_money_rows.rows(world, SETTINGS.detect), world)
    for row in droppers.run(world, SETTINGS)["possible_droppers"].iter_rows(named=True):
        grounds = json.loads(row["grounds"])
        assert row["score"] == model.score(np.array([weights.bias + sum(one["weight"] for one in grounds)]))[0]
        assert all(one["locators"] and one["weight"] for one in grounds)
        assert [abs(one["weight"]) for one in grounds] == sorted((abs(one["weight"]) for one in grounds), reverse=True)
        own = told.row(by_predicate=pl.col("account") == row["account"], named=True)
        assert all(own[name] == value for one in grounds for name, value in one["values"].items())


def test_lives_are_told_by_name(world: Tables) -> None:
    told = features(_money_rows.rows(world, SETTINGS.detect), world)
    against = dict(zip(told["account"], droppers.lives(told), strict=True))
    assert against[TRADER] == "trader"
    assert against[EXCHANGER] == "exchanger"
    assert against[TREASURER] == "treasurer"
    assert against[LANDLORD] == "landlord"
    assert against[MOTHER] == "family"
    assert against[D1] == against[D2] == ""


def test_features_of_the_chain(world: Tables) -> None:
    told = features(_money_rows.rows(world, SETTINGS.detect), world)
    one = told.row(by_predicate=pl.col("account") == D2, named=True)
    assert (one["direct"], one["later"], one["stolen"]) == (0, 4, 1000)
    assert one["hour"] >= 950
    assert one["day"] == 1000
    assert one["cash"] == 1000 * 4 * 480_000_00 // (4 * 480_000_00 + 9_000_00)
    assert one["chain"] == 3
    assert told.row(by_predicate=pl.col("account") == D1, named=True)["new"] == 1
    assert not told.filter(pl.col("account").is_in([*V, SHOP, ATM, EXCHANGE]) & pl.col("weighed"))["account"].to_list()


def test_company_of_the_registry_counts(world: Tables) -> None:
    entry = {"kind": "account", "value": D1, "ground": "verdict", "proven": True, "appealed": False, "entry": "e1"}
    more = Tables.of({name: world[name] for name in (*droppers.CARD.reads,)})
    more.put("registry", frame("registry", [entry]))
    before = features(_money_rows.rows(world, SETTINGS.detect), world)
    after = features(_money_rows.rows(more, SETTINGS.detect), more)
    changed = before.filter(before["entered"] != after["entered"])["account"].to_list()
    assert set(changed) == {*V, D2, TRADER}


def test_nothing_gives_nothing() -> None:
    assert droppers.run(tables(), SETTINGS)["possible_droppers"].is_empty()


def test_the_model_speaks_as_a_person_would() -> None:
    weights = model.model()
    against = {"merchant", "payers", "payees", "mutual", "firm_in", "firm", "even", "days", "lost", "uncovered"}
    assert set(weights.cuts) == set(FEATURES)
    for name, bits in weights.bits.items():
        assert all(one < 0 if name in against else one >= 0 for one in bits)
        assert list(weights.cuts[name]) == sorted(set(weights.cuts[name]))
        assert len(weights.cuts[name]) == len(bits)
    assert model.added(np.array([0, 1, 2, 9]), (1, 3), (100, 20)).tolist() == [0, 100, 100, 120]
    assert model.score(np.array([-30_000, 0, 1_000, 30_000])).tolist() == [0, 500, 667, 1000]


def test_a_threshold_lists_fewer(world: Tables) -> None:
    few = droppers.run(world, Settings(detect=Detect(dropper_score=1000)))["possible_droppers"]
    many = droppers.run(world, Settings(detect=Detect(dropper_score=1)))["possible_droppers"]
    assert few.height < many.height
    assert set(few["account"]) < set(many["account"])
