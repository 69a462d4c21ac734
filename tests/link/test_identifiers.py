"""Identifiers of the cases and their worth; what officers said of a value."""

from __future__ import annotations

from typing import Any

from tests.link.test_series import LONE, group
from tests.link.tied import at, call, iban, phone, world
from tests.link.words import Word, said

from qalqan.link._cases import gather

GANG = {**group(100, 8, 1000), **LONE}
HUB = {f"c{n}": [phone(1), phone(5000 + n)] for n in range(100, 300)}


def worth(told: dict[str, list[str]], *words: Word, **more: Any) -> dict[str, dict[str, Any]]:
    made = world(told, decided=said(words), **more)["identifier_weights"]
    return {row["value"]: row for row in made.iter_rows(named=True)}


def test_what_one_case_has_is_listed_but_not_weighed() -> None:
    tables = world({"c1": [phone(1), iban(1)], "c2": [phone(1)]})
    assert tables["identifiers"].select("case_id", "value").rows() == [
        ("c1", iban(1)), ("c1", phone(1)), ("c2", phone(1)),
    ]  # fmt: skip
    assert tables["identifier_weights"].select("value", "cases").rows() == [(phone(1), 2)]


def test_no_cases_no_identifiers() -> None:
    tables = world({})
    assert tables["identifiers"].is_empty()
    assert tables["identifier_weights"].is_empty()


def test_a_value_that_never_ties_and_a_service_s_are_trusted_with_nothing() -> None:
    free = worth(GANG)
    held = worth(GANG, ("value", "handle", "@shop_1000_0", False), ("service", "phone", phone(1001), True))
    assert free["@shop_1000_0"]["trust"] > 0 < free[phone(1001)]["trust"]
    assert (held["@shop_1000_0"]["trust"], held["@shop_1000_0"]["decided"]) == (0, "never")
    assert (held[phone(1001)]["trust"], held[phone(1001)]["decided"]) == (0, "service")
    changed = {"@shop_1000_0", phone(1001)}
    assert {v: row for v, row in held.items() if v not in changed} == {
        v: row for v, row in free.items() if v not in changed
    }


def test_a_value_said_to_be_no_service_s_is_a_group_s_own() -> None:
    assert worth(HUB)[phone(1)]["trust"] == 0
    own = worth(HUB, ("service", "phone", phone(1), False))[phone(1)]
    assert (own["trust"], own["decided"], own["cases"]) == (1000, "own", 200)


def test_a_service_is_a_service_though_the_value_may_tie() -> None:
    words: list[Word] = [("service", "phone", phone(1001), True), ("value", "phone", phone(1001), False)]
    assert worth(GANG, *words)[phone(1001)]["decided"] == "service"
    may = worth(GANG, ("value", "phone", phone(1001), True))[phone(1001)]
    assert (may["trust"], may["decided"]) == (worth(GANG)[phone(1001)]["trust"], "")


def test_never_stands_over_no_service() -> None:
    words: list[Word] = [("value", "phone", phone(1), False), ("service", "phone", phone(1), False)]
    assert (worth(HUB, *words)[phone(1)]["trust"], worth(HUB, *words)[phone(1)]["decided"]) == (0, "never")


def test_a_number_that_looks_spoofed_ties_when_an_officer_says_it_is_a_group_s() -> None:
    calls = [call(phone(1), f"+7747{n:07}", 45, n, trunk="INTL_GW_01") for n in (1, 2)]
    told = {"c1": [phone(1)], "c2": [phone(1)], **LONE}
    assert phone(1) not in worth(told, calls=calls)
    assert worth(told, ("service", "phone", phone(1), False), calls=calls)[phone(1)]["trust"] == 1000


def test_words_reach_the_weights_that_ties_are_made_with() -> None:
    tables = world(GANG, decided=said([("value", "handle", "@shop_1000_0", False)]))
    cases = gather(tables)
    weight = dict(zip(cases.numbered.idents["value"], cases.weight, strict=True))
    assert weight["@shop_1000_0"] == 0 < weight[phone(1001)]
    assert cases.about.day.tolist() == [at(48).toordinal() - 719163] * len(GANG)
