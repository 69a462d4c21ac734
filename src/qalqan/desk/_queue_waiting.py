"""What waits for a second officer: measures, releases, entries of the registry, and papers approved by one so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from qalqan.clock import to_local
from qalqan.desk import acts_state, registry_standing
from qalqan.desk.acts_state import Kept
from qalqan.desk.registry_standing import Standing
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.acts import State
from qalqan.govern.registry import State as Entry
from qalqan.model.decision import Decision, Verdict
from qalqan.store import registry as kept
from qalqan.store.workspace import Workspace

KINDS: Final = ("measure", "release", "registry", "paper")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that two officers decide on: the subject, the hash of the paper, and what it states.

    ``moved`` names the last change of it, so that who looks at an older state is told; ``facts`` are (name, value) with
    sums in tiyn under ``sum``.
    """

    kind: str
    subject: str
    act: str
    case: str
    shown: str
    at: datetime
    tiyn: int
    moved: str
    facts: tuple[tuple[str, str | int], ...]
    key: str = ""
    other: str = ""
    what: str = ""
    score: int = 0


def waiting(
    ws: Workspace, decided: Mapping[tuple[str, str], Sequence[Decision]], measures: Sequence[Kept], now: datetime
) -> list[Waiting]:
    """Everything that still lacks an approval, the earliest first within its kind."""
    found = [*_measures(measures), *_registry(ws, now)]
    seen = {(one.subject, one.act) for one in found}
    known = {one.id for one in measures}
    for (subject, act), voices in sorted(decided.items()):
        if policy.needed(act) < 2 or (subject, act) in seen or _settled(subject, act, known):
            continue
        last = max(voices, key=lambda d: (d.at, d.id))
        good = [d for d in voices if d.verdict is Verdict.APPROVE and d.shown == last.shown]
        against = any(d.verdict is Verdict.REJECT and d.shown == last.shown for d in voices)
        if good and not against and len(good) < policy.needed(act):
            facts = (("subject", subject), ("reason", good[0].reason))
            found.append(Waiting("paper", subject, act, last.case, last.shown, last.at, 0, last.id, facts))
    return sorted(found, key=lambda one: (KINDS.index(one.kind), -one.tiyn, one.at, one.subject))


def _settled(subject: str, act: str, measures: set[str]) -> bool:
    """Whether the subject is a measure's or an entry's, which are told with their own state or wait no longer."""
    rest = subject.partition(":")[2]
    return act == registry_standing.ACT or rest in measures or (act == "hold" and subject.startswith("hold:"))


def _measures(measures: Sequence[Kept]) -> list[Waiting]:
    found = []
    for one in measures:
        asked = sum(one.asked.values())
        facts: tuple[tuple[str, str | int], ...] = (
            ("measure", one.kind), ("bank", one.bank), ("sum", asked), ("accounts", len(one.asked)),
        )  # fmt: skip
        last = one.steps[-1]
        if one.state is State.PROPOSED:
            act = states.POLICY[one.kind]
            found.append(
                Waiting("measure", one.subject, act, one.case, one.shown, one.measure.at, asked, last.id, facts, one.id)
            )
        elif one.state in states.IN_FORCE and one.measure.release_asked and not one.measure.release_approved:
            step = [each for each in one.steps if each.step == "ask_release"][-1]
            subject = f"{acts_state.RELEASE}:{one.id}"
            told = (*facts, ("reason", str(step.body["reason"])))
            found.append(
                Waiting("release", subject, "release", one.case, step.shown, step.at, asked, last.id, told, one.id)
            )
    return found


def _registry(ws: Workspace, now: datetime) -> list[Waiting]:
    with ws.reading() as connection:
        steps = kept.everything(connection)
    first = {one.entry: one for one in steps if one.number == 1}
    last = {one.entry: one for one in steps}
    batches: dict[str, list[Standing]] = defaultdict(list)
    found = []
    for standing in registry_standing.everything(ws, to_local(now).date()):
        entry = standing.entry
        if standing.state is Entry.WAITING:
            batches[str(first[entry.id].body.get("batch") or entry.id)].append(standing)
        for pending in standing.pending:
            facts: tuple[tuple[str, str | int], ...] = (
                ("entry", entry.id), ("step", pending.step), ("kind", entry.kind), ("ground", entry.ground),
            )  # fmt: skip
            found.append(Waiting(
                "registry", pending.subject, registry_standing.ACT, "", pending.shown, last[entry.id].at, 0,
                last[entry.id].id, facts, entry.id,
            ))  # fmt: skip
    for name, members in sorted(batches.items()):
        bodies = [one.body for one in first.values() if str(one.body.get("batch") or one.entry) == name]
        told: dict[str, Any] = dict(bodies[0])
        facts = (
            ("entries", len(bodies)), ("kind", str(told.get("kind", ""))), ("ground", str(told.get("ground", ""))),
            ("reason", str(told.get("reason", ""))), ("until", str(told.get("until", ""))),
        )  # fmt: skip
        begun = first[members[0].entry.id]
        found.append(Waiting(
            "registry", f"{registry_standing.ACT}:{name}", registry_standing.ACT, "",
            registry_standing.fingerprint(bodies), begun.at, 0, begun.id, facts, members[0].entry.id,
        ))  # fmt: skip
    return found
