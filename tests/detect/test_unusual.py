"""Unusual transfers: a fraud stands out of a quiet custom; a rent, a shop, a holiday, a car do little."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from tests.link.transfers import START, iban, tables, transfer

from qalqan.detect import unusual
from qalqan.settings import Detect, Settings

VICTIM, TENANT, BUYER, NEWCOMER, DROPPER, FLAT, NEW_FLAT = (iban(n) for n in range(1, 8))
CAR_FIRM, SHOP, LENDER = iban(20), iban(21), iban(22)
FIRM = {"to_iin": "120340256974"}
DAY = 24 * 60
SETTINGS = Settings()


def custom(payer: str, number: int, days: int = 40) -> list[dict[str, Any]]:
    """A quiet life: a small payment a day at noon to one of four shops, and wages."""
    rows = [transfer(number, -100, LENDER, payer, 300_000_00)]
    for day in range(days):
        sum_ = (3_000 + 137 * (day * 7 % 23)) * 100
        rows.append(transfer(number + 1 + day, day * DAY + day % 50, payer, iban(30 + day % 4), sum_))
    return rows


def listed(*rows: dict[str, Any], **detect: int) -> pl.DataFrame:
    made = tables(transactions=list(rows))
    return unusual.run(made, Settings(detect=Detect(**detect)))["unusual_transfers"]


def rules(row: dict[str, Any]) -> set[str]:
    return {one["rule"].removeprefix("unusual-") for one in json.loads(row["grounds"])}


def fraud(payer: str, number: int, day: int = 41) -> list[dict[str, Any]]:
    """A loan comes, and goes at night in three pieces within the hour to an account never paid before."""
    at = day * DAY + 14 * 60
    return [transfer(number, at, LENDER, payer, 2_000_000_00)] + [
        transfer(number + 1 + n, at + 10 + 12 * n, payer, DROPPER, 600_000_00 + n * 100) for n in range(3)
    ]


def test_a_loan_sent_on_at_night_is_unusual_with_every_reason() -> None:
    found = listed(*custom(VICTIM, 100), *fraud(VICTIM, 900))
    assert found["to"].unique().to_list() == [DROPPER]
    third = found.filter(pl.col("tx_id").str.ends_with(":903")).row(0, named=True)
    assert {"new-payee", "far-above", "odd-hour", "burst", "came-before", "to-person", "record"} <= rules(third)
    assert third["score"] == min(1000, sum(one["weight"] for one in json.loads(third["grounds"])))
    assert all(one["locators"] == third["locators"].split(";") for one in json.loads(third["grounds"]))


def test_a_payer_without_a_history_has_no_custom_to_break() -> None:
    assert listed(*custom(NEWCOMER, 100, days=4), *fraud(NEWCOMER, 900, day=5)).is_empty()


def test_a_rent_is_not_listed_neither_each_month_nor_when_the_flat_changes() -> None:
    rent = [transfer(800 + n, n * 20 * DAY + 300, TENANT, FLAT, 140_000_00) for n in range(3)]
    moved = transfer(810, 50 * DAY, TENANT, NEW_FLAT, 140_000_00)
    found = listed(*custom(TENANT, 100), *rent, moved)
    assert not found["tx_id"].is_in([row["tx_id"] for row in (*rent[1:], moved)]).any()


def test_a_car_from_a_firm_is_not_listed_and_from_a_person_is_told_as_it_is() -> None:
    at = 41 * DAY
    saved = transfer(800, at - 9 * DAY, LENDER, BUYER, 4_000_000_00)
    bought = transfer(801, at + 5, BUYER, CAR_FIRM, 3_900_000_00, **FIRM)
    assert listed(*custom(BUYER, 100), saved, bought).is_empty()
    found = listed(*custom(BUYER, 100), saved, transfer(802, at + 5, BUYER, iban(77), 3_900_000_00))
    assert {"new-payee", "far-above", "record", "drains", "to-person"} == rules(found.row(0, named=True))
    assert found["score"].max() < listed(*custom(VICTIM, 100), *fraud(VICTIM, 900))["score"].max()


def test_a_holiday_on_which_many_give_is_not_listed() -> None:
    people = [iban(1000 + n) for n in range(30)]
    lives = [row for n, one in enumerate(people) for row in custom(one, 10_000 + 100 * n)]
    feast = [
        transfer(90_000 + n, 39 * DAY + n, one, iban(3000 + n), 60_000_00 + n * 100) for n, one in enumerate(people)
    ]
    assert listed(*lives, *feast).is_empty()
    alone = listed(*lives, feast[3])
    assert alone["tx_id"].to_list() == [feast[3]["tx_id"]] or alone.is_empty()
    assert listed(*lives, feast[3], unusual_score=500)["tx_id"].to_list() == [feast[3]["tx_id"]]
    assert listed(*lives, *feast, unusual_score=500).is_empty()


def test_a_shop_that_many_pay_weighs_less() -> None:
    others = [transfer(700 + n, n * 60, iban(500 + n), SHOP, 90_000_00) for n in range(12)]
    dear = transfer(990, 41 * DAY + 5, VICTIM, SHOP, 250_000_00)
    assert listed(*custom(VICTIM, 100), *others, dear).is_empty()


def test_no_more_than_so_many_a_day() -> None:
    rows = [
        row
        for n in range(6)
        for row in (*custom(iban(1000 + n), 10_000 + 100 * n), *fraud(iban(1000 + n), 90_000 + 10 * n))
    ]
    every = listed(*rows)
    few = listed(*rows, unusual_a_day=4)
    assert every.height > few.height == 4
    assert few["score"].min() >= every.sort("score", descending=True)["score"][3]
    local = (every["at"] + timedelta(hours=5)).dt.date().unique()
    assert local.len() == 1


@pytest.mark.parametrize("days", [0, 200])
def test_the_past_alone_is_looked_at(days: int) -> None:
    """What comes after a transfer changes nothing of it."""
    rows = [*custom(VICTIM, 100), *fraud(VICTIM, 900)]
    later = [transfer(5000 + n, (60 + n) * DAY, VICTIM, iban(40), 700_000_00 + n) for n in range(days and 5)]
    before, after = listed(*rows), listed(*rows, *later)
    until = START + timedelta(days=50)
    assert after.filter(pl.col("at") < until).equals(before)


def test_nothing_gives_nothing() -> None:
    assert unusual.run(tables(), SETTINGS)["unusual_transfers"].is_empty()
