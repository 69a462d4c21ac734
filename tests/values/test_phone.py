"""Phones survive messy writing; impossible ones are told."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import phone
from qalqan.values.base import Reject, Value

SAME = [
    "+7 701 123 45 67",
    "8 701 123 45 67",
    "8(701)1234567",
    "7701 1234567",
    "7011234567",
    "'+77011234567",
    "77011234567.0",
    "7.7011234567E+10",
    "８７０１１２３４５６７",
    "8 7О1 123 45 67",
    "+7\u00a0701\u00a0123\u00a045\u00a067",
    "тел. 8-701-123-45-67 доб. 12",
    "+8 701 123 45 67",
    "\u200e+7 (701) 123‑45‑67",
    "007 701 123 45 67",
]
REFUSED = {
    "7.70112E+10": "reason-digits-lost",
    "1414": "reason-phone-short-code",
    "KASPI.KZ": "reason-phone-letters",
    "87011234567, 87021234567": "reason-several-values",
    "8701123456": "reason-phone-country",
    "77777777777": "reason-phone-dummy",
    "": "reason-empty",
    "+999123456789": "reason-phone-country",
}
MOBILE = st.builds(lambda p, n: f"+7{p}{n:07d}", st.sampled_from(phone.MOBILE), st.integers(0, 9_999_999)).filter(
    lambda text: len(set(text[2:])) > 1
)


@pytest.mark.parametrize("text", SAME)
def test_one_number_in_many_writings(text: str) -> None:
    assert phone.parse(text) == Value("phone", "+77011234567", getattr(phone.parse(text), "note", ""))
    assert phone.parse_column(pl.Series([text]))["value"].to_list() == ["+77011234567"]


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_refused(text: str, reason: str) -> None:
    assert phone.parse(text) == Reject(reason)


@pytest.mark.parametrize(
    ("text", "canonical", "note"),
    [
        ("+380501234567", "+380501234567", ""),
        ("998901234567", "+998901234567", ""),
        ("8-10-380-50-123-45-67", "+380501234567", ""),
        ("8 495 123 45 67", "+74951234567", ""),
        ("+77901234567", "+77901234567", "unassigned"),
        ("8 7172 12 34 56", "+77172123456", ""),
    ],
)
def test_foreign_fixed_and_unassigned(text: str, canonical: str, note: str) -> None:
    assert phone.parse(text) == Value("phone", canonical, note)


def test_country_and_assignment() -> None:
    assert [phone.country(n) for n in ("+77011234567", "+74951234567", "+380501234567")] == ["KZ", "RU", ""]
    numbers = ["+77011234567", "+77901234567", "+74951234567", "+77172123456", "+77511234567", "+380501234567"]
    told = pl.DataFrame({"n": numbers}).select(phone.assigned_column(pl.col("n"))).to_series().to_list()
    assert told == [phone.assigned(n) for n in numbers] == [True, False, True, True, True, True]


@given(MOBILE, st.sampled_from(["", " ", "-", "\u00a0", ") ", "."]))
def test_any_separator_gives_the_same_number(number: str, gap: str) -> None:
    n = number[2:]
    text = "8" + gap + gap.join((n[:3], n[3:6], n[6:8], n[8:]))
    assert phone.parse(text) == Value("phone", number)
    assert phone.parse(phone.show(number)) == Value("phone", number)
    assert n[3:8] not in phone.mask(number)


@given(st.lists(st.one_of(MOBILE, st.text(max_size=20), st.none()), max_size=12))
def test_column_is_parse_of_each(texts: list[str | None]) -> None:
    read = phone.parse_column(pl.Series(texts, dtype=pl.String))
    for text, value, reason in zip(texts, read["value"], read["reason"], strict=True):
        if value is None and reason is None:
            continue
        alone = phone.parse(text or "")
        assert (value, reason) == ((alone.canonical, None) if isinstance(alone, Value) else (None, alone.reason))


def test_trim_cuts_the_next_word() -> None:
    assert phone.trim("+380 50 123 45 67 15") == "+380 50 123 45 67"
    assert phone.trim("+380 50 123 45 67") == "+380 50 123 45 67"


@pytest.mark.parametrize(
    ("number", "wanted"),
    [("+77011234567", "kcell"), ("+77771234567", "beeline"), ("+77071234567", "tele2"), ("+77601234567", "other"),
     ("+77172555500", ""), ("+79161234567", ""), ("1414", "")],
)  # fmt: skip
def test_a_prefix_names_whom_to_ask_first(number: str, wanted: str) -> None:
    assert phone.operator(number) == wanted
