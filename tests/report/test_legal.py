"""Acts, sanctions, bank names and the working-day calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import UsageError
from qalqan.report import banks, legal, workdays


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2025, 3, 14), 5, date(2025, 3, 21 + 5)),  # Nauryz 21-23, moved to 24 and 25
        (date(2024, 12, 31), 5, date(2025, 1, 10)),  # 1-3 January off, Sunday 5th worked, 7th Christmas
        (date(2026, 6, 1), 5, date(2026, 6, 8)),
        (date(2025, 6, 5), 1, date(2025, 6, 9)),  # Kurban Ait on Friday 6 June does not move
        (date(2026, 5, 7), 1, date(2026, 5, 8)),
        (date(2026, 5, 8), 1, date(2026, 5, 12)),  # 9 May on a Saturday: Monday 11 off
    ],
)
def test_working_days_of_kazakhstan(start: date, count: int, last: date) -> None:
    assert workdays.add_working_days(start, count) == last


def test_constitution_day_left_august_for_march() -> None:
    assert not workdays.is_working(date(2024, 8, 30))
    assert workdays.is_working(date(2027, 8, 30))
    assert not workdays.is_working(date(2027, 3, 15))


@given(st.dates(date(2024, 1, 1), date(2030, 12, 1)), st.integers(1, 15))
def test_a_period_holds_exactly_its_working_days(start: date, count: int) -> None:
    last = workdays.add_working_days(start, count)
    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(map(workdays.is_working, days)) == count
    assert workdays.is_working(last)


def test_a_year_not_checked_day_by_day_is_said_to_be_so() -> None:
    act = legal.act("suspension")
    assert legal.clock(act, date(2025, 5, 5)).checked
    assert not legal.clock(act, date(2031, 5, 5)).checked


def test_plain_days_are_not_lengthened_and_a_court_has_no_end() -> None:
    assert legal.clock(legal.act("restriction"), date(2025, 3, 14)).last == date(2025, 3, 24)
    assert legal.clock(legal.act("arrest"), date(2025, 3, 14)).last is None


@pytest.mark.parametrize("text", ["Прокуратура; 12-3; 15.03.2025", "Прокуратура, 12-3, 2025-03-15"])
def test_a_sanction_has_body_number_and_date(text: str) -> None:
    assert legal.sanction(text) == legal.Sanction("Прокуратура", "12-3", "2025-03-15")


@pytest.mark.parametrize(
    "text", ["yes", "Прокуратура; 12-3", "a; b; 31.02.2025", ";;", "a; b; c", "x" * 500 + ";1;2025-01-01"]
)
def test_a_word_sanctions_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="error-sanction-shape"):
        legal.sanction(text)


def test_a_sanction_of_a_day_to_come_is_none() -> None:
    with pytest.raises(UsageError, match="error-sanction-future"):
        legal.sanction("Прокуратура; 12-3; 2199-03-15")


def test_no_sanction_and_no_act() -> None:
    assert legal.sanction("  ") is None
    with pytest.raises(UsageError, match="error-legal-act"):
        legal.act("seizure")


def test_banks_are_named_as_of_their_day() -> None:
    assert banks.name("998", "en", date(2018, 1, 1)) == "Tsesnabank JSC"
    assert banks.name("998", "ru", date(2026, 1, 1)) == "АО «Alatau City Bank»"
    assert banks.former("998", "en", date(2026, 1, 1)) == "Jusan Bank JSC"
    assert banks.former("722", "en", date(2026, 1, 1)) == ""
    assert banks.name("000", "kk", date(2026, 1, 1)) == "000"
    assert banks.short("070", date(2026, 1, 1)) == "Treasury"


def test_an_act_is_over_with_the_end_of_its_last_day_here() -> None:
    assert legal.over(legal.act("restriction"), date(2025, 3, 14)) == datetime(2025, 3, 24, 19, tzinfo=UTC)
    assert legal.over(legal.act("arrest"), date(2025, 3, 14)) is None


def test_an_answer_is_overdue_and_a_reminder_due_on_the_calendar() -> None:
    assert legal.answer_due(legal.act("suspension"), date(2025, 3, 20)) == datetime(2025, 3, 26, 19, tzinfo=UTC)
    assert legal.answer_due(legal.act("loan"), date(2025, 3, 20)) == datetime(2025, 3, 23, 19, tzinfo=UTC)
    end = datetime(2025, 3, 27, 19, tzinfo=UTC)  # with the end of Thursday 27 March
    assert legal.reminder(legal.act("suspension"), end) == datetime(2025, 3, 25, 19, tzinfo=UTC)


@given(st.dates(date(2024, 1, 15), date(2030, 12, 1)), st.integers(0, 15))
def test_working_days_back_and_forth(end: date, count: int) -> None:
    start = workdays.take_working_days(end, count)
    days = [start + timedelta(days=n) for n in range((end - start).days)]
    assert sum(map(workdays.is_working, days)) == count


@pytest.mark.parametrize("act", legal.MEASURES)
def test_every_act_says_when_an_answer_is_due(act: str) -> None:
    told = legal.act(act)
    assert told.answer_length > 0
    assert told.followed_by in ("", *legal.ACTS)
