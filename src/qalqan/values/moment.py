"""A date and time as written in a cell, as an instant in UTC and how exact it is.

Read are ISO with or without an offset, ``dd.mm.yyyy``, ``dd/mm/yy``, US order with AM/PM, spreadsheets' serial numbers
(20000..80000), epoch seconds and milliseconds, ``yyyymmdd[hhmmss]``, and month names in Kazakh, Russian and English.
Times without an offset are Kazakhstan's (:mod:`qalqan.clock`) unless the column says UTC. A column whose times
are all midnight tells days only. Days that do not exist (31.02) are rejected.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from qalqan.registry import Card
from qalqan.values import _calendar as calendar
from qalqan.values._moments import Parts, read
from qalqan.values.base import EMPTY, Reject, Value, blank, text_series

CARD = Card(
    "moment",
    "value-moment",
    source="ISO 8601; spreadsheets' 1900 date system; qalqan.clock for local time",
    errors=("01/02/2025 without a telling column is read day first",),
)
PIVOT = False

Order = Literal["auto", "ymd", "dmy", "mdy"]
Zone = Literal["local", "utc"]


def parse(text: str) -> Value | Reject:
    """The instant as ISO 8601 in UTC (days: the date of local midnight kept as instant), or why the text is none."""
    row = parse_column(pl.Series([text], dtype=pl.String)).row(0)
    if row[0] is not None:
        return Value("moment", row[0].isoformat(), row[1])
    return Reject(row[2]) if row[2] else EMPTY


def parse_column(series: pl.Series, dates: Order = "auto", region: str = "", zone: Zone = "local") -> pl.DataFrame:
    """Columns value (Datetime µs UTC), precision (second, minute, day) and reason (String)."""
    texts = text_series(series).alias("t")
    distinct = texts.drop_nulls().unique(maintain_order=True)
    parts = read(distinct)
    order = dates if dates != "auto" else (_order(parts) or "dmy")
    day_first = parts.loose & (order != "mdy")
    month, day = np.where(day_first, parts.second, parts.first), np.where(day_first, parts.first, parts.second)
    local, good = _assemble(parts, month, day)
    away = parts.offset if zone == "utc" else np.where(parts.fixed, parts.offset, calendar.offsets(local, region))
    frame = distinct.to_frame().with_columns(
        value=pl.Series(local - away).cast(pl.Datetime("us", "UTC")),
        level=pl.Series(_levels(parts, good)),
        good=pl.Series(good),
        none=blank(pl.col("t")),
        shaped=pl.Series(parts.shaped),
    )
    good_ = pl.col("good")
    lookup = frame.select(
        "t",
        value=pl.when(good_).then("value"),
        precision=pl.when(good_).then(pl.col("level").replace_strict({0: "day", 1: "minute", 2: "second"})),
        reason=pl.when(~good_ & ~pl.col("none")).then(
            pl.when("shaped").then(pl.lit("reason-moment-no-such-day")).otherwise(pl.lit("reason-moment-shape"))
        ),
    )
    frame = texts.to_frame().join(lookup, on="t", how="left", maintain_order="left")
    return frame.select("value", "precision", "reason")


def _assemble(parts: Parts, month: calendar.Ints, day: calendar.Ints) -> tuple[calendar.Ints, calendar.Mask]:
    """Local microseconds and whether they are a moment."""
    clock = (parts.hour * 3600 + parts.minute * 60 + parts.second_) * calendar.SECOND + parts.micro
    whole = calendar.days(parts.year, np.where(month < 1, 1, month), day) * calendar.DAY + clock
    possible = (parts.hour < 24) | ((parts.hour == 24) & (clock == calendar.DAY))
    possible &= (parts.minute < 60) & (parts.second_ < 60)
    good = parts.absolute_known | (parts.shaped & possible & calendar.valid(parts.year, month, day))
    return np.where(parts.absolute_known, parts.absolute, whole), np.asarray(good)


def _levels(parts: Parts, good: calendar.Mask) -> calendar.Ints:
    """0 day, 1 minute, 2 second; a column of midnights only tells days."""
    timed = good & (parts.level > 0) & ~parts.absolute_known
    midnight = (parts.hour % 24 == 0) & (parts.minute == 0) & (parts.second_ == 0) & (parts.micro == 0)
    if timed.any() and bool(midnight[timed].all()) and not (good & parts.absolute_known).any():
        return np.zeros_like(parts.level)
    return parts.level


def _order(parts: Parts) -> str:
    """The order of day and month that the figures of a column tell."""
    day_first = int((parts.loose & (parts.first > 12)).sum())
    month_first = int((parts.loose & (parts.second > 12)).sum())
    if day_first == month_first:
        return "mdy" if not day_first and bool((parts.loose & parts.american).any()) else ""
    return "dmy" if day_first > month_first else "mdy"


def guess_order(series: pl.Series) -> str:
    """``ymd``, ``dmy`` or ``mdy`` as the column's figures tell; empty when they do not."""
    parts = read(text_series(series).drop_nulls().unique(maintain_order=True))
    if not parts.loose.any():
        return "ymd" if parts.shaped.any() else ""
    return _order(parts)


def join(date_series: pl.Series, time_series: pl.Series) -> pl.Series:
    """A column of dates and one of times as one of texts for :func:`parse_column`.

    Midnights that a spreadsheet added to its dates, and the day zero it added to its times, are taken off; a time as
    part of a day (``0.5``) is written out. A blank time leaves the date alone.
    """
    frame = pl.DataFrame({"d": text_series(date_series), "t": text_series(time_series)})
    day = pl.col("d").str.strip_chars().str.replace(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?$", "")
    day = day.str.replace(r"^(\d{5})\.0+$", "${1}")
    time = pl.col("t").str.strip_chars().str.replace(r"^(?:1899-12-3[01]|1900-01-0[01])[T ]", "")
    time = time.str.replace(r"^(\d\d)(\d\d)(\d\d)$", "${1}:${2}:${3}").str.replace(r"^(\d\d)(\d\d)$", "${1}:${2}")
    share = time.str.extract(r"^(0[.,]\d+)$").str.replace(",", ".").cast(pl.Float64)
    seconds = (share * 86_400).round().cast(pl.Int64)
    clock = pl.concat_str(
        (seconds // 3600).cast(pl.String).str.zfill(2),
        (seconds // 60 % 60).cast(pl.String).str.zfill(2),
        (seconds % 60).cast(pl.String).str.zfill(2),
        separator=":",
    )
    day = pl.when(pl.col("d").str.contains(r"^\d{5}(?:\.0+)?$")).then(_serial_day(day)).otherwise(day)
    return frame.select(
        pl.when(blank(pl.col("d")))
        .then(None)
        .when(blank(pl.col("t")))
        .then(day)
        .otherwise(pl.concat_str(day, clock.fill_null(time), separator=" "))
        .alias(date_series.name)
    ).to_series()


def _serial_day(column: pl.Expr) -> pl.Expr:
    """A spreadsheet's day number as ISO date."""
    return (pl.date(1899, 12, 30) + pl.duration(days=column.cast(pl.Int64, strict=False))).cast(pl.String)


def show(canonical: str) -> str:
    """As ISO 8601."""
    return canonical


def mask(canonical: str) -> str:
    """The day."""
    return canonical[:10]


def specificity(_canonical: str) -> int:
    """A time ties nothing by itself."""
    return 10
