"""State numbers: check digit, date, organisation."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import bin as bin_
from qalqan.values import iin
from qalqan.values.base import Reject, Value


def make(body: str) -> str | None:
    """The number with its check digit, by the rule as the reference tells it; None when it is never issued."""
    for weights in ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]):
        rest = sum(int(body[i]) * weights[i] for i in range(11)) % 11
        if rest < 10:
            return body + str(rest)
    return None


PERSON = st.builds(
    lambda born, sex, serial: make(f"{born:%y%m%d}{(3 if born.year < 2000 else 5) + sex}{serial:04d}"),
    st.dates(date(1930, 1, 1), date(2024, 12, 31)),
    st.integers(0, 1),
    st.integers(0, 9999),
).filter(bool)


@given(PERSON)
def test_persons(number: str) -> None:
    assert iin.parse(number) == Value("iin", number)
    assert iin.parse(f"ИИН {number[:6]} {number[6:]}") == Value("iin", number)
    assert bin_.parse(number) == Reject("reason-bin-person")
    assert iin.birth(number) is not None
    assert iin.parse_column(pl.Series([number, f" {number} "]))["value"].to_list() == [number, number]


@given(PERSON, st.integers(0, 10), st.integers(1, 9))
def test_a_changed_digit_is_refused_alike(number: str, place: int, by: int) -> None:
    changed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    alone = iin.parse(changed)
    column = iin.parse_column(pl.Series([changed]))
    assert column["value"][0] == (alone.canonical if isinstance(alone, Value) else None)
    assert column["reason"][0] == (alone.reason if isinstance(alone, Reject) else None)


def test_eaten_zero_comes_back() -> None:
    number = make("05010150012")
    assert number is not None
    assert iin.parse(number.lstrip("0")) == Value("iin", number, "zeros-restored")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("850101300006", "reason-iin-check"),
        ("12345", "reason-iin-length"),
        ("8.50101E+11", "reason-digits-lost"),
        ("Сынақ", "reason-iin-shape"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    assert iin.parse(text) == Reject(reason)


def test_impossible_date() -> None:
    number = make("85023130000")
    assert number is not None
    assert iin.parse(number) == Reject("reason-iin-date")


def test_organisation() -> None:
    assert iin.parse("990140000007") == Value("bin", "990140000007") == bin_.parse("990140000007")
    assert bin_.parse_column(pl.Series(["990140000007", "850101300005"]))["reason"].to_list() == [
        None,
        "reason-bin-person",
    ]
