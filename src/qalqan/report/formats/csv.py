"""CSV: UTF-8 with a header, times as ISO 8601 with Kazakhstan's offset, no cell that a spreadsheet would run."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from qalqan.clock import ONE_ZONE_SINCE
from qalqan.registry import Card

CARD = Card(name="csv", title="export-csv", source="RFC 4180; CWE-1236 (formula elements in CSV)")
SUFFIX = ".csv"


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a table. Cells that start like a formula get a leading apostrophe; plain phones and numbers do not."""
    _plain(frame).write_csv(path)


def text(frame: pl.DataFrame, *, head: bool = True) -> str:
    """The same as text, for an answer that is given piece by piece: only the first has the header."""
    return _plain(frame).write_csv(include_header=head)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return timed(frame.with_columns([_harmless(name) for name in texts]))


def timed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its times as text: ISO 8601 with the offset of their day."""
    times = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
    return frame.with_columns([_time(name) for name in times])


def _time(name: str) -> pl.Expr:
    at = pl.col(name).dt.replace_time_zone(None)
    # the change of 2024 came at midnight of UTC+6
    before = at + pl.duration(hours=6) < pl.lit(ONE_ZONE_SINCE)
    shape = "%Y-%m-%dT%H:%M:%S"
    return (
        pl.when(before)
        .then((at + pl.duration(hours=6)).dt.strftime(shape) + "+06:00")
        .otherwise((at + pl.duration(hours=5)).dt.strftime(shape) + "+05:00")
        .alias(name)
    )


def _harmless(name: str) -> pl.Expr:
    value = pl.col(name)
    risky = value.str.contains(r"^[=@\t\r]") | (value.str.contains(r"^[+\-]") & ~value.str.contains(r"^[+\-][0-9 ]+$"))
    return pl.when(risky).then(pl.lit("'") + value).otherwise(value).alias(name)
