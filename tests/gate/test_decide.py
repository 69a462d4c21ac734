"""Decisions: which rule, what comes before every rule, and that nothing blocks without an order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gate import made

from qalqan.gate.book import ALLOW, BLOCK, LABEL, rules
from qalqan.gate.decide import NOTHING, call, link, payment
from qalqan.gate.state import HOUR, State

ABROAD = {"trunk": "international"}


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"a": made.HOME_LINE, **ABROAD}, "G1-fixed"),
        ({"a": "+77015550909", **ABROAD, "roaming": False}, "G1-home"),
        ({"a": "+77015550909", **ABROAD, "roaming": None}, "G1-unknown"),
        ({"a": "102", **ABROAD}, "G3-impossible"),
        ({"a": "102", "trunk": "national"}, ""),
        ({"a": "+77015550909", **ABROAD, "roaming": False, "roaming_age_s": 3_601}, "G1-unknown"),
        ({"a": "+77015550909", **ABROAD, "roaming": False, "roaming_age_s": 3_600}, "G1-home"),
        ({"a": "+77015550909", **ABROAD, "roaming": True, "roaming_age_s": 90_000}, "G1-unknown"),
        ({"a": "+77015550909", **ABROAD, "roaming": False, "diversion": "+77015550111"}, "G1-unknown"),
        ({"a": "+77172550909", **ABROAD, "diversion": "+77015550111"}, "G1-unknown"),
        ({"a": "+77015550909", **ABROAD, "roaming": True}, ""),
        ({"a": "+77015550909", "trunk": "national"}, ""),
        ({"a": "+442071234567", **ABROAD}, ""),
        ({"a": "+77015550909", "owner": "not_mine"}, "G2-owner"),
        ({"a": "+777015550909"}, "G3-impossible"),
        ({"a": made.VICTIM}, "G3-impossible"),
        ({"a": "1414", **ABROAD}, "G3-impossible"),
        ({"a": "1414"}, ""),
        ({"a": "+77272555511"}, "G3-never"),
        ({"a": made.BOX}, "L-number"),
        ({"a": "+77015550909", "imei": "356938035643809"}, "L-device"),
        ({"a": "+77015550909", "cell": "4701-118"}, "L-cell"),
        ({"a": "+77015550909", "identity": "failed"}, ""),
        ({"a": ""}, ""),
    ],
)
def test_rules_of_calls(told: dict[str, Any], rule: str) -> None:
    book = made.book(
        callers=[(made.BOX, 800, made.LATER, "simbox")], devices=[("356938035643809", 700, made.LATER, "simbox")],
        cells=[("4701-118", 700, made.LATER, "simbox")], never=[("+77272555511", 1000, made.LATER, "never")],
    )  # fmt: skip
    verdict = call(book, State(), {"b": made.VICTIM, **told}, made.NOW)
    assert verdict.rule == rule
    assert verdict.action == (LABEL if rule else ALLOW)


def test_a_failed_passport_is_never_the_only_ground() -> None:
    told = {"a": made.HOME_LINE, "b": made.VICTIM, **ABROAD, "identity": "failed"}
    assert call(made.book(), State(), told, made.NOW).ground["identity"] == "failed"
    assert call(made.book(), State(), told | {"trunk": "national"}, made.NOW) == NOTHING


@pytest.mark.parametrize("protected", ["gateways", "allowed"])
def test_protected_numbers_are_on_no_list(protected: str) -> None:
    lists = {"callers": [(made.BOX, 800, made.LATER, "simbox")], protected: [(made.BOX, 1000, made.LATER, protected)]}
    assert call(made.book("L-number", **lists), State(), {"a": made.BOX, "b": made.VICTIM}, made.NOW) == NOTHING


def test_emergency_calls_go_through() -> None:
    book = made.book("L-number", callers=[(made.BOX, 800, made.LATER, "simbox")])
    assert call(book, State(), {"a": made.BOX, "b": "112"}, made.NOW) == NOTHING
    assert call(book, State(), {"a": made.BOX, "b": made.VICTIM}, made.NOW).action == BLOCK


def test_a_listed_number_ends() -> None:
    book = made.book(callers=[(made.BOX, 800, "2026-03-02T12:00:00+00:00", "simbox")])
    told = {"a": made.BOX, "b": made.VICTIM}
    assert call(book, State(), told, made.NOW).until == made.NOW + 2 * HOUR
    assert call(book, State(), told, made.NOW + 3 * HOUR) == NOTHING


def test_a_pardon_holds_until_the_decision_would_end() -> None:
    book, state = made.book(callers=[(made.BOX, 800, made.LATER, "simbox")]), State()
    told = {"a": made.BOX, "b": made.VICTIM}
    first = call(book, state, told, made.NOW)
    state.pardon(first.subject, first.until)
    assert call(book, state, told, made.NOW + HOUR) == NOTHING
    assert call(book, state, told, first.until).rule == "L-number"


def test_payments() -> None:
    book, state = made.book(accounts=[("KZ66722C000000000001", 900, made.LATER, "verdict")]), State()
    assert payment(book, state, {"to": "KZ66722C000000000001"}, made.NOW).rule == "P-account"
    told = {"to": "KZ66722C000000000002", "phone": "8" + made.VICTIM[2:]}
    assert payment(book, state, told, made.NOW) == NOTHING
    state.code_sent(made.VICTIM, made.NOW)
    for stranger in ("+77015550303", "+77015550404"):
        call(book, state, {"a": stranger, "b": made.VICTIM}, made.NOW)
    assert payment(book, state, told, made.NOW + HOUR // 4).ground == {"codes": 1, "lenders": 0, "strangers": 2}
    assert payment(book, state, told, made.NOW + 4 * HOUR) == NOTHING


def test_links() -> None:
    book = made.book("U-link", domains=[("olx-kz-dostavka.top", 900, made.LATER, "lookalike")])
    listed = link(book, State(), {"url": "https://pay.olx-kz-dostavka.top/1"}, made.NOW)
    assert (listed.rule, listed.action) == ("U-link", BLOCK)
    assert link(book, State(), {"url": "https://kaspi-kz.top/login"}, made.NOW).rule == "U-likeness"
    assert link(book, State(), {"url": "https://kaspi.kz/login"}, made.NOW) == NOTHING
    assert link(book, State(), {"url": "not an address"}, made.NOW) == NOTHING


_told = st.fixed_dictionaries(
    {"a": st.sampled_from([made.BOX, made.HOME_LINE, "+77995550101", "+442071234567", ""]), "b": st.just(made.VICTIM)},
    optional={
        "trunk": st.sampled_from(["international", "national"]), "roaming": st.sampled_from([True, False, None]),
        "owner": st.sampled_from(["mine", "not_mine"]), "identity": st.sampled_from(["valid", "failed", "unknown"]),
    },
)  # fmt: skip


@given(_told, st.sets(st.sampled_from(sorted(rules()))))
def test_no_block_without_its_order(told: dict[str, Any], ordered: set[str]) -> None:
    lists = {"callers": [(made.BOX, 800, made.LATER, "simbox")]}
    verdict = call(made.book(*ordered, **lists), State(), told, made.NOW)
    if verdict.action == BLOCK:
        assert verdict.rule in ordered
        assert rules()[verdict.rule].ordered == BLOCK
    if verdict.rule:
        assert made.NOW < verdict.until <= made.NOW + rules()[verdict.rule].hours * HOUR
