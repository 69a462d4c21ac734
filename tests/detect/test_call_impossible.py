"""Rule G3: numbers that nobody can have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detect.called import made, person, rows

from qalqan.detect import call_impossible
from qalqan.values import phone

TRUNK = {"trunk": "INTL_GW_01"}


def fired(a: str, b: str = person(1), **more: object) -> list[str]:
    return [sign.rule for sign in call_impossible.signs(rows([made(a, b, 1, **more)]))]


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("+777012345678", "impossible-lookalike"),
        ("+7701123456", "impossible-length"),
        ("+77991234567", "impossible-unassigned"),
        ("+21012345678", "impossible-country"),
        ("+44201", "impossible-length"),
        ("1414", "impossible-short"),
    ],
)
def test_impossible(number: str, rule: str) -> None:
    assert fired(number, **TRUNK) == [rule]


@pytest.mark.parametrize("number", ["+77011234567", "+77172123456", "+79161234567", "+442071234567", "KASPI"])
def test_possible(number: str) -> None:
    assert fired(number, **TRUNK) == []


def test_a_number_calls_itself_only_over_a_trunk() -> None:
    assert fired(person(1), person(1), **TRUNK) == ["impossible-own"]
    assert fired(person(1), person(1), imei="350000000000010") == []  # voice mail


def test_short_codes_may_send_messages_and_a_platform_has_its_own() -> None:
    assert fired("1414", service="sms", **TRUNK) == []
    assert fired("1414", imei="350000000000010") == []


@given(st.from_regex(r"\+7[067][0-9]{9}", fullmatch=True))
def test_what_the_number_plan_gave_out_is_possible_and_nothing_else(number: str) -> None:
    assert (fired(number, b=person(2)) == []) == phone.assigned(number)
