"""Sums: shapes, the column's decimal sign, exact tiyn."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import money
from qalqan.values.base import Reject, Value

WRITTEN = {
    "1 250 000,00": 125000000,
    "1\u00a0250\u2009000,00": 125000000,
    "1,250,000.00": 125000000,
    "1.250.000,00": 125000000,
    "1250000": 125000000,
    "₸ 1 500": 150000,
    "1500 тг.": 150000,
    "2 000 KZT": 200000,
    "(1 000)": -100000,
    "1 000,50-": -100050,
    "-5": -500,
    "12,5": 1250,
    "1250.1000000000001": 125010,
    "1,5 млн тенге": 150000000,
    "350 тыс.тг": 35000000,
    "250 мың теңге": 25000000,
    "1'250'000.00": 125000000,
    "1 250-00": 125000,
    "+12.00": 1200,
    ".5": 50,
    "0": 0,
    "1.250": 125000,
}


@pytest.mark.parametrize(("text", "tiyn"), WRITTEN.items())
def test_writings(text: str, tiyn: int) -> None:
    assert money.parse(text) == Value("money", str(tiyn))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("abc", "reason-money-shape"),
        ("12.34.56", "reason-money-shape"),
        ("1250.125", "reason-money-precision"),
        ("99999999999999999", "reason-money-too-big"),
        ("", "reason-empty"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    assert money.parse(text) == Reject(reason)


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1.250", "12,50"], "comma"),
        (["1,250", "12.50"], "point"),
        (["1.250", "3"], ""),
        (["1,250,000", "1"], "point"),
    ],
)
def test_guess_decimal(texts: list[str], sign: str) -> None:
    assert money.guess_decimal(pl.Series(texts)) == sign


def test_the_column_decides_an_open_shape() -> None:
    assert money.parse_column(pl.Series(["1.250", "12,50"]))["value"].to_list() == [125000, 1250]
    assert money.parse_column(pl.Series(["1.250", "12.50"]))["value"].to_list() == [125, 1250]
    assert money.parse_column(pl.Series(["1.250"]), decimal="point")["value"].to_list() == [125]
    assert money.parse_column(pl.Series(["1.250"]), decimal="comma")["value"].to_list() == [125000]


def test_other_minor_units() -> None:
    assert money.parse_column(pl.Series(["12.345678", "1"]), digits=6)["value"].to_list() == [12345678, 1000000]


@given(st.integers(-(10**13), 10**13), st.sampled_from([" ", "\u00a0", ""]), st.sampled_from([",", "."]))
def test_every_sum_survives_its_writing(tiyn: int, gap: str, sign: str) -> None:
    whole, part = divmod(abs(tiyn), 100)
    text = ("-" if tiyn < 0 else "") + f"{whole:,}".replace(",", gap) + f"{sign}{part:02d}"
    assert money.parse_column(pl.Series([text]))["value"].to_list() == [tiyn]


@given(st.integers(0, 10**13))
def test_show_is_read_back(tiyn: int) -> None:
    assert money.parse(money.show(str(tiyn))) == Value("money", str(tiyn))
