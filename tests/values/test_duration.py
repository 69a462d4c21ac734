"""Durations in whole seconds."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import duration
from qalqan.values.base import Reject, Value


@pytest.mark.parametrize(
    "text",
    [
        "65",
        "65.0",
        "1:05",
        "0:01:05",
        "00:01:05.000",
        "1 мин 5 с",
        "1м5с",
        "PT1M5S",
        "0.00075231",
        "1899-12-31 00:01:05",
        "65 сек.",
        "1 minute 5 seconds",
        "1 мин 5 сек",
    ],
)
def test_writings(text: str) -> None:
    assert duration.parse(text) == Value("duration", "65")


@pytest.mark.parametrize("text", ["abc", "1:61", "5 яблок", "-5"])
def test_refused(text: str) -> None:
    assert duration.parse(text) == Reject("reason-duration-shape")


def test_unit_of_a_bare_number() -> None:
    assert duration.parse_column(pl.Series(["1.5", "2"]), "min")["value"].to_list() == [90, 120]
    assert duration.parse_column(pl.Series(["1500"]), "ms")["value"].to_list() == [2]


@given(st.integers(0, 360_000))
def test_show_is_read_back(seconds: int) -> None:
    assert duration.parse(duration.show(str(seconds))) == Value("duration", str(seconds))
    assert duration.parse(str(seconds)) == Value("duration", str(seconds))
