"""What waits for two officers: measures, releases, entries of the registry, drafted lists; and papers approved by one
so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from qalqan.clock import to_local
from qalqan.desk import acts_state, drafted, registry_standing
from qalqan.desk.acts_state import Kept
from qalqan.desk.drafted import Draft
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
    with ws.reading() as connection:
        drafts = {(one.subject, one.act): one for one in drafted.standing(connection, now)}
    found = [*_measures(measures), *_registry(ws, now)]
    seen = {(one.subject, one.act) for one in found}
    known = {one.id for one in measures}
    for subject, act in sorted(decided.keys() | drafts.keys()):
        if policy.needed(act) < 2 or (subject, act) in seen or _settled(subject, act, known):
            continue
        if one := _paper(subject, act, decided.get((subject, act), ()), drafts.get((subject, act))):
            found.append(one)
    return sorted(found, key=lambda one: (KINDS.index(one.kind), -one.tiyn, one.at, one.subject))


def _paper(subject: str, act: str, voices: Sequence[Decision], draft: Draft | None) -> Waiting | None:
    """A paper that lacks an approval: the one drafted last, waiting from that moment, else the one spoken of last."""
    last = max(voices, key=lambda d: (d.at, d.id), default=None)
    fresh = draft is not None and (last is None or last.shown == draft.shown or last.at <= draft.at)
    shown = draft.shown if draft is not None and fresh else last.shown if last is not None else ""
    mine = [d for d in voices if d.shown == shown]
    good = [d for d in mine if d.verdict is Verdict.APPROVE]
    if len(good) >= policy.needed(act) or any(d.verdict is Verdict.REJECT for d in mine) or not (good or fresh):
        return None
    facts: list[tuple[str, str | int]] = [("subject", subject), *(("reason", one.reason) for one in good[:1])]
    if draft is not None and fresh:
        facts += [("until", to_local(draft.until).date().isoformat()), ("rows", sum(draft.counts.values()))]
    spoken = last if last is not None and last.shown == shown else None
    at = draft.at if draft is not None and fresh else good[-1].at
    case, moved = ("", "") if spoken is None else (spoken.case, spoken.id)
    return Waiting("paper", subject, act, case, shown, at, 0, moved, tuple(facts))


def _settled(subject: str, act: str, measures: set[str]) -> bool:
    """Whether the subject is a measure's or an entry's, which are told with their own state or wait no longer."""
    rest = subject.partition(":")[2]
    return act == registry_standing.ACT or rest in measures or (act == "hold" and subject.startswith("hold:"))


def _measures(measures: Sequence[Kept]) -> list[Waiting]:
    found = []
    for one in measures:
        asked = sum(one.asked.values())
        facts: tuple[tuple[str, str | int], ...] = (("measure", one.kind), *_asked(one, asked))
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


def _asked(one: Kept, total: int) -> tuple[tuple[str, str | int], ...]:
    """Of whom a measure asks what: a bank for sums on accounts, an operator about numbers, a creditor."""
    if one.kind == "complaint":
        return ("operator", one.bank), ("numbers", len(one.asked))
    if one.kind == "loan":
        return (("creditor", one.bank),)
    return ("bank", one.bank), ("sum", total), ("accounts", len(one.asked))


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
