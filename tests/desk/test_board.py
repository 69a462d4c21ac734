"""The board: periods, last year beside, cohorts, regions, ages; against rows counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.desk import board
from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import UsageError
from qalqan.store.workspace import Workspace


def at(year: int, month: int, day: int) -> datetime:
    """Noon in Kazakhstan on a day."""
    return datetime(year, month, day, 7, tzinfo=UTC)


def known(rows: list[dict[str, object]], losses: list[tuple[str, int]] = ()) -> Tables:  # type: ignore[assignment]
    """Tables of cases and losses."""
    cases = pl.DataFrame(
        [{"case_id": str(n), "mo": "rent", "source": f"e::{n}"} | row for n, row in enumerate(rows)],
        schema_overrides={"registered_at": pl.Datetime("us", "UTC"), "status_at": pl.Datetime("us", "UTC")},
        infer_schema_length=None,
    )
    lost = pl.DataFrame(
        [(case, f"t{n}", tiyn, 900, "[]") for n, (case, tiyn) in enumerate(losses)],
        schema={
            "case_id": pl.String,
            "tx_id": pl.String,
            "amount_tiyn": pl.Int64,
            "score": pl.Int64,
            "grounds": pl.String,
        },
        orient="row",
    )
    return Tables.of({"cases": conform(cases, table("cases")), "losses": conform(lost, table("losses"))})


def test_figures_stand_beside_last_years(tmp_path: Path) -> None:
    """Registered, cleared in the period, cleared of the cohort, damage by both definitions."""
    told = known(
        [
            {"registered_at": at(2025, 3, 1), "region": "KZ-27", "damage_tiyn": 100, "status": "to_court",
             "status_at": at(2025, 3, 20)},
            {"registered_at": at(2025, 3, 31), "region": "KZ-27", "damage_tiyn": 200, "status": "registered"},
            {"registered_at": at(2025, 2, 28), "region": "KZ-23", "damage_tiyn": 400, "status": "cleared",
             "status_at": at(2025, 3, 5)},
            {"registered_at": at(2024, 3, 10), "region": "KZ-23", "damage_tiyn": 800, "status": "to_court",
             "status_at": at(2024, 9, 1)},
        ],
        [("0", 70), ("0", 10), ("3", 500)],
    )  # fmt: skip
    with Workspace.init(tmp_path / "ws") as made:
        found = board.board(made, told, date(2025, 3, 1), date(2025, 3, 31))
    assert (found.registered.now, found.registered.before) == (2, 1)
    assert (found.cleared.now, found.cleared.before) == (2, 0)  # one of them was registered before the period
    assert (found.cohort_cleared.now, found.cohort_cleared.before) == (1, 0)  # last year's came later than this day
    assert (found.damage_stated.now, found.damage_stated.before) == (300, 800)
    assert (found.damage_found.now, found.damage_found.before) == (80, 500)
    assert (found.asked, found.held, found.returned) == (0, 0, 0)
    assert found.sent.median is None
    regions = {row.name: row.registered.now for row in found.regions}
    assert len(regions) == 20
    assert (regions["KZ-27"], regions["KZ-23"], regions["KZ-10"]) == (2, 0, 0)


def test_a_day_is_kazakhstans(tmp_path: Path) -> None:
    """Eight in the evening of the 31st in UTC is the 1st there."""
    told = known([{"registered_at": datetime(2025, 3, 31, 20, tzinfo=UTC), "status": "registered"}])
    with Workspace.init(tmp_path / "ws") as made:
        assert board.board(made, told, date(2025, 3, 1), date(2025, 3, 31)).registered.now == 0
        assert board.board(made, told, date(2025, 4, 1), date(2025, 4, 1)).registered.now == 1


@pytest.mark.parametrize(
    ("iin", "group"),
    [("100101550001", "0-17"), ("990102300001", "18-29"), ("500101400001", "60-119"), ("", ""), ("999999999999", "")],
)
def test_age_groups_come_from_the_iin(tmp_path: Path, iin: str, group: str) -> None:
    """The seventh figure tells the century; what is no date is told as unknown."""
    told = known([{"registered_at": at(2025, 3, 5), "victim_iin": iin or None, "status": "registered"}])
    with Workspace.init(tmp_path / "ws") as made:
        found = board.board(made, told, date(2025, 3, 1), date(2025, 3, 31))
    assert [row.name for row in found.ages] == [group]


@given(
    since=st.dates(date(2020, 1, 1), date(2025, 12, 31)), days=st.integers(0, 500), events=st.lists(st.integers(0, 900))
)
def test_months_add_up(since: date, days: int, events: list[int]) -> None:
    """The months of a period hold each of its cases once, whatever days it begins and ends on."""
    cases = [{"registered_at": at(2020, 1, 1) + timedelta(days=one), "status": "registered"} for one in events]
    told = known(cases) if cases else Tables.of({})
    rows = board._months(board._cases(told), since, since + timedelta(days=days))
    whole = board._within(board._cases(told), since, since + timedelta(days=days)).height
    assert sum(row.registered.now for row in rows) == whole


def test_a_period_cannot_end_before_it_begins(tmp_path: Path) -> None:
    """It is said which days were meant."""
    with Workspace.init(tmp_path / "ws") as made, pytest.raises(UsageError):
        board.board(made, Tables.of({}), date(2025, 3, 2), date(2025, 3, 1))
