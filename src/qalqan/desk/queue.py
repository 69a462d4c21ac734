"""The review queue: what machines propose and officers decide, most urgent first, and what waits for a second officer.

An item says what is proposed, on what grounds, what speaks against it and what was shown: the hash that an officer
signs. ``stands`` adds who has decided by now: when it differs from what the page held, somebody was quicker, and
nothing is kept (Conflict). Undoing is a new decision. Nothing here is stored besides decisions.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from qalqan import clock
from qalqan.desk import _queue_waiting, acts_state, controls, decisions
from qalqan.desk._queue_proposals import Proposal, proposals
from qalqan.desk._queue_waiting import Waiting
from qalqan.desk.acts_propose import WAIT_SECONDS, Signer, Taken, propose
from qalqan.engine.frames import Tables
from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.policy import Role
from qalqan.model.decision import Decision, Verdict
from qalqan.store import decisions as kept
from qalqan.store import officers as people
from qalqan.store.canon import canonical
from qalqan.store.workspace import Workspace

KINDS: Final = ("measure", "release", "registry", "paper", "hold", "message", "link", "series", "person", "dropper",
                "number")  # fmt: skip
PURPOSE: Final = "investigation"
CONTROL_PERCENT: Final = 3
MOST_BULK: Final = 200
OVERLAP: Final = timedelta(minutes=10)  # clocks of several processes differ by less
MOST_REASONS: Final = 8
RUNS_KEPT: Final = 6  # while the next run is made ready, the former is shown; each as some officers may know of it


@dataclass(frozen=True, slots=True)
class Item(Proposal):
    """One thing to decide: a proposal, or what waits for a second officer, with where it stands.

    ``needed`` officers must approve, ``approved_by`` (ids) do so now, ``voices`` stand. ``grounds`` is the JSON of its
    rules; ``facts`` are (name, value) of what waits; ``table`` and ``key`` name the row of a proposal. ``shown`` is
    what is signed, ``stands`` what a page gives back to be sure that nothing moved.
    """

    facts: tuple[tuple[str, str | int], ...]
    shown: str
    stands: str
    needed: int
    approved_by: tuple[str, ...]
    voices: tuple[Decision, ...]

    @property
    def adverse(self) -> bool:
        """Whether it touches a person's rights, so that two officers must approve."""
        return self.needed > 1

    @property
    def bulk(self) -> bool:
        """Whether several may be decided at once: never what touches a person's rights, nor the urgent harm."""
        return not self.adverse and self.kind not in _queue_waiting.KINDS and self.what != "harm"


class Queue:
    """The queue of one workspace: proposals kept per run, decisions per their number. Safe for many threads."""

    def __init__(self, percent: int = CONTROL_PERCENT) -> None:
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._runs: dict[str, tuple[dict[str, list[Proposal]], list[Proposal]]] = {}
        self._all: dict[str, tuple[Decision, str]] = {}
        self._said: dict[tuple[str, str], list[Decision]] = {}
        self.percent = percent

    def proposed(self, known: Tables | None, key: bytes) -> tuple[dict[str, list[Proposal]], list[Proposal]]:
        """Proposals by kind, and control items, of a run (None: no run yet)."""
        if known is None:
            return {}, []
        with self._making:
            if known.stamp not in self._runs or not known.stamp:
                self._runs[known.stamp] = (proposals(known), controls.candidates(known, key))
                while len(self._runs) > RUNS_KEPT:
                    del self._runs[next(iter(self._runs))]
            return self._runs[known.stamp]

    def decided(self, ws: Workspace) -> Mapping[tuple[str, str], list[Decision]]:
        """The standing decisions by subject and act, oldest first. Read once, then only what came since."""
        with ws.reading() as connection, self._lock:
            number = kept.number(connection)
            if number != len(self._all):
                newest = max((one.at for one, _ in self._all.values()), default=None)
                found = kept.everything(connection) if newest is None else kept.since(connection, newest - OVERLAP)
                every = self._all | {one.id: (one, earlier) for one, earlier in found}
                if len(every) != number:  # another clock was far behind, or a workspace was put back
                    every = {one.id: (one, earlier) for one, earlier in kept.everything(connection)}
                self._all = every
                self._said = _standing(sorted(every.values(), key=lambda told: (told[0].at, told[0].id)))
            return self._said

    def open(self, ws: Workspace, known: Tables | None, officer: str, role: Role) -> list[Proposal | Waiting]:
        """What this officer may decide now, most urgent first; :meth:`items` says what was shown."""
        said, now = self.decided(ws), clock.now()
        made: list[Proposal | Waiting] = []
        measures = acts_state.everything(ws, now)
        for one in _queue_waiting.waiting(ws, said, measures, now):
            approving = _approving(said.get((one.subject, one.act), ()), one.shown)
            if role in policy.ACTS[one.act] and officer not in approving:
                made.append(one)
        by_kind, mixed_in = self.proposed(known, ws.key("controls"))
        living = {(m.case, m.bank) for m in measures if m.state not in states.ENDS}
        own = {act for act, roles in policy.ACTS.items() if role in roles}
        spoken = {act for _, act in said}
        for name, every in by_kind.items():
            open_ = [one for one in every if one.act in own
                     and ((one.act not in spoken and not living) or _open(one, said, officer, living))]  # fmt: skip
            made += self._mixed(ws, open_, mixed_in, said, officer) if name == "link" and self.percent else open_
        return made

    def items(self, ws: Workspace, entries: Iterable[Proposal | Waiting]) -> list[Item]:
        """Entries of the queue with what was shown of each and who has decided by now."""
        said = self.decided(ws)
        return [_waiting_item(one, said) if isinstance(one, Waiting) else _item(one, said) for one in entries]

    def _mixed(
        self, ws: Workspace, items: list[Proposal], mixed_in: list[Proposal],
        said: Mapping[tuple[str, str], list[Decision]], officer: str,
    ) -> list[Proposal]:  # fmt: skip
        done = [subject for (subject, act), voices in said.items()
                if act == controls.ACT and any(one.officer == officer for one in voices)]  # fmt: skip
        return controls.mixed(items, mixed_in, done, officer, ws.key("controls"), self.percent)

    def find(self, ws: Workspace, known: Tables | None, kind: str, subject: str) -> Item:
        """An item as it stands now, also one that is decided. Raises NotFound when nothing proposes it any more."""
        said = self.decided(ws)
        if kind in _queue_waiting.KINDS:
            now = clock.now()
            for one in _queue_waiting.waiting(ws, said, acts_state.everything(ws, now), now):
                if one.subject == subject:
                    return _waiting_item(one, said)
        by_kind, mixed_in = self.proposed(known, ws.key("controls"))
        for each in (*by_kind.get(kind, ()), *(mixed_in if kind == "link" else ())):
            if each.subject == subject:
                return _item(each, said)
        raise NotFound("error-queue-gone")

    def decide(  # noqa: PLR0917 - what, as it was shown, and what is said of it
        self, ws: Workspace, known: Tables | None, item: tuple[str, str], stands: str, verdict: Verdict, reason: str,
        by: Signer, purpose: str = PURPOSE,
    ) -> Item:  # fmt: skip
        """Sign and keep a verdict on an item, in a workspace opened for writing; gives the item as it was decided.

        Raises Conflict when it moved since it was shown (``stands``), UsageError without a reason, and what
        :func:`qalqan.desk.decisions.decide` raises: the same officer never approves twice.
        """
        if not reason.strip():
            raise UsageError("error-decision-reason")
        now = self.find(ws, known, *item)
        if now.stands != stands:
            raise Conflict("error-queue-moved", who=len(now.voices))
        decisions.decide(
            ws, by.officer, by.passphrase, now.subject, now.act, verdict, reason, purpose, now.case, now.shown
        )  # fmt: skip
        return now

    def ask(  # noqa: PLR0917 - what, as it was shown, and what is said of it
        self, ws: Workspace, known: Tables | None, subject: str, stands: str, reason: str, by: Signer
    ) -> Taken:
        """Approve asking a bank: the suspension is proposed with its paper and approved as the first of two officers.

        ``ws`` may be open for reading: the right to write is taken for the proposal and the decision. Raises Conflict
        as :meth:`decide`, and what :func:`qalqan.desk.acts_propose.propose` raises.
        """
        if not reason.strip():
            raise UsageError("error-decision-reason")
        now = self.find(ws, known, "hold", subject)
        if now.stands != stands:
            raise Conflict("error-queue-moved", who=len(now.voices))
        (taken,) = propose(ws.path, "suspension", now.case, bank=now.key.rpartition("/")[2], by=by)
        with Workspace.open(ws.path, write=True, wait=WAIT_SECONDS) as open_:
            decisions.decide(
                open_, by.officer, by.passphrase, taken.subject, "hold", Verdict.APPROVE, reason, "request", now.case,
                taken.shown,
            )  # fmt: skip
        return taken


def undo(ws: Workspace, subject: str, act: str, reason: str, by: Signer) -> Decision:
    """Take one's word back by a new decision. Raises NotFound when one has said nothing that could be taken back."""
    with ws.reading() as connection:
        me = people.get(connection, by.officer).id
        mine = [d for d in kept.standing(connection, subject, act) if d.officer == me]
    if not mine or mine[-1].verdict is Verdict.UNSURE:
        raise NotFound("error-queue-nothing")
    last = mine[-1]
    return decisions.decide(
        ws, by.officer, by.passphrase, subject, act, Verdict.UNSURE, reason, last.purpose, last.case, last.shown
    )


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the proposals of a kind that officers decided: approved, rejected, unsure; share approved (per mille)."""

    kind: str
    approved: int
    rejected: int
    unsure: int

    @property
    def per_mille(self) -> int | None:
        """Approved of approved and rejected; None when nothing is decided."""
        whole = self.approved + self.rejected
        return 1000 * self.approved // whole if whole else None


def precision(said: Mapping[tuple[str, str], Sequence[Decision]]) -> tuple[Precision, ...]:
    """How often officers agreed with what machines proposed, by kind; a subject counts once, by its last word."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    at = {Verdict.APPROVE: 0, Verdict.REJECT: 1, Verdict.UNSURE: 2}
    for (subject, act), voices in said.items():
        if kind := kind_of(subject, act):
            counts[kind][at[voices[-1].verdict]] += 1
    return tuple(Precision(kind, *counts[kind]) for kind in KINDS if kind in counts)


def kind_of(subject: str, act: str) -> str:
    """The kind of a proposal that a decision was about; empty for one that machines do not propose."""
    told = {"link": "link", "series": "series", "person": "person", "text": "message", "hold": "hold"}
    if act == "role":
        return "number" if subject.startswith("role:phone/") else "dropper"
    return told.get(act, "")


def mine(ws: Workspace, officer: str, most: int = 30) -> list[Decision]:
    """An officer's last decisions, newest first. Control items look like what they are mixed into."""
    with ws.reading() as connection:
        return kept.of_officer(connection, officer, most)


def reasons(decided: Sequence[Decision], act: str) -> tuple[str, ...]:
    """An officer's last reasons, those of the same act first, each once."""
    told = [one.reason for one in decided if one.act == act] + [one.reason for one in decided if one.act != act]
    return tuple(dict.fromkeys(told))[:MOST_REASONS]


def _standing(everything: Sequence[tuple[Decision, str]]) -> dict[tuple[str, str], list[Decision]]:
    replaced = {earlier for _, earlier in everything if earlier}
    found: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for one, _ in everything:
        if one.id not in replaced:
            found[one.subject, one.act].append(one)
    return dict(found)


def _open(
    one: Proposal, said: Mapping[tuple[str, str], Sequence[Decision]], officer: str, living: set[tuple[str, str]]
) -> bool:
    """Whether a proposal still asks this officer: nobody decided it, and they did not put it off."""
    voices = said.get((one.subject, one.act), ())
    if one.kind == "hold" and (one.case, one.key.rpartition("/")[2]) in living:
        return False
    return not any(d.verdict is not Verdict.UNSURE or d.officer == officer for d in voices)


def _item(one: Proposal, said: Mapping[tuple[str, str], Sequence[Decision]]) -> Item:
    told = {
        "subject": one.subject, "score": one.score, "tiyn": one.tiyn, "grounds": json.loads(one.grounds),
        "against": one.against, "what": one.what, "key": one.key,
    }  # fmt: skip
    shown = sha256(canonical(told).encode()).hexdigest()
    told_by = () if one.act == controls.ACT else said.get((one.subject, one.act), ())
    voices = tuple(told_by)  # nobody is shown how others answered a control item
    return Item(
        one.kind, one.subject, one.act, one.case, one.other, one.score, one.tiyn, one.at, one.table, one.key, one.what,
        one.grounds, one.against, (), shown, _stands(shown, "", voices), policy.needed(one.act),
        _approving(voices, shown), voices,
    )  # fmt: skip


def _waiting_item(one: Waiting, said: Mapping[tuple[str, str], Sequence[Decision]]) -> Item:
    voices = tuple(said.get((one.subject, one.act), ()))
    return Item(
        one.kind, one.subject, one.act, one.case, "", 0, one.tiyn, one.at, "", one.key, "", "[]", "", one.facts,
        one.shown, _stands(one.shown, one.moved, voices), policy.needed(one.act), _approving(voices, one.shown), voices,
    )  # fmt: skip


def _stands(shown: str, moved: str, voices: Sequence[Decision]) -> str:
    """What was shown, the last change of it, and who had decided by then."""
    return sha256("\n".join([shown, moved, *sorted(one.id for one in voices)]).encode()).hexdigest()[:32]


def _approving(voices: Sequence[Decision], shown: str) -> tuple[str, ...]:
    return tuple(sorted({d.officer for d in voices if d.verdict is Verdict.APPROVE and d.shown == shown}))
