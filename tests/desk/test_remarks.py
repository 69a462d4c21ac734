"""Officers' own words without what names anybody; sums, dates and case numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qalqan.desk import remarks

CASE = "251500121000040"


@pytest.mark.parametrize(
    ("typed", "hidden", "kept"),
    [
        ("Звонил с +7 701 123 45 67, это Иванов Сергей Петрович", ("701", "Иванов", "Сергей"), "И. С. П."),
        ("нөмірі 8(701)123-45-67 екен", ("701", "123-45"), "•••67"),
        ("ЖСН 900101300124 қате жазылған", ("900101", "300124"), "ЖСН •••24"),
        ("счёт KZ36 722C 0007 4390 6283 и сумма 1 250 000 тг", ("KZ36", "4390"), "1 250 000 тг"),
        ("Сәуле Ахметова 15.03.2025 күні растады", ("Сәуле", "Ахметова"), "15.03.2025 күні"),
        (f"{CASE} ісімен бірге; 35693803564380 аппараты", ("356938",), CASE),
        ("карта 440043******6583, почта ivan.k@mail.ru, @timur_stop", ("440043", "ivan", "timur"), "карта •••83"),
        ("wa.me/77011234567 және TLa2f6VPqDgRE67v1736s7bJ8Ray5wYjU7", ("7701", "TLa2"), "және •••"),
        ("٠٧٧٠١١٢٣٤٥٦٧ и ７７０１１２３４５６７", ("٠٧٧", "７７０"), "•••67 и •••67"),
    ],
)
def test_identifiers_and_names_are_hidden(typed: str, hidden: tuple[str, ...], kept: str) -> None:
    (told,) = remarks.masked([typed], [CASE])
    assert [one for one in hidden if one in told] == []
    assert kept in told


@pytest.mark.parametrize(
    "typed",
    ["", "Екі куә растады, ст. 190 УК РК п. 4", "12:30-да 3 рет қоңырау шалды", "checked against the register, № 12"],
)
def test_plain_words_stay(typed: str) -> None:
    assert remarks.masked([typed]) == [typed]


def test_a_case_number_that_nobody_named_is_a_number() -> None:
    assert remarks.masked([f"қара: {CASE}"]) == ["қара: •••40"]


@settings(max_examples=15)
@given(st.lists(st.text(max_size=60), max_size=3), st.integers(10**9, 10**13), st.text("абв ,.", max_size=4))
def test_no_number_stands_after_it(around: list[str], number: int, sign: str) -> None:
    """Whatever stands around it, a number with blanks about it is gone, and the list keeps its length."""
    told = remarks.masked([*around, f"{sign} {number} {sign}"])
    assert len(told) == len(around) + 1
    assert str(number) not in told[-1]
