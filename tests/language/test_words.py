"""Numbers told in words."""

from __future__ import annotations

import pytest

from qalqan.language._words import runs, spoken


@pytest.mark.parametrize(
    ("values", "digits"),
    [
        ([8, 700, 1, 100, 20, 3, 40, 5, 60, 7], "87011234567"),
        ([8, 7, 100, 1], "8701"),
        ([0, 0, 7], "007"),
        ([20, 20], "2020"),
        ([100, 5, 5], "1055"),
        ([40, 15], "4015"),
    ],
)
def test_spoken(values: list[int], digits: str) -> None:
    assert spoken(values) == digits


def test_runs_tell_their_place() -> None:
    text = "номер плюс семь семь ноль один один два три четыре пять шесть семь, конец"
    ((start, end, digits),) = runs(text)
    assert digits == "+77011234567"
    assert text[start:end].startswith("плюс")
    assert text[start:end].endswith("шесть семь")


def test_short_runs_are_speech() -> None:
    assert list(runs("раз два три четыре пять, я иду искать")) == []
