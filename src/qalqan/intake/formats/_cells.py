"""Spreadsheet values as the strings a person sees, whatever their type in the file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any


def text(value: Any) -> str | None:  # noqa: PLR0911 - one for each type
    """A cell as text: numbers without a needless ``.0``, dates as ISO, durations as hours; None when empty."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return number(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return (datetime.combine(date(2000, 1, 1), value) + timedelta(milliseconds=500)).strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
        return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)


def number(value: float) -> str:
    """A number in plain digits."""
    if value.is_integer() and abs(value) < 1e22:
        return str(int(value))
    told = repr(value)
    if "e" in told:
        return f"{value:.12f}".rstrip("0").rstrip(".") if abs(value) < 1 else str(int(value))
    return told


def moment(value: datetime) -> str:
    """ISO with seconds; a spreadsheet's binary fraction of a second is rounded away."""
    if value.microsecond:
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return value.strftime("%Y-%m-%d %H:%M:%S")
