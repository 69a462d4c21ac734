"""The registry of droppers as a pure machine: what an entry must state, what may follow what, when it counts.

An entry states its ground: a verdict in force, an entry of the Anti-Fraud Centre, or an officer's proposal. Only the
first is "proven". Every entry ends by itself; it can be appealed (then it is marked), and an appeal that is upheld
suspends it. The degree (knowing, deceived, stolen identity, unknown) is set by people only; a person whose identity was
stolen is a victim and never counts as a dropper. What protects a person one officer may do; what turns against them
again (an entry back from suspension, a victim no longer one, the degree "knowing") has effect only when two approve it.
Pure functions; days are ISO dates of Kazakhstan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final

from qalqan.errors import AccessError, UsageError
from qalqan.govern.policy import Role

GROUNDS: Final = ("verdict", "afc", "proposal")
DEGREES: Final = ("knowing", "deceived", "stolen", "unknown")
KINDS: Final = ("account", "phone", "iin")
OUTCOMES: Final = ("upheld", "dismissed")
MUST: Final[dict[str, tuple[str, ...]]] = {
    "verdict": ("court", "number", "on"),
    "afc": ("number", "on"),
    "proposal": ("reason",),
    "appeal": ("who", "on"),
    "outcome": ("outcome", "on", "reason"),
    "degree": ("degree", "reason"),
    "restore": ("reason",),
    "remove": ("reason",),
}
"""What an entry on a ground, and every later step, must state."""
ROLES: Final[dict[str, frozenset[Role]]] = {
    "propose": frozenset({Role.INVESTIGATOR, Role.HEAD}),
    "appeal": frozenset({Role.DUTY_OFFICER, Role.ANALYST, Role.INVESTIGATOR, Role.HEAD, Role.INSPECTOR}),
    "outcome": frozenset({Role.HEAD}),
    "degree": frozenset({Role.INVESTIGATOR, Role.HEAD}),
    "restore": frozenset({Role.INVESTIGATOR, Role.HEAD}),
    "remove": frozenset({Role.INVESTIGATOR, Role.HEAD}),
}
"""Which role may take which step."""


class State(Enum):
    """Where an entry stands. Only ``VALID`` takes part in an analysis."""

    WAITING = "waiting"
    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    VICTIM = "victim"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: what it is of, on what ground, from when to when, and what became of it. Dates are days."""

    id: str
    kind: str
    value: str
    ground: str
    stated: Mapping[str, Any]
    since: date
    until: date
    degree: str = "unknown"
    appealed: bool = False
    upheld: bool = False
    removed: bool = False

    @property
    def proven(self) -> bool:
        """Whether a court has found it: only a verdict in force is that."""
        return self.ground == "verdict"

    def state(self, approved: bool, day: date) -> State:
        """Where it stands on a day; ``approved``: two officers approved exactly its content."""
        if self.removed:
            return State.REMOVED
        if self.degree == "stolen":
            return State.VICTIM
        if self.upheld:
            return State.SUSPENDED
        if not approved:
            return State.WAITING
        return State.VALID if self.since <= day <= self.until else State.EXPIRED


def proposed(id_: str, stated: Mapping[str, Any]) -> Entry:
    """The entry that a first step states. Raises UsageError naming what is missing or wrong."""
    kind, value, ground = (str(stated.get(name, "")) for name in ("kind", "value", "ground"))
    if ground not in GROUNDS:
        raise UsageError("error-registry-ground", ground=ground, known=", ".join(GROUNDS))
    if kind not in KINDS or not value:
        raise UsageError("error-registry-kind", kind=kind, known=", ".join(KINDS))
    must(ground, stated)
    degree = str(stated.get("degree") or "unknown")
    _one_of("degree", degree, DEGREES)
    since, until = day(str(stated.get("since", ""))), day(str(stated.get("until", "")))
    if until < since:
        raise UsageError("error-registry-until", since=since.isoformat(), until=until.isoformat())
    return Entry(id_, kind, value, ground, stated, since, until, degree)


def advance(entry: Entry, step: str, stated: Mapping[str, Any]) -> Entry:
    """The entry after a further step. Raises UsageError for what is missing, AccessError for what may not follow."""
    must(step, stated)
    if entry.removed:
        raise AccessError("error-registry-removed", entry=entry.id)
    if step == "appeal":
        if entry.appealed:
            raise AccessError("error-registry-appealed", entry=entry.id)
        return replace(entry, appealed=True)
    if step == "outcome":
        _one_of("outcome", str(stated["outcome"]), OUTCOMES)
        if not entry.appealed:
            raise AccessError("error-registry-no-appeal", entry=entry.id)
        return replace(entry, appealed=False, upheld=entry.upheld or stated["outcome"] == "upheld")
    if step == "restore":
        return replace(entry, upheld=False)
    if step == "degree":
        _one_of("degree", str(stated["degree"]), DEGREES)
        return replace(entry, degree=str(stated["degree"]))
    return replace(entry, removed=True)


def needs_two(entry: Entry, step: str, stated: Mapping[str, Any]) -> bool:
    """Whether a step turns against the person again, so that a second officer must approve exactly it."""
    if step != "degree":
        return step == "restore"
    return str(stated["degree"]) == "knowing" or (entry.degree == "stolen" and str(stated["degree"]) != "stolen")


def replay(
    id_: str, steps: Sequence[tuple[str, Mapping[str, Any]]], carried: Collection[int] = ()
) -> tuple[Entry, tuple[int, ...]]:
    """The entry that its steps make, in order, and the numbers (from 1) of those that wait for a second officer.

    ``carried``: numbers of the steps that two officers approve. One that waits has no effect.
    """
    entry, waiting = proposed(id_, steps[0][1]), []
    for number, (step, stated) in enumerate(steps[1:], 2):
        after = advance(entry, step, stated)
        if needs_two(entry, step, stated) and number not in carried:
            waiting.append(number)
        else:
            entry = after
    return entry, tuple(waiting)


def must(what: str, stated: Mapping[str, Any]) -> None:
    """Raises UsageError when something that must be stated is not, or a day is none."""
    missing = [name for name in MUST[what] if not str(stated.get(name, "")).strip()]
    if missing:
        options = ", ".join(f"--{'date' if name == 'on' else name}" for name in missing)
        raise UsageError("error-registry-missing", what=what, missing=", ".join(missing), options=options)
    if "on" in MUST[what]:
        day(str(stated["on"]))


def check_role(who: Role, step: str) -> None:
    """Raises AccessError when a role may not take a step."""
    if who not in ROLES[step]:
        raise AccessError("error-registry-role", what=step, role=who.value)


def day(text: str) -> date:
    """A day as YYYY-MM-DD. Raises UsageError for another text."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("error-registry-day", value=text) from error


def ending(since: date, days: int) -> date:
    """The last day of an entry that counts for so many days."""
    return since + timedelta(days=days)


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(f"error-registry-{what}", value=value, known=", ".join(known))
