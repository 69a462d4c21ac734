"""How long something took, in whole seconds.

Read are seconds (``65``), ``mm:ss``, ``hh:mm:ss``, words («1 мин 5 с», ``1h 2m 3s``, «2 минут 10 секунд»), ISO 8601
(``PT1M5S``) and a spreadsheet's part of a day (``0.00075`` or ``1899-12-31 00:01:05``). A pair is minutes and seconds.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from qalqan.registry import Card
from qalqan.values.base import EMPTY, Reject, Value, blank, text_series

CARD = Card(
    "duration",
    "value-duration",
    source="ISO 8601 durations; habits of operators' exports",
    errors=("a pair 01:05 is minutes and seconds even where hours and minutes were meant",),
)
PIVOT = False

Unit = Literal["s", "min", "h", "ms"]
_UNITS = {"s": (1, 1), "min": (60, 1), "h": (3600, 1), "ms": (1, 1000)}
_WORDS = (
    (86_400, r"(\d{1,4})(?:[.,]0+)?\s*(?:дн[а-я]*|день|сут[а-я]*|күн|days?|d)\b"),
    (3_600, r"(\d{1,5})(?:[.,]0+)?\s*(?:час[а-я]*|сағат|сағ|ч|hours?|hrs?|h)\b"),
    (60, r"(\d{1,6})(?:[.,]0+)?\s*(?:минут[а-я]*|мин|м|minutes?|mins?|min|m)\b"),
    (1, r"(\d{1,8})(?:[.,]\d+)?\s*(?:секунд[а-я]*|сек|с|seconds?|secs?|sec|s)\b"),
)
_SEVEN_DAYS_LONG = 10_000_000  # no call or session takes more seconds


def parse(text: str) -> Value | Reject:
    """The seconds, or why the text is no duration."""
    row = parse_column(pl.Series([text], dtype=pl.String)).row(0)
    if row[0] is not None:
        return Value("duration", str(row[0]))
    return Reject(row[1]) if row[1] else EMPTY


def parse_column(series: pl.Series, unit: Unit = "s") -> pl.DataFrame:
    """Columns value (Int64 seconds) and reason (String). ``unit`` is that of a bare number."""
    texts = text_series(series).alias("t")
    distinct = texts.drop_nulls().unique(maintain_order=True).to_frame()
    frame = distinct.with_columns(
        s=pl.col("t")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.strip_chars(" \t\r\n'\"")
        .str.replace(r"^(?:1899-12-3[01]|1900-01-0[01])[t ]", "")
        .str.replace(r"^pt?(\d.*)$", "${1}")
        .str.replace_all(r"(\d)([a-zа-я]+)", "${1} ${2} ")
        .str.strip_chars()
    )
    lookup = frame.select(
        "t",
        value=pl.coalesce(_clock(), _bare(*_UNITS[unit]), _words()),
        none=blank(pl.col("t")),
    ).with_columns(value=pl.when(pl.col("value") < _SEVEN_DAYS_LONG).then("value"))
    lookup = lookup.select(
        "t", "value", reason=pl.when(pl.col("value").is_null() & ~pl.col("none")).then(pl.lit("reason-duration-shape"))
    )
    return texts.to_frame().join(lookup, on="t", how="left", maintain_order="left").select("value", "reason")


def _clock() -> pl.Expr:
    """``[hh:]mm:ss[.f]``; the first figure may pass 59."""
    parts = pl.col("s").str.extract_groups(r"^(?:(\d{1,5}):)?(\d{1,6}):([0-5]\d)(?:[.,]\d+)?$")
    hours, minutes, seconds = (parts.struct.field(name).cast(pl.Int64) for name in ("1", "2", "3"))
    right = hours.is_null() | (minutes < 60)
    return pl.when(right).then(hours.fill_null(0) * 3600 + minutes * 60 + seconds)


def _bare(times: int, over: int) -> pl.Expr:
    """A number in the column's unit; a long fraction below one is a part of a day."""
    s = pl.col("s")
    share = s.str.extract(r"^0?([.,]\d{4,16})$").str.slice(1, 12).str.pad_end(12, "0").cast(pl.Int64)
    number = s.str.extract(r"^(\d{1,12})(?:[.,]\d+)?$").cast(pl.Int64)
    tenth = s.str.extract(r"^\d{1,12}[.,](\d{1,3})\d*$").str.pad_end(3, "0").cast(pl.Int64).fill_null(0)
    return pl.coalesce(
        (share * 864 + 5_000_000_000) // 10_000_000_000, ((number * 1000 + tenth) * times + 500 * over) // (1000 * over)
    )


def _words() -> pl.Expr:
    """Figures before unit words, when nothing else stands in the text."""
    rest, total, any_ = pl.col("s"), pl.lit(0, pl.Int64), pl.lit(value=False)
    for seconds, pattern in _WORDS:
        figure = rest.str.extract(pattern).cast(pl.Int64)
        total, any_ = total + figure.fill_null(0) * seconds, any_ | figure.is_not_null()
        rest = rest.str.replace(pattern, "")
    return pl.when(any_ & rest.str.contains(r"^[\s.,]*$")).then(total)


def show(canonical: str) -> str:
    """``h:mm:ss``."""
    seconds = int(canonical)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def mask(canonical: str) -> str:
    """A duration names nobody."""
    return show(canonical)


def specificity(_canonical: str) -> int:
    """A duration ties nothing by itself."""
    return 10
