"""Ties: what two cases share, told or reached, and what must not tie them."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from tests.link.tied import at, call, iban, phone, victim, world

from qalqan.engine.frames import Tables
from qalqan.link import ties
from qalqan.settings import Settings

FILLER = {f"c{n}": [phone(9000 + n)] for n in range(100, 160)}


def links(tables: Tables) -> dict[tuple[str, str], list[dict[str, Any]]]:
    made = ties.run(tables, Settings())["links"]
    return {(a, b): json.loads(grounds) for a, b, grounds in made.select("case_a", "case_b", "grounds").rows()}


def test_two_rare_identifiers_tie_with_grounds_down_to_the_row() -> None:
    made = links(world({"c1": [phone(1), iban(1)], "c2": [phone(1), iban(1)], **FILLER}))
    assert list(made) == [("c1", "c2")]
    assert {ground["values"]["value"] for ground in made["c1", "c2"]} == {phone(1), iban(1)}
    assert made["c1", "c2"][0]["locators"] == ["r::1", "r::2"]
    assert all(isinstance(ground["weight"], int) for ground in made["c1", "c2"])


def test_a_number_reached_through_calls_ties_a_case_that_tells_it() -> None:
    calls = [call(phone(1), victim("c1"), 45, 1)]
    tables = world({"c1": [], "c2": [phone(1), iban(7)], "c3": [phone(1), iban(7)], **FILLER}, calls=calls)
    made = links(tables)
    assert ("c1", "c2") in made
    assert made["c1", "c2"][0]["locators"] == ["c::1", "r::2"]


def test_one_device_behind_two_numbers_ties() -> None:
    calls = [
        call(phone(1), victim("c1"), 45, 1, imei="350000000000001"),
        call(phone(2), victim("c2"), 46, 2, imei="350000000000001"),
    ]
    made = links(world({"c1": [], "c2": [], **FILLER}, calls=calls))
    assert [g["values"]["kind"] for g in made["c1", "c2"]] == ["imei"]


def test_an_acquaintance_and_a_cold_call_tie_less_than_a_new_talk() -> None:
    def strength(*calls: dict[str, Any]) -> int:
        made = ties.run(world({"c1": [], "c2": [phone(1)], **FILLER}, calls=calls), Settings())["links"]
        return int(made["score"].sum()) if made.height else 0

    talk = strength(call(phone(1), victim("c1"), 45, 1))
    assert strength(call(phone(1), victim("c1"), 45, 1, duration_s=4)) < talk
    long_ago = call(phone(1), victim("c1"), -2000, 2)
    assert strength(call(phone(1), victim("c1"), 45, 1), long_ago) == 0


def test_the_holder_s_phone_ties_a_payee_to_a_case_that_tells_the_phone() -> None:
    made = links(
        world(
            {"c1": [], "c2": [phone(5)], **FILLER},
            losses=[{"case_id": "c1", "tx_id": "t::1", "amount_tiyn": 100, "score": 1000}],
            transactions=[
                {
                    "tx_id": "t::1",
                    "at": at(40),
                    "from": iban(90),
                    "to": iban(5),
                    "to_kind": "iban",
                    "locators": "t::1",
                    "amount_minor": 100,
                }
            ],
            holders=[{"account": iban(5), "phone": phone(5), "locators": "h::1"}],
        )
    )
    assert made["c1", "c2"][0]["locators"] == ["t::1", "h::1", "r::2"]


def test_a_spoofed_number_ties_nothing() -> None:
    calls = [call(phone(1), victim(case), 45, n, trunk="INTL_GW_01") for n, case in enumerate(("c1", "c2"), 1)]
    assert not links(world({"c1": [phone(1)], "c2": [phone(1)], **FILLER}, calls=calls))


def test_a_hub_ties_nothing_and_costs_nothing() -> None:
    hub = {f"c{n}": [phone(1), phone(5000 + n)] for n in range(1, 400)}
    made = ties.run(world(hub), Settings())["links"]
    assert made.is_empty()


def test_the_victim_s_own_number_in_its_own_plot_is_no_tie() -> None:
    tables = world({"c1": [victim("c1")], "c2": [phone(2)], **FILLER})
    assert not links(tables)


def test_rows_in_another_order_give_the_same_links() -> None:
    told = {f"c{n}": [phone(n % 7), iban(n % 5), phone(300 + n)] for n in range(1, 60)}
    tables = world(told)
    shuffled = Tables.of(
        {
            name: tables[name].sample(fraction=1.0, shuffle=True, seed=3)
            for name in ("cases", "mentions", "identifiers", "identifier_weights")
        }
    )
    first, second = (ties.run(one, Settings())["links"] for one in (tables, shuffled))
    assert isinstance(first, pl.DataFrame)
    assert first.equals(second)
