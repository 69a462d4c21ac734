"""Legal acts behind a measure: whose sanction each needs and when its clock ends.

Source: ``data/acts.toml``; articles and periods are dated data to be checked by a lawyer, never logic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qalqan.clock import FIVE, UTC, now, to_local, written
from qalqan.errors import UsageError
from qalqan.report import workdays
from qalqan.report._data import table

ACTS = ("suspension", "restriction", "arrest", "return")
MEASURES = (*ACTS, "loan", "complaint")
SIGNS = 200


@dataclass(frozen=True, slots=True)
class Act:
    """An act: who must sanction it (empty: nobody outside the unit), its clock, its article, how sure we are.

    ``answer_clock`` and ``answer_length`` say when an answer is overdue, ``owner_hours`` within how long the owner is
    told (0: no such rule), ``followed_by`` which act must be petitioned for before this one ends, ``remind`` how many
    working days before that end one is reminded.
    """

    id: str
    sanction: str
    clock: str
    length: int
    article: str
    unsure: bool
    answer_clock: str = "working_days"
    answer_length: int = 1
    owner_hours: int = 0
    followed_by: str = ""
    remind: int = 0


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction as it was given: body, number, date (ISO)."""

    body: str
    number: str
    on: str


@dataclass(frozen=True, slots=True)
class Clock:
    """When an act begins and ends at the latest; ``last`` is None when a court says so or nothing ends.

    ``checked`` is false when a year of it was counted by the general rule of holidays only.
    """

    first: date
    last: date | None
    checked: bool


def act(wanted: str) -> Act:
    """The act of that id. Raises UsageError naming the acts there are."""
    if wanted not in MEASURES:
        raise UsageError("error-legal-act", act=wanted, known=", ".join(MEASURES))
    return Act(id=wanted, **table("acts")[wanted])


def sanction(text: str) -> Sanction | None:
    """A sanction written ``body; number; date`` (``;`` or ``,``; date ISO or dd.mm.yyyy); None when empty.

    Raises UsageError when one of the three is missing (a word alone sanctions nothing) or its day is still to come.
    """
    if not text.strip():
        return None
    pieces = [one.strip() for one in text.split(";" if ";" in text else ",")]
    if len(pieces) != 3 or not all(pieces) or max(map(len, pieces)) > SIGNS:
        raise UsageError("error-sanction-shape", value=text[:SIGNS])
    try:
        on = date.fromisoformat(written(pieces[2]))
    except ValueError as error:
        raise UsageError("error-sanction-shape", value=text[:SIGNS]) from error
    if on > to_local(now()).date():
        raise UsageError("error-sanction-future", on=on.isoformat())
    return Sanction(pieces[0], pieces[1], on.isoformat())


def clock(one: Act, start: date) -> Clock:
    """The act's clock when it begins on ``start``; days off do not lengthen a period of plain days."""
    if one.clock == "working_days":
        last = workdays.add_working_days(start, one.length)
        return Clock(start, last, workdays.checked(start, last))
    if one.clock == "days":
        return Clock(start, start + timedelta(days=one.length), checked=True)
    return Clock(start, None, checked=True)


def over(one: Act, start: date) -> datetime | None:
    """The moment at which an act that begins on a day is over (the end of its last day here); None when open."""
    last = clock(one, start).last
    return None if last is None else _end_of(last)


def answer_due(one: Act, start: date) -> datetime:
    """The moment from which an answer to a paper sent on a day is overdue."""
    if one.answer_clock == "days":
        return _end_of(start + timedelta(days=one.answer_length))
    return _end_of(workdays.add_working_days(start, one.answer_length))


def reminder(one: Act, end: datetime) -> datetime:
    """The moment from which the next act is to be seen to: so many working days before the end of this one."""
    day = end.astimezone(FIVE).date()
    return _end_of(workdays.take_working_days(day, one.remind) - workdays.DAY)


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=FIVE).astimezone(UTC) + workdays.DAY
