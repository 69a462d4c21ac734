"""A legal measure played through its states: what may follow what stands in :mod:`qalqan.govern.acts_moves`.

A measure is a hold (suspension, restriction, arrest), a return of held money to the victim, the stop of a loan taken in
the victim's name, or a complaint to an operator on numbers to be suspended. It moves only by the moves of
:data:`MOVES`; approvals come from officers' decisions (two with different keys), the end of a period comes from the
clock. Pure: no database, no clock of the machine. Source of the acts: the project's reference "Legal acts behind a
measure"; bodies and periods come with :class:`Terms` as dated data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from qalqan.clock import to_local
from qalqan.errors import AccessError, UsageError
from qalqan.govern.acts_moves import BEFORE, ENDS, FORMER, HOLDS, IN_FORCE, KINDS, MOVES, POLICY, Move, State
from qalqan.govern.policy import Role

__all__ = ["BEFORE", "ENDS", "FORMER", "HOLDS", "IN_FORCE", "KINDS", "MOVES", "POLICY", "Event", "Measure", "Move",
           "State", "Terms", "advance", "by_clock", "granted", "lifted", "option", "paid", "part_of", "possible",
           "roles"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """What the dated data say of a kind: whose sanction it needs (empty: nobody's), and the moment at which its period
    is over when it begins on a day (None: no fixed end)."""

    kind: str
    sanction: str
    ends: Callable[[date], datetime | None]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a measure: a step, a completed approval, the clock. ``stated`` is the step's body."""

    step: str
    at: datetime
    stated: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it stands after its events.

    ``at`` is the moment of the last one, ``ends`` that of the end of its period (None before it is sent and where there
    is none), ``history`` the steps so far with their moments. ``doubted``: an approval was taken back after sending.
    """

    kind: str
    state: State
    at: datetime
    history: tuple[Event, ...]
    ends: datetime | None = None
    doubted: bool = False
    release_asked: bool = False
    release_approved: bool = False

    def last(self, step: str) -> Event | None:
        """The latest event of that name, if there was one."""
        return next((one for one in reversed(self.history) if one.step == step), None)


def advance(measure: Measure | None, event: Event, terms: Terms) -> Measure:
    """The measure after an event; None is a measure that does not exist yet.

    Raises AccessError when no move of the table leads there (a missing approval or sanction, a measure that has ended),
    UsageError when the event does not state what it must or is earlier than what went before.
    """
    if measure is not None:
        if event.at < measure.at:
            raise UsageError("error-act-time", step=event.step, at=_day(event.at), before=_day(measure.at))
        measure = by_clock(measure, event.at)
    state = None if measure is None else measure.state
    move = _move(terms.kind, state, event)
    _check_needs(measure, event, terms)
    missing = [one for one in move.states if not event.stated.get(one)]
    if missing and not (missing == ["held"] and "held" in event.stated):
        raise UsageError("error-act-states", step=event.step, missing=", ".join(map(option, missing)))
    _check_days(measure, event)
    _check_body(measure, event, terms)
    if measure is None:
        return Measure(terms.kind, State.PROPOSED, event.at, (event,))
    return _moved(measure, move, event, terms)


def by_clock(measure: Measure, now: datetime) -> Measure:
    """The measure at a moment: expired, without anybody's doing, when its period is over."""
    if measure.state not in IN_FORCE or measure.ends is None or now < measure.ends:
        return measure
    event = Event("expire", measure.ends)
    return replace(measure, state=State.EXPIRED, at=measure.ends, history=(*measure.history, event))


def possible(measure: Measure, terms: Terms) -> tuple[str, ...]:
    """The steps that somebody may take next, in the table's order."""
    found = []
    for move in MOVES:
        if measure.state not in move.of or measure.kind not in move.kinds or not move.roles:
            continue
        if "by" not in move.states:  # else it goes with a step of another measure
            try:
                _check_needs(measure, Event(move.step, measure.at), terms)
            except AccessError:
                continue
            found.append(move.step)
    return tuple(dict.fromkeys(found))


def option(name: str) -> str:
    """What is stated, as the command line's option for it."""
    return "--date" if name == "on" else f"--{name}"


def roles(kind: str, step: str) -> frozenset[Role]:
    """Who may take a step of a kind of measure."""
    return frozenset().union(*(one.roles for one in MOVES if one.step == step and kind in one.kinds))


def _move(kind: str, state: State | None, event: Event) -> Move:
    for move in MOVES:
        if move.step == event.step and kind in move.kinds and (state in move.of or (state is None and not move.of)):
            return move
    raise AccessError("error-act-move", step=event.step, kind=kind, state="none" if state is None else state.value)


def _check_needs(measure: Measure | None, event: Event, terms: Terms) -> None:
    """What a move needs besides the right state."""
    if measure is None:
        return
    if event.step == "answer" and measure.state is State.EXPIRED and not _in_time(measure, event):
        raise AccessError("error-act-move", step=event.step, kind=terms.kind, state=measure.state.value)
    if event.step == "send" and terms.kind == "loan" and not granted(measure, "rule"):
        raise AccessError("error-act-ruling")
    if event.step == "send" and terms.sanction and measure.state is not State.SANCTIONED:
        raise AccessError("error-act-sanction", kind=terms.kind, body=terms.sanction)
    if event.step in ("sanction", "refuse") and measure.state is State.APPROVED and not terms.sanction:
        raise AccessError("error-act-no-sanction", kind=terms.kind)
    if event.step in ("release", "approve_release") and not measure.release_asked:
        raise AccessError("error-act-release-asked")
    if event.step == "release" and not measure.release_approved:
        raise AccessError("error-act-release-approved")


def _in_time(measure: Measure, event: Event) -> bool:
    """Whether an answer recorded after the end is the first one, and of a day before that end."""
    on = event.stated.get("on")
    if measure.last("answer") or measure.ends is None:
        return False
    return on is None or _date(on) <= to_local(measure.ends - timedelta(microseconds=1)).date()


def _check_body(measure: Measure | None, event: Event, terms: Terms) -> None:
    """The body that sanctions or refuses to is the one the terms name; an end of its own only where there is none."""
    if measure is None or event.step not in ("sanction", "refuse") or measure.state is not State.APPROVED:
        return
    if event.stated["body"] != terms.sanction:
        raise UsageError("error-act-body", kind=terms.kind, body=terms.sanction, told=str(event.stated["body"])[:80])
    if event.stated.get("until") and terms.ends(_date(event.stated["on"])) is not None:
        raise UsageError("error-act-until", kind=terms.kind)


def _check_days(measure: Measure | None, event: Event) -> None:
    """A stated day lies neither after the step nor before what it follows."""
    if "on" in event.stated:
        on = _date(event.stated["on"])
        if on > to_local(event.at).date():
            raise UsageError("error-act-future", step=event.step, on=on.isoformat())
        least = _since(measure)
        if least is not None and on < least:
            raise UsageError("error-act-time", step=event.step, at=on.isoformat(), before=least.isoformat())
        if "until" in event.stated and _date(event.stated["until"]) <= on:
            raise UsageError(
                "error-act-time", step=event.step, at=str(event.stated["until"])[:10], before=on.isoformat()
            )
        since = _date(event.stated.get("since") or event.stated["on"])
        if since > on or (least is not None and since < least):
            raise UsageError("error-act-time", step=event.step, at=since.isoformat(), before=(least or on).isoformat())
    if event.step == "supersede" and measure is not None and measure.ends is not None:
        lodged = datetime.fromisoformat(event.stated["lodged"])
        if lodged >= measure.ends:
            raise UsageError("error-act-late", kind=measure.kind, ended=_day(measure.ends))


def _since(measure: Measure | None) -> date | None:
    """The earliest day that a step may state: of the proposal, then of each stated day before it."""
    if measure is None:
        return None
    days = [to_local(measure.history[0].at).date()]
    days += [_date(one.stated["on"]) for one in measure.history if "on" in one.stated and one.step != "tell"]
    return max(days)


def _moved(measure: Measure, move: Move, event: Event, terms: Terms) -> Measure:
    state = measure.state if move.to is None else move.to
    changes: dict[str, Any] = {}
    if event.step == "send":
        changes["ends"] = _end(measure, terms, _date(event.stated["on"]))
    elif event.step == "answer" and move.to is not None:
        sums = sum(int(one["sum"]) for one in event.stated["held"])
        state = State.HELD if sums > 0 or event.stated.get("stopped") else State.EMPTY
        if since := event.stated.get("since"):
            changes["ends"] = _end(measure, terms, _date(since))
    elif event.step == "return" and not _all_returned(measure, event):
        state = measure.state
    elif event.step == "release" and part_of(measure):
        state, changes = measure.state, {"release_asked": False, "release_approved": False}
    elif event.step == "ask_release":
        changes |= {"release_asked": True, "release_approved": False}
    elif event.step.endswith("approve_release"):
        changes["release_approved"] = event.step == "approve_release"
    elif event.step.endswith("approve") and move.to is None:
        changes["doubted"] = event.step == "disapprove"
    return replace(measure, state=state, at=event.at, history=(*measure.history, event), **changes)


def _all_returned(measure: Measure, event: Event) -> bool:
    """Of a return, whether anything came back; of a hold, whether nothing is left of what is held."""
    if "by" not in event.stated:
        return any(int(one["sum"]) for one in event.stated["held"])
    answer = measure.last("answer")
    if "part" not in event.stated or answer is None:
        return True
    gone = [*event.stated["part"], *_parts(measure), *({"sum": tiyn} for tiyn in lifted(measure).values())]
    return sum(int(one["sum"]) for one in gone) >= sum(int(one["sum"]) for one in answer.stated["held"])


def _parts(measure: Measure, by: str = "") -> list[Mapping[str, Any]]:
    told = (one.stated for one in measure.history if one.step == "return" and "by" in one.stated)
    return [part for one in told if str(one["by"]).startswith(by) for part in one.get("part") or ()]


def paid(measure: Measure, by: str = "") -> Mapping[str, int]:
    """What of a hold was returned, by account (tiyn): by all returns, or by those whose id begins so."""
    found: dict[str, int] = {}
    for one in _parts(measure, by):
        found[str(one["account"])] = found.get(str(one["account"]), 0) + int(one["sum"])
    return found


def part_of(measure: Measure) -> Mapping[str, int]:
    """What the release asked for last would lift, by account (tiyn); empty: all of it."""
    asked = measure.last("ask_release")
    return {} if asked is None else {str(one["account"]): int(one["sum"]) for one in asked.stated.get("part") or ()}


def lifted(measure: Measure) -> Mapping[str, int]:
    """What was lifted in part so far, by account (tiyn)."""
    found: dict[str, int] = {}
    asked: Event | None = None
    for event in measure.history:
        asked = event if event.step == "ask_release" else asked
        for one in (asked.stated.get("part") or ()) if event.step == "release" and asked else ():
            found[str(one["account"])] = found.get(str(one["account"]), 0) + int(one["sum"])
    return found


def granted(measure: Measure, step: str = "sanction") -> Event | None:
    """The sanction (or of a loan the ruling, ``rule``) that stands: none while the measure is not approved, or when
    approvals were lost after it was given."""
    found: Event | None = None
    sent = False
    for event in measure.history:
        sent = sent or event.step == "send"
        if event.step == step:
            found = event
        elif event.step == "disapprove" and not sent:
            found = None
    return found


def _end(measure: Measure, terms: Terms, start: date) -> datetime | None:
    """The end of the period: as the sanctioning body set it, else by the terms."""
    sanction = granted(measure)
    if sanction is not None and sanction.stated.get("until"):
        return datetime.fromisoformat(sanction.stated["until"])
    return terms.ends(start)


def _date(text: str) -> date:
    """The day of an ISO date or moment as it is stated. Raises UsageError when it is none."""
    try:
        at = datetime.fromisoformat(text)
        return at.date() if at.tzinfo is None else to_local(at).date()
    except (TypeError, ValueError) as error:
        raise UsageError("error-act-day", value=str(text)[:40]) from error


def _day(at: datetime) -> str:
    return to_local(at).strftime("%Y-%m-%d %H:%M:%S")
