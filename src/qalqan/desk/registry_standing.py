"""Where the entries of the registry stand: their steps, and what officers approve of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from qalqan.govern import policy
from qalqan.govern import registry as machine
from qalqan.govern.registry import Entry, State
from qalqan.model.decision import Verdict
from qalqan.store import decisions as votes
from qalqan.store import officers as people
from qalqan.store import registry as kept
from qalqan.store.canon import canonical
from qalqan.store.registry import Step
from qalqan.store.workspace import Workspace

ACT = "registry"


@dataclass(frozen=True, slots=True)
class Pending:
    """A step that waits for a second officer: what is decided on, and the hash of what they approve."""

    step: str
    subject: str
    shown: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry with its state and the steps that wait.

    ``approved_by`` are the names of the officers who approve it now; ``involved`` the ids of all who proposed it or
    ever approved it or a step of it.
    """

    entry: Entry
    state: State
    approved_by: tuple[str, ...]
    involved: frozenset[str]
    pending: tuple[Pending, ...]


def fingerprint(bodies: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of what approvers see: the contents of the entries, in a total order."""
    return sha256("\n".join(sorted(canonical(dict(body)) for body in bodies)).encode()).hexdigest()


def step_subject(step: Step) -> str:
    """What officers decide on when a later step needs two."""
    return f"{ACT}:{step.entry}/{step.number}"


def step_shown(step: Step) -> str:
    """The hash of what they approve: the step, its place after the one before it, and what it states."""
    return fingerprint([
        {"body": dict(step.body), "entry": step.entry, "number": step.number, "previous": step.previous,
         "step": step.step}
    ])  # fmt: skip


def everything(ws: Workspace, day: date) -> list[Standing]:
    """All entries in order of their id, with their states on a day."""
    with ws.reading() as connection:
        every = kept.everything(connection)
        decided = votes.everything(connection)
        everyone = {one.id: one for one in people.everything(connection)}
    replaced = {earlier for _, earlier in decided}
    cast: dict[str, list[policy.Vote]] = defaultdict(list)
    ever: dict[str, set[str]] = defaultdict(set)
    for one, _ in decided:
        if one.act != ACT or one.officer not in everyone:
            continue
        if one.verdict is Verdict.APPROVE:
            ever[one.subject].add(one.officer)
        if one.id not in replaced:
            key = everyone[one.officer].public_key
            cast[one.subject].append(policy.Vote(one.officer, key, one.verdict.value, one.shown))
    steps: dict[str, list[Step]] = defaultdict(list)
    for each in every:
        steps[each.entry].append(each)
    batches: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for mine in steps.values():
        batches[_batch(mine)].append(mine[0].body)
    shown = {name: fingerprint(bodies) for name, bodies in batches.items()}
    made = []
    for _, mine in sorted(steps.items()):
        subject, seen = f"{ACT}:{_batch(mine)}", shown[_batch(mine)]
        entry, pending = _replayed(mine, cast)
        names = tuple(everyone[one].name for one in policy.approving(cast.get(subject, []), seen))
        approved = policy.carried(cast.get(subject, []), ACT, seen)
        involved = {mine[0].officer}.union(*(ever.get(one, set()) for one in (subject, *map(step_subject, mine))))
        made.append(Standing(entry, entry.state(approved, day), names, frozenset(involved), pending))
    return made


def _batch(steps: Sequence[Step]) -> str:
    return str(steps[0].body.get("batch") or steps[0].entry)


def _replayed(steps: Sequence[Step], cast: Mapping[str, list[policy.Vote]]) -> tuple[Entry, tuple[Pending, ...]]:
    """An entry as its steps make it, those that two officers must approve only with both; and those still open."""

    def of(step: Step) -> list[policy.Vote]:
        return cast.get(step_subject(step), [])

    carried = {one.number for one in steps[1:] if policy.carried(of(one), ACT, step_shown(one))}
    entry, waiting = machine.replay(steps[0].entry, [(one.step, one.body) for one in steps], carried)
    open_ = [
        Pending(one.step, step_subject(one), step_shown(one))
        for one in steps
        if one.number in waiting and not entry.removed and not any(vote.verdict == "reject" for vote in of(one))
    ]
    return entry, tuple(open_)
