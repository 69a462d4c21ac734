"""Where measures stand: their steps and the officers' decisions on them, played through the states in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection

from qalqan import clock
from qalqan.errors import NotFound, QalqanError, TamperError
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.acts import Event, Measure, State, Terms
from qalqan.model.decision import Decision
from qalqan.report import legal
from qalqan.store import acts as kept
from qalqan.store import decisions as decided
from qalqan.store import officers as people
from qalqan.store.acts import Step
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Kept:
    """A recorded measure: its id (``CASE/BANK:KIND``), what was proposed, its steps, and where it stands now.

    ``asked`` is by account what was asked for (tiyn), ``held`` what the bank named as held, both less what was lifted
    in part since and what was returned, of which ``paid`` went to this case's victim; ``shown`` is the SHA-256 of the
    paper proposed, ``approvals`` the decisions that count for it, ``decided`` every decision on it and on its release.
    """

    id: str
    case: str
    bank: str
    kind: str
    steps: tuple[Step, ...]
    measure: Measure
    asked: Mapping[str, int]
    held: Mapping[str, int]
    shown: str
    approvals: tuple[Decision, ...]
    paid: Mapping[str, int]
    decided: tuple[Decision, ...] = ()

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.measure.state

    @property
    def subject(self) -> str:
        """What officers decide on: ``hold:CASE/BANK:KIND``."""
        return subject(self.id, self.kind)

    @property
    def body(self) -> Mapping[str, Any]:
        """What the proposal states."""
        return self.steps[0].body

    @property
    def sent_on(self) -> str:
        """The day or moment of sending as stated; empty before it."""
        sent = self.measure.last("send")
        return "" if sent is None else str(sent.stated["on"])


def subject(measure: str, kind: str) -> str:
    """The subject of the decisions on a measure."""
    return f"{states.POLICY[kind]}:{measure}"


def terms(kind: str) -> Terms:
    """A kind's terms out of the dated data."""
    act = legal.act(kind)
    return Terms(kind, act.sanction, lambda start: legal.over(act, start))


def everything(ws: Workspace, now: datetime | None = None) -> list[Kept]:
    """All measures as they stand at a moment (now), in order of their ids."""
    with ws.reading() as connection:
        steps, everyone, verdicts = kept.everything(connection), _people(connection), decided.everything(connection)
    by_measure: dict[str, list[Step]] = {}
    for step in steps:
        by_measure.setdefault(step.measure, []).append(step)
    by_subject: dict[str, list[Decision]] = {}
    for decision, _ in verdicts:
        by_subject.setdefault(decision.subject, []).append(decision)
    moment = now or clock.now()
    return [_kept(by_measure[id_], by_subject, everyone, moment) for id_ in sorted(by_measure)]


def one(ws: Workspace, measure: str, now: datetime | None = None) -> Kept:
    """The measure of that id. Raises NotFound naming those of the same case."""
    known = everything(ws, now)
    for each in known:
        if each.id == measure:
            return each
    near = [each.id for each in known if each.case == measure.rsplit("/", 1)[0]] or [each.id for each in known]
    raise NotFound("error-act-none", measure=measure, known=", ".join(near[:10]) or "-")


def events(steps: Sequence[Step], decisions: Mapping[str, Sequence[Decision]], everyone: Mapping[str, Officer]) -> list[
    Event
]:  # fmt: skip
    """What happened to a measure in order of time: its steps, and approvals won or lost by decisions between them."""
    kind = kind_of(steps[0].measure)
    found = [Event(step.step, step.at, step.body) for step in steps]
    begun = steps[0].at
    found += _turns(decisions.get(subject(steps[0].measure, kind), ()), states.POLICY[kind], steps[0].shown, begun,
                    everyone, "approve", "disapprove")  # fmt: skip
    asks = [step for step in steps if step.step == "ask_release"]
    for step, following in zip_longest(asks, asks[1:]):
        mine = [
            decision
            for decision in decisions.get(f"{RELEASE}:{steps[0].measure}", ())
            if following is None or decision.at < following.at
        ]
        found += _turns(mine, RELEASE, step.shown, step.at, everyone, "approve_release", "disapprove_release")
    return sorted(found, key=lambda event: (event.at, _AT_ONCE.get(event.step, 2)))


_AT_ONCE = {"propose": 0, "approve": 1, "disapprove": 1, "ask_release": 3, "approve_release": 4,
            "disapprove_release": 4, "release": 5}  # fmt: skip
"""What comes first of things at the very same microsecond."""


def _turns(  # noqa: PLR0917 - what decisions are of, since when, and what they are called
    decisions: Iterable[Decision], act: str, shown: str, since: datetime, everyone: Mapping[str, Officer], yes: str,
    no: str,
) -> list[Event]:  # fmt: skip
    """The moments at which enough officers came to approve what was shown, and at which that ceased."""
    standing: dict[str, Decision] = {}
    found: list[Event] = []
    carried = False
    for decision in sorted(decisions, key=lambda d: (d.at, d.id)):
        if decision.act != act or decision.at < since or decision.officer not in everyone:
            continue
        standing[decision.officer] = decision
        now = policy.carried(_votes(standing.values(), everyone), act, shown)
        if now != carried:
            carried = now
            found.append(Event(yes if now else no, decision.at))
    return found


def _votes(decisions: Iterable[Decision], everyone: Mapping[str, Officer]) -> list[policy.Vote]:
    return [policy.Vote(d.officer, everyone[d.officer].public_key, d.verdict.value, d.shown) for d in decisions]


def play(found: Sequence[Event], kind: str) -> Measure:
    """The measure after its events. Raises what :func:`qalqan.govern.acts.advance` raises."""
    measure: Measure | None = None
    for event in found:
        if measure is not None and not states.roles(kind, event.step) and _idle(measure, event):
            continue
        measure = states.advance(measure, event, terms(kind))
    if measure is None:
        raise NotFound("error-act-none", measure="", known="-")
    return measure


def _idle(measure: Measure, event: Event) -> bool:
    """A decision on a measure that has ended, or that could not be approved, changes nothing."""
    state = states.by_clock(measure, event.at).state
    known = any(move.step == event.step and state in move.of and measure.kind in move.kinds for move in states.MOVES)
    return not known or (event.step == "approve_release" and not measure.release_asked)


def _kept(
    steps: Sequence[Step], decisions: Mapping[str, Sequence[Decision]], everyone: Mapping[str, Officer], now: datetime
) -> Kept:
    try:
        return _read(steps, decisions, everyone, now)
    except (QalqanError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise TamperError("error-act-history", measure=str(steps[0].measure)) from error


def _read(
    steps: Sequence[Step], decisions: Mapping[str, Sequence[Decision]], everyone: Mapping[str, Officer], now: datetime
) -> Kept:
    first = steps[0]
    kind = kind_of(first.measure)
    measure = states.by_clock(play(events(steps, decisions, everyone), kind), now)
    answer = measure.last("answer")
    case, bank = str(first.body["case"]), str(first.body["bank"])
    lifted, paid = states.lifted(measure), states.paid(measure, f"{case}/")
    held = _less(answer.stated["held"] if answer else (), lifted, states.paid(measure))
    asked = _less(first.body["asked"], lifted, paid)
    approvals = _approvals(decisions.get(subject(first.measure, kind), ()), first)
    every = [*decisions.get(subject(first.measure, kind), ()), *decisions.get(f"{RELEASE}:{first.measure}", ())]
    every = sorted((one for one in every if one.at >= first.at), key=lambda d: (d.at, d.id))
    return Kept(
        first.measure, case, bank, kind, tuple(steps), measure, asked, held, first.shown, approvals, paid, tuple(every)
    )


def _less(told: Iterable[Mapping[str, Any]], *gone: Mapping[str, int]) -> dict[str, int]:
    whole = {str(one["account"]): int(one["sum"]) for one in told}
    return {name: max(0, tiyn - sum(one.get(name, 0) for one in gone)) for name, tiyn in whole.items()}


def _approvals(decisions: Iterable[Decision], first: Step) -> tuple[Decision, ...]:
    """The standing approvals of exactly what was proposed."""
    last: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: (d.at, d.id)):
        if decision.at >= first.at:
            last[decision.officer] = decision
    good = [d for d in last.values() if d.verdict.value == "approve" and d.shown == first.shown]
    return tuple(sorted(good, key=lambda d: (d.at, d.id)))


def day(text: str) -> date:
    """The day here of a stated day or moment."""
    at = datetime.fromisoformat(text)
    return at.date() if at.tzinfo is None else clock.to_local(at).date()


def kind_of(measure: str) -> str:
    """The kind that a measure's id names."""
    return measure.rsplit(":", 1)[-1].split(".", 1)[0]


def _people(connection: Connection) -> dict[str, Officer]:
    return {officer.id: officer for officer in people.everything(connection)}
