"""Export formats: times with offset, cells that no spreadsheet runs."""

from __future__ import annotations

import csv as plain
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from qalqan.report.formats import csv, parquet


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2025, 3, 4, 9, 32, 10, tzinfo=UTC), "2025-03-04T14:32:10+05:00"),
        (datetime(2024, 2, 29, 17, 59, 59, tzinfo=UTC), "2024-02-29T23:59:59+06:00"),
        (datetime(2024, 2, 29, 18, 0, 0, tzinfo=UTC), "2024-02-29T23:00:00+05:00"),
    ],
)
def test_times_carry_the_offset_of_their_day(at: datetime, told: str) -> None:
    assert csv.timed(pl.DataFrame({"at": [at]}))["at"][0] == told


def test_formulas_are_made_harmless(tmp_path: Path) -> None:
    cells = ["=cmd()", "@SUM(A1)", "-2+3", "+77011234567", "-500", "plain", "\t=1"]
    csv.write(pl.DataFrame({"text": cells}), tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as lines:
        read = [row["text"] for row in plain.DictReader(lines)]
    assert read == ["'=cmd()", "'@SUM(A1)", "'-2+3", "+77011234567", "-500", "plain", "'\t=1"]


def test_parquet_keeps_types(tmp_path: Path) -> None:
    frame = pl.DataFrame({"sum": [1], "at": [datetime(2025, 1, 1, tzinfo=UTC)]})
    parquet.write(frame, tmp_path / "t.parquet")
    assert pl.read_parquet(tmp_path / "t.parquet").equals(frame)
