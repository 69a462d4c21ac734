"""Kazakhstan's local time before and after the change of 2024."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qalqan import clock


@pytest.mark.parametrize(
    ("local", "region", "hour"),
    [
        (datetime(2025, 3, 4, 12), "", 7),
        (datetime(2023, 3, 4, 12), "", 6),
        (datetime(2023, 3, 4, 12), "KZ-27", 7),
        (datetime(2018, 12, 20, 12), "KZ-43", 6),
        (datetime(2018, 12, 22, 12), "KZ-43", 7),
        (datetime(2024, 2, 29, 23), "KZ-75", 17),
        (datetime(2024, 3, 1, 0), "KZ-75", 19),
    ],
)
def test_local_time_becomes_utc(local: datetime, region: str, hour: int) -> None:
    assert clock.to_utc(local, region).hour == hour


def test_an_instant_is_shown_by_the_rule_of_its_day() -> None:
    assert clock.to_local(datetime(2025, 6, 1, 7, tzinfo=UTC)).hour == 12
    assert clock.to_local(datetime(2023, 6, 1, 6, tzinfo=UTC)).hour == 12


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("15.03.2025", "2025-03-15"), (" 15.03.2025 14:20 ", "2025-03-15T14:20"),
        ("15.03.2025T14:20", "2025-03-15T14:20"), ("2025-03-15", "2025-03-15"), ("2025-03-15T14:20+05:00",) * 2,
        ("15.3.2025", "15.3.2025"), ("", ""), ("кеше", "кеше"),
    ],
)  # fmt: skip
def test_days_as_people_write_them_become_iso(text: str, iso: str) -> None:
    assert clock.written(text) == iso
