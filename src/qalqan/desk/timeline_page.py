"""A page of a victim's line: the scam and its surroundings first, the rest by day, by kind, by channel, page by page.

Nothing is cut: every page says how many rows there are in all and where they are. A page costs what it shows and the
counting of the line's places; its key names a row, so that a page stays where it is whatever stands before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

import numpy as np
import polars as pl

from qalqan.clock import ONE_ZONE_SINCE, SIX
from qalqan.desk._lens_index import Rows
from qalqan.desk._paper_view import View
from qalqan.desk._timeline_said import said
from qalqan.desk.timeline import Line, told_of
from qalqan.errors import UsageError
from qalqan.report.timeline import LANE_OF, LANES, PARTS, Happening, Timeline

SIZE: Final = 50
LEAD: Final = 8
"""Rows before the first sign of the scam with which a line opens."""
DAYS: Final = 62
"""So many days are told day by day; more of them month by month, a month of one's choice by day."""
SIGN: Final = "sign"
"""The kind that stands for every row of the signature."""
KINDS: Final = (SIGN, *LANE_OF)
_LETTERS: Final = {"calls": "c", "messages": "m", "transactions": "t", "hops": "h", "cases": "r"}
_SOURCES: Final = {letter: name for name, letter in _LETTERS.items()}
_SIX_UNTIL: Final = ONE_ZONE_SINCE.replace(tzinfo=SIX).astimezone(UTC)
_MONTH: Final = 7  # signs of 2025-03
_LONG: Final = 17  # figures of a key's numbers: microseconds of many thousand years


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: all (``whole``), those of a day or of a month (ISO), else those around the scam; of a kind, of a
    channel; after or before the row of a key, or those about it (``at``). Blank: any."""

    whole: bool = False
    day: str = ""
    month: str = ""
    kind: str = ""
    channel: str = ""
    after: str = ""
    before: str = ""
    at: str = ""
    size: int = SIZE


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a day or a month (ISO) by the filters: how many, how many by lane, how many of the signature."""

    name: str
    rows: int
    lanes: tuple[int, ...]
    signs: int


@dataclass(frozen=True, slots=True)
class Paged:
    """A page: ``rows`` (with ``number`` in the line), how many of the chosen rows stand before it, how many are chosen,
    around the scam, and in all; the keys of its first and last row where more stand beyond them; counts by kind and by
    channel where one is looked at; all days, or months, that have rows by the filters."""

    line: Line
    rows: pl.DataFrame
    before: int
    total: int
    near: int
    every: int
    previous: str
    next: str
    kinds: dict[str, int]
    channels: dict[str, int]
    stretches: tuple[Stretch, ...]
    by_month: bool

    @property
    def later(self) -> int:
        """How many of the chosen rows stand after the page."""
        return self.total - self.before - self.rows.height

    def said(self, *, clear: bool) -> tuple[Happening, ...]:
        """The page's rows as they may be read; their places are whole, for sealed addresses."""
        line = self.line
        return said(line.eye, line.who, self.rows, line.marks, View(masked=not clear), veiled=False)


def paged(line: Line, wanted: Wanted) -> Paged:
    """The page of a line that is wanted. Raises UsageError for a day or month that is none."""
    rows = line.rows
    days = _days(rows)
    scope, kinds, channels = _scope(line, wanted, days), _of_kind(rows, wanted.kind), _of_channel(rows, wanted.channel)
    chosen = np.flatnonzero(scope & kinds & channels)
    start, stop = _span(line, wanted, chosen)
    shown = _numbered(line, chosen[start:stop])
    keys = _keys(shown)
    stretches, by_month = _stretches(rows, days, np.flatnonzero(kinds & channels), wanted)
    return Paged(
        line, shown, start, len(chosen), int(_near(line).sum()), rows.height,
        keys[0] if start else "", keys[-1] if stop < len(chosen) else "",
        _counted(rows, np.flatnonzero(scope & channels), "kind"),
        _counted(rows, np.flatnonzero(scope & kinds), "channel"), stretches, by_month,
    )  # fmt: skip


def keyed(page: Paged) -> list[str]:
    """The keys of a page's rows."""
    return _keys(page.rows)


def firsts(line: Line) -> dict[str, str]:
    """The key of the first row of each part of the signature that is there."""
    rows = _numbered(line, np.array(sorted(line.marks), np.int64))
    told = dict(reversed(list(zip(rows["part"], _keys(rows), strict=True))))
    return {part: told[part] for part in PARTS if part in told}


def signs(line: Line, *, clear: bool) -> Timeline:
    """The rows of the signature alone, as a line."""
    _, told = piece(line, np.array(sorted(line.marks), np.int64), clear=clear)
    return told_of(line, told, clear=clear)


def everything(line: Line, wanted: Wanted) -> Rows:
    """The numbers of all rows that are wanted, whatever page."""
    rows = line.rows
    scope = _scope(line, wanted, _days(rows))
    return np.flatnonzero(scope & _of_kind(rows, wanted.kind) & _of_channel(rows, wanted.channel))


def piece(line: Line, numbers: Rows, *, clear: bool) -> tuple[pl.DataFrame, tuple[Happening, ...]]:
    """Some rows of a line: their places, and as they may be read."""
    rows = _numbered(line, numbers)
    return rows, said(line.eye, line.who, rows, line.marks, View(masked=not clear))


def _numbered(line: Line, numbers: Rows) -> pl.DataFrame:
    return line.rows[numbers].insert_column(0, pl.Series("number", numbers, pl.Int64))


# --- which rows -------------------------------------------------------------------------------------


def _scope(line: Line, wanted: Wanted, days: pl.Series) -> Rows:
    if wanted.day:
        return (days == _day(wanted.day)).to_numpy()
    if wanted.month:
        first = _day(f"{wanted.month}-01")
        return ((days.dt.year() == first.year) & (days.dt.month() == first.month)).to_numpy()
    return np.ones(line.rows.height, bool) if wanted.whole else _near(line)


def _near(line: Line) -> Rows:
    """Around the scam: from some hours before the first loss to a day after the last, and whatever is a sign of it."""
    rows = line.rows
    signs = (rows["part"] != "") | (rows["kind"] == "registered")
    if line.since is None or line.over is None:
        return np.ones(rows.height, bool)
    return (rows["at"].is_between(line.since, line.over) | signs).to_numpy()


def _of_kind(rows: pl.DataFrame, kind: str) -> Rows:
    if kind == SIGN:
        return (rows["part"] != "").to_numpy()
    return (rows["kind"] == kind).to_numpy() if kind else np.ones(rows.height, bool)


def _of_channel(rows: pl.DataFrame, channel: str) -> Rows:
    return (rows["channel"] == channel).to_numpy() if channel else np.ones(rows.height, bool)


def _day(text: str) -> date:
    try:
        told = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("error-time", value=text[:20]) from error
    if told.isoformat() != text:  # a week's day, or one without hyphens: rows are counted under one name alone
        raise UsageError("error-time", value=text[:20])
    return told


def _days(rows: pl.DataFrame) -> pl.Series:
    """The day of each row in Kazakhstan, by the zone of that day."""
    at = pl.col("at")
    local = pl.when(at < _SIX_UNTIL).then(at.dt.offset_by("6h")).otherwise(at.dt.offset_by("5h"))
    return rows.select(local.dt.date().alias("day"))["day"]


# --- which page -------------------------------------------------------------------------------------


def _span(line: Line, wanted: Wanted, chosen: Rows) -> tuple[int, int]:
    """From which to which of the chosen rows the page goes."""
    total, size = len(chosen), wanted.size
    if wanted.before and (found := _place(line, wanted.before)) is not None:
        start = max(0, int(np.searchsorted(chosen, found[0])) - size)
    elif wanted.after and (found := _place(line, wanted.after)) is not None:
        start = min(int(np.searchsorted(chosen, found[1])), total)
    elif wanted.at and (found := _place(line, wanted.at)) is not None:
        start = max(0, min(int(np.searchsorted(chosen, found[0])) - LEAD, total - 1))
    elif wanted.whole or wanted.day or wanted.month or total <= size or not line.marks:
        start = 0
    else:
        start = max(0, min(int(np.searchsorted(chosen, min(line.marks))) - LEAD, total - size))
    return start, min(start + size, total)


def _keys(rows: pl.DataFrame) -> list[str]:
    """A row's key: the letter of its table, its number there, its moment."""
    told = rows.select("source", "row", pl.col("at").dt.timestamp("us").alias("at"))
    return [f"{_LETTERS[source]}{row}.{at}" for source, row, at in told.iter_rows()]


def _place(line: Line, key: str) -> tuple[int, int] | None:
    """The numbers before and from which a line goes on beside the row of a key; of one that is no more (another run),
    beside its moment. None for a key that is none."""
    name, number, at = key[:1], *key[1:].partition(".")[::2]
    figures = (number, at.removeprefix("-"))
    if name not in _SOURCES or not all(one.isascii() and one.isdigit() and len(one) <= _LONG for one in figures):
        return None
    moments = line.rows["at"].to_physical().to_numpy()
    low, high = (int(np.searchsorted(moments, int(at), side)) for side in ("left", "right"))
    same = line.rows[low:high]
    for more, told in enumerate(same.select("source", "row").iter_rows()):
        if told == (_SOURCES[name], int(number)):
            return low + more, low + more + 1
    return low, high


# --- where the others are ---------------------------------------------------------------------------


def _counted(rows: pl.DataFrame, numbers: Rows, column: str) -> dict[str, int]:
    """How many rows there are of each value, the most first."""
    told = rows[column][numbers].value_counts(sort=True, name="rows")
    counted = dict(told.sort("rows", column, descending=[True, False]).iter_rows())
    if column == "kind" and (marked := int((rows["part"][numbers] != "").sum())):
        counted = {SIGN: marked} | counted
    return counted


def _stretches(rows: pl.DataFrame, days: pl.Series, numbers: Rows, wanted: Wanted) -> tuple[tuple[Stretch, ...], bool]:
    """Days that have rows; where they are many, months, or the days of the month that is looked at."""
    lane = pl.col("kind").replace_strict(LANE_OF, default="", return_dtype=pl.String)
    told = pl.DataFrame([days[numbers].cast(pl.String), rows["kind"][numbers], rows["part"][numbers]])
    by_month = told["day"].n_unique() > DAYS
    within = wanted.month or wanted.day[:_MONTH]
    if by_month and within:
        told = told.filter(pl.col("day").str.starts_with(within))
    elif by_month:
        told = told.with_columns(pl.col("day").str.head(_MONTH))
    counted = told.group_by("day").agg(
        pl.len().alias("rows"), *((lane == one).sum().alias(one) for one in LANES),
        (pl.col("part") != "").sum().alias("signs"),
    ).sort("day")  # fmt: skip
    made = (
        Stretch(row["day"], row["rows"], tuple(row[one] for one in LANES), row["signs"])
        for row in counted.iter_rows(named=True)
    )
    return tuple(made), by_month
