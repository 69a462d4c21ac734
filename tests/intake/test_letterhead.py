"""Balances that a letter-head tells, and those of which it says that they are not told."""

from __future__ import annotations

import pytest

from qalqan.intake.letterhead import mine

BEFORE = ["Выписка по счету KZ98722C000744557977", "за период с 01.03.2025 по 31.03.2025"]
AFTER = ["Дата открытия счета: 05.03.2025", "Дата формирования: 16.04.2025 00:00"]


@pytest.mark.parametrize(
    ("line", "opening", "closing"),
    [
        ("Входящий остаток: не указан", "", ""),
        ("Входящий остаток:", "", ""),
        ("Кіріс қалдығы: көрсетілмеген", "", ""),
        ("Входящий остаток: 1 500,50 KZT", "1 500,50", ""),
        ("Остаток на начало 01.03.2025: 12 000.00", "12 000.00", ""),
        ("Входящий остаток: не указан, исходящий остаток: 7 000,00", "", "7 000,00"),
        ("Входящий остаток: 0,00", "0,00", ""),
    ],
)
def test_a_balance_stands_on_its_own_line(line: str, opening: str, closing: str) -> None:
    head = mine([(number, [text]) for number, text in enumerate([*BEFORE, line, *AFTER], 1)])
    assert (head.opening, head.closing) == (opening, closing)
    assert head.received == "16.04.2025 00:00"


def test_a_sum_in_the_next_cell_counts() -> None:
    assert mine([(1, ["Входящий остаток", "12 000,00"]), (2, ["17 строк"])]).opening == "12 000,00"
