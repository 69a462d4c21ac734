"""Moments: writings, the column's order, local time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan import clock
from qalqan.values import moment
from qalqan.values.base import Reject

AT = datetime(2025, 3, 5, 9, 22, 1, tzinfo=UTC)
SECONDS = [
    "2025-03-05 14:22:01",
    "2025-03-05T14:22:01+05:00",
    "2025-03-05T09:22:01Z",
    "05.03.2025 14:22:01",
    "03/05/2025 02:22:01 PM",
    "45721.59862",
    "20250305142201",
    "5 наурыз 2025 14:22:01",
    "05 марта 2025 г. 14:22:01",
    "2025 жылғы 5 наурыз 14:22:01",
    "March 5, 2025 14:22:01",
    "1741166521",
    "1741166521000",
    "05.03.25 14:22:01",
    "«05» марта 2025 года в 14:22:01",
]


@pytest.mark.parametrize("text", SECONDS)
def test_writings(text: str) -> None:
    row = moment.parse_column(pl.Series([text])).row(0)
    assert row == (AT, "second", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31.02.2025", "reason-moment-no-such-day"),
        ("29.02.2025", "reason-moment-no-such-day"),
        ("05.03.2025 25:00", "reason-moment-no-such-day"),
        ("завтра", "reason-moment-shape"),
        ("12:30", "reason-moment-shape"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    assert moment.parse(text) == Reject(reason)


def test_precision() -> None:
    read = moment.parse_column(pl.Series(["05.03.2025", "05.03.2025 14:22", "05.03.2025 14:22:01"]))
    assert read["precision"].to_list() == ["day", "minute", "second"]


def test_a_column_of_midnights_tells_days() -> None:
    assert moment.parse_column(pl.Series(["2025-03-05 00:00:00", "2025-03-06 00:00:00"]))["precision"].to_list() == [
        "day",
        "day",
    ]
    told = moment.parse_column(pl.Series(["2025-03-05 00:00:00", "2025-03-06 00:00:01"]))["precision"].to_list()
    assert told == ["second", "second"]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/02/2025", "13/02/2025"], "dmy"),
        (["01/02/2025", "02/13/2025"], "mdy"),
        (["01/02/2025 1:00 PM"], "mdy"),
        (["01.02.2025"], ""),
        (["2025-01-02"], "ymd"),
    ],
)
def test_guess_order(texts: list[str], order: str) -> None:
    assert moment.guess_order(pl.Series(texts)) == order


def test_order_moves_day_and_month() -> None:
    texts = pl.Series(["01/02/2025"])
    assert moment.parse_column(texts, dates="mdy")["value"][0] == datetime(2025, 1, 1, 19, tzinfo=UTC)
    assert moment.parse_column(texts, dates="dmy")["value"][0] == datetime(2025, 1, 31, 19, tzinfo=UTC)


@given(st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["", "KZ-27", "KZ-43", "KZ-75"]))
def test_local_time_is_the_clocks_rule(local: datetime, region: str) -> None:
    local = local.replace(microsecond=0)
    texts = [f"{local:%d.%m.%Y %H:%M:%S}", f"{local:%Y-%m-%dT%H:%M:%S}", f"{local:%d.%m.%Y, %I:%M:%S %p}"]
    read = moment.parse_column(pl.Series(texts), region=region)
    assert read["value"].to_list() == [clock.to_utc(local, region)] * 3


@given(st.datetimes(datetime(1960, 1, 1), datetime(2099, 1, 1)))
def test_utc_and_serials(at: datetime) -> None:
    at = at.replace(microsecond=0)
    assert moment.parse_column(pl.Series([f"{at:%Y-%m-%d %H:%M:%S}"]), zone="utc")["value"][0] == at.replace(tzinfo=UTC)
    days = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    read = moment.parse_column(pl.Series([f"{days:.10f}"]), zone="utc")["value"][0]
    assert read == at.replace(tzinfo=UTC)


def test_join() -> None:
    dates = pl.Series(["2025-03-05 00:00:00", "05.03.2025", "45721", None, "05.03.2025"])
    times = pl.Series(["1899-12-31 14:22:01", "142201", "0.598623", "12:00", None])
    joined = moment.join(dates, times)
    assert joined.to_list() == ["2025-03-05 14:22:01", "05.03.2025 14:22:01", "2025-03-05 14:22:01", None, "05.03.2025"]
