"""Calling numbers: their form and why nobody can have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.gate.numbering import LENGTH, LOOKALIKE, SHORT, UNASSIGNED, fixed, national, number


@pytest.mark.parametrize(
    ("told", "canonical", "fault"),
    [
        ("+77015550101", "+77015550101", ""),
        ("77015550101", "+77015550101", ""),
        ("87015550101", "+77015550101", ""),
        ("7015550101", "+77015550101", ""),
        ("8 (701) 555-01-01", "+77015550101", ""),
        ("0077015550101", "+77015550101", ""),
        ("+74955550101", "+74955550101", ""),
        ("810442071234567", "+442071234567", ""),
        ("+777015550101", "+777015550101", LOOKALIKE),
        ("+7701555010", "+7701555010", LENGTH),
        ("+77995550101", "+77995550101", UNASSIGNED),
        ("1414", "1414", SHORT),
        ("", "", ""),
        ("anonymous", "", ""),
    ],
)
def test_forms(told: str, canonical: str, fault: str) -> None:
    assert number(told) == (canonical, fault)


def test_home() -> None:
    assert national("+77015550101")
    assert not national("+74955550101")
    assert fixed("+77172555500")
    assert not fixed("+77015550101")


@given(st.text(max_size=40))
def test_any_text_gives_a_form(told: str) -> None:
    canonical, fault = number(told)
    assert number(canonical)[0] == canonical or fault
    assert set(canonical) <= set("+0123456789")
