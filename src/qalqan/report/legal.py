"""Legal acts behind a measure: whose sanction each needs and when its clock ends.

Source: ``data/acts.toml``; articles and periods are dated data to be checked by a lawyer, never logic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qalqan.errors import UsageError
from qalqan.report import workdays
from qalqan.report._data import table

ACTS = ("suspension", "restriction", "arrest", "return")
SIGNS = 200


@dataclass(frozen=True, slots=True)
class Act:
    """An act: who must sanction it (empty: nobody outside the unit), its clock, its article, how sure we are."""

    id: str
    sanction: str
    clock: str
    length: int
    article: str
    unsure: bool


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
    if wanted not in ACTS:
        raise UsageError("error-legal-act", act=wanted, known=", ".join(ACTS))
    return Act(id=wanted, **table("acts")[wanted])


def sanction(text: str) -> Sanction | None:
    """A sanction written ``body; number; date`` (``;`` or ``,``; date ISO or dd.mm.yyyy); None when empty.

    Raises UsageError when one of the three is missing: a word alone sanctions nothing.
    """
    if not text.strip():
        return None
    pieces = [one.strip() for one in text.split(";" if ";" in text else ",")]
    if len(pieces) != 3 or not all(pieces) or max(map(len, pieces)) > SIGNS:
        raise UsageError("error-sanction-shape", value=text[:SIGNS])
    day, *rest = pieces[2].split(".")
    written = "-".join((*reversed(rest), day)) if len(rest) == 2 else pieces[2]
    try:
        on = date.fromisoformat(written)
    except ValueError as error:
        raise UsageError("error-sanction-shape", value=text[:SIGNS]) from error
    return Sanction(pieces[0], pieces[1], on.isoformat())


def clock(one: Act, start: date) -> Clock:
    """The act's clock when it begins on ``start``; days off do not lengthen a period of plain days."""
    if one.clock == "working_days":
        last = workdays.add_working_days(start, one.length)
        return Clock(start, last, workdays.checked(start, last))
    if one.clock == "days":
        return Clock(start, start + timedelta(days=one.length), checked=True)
    return Clock(start, None, checked=True)
