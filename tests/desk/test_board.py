"""The board: periods, last year beside, cohorts, regions, ages; against rows counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qalqan.clock import to_local
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


def test_occupations_are_counted_by_kind(tmp_path: Path) -> None:
    """One teacher is one in every language; what the table does not hold is counted and never told by its words."""
    written = ["учитель", " Мұғалім ", "teacher", "учительница химии", "Мугалим", "космонавт Ю. А.", "жоқ", None]
    told = known([{"registered_at": at(2025, 3, 5), "occupation": one, "status": "registered"} for one in written])
    with Workspace.init(tmp_path / "ws") as made:
        found = board.board(made, told, date(2025, 3, 1), date(2025, 3, 31)).occupations
    assert {row.name: row.registered.now for row in found} == {"teacher": 5, board.OTHER: 1, board.UNKNOWN: 2}


@given(
    since=st.dates(date(2020, 1, 1), date(2025, 12, 31)), days=st.integers(0, 500), events=st.lists(st.integers(0, 900))
)
def test_months_add_up(since: date, days: int, events: list[int]) -> None:
    """The months of a period hold each of its cases once, whatever days it begins and ends on."""
    cases = [{"registered_at": at(2020, 1, 1) + timedelta(days=one), "status": "registered"} for one in events]
    told = known(cases) if cases else Tables.of({})
    rows = board._months(_halves(told, since, since + timedelta(days=days)), since, since + timedelta(days=days))
    whole = board._half(board._cases(told), since, since + timedelta(days=days)).height
    assert sum(row.registered.now for row in rows) == whole


def _halves(told: Tables, since: date, until: date) -> board.Halves:
    cases, before = board._cases(told), board._year_before
    return board._half(cases, since, until), board._half(cases, before(since), before(until))


def _by_hand(cases: list[dict[str, Any]], since: date, until: date) -> list[board.Row]:
    """The months one by one: every case looked at for every month and its like a year before."""
    rows, low, before = [], since, board._year_before
    while low <= until:
        high = min(until, (low.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1))
        pairs = []
        for first, last, end in ((low, high, until), (before(low), before(high), before(until))):
            mine = [one for one in cases if first <= to_local(one["registered_at"]).date() <= last]
            done = [one for one in mine if one["status"] == "to_court" and to_local(one["status_at"]).date() <= end]
            pairs.append((len(mine), len(done), sum(one["damage_tiyn"] for one in mine)))
        rows.append(board.Row(f"{low:%Y-%m}", *(board.Pair(*pair) for pair in zip(*pairs, strict=True))))
        low = high + timedelta(days=1)
    return rows


@given(
    since=st.dates(date(2020, 1, 1), date(2024, 12, 31)), days=st.integers(0, 800),
    events=st.lists(st.tuples(st.integers(0, 1800), st.integers(0, 200), st.booleans()), max_size=60),
)  # fmt: skip
@example(date(2025, 2, 1), 27, [(day, 3, True) for day in range(1850, 1890)])
@example(date(2024, 2, 29), 0, [(day, 3, True) for day in range(1515, 1525)])
def test_months_in_one_pass_are_those_counted_one_by_one(
    since: date, days: int, events: list[tuple[int, int, bool]]
) -> None:
    """Cases, cleared of the cohort, damage; beside the same days a year before, through leap days."""
    first, until = at(2019, 1, 1), since + timedelta(days=days)
    cases: list[dict[str, Any]] = [
        {"registered_at": first + timedelta(days=day), "status": "to_court" if done else "registered",
         "status_at": first + timedelta(days=day + later), "damage_tiyn": 100 + n}
        for n, (day, later, done) in enumerate(events)
    ]  # fmt: skip
    told = known(cases) if cases else Tables.of({})
    assert list(board._months(_halves(told, since, until), since, until)) == _by_hand(cases, since, until)


def test_a_period_cannot_end_before_it_begins(tmp_path: Path) -> None:
    """It is said which days were meant."""
    with Workspace.init(tmp_path / "ws") as made, pytest.raises(UsageError):
        board.board(made, Tables.of({}), date(2025, 3, 2), date(2025, 3, 1))
