"""Names in their written form."""

from __future__ import annotations

from qalqan.values import person
from qalqan.values.base import Reject, Value


def test_normal_form() -> None:
    assert person.parse("  гр. Сынақов  Б.Б. ") == Value("person", "СЫНАҚОВ Б Б")
    assert person.parse("Сынақова-Мысал Ая") == Value("person", "СЫНАҚОВА-МЫСАЛ АЯ")
    assert person.parse("Cынақов Байқау") == Value("person", "СЫНАҚОВ БАЙҚАУ")  # a Latin C among Cyrillic letters


def test_lost_letters_stay() -> None:
    assert person.parse("Сына?ов") == Value("person", "СЫНА?ОВ")


def test_no_name() -> None:
    assert person.parse("87011234567") == Reject("reason-person-shape")


def test_shown_and_masked() -> None:
    assert person.show("СЫНАҚОВА-МЫСАЛ АЯ") == "Сынақова-Мысал Ая"
    assert person.mask("СЫНАҚОВ БАЙҚАУ") == "С. Б."
