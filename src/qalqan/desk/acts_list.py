"""qalqan acts: every measure with its state, sums and clock, what is next, who may do it, and what is due.

Nothing here is stored: an expired measure is expired because its period is over, a release is due because the ground
fell away, whoever looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from qalqan import clock
from qalqan.clock import to_local
from qalqan.desk import acts_shares, acts_state, tables
from qalqan.desk.acts_state import Kept
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.acts import BEFORE, ENDS, IN_FORCE, State
from qalqan.report import legal
from qalqan.report.request import TOLD
from qalqan.store.workspace import Workspace

WAIT_SECONDS = 5.0
SUMLESS = frozenset({"loan", "complaint"})
CLOSED = frozenset({"terminated"})


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be seen to: what (a Fluent key ``act-due-…``), until when (None: now), whether it is late.

    ``told`` are the values of its words: a sum in tiyn, a state.
    """

    what: str
    by: datetime | None
    late: bool
    told: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as it is listed; sums in tiyn, ``share`` what of the held sum falls to this case.

    ``next`` are the steps that may be taken with the roles that may take each; ``due`` what is to be seen to, the
    earliest first.
    """

    measure: str
    case: str
    bank: str
    kind: str
    state: str
    at: datetime
    asked: int
    held: int | None
    share: int | None
    ends: datetime | None
    next: tuple[tuple[str, tuple[str, ...]], ...]
    due: tuple[Due, ...]


def acts(path: Path, *, case: str = "", due: bool = False) -> tuple[Line, ...]:
    """The measures of a case (of all), those with something due first by its moment; with ``due`` no others."""
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        try:
            known: Tables | None = tables.current(ws)
        except NotFound:
            known = None
        return listed(ws, known, case=case, due=due)


def listed(ws: Workspace, known: Tables | None, *, case: str = "", due: bool = False) -> tuple[Line, ...]:
    """The same with the tables of the run that counts (None: nothing was analysed yet)."""
    now = clock.now()
    everything = acts_state.everything(ws, now)
    shares = acts_shares.shares(everything)
    grounds = _Grounds.of(known, everything)
    lines = [_line(one, shares, grounds, now) for one in everything if not case or one.case == case]
    far = datetime.max.replace(tzinfo=clock.UTC)
    lines.sort(key=lambda line: (not line.due, line.due[0].by or line.at if line.due else far, line.measure))
    return tuple(line for line in lines if line.due or not due)


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What the current run says of the claims: the likely sum by case and account, cases that are closed, cases it
    knows (a report's first requests come before any analysis of it), cases of whose loss it has a bank's row; and which
    measures (case, bank, kind) live."""

    likely: Mapping[tuple[str, str], int]
    closed: frozenset[str]
    known: frozenset[str]
    rows: frozenset[str]
    alive: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, known: Tables | None, measures: list[Kept]) -> _Grounds:
        """The grounds of the cases with a measure in force."""
        cases = sorted({one.case for one in measures if one.state in IN_FORCE})
        alive = frozenset((one.case, one.bank, one.kind) for one in measures if one.state not in ENDS)
        if known is None or not cases:
            return cls({}, frozenset(), frozenset(), frozenset(), alive)
        held = known["holds"].filter(pl.col("case_id").is_in(cases)).select("case_id", "account", "amount_tiyn")
        seen = known["cases"].filter(pl.col("case_id").is_in(cases))
        over = seen.filter(pl.col("status").is_in(sorted(CLOSED)))
        rows = known["losses"].filter(pl.col("case_id").is_in(cases))["case_id"].unique()
        likely = {(case_id, account): int(tiyn or 0) for case_id, account, tiyn in held.rows()}
        return cls(likely, frozenset(over["case_id"].to_list()), frozenset(seen["case_id"].to_list()),
                   frozenset(rows.to_list()), alive)  # fmt: skip


def _line(one: Kept, shares: Mapping[tuple[str, str], Mapping[str, int]], grounds: _Grounds, now: datetime) -> Line:
    held = sum(one.held.values()) if one.measure.last("answer") and one.kind not in SUMLESS else None
    share = None
    if held is not None and one.kind in states.HOLDS and one.state in (State.HELD, State.EMPTY):
        share = sum(shares.get((one.bank, account), {}).get(one.case, 0) for account in one.asked)
    steps = states.possible(one.measure, acts_state.terms(one.kind))
    who = tuple((step, _roles(one.kind, step)) for step in steps)
    if one.state is State.PROPOSED:
        who = (("approve", _approvers(one)), *who)
    who += tuple((f"propose_{kind}", _roles(kind, "propose")) for kind in _following(one, grounds))
    due = sorted(_due(one, grounds, now), key=lambda d: (d.by is not None, d.by or now, d.what))
    return Line(
        one.id, one.case, one.bank, one.kind, one.state.value, one.measure.at, sum(one.asked.values()), held, share,
        one.measure.ends, who, tuple(due),
    )  # fmt: skip


def _roles(kind: str, step: str) -> tuple[str, ...]:
    return tuple(sorted(role.value for role in states.roles(kind, step)))


def _following(one: Kept, grounds: _Grounds) -> list[str]:
    """The measures that may follow one in force: the next act, and a return of what is held."""
    if one.kind not in states.HOLDS or one.state not in IN_FORCE:
        return []
    found = [legal.act(one.kind).followed_by] + (["return"] if one.state is State.HELD else [])
    return [kind for kind in found if kind and (one.case, one.bank, kind) not in grounds.alive]


def _approvers(one: Kept) -> tuple[str, ...]:
    return tuple(sorted(role.value for role in policy.ACTS[states.POLICY[one.kind]]))


def _due(one: Kept, grounds: _Grounds, now: datetime) -> list[Due]:
    """What is to be seen to for a measure at a moment."""
    if one.state in ENDS:
        return []
    act = legal.act(one.kind)
    found: list[Due] = []
    if one.state is State.PROPOSED:
        found.append(Due("approve", None, False, (("have", len(one.approvals)),)))
    elif one.state is State.APPROVED and act.sanction:
        found.append(Due("sanction", None, False, (("body", act.sanction),)))
    elif one.kind == "loan" and one.state in BEFORE and not states.granted(one.measure, "rule"):
        found.append(Due("rule", None, False))
    elif one.state in BEFORE:
        found.append(Due("send", None, False))
    if one.state is State.SENT:
        by = legal.answer_due(act, acts_state.day(one.sent_on))
        found.append(Due("answer", by, now >= by))
    if one.state in IN_FORCE:
        found += [*_owner(one, act, now), *_successor(one, act, grounds, now), *_release(one, grounds)]
    return found


def _owner(one: Kept, act: legal.Act, now: datetime) -> list[Due]:
    """The owner is to be told within so many hours of the sending, unless an exception is recorded."""
    if not act.owner_hours or one.measure.last("tell"):
        return []
    by = _moment(one) + timedelta(hours=act.owner_hours)
    return [Due("tell", by, now >= by)]


def _successor(one: Kept, act: legal.Act, grounds: _Grounds, now: datetime) -> list[Due]:
    """The next act is to be petitioned for before this one ends."""
    if one.measure.ends is None or now < legal.reminder(act, one.measure.ends):
        return []
    if any((one.case, one.bank, kind) in grounds.alive for kind, former in states.FORMER.items() if one.kind in former):
        return []
    return [Due("end" if not act.followed_by else f"petition-{act.followed_by}", one.measure.ends, False)]


def _release(one: Kept, grounds: _Grounds) -> list[Due]:
    """A release is due when the ground fell away: an approval, the case, or a part of the claim."""
    if one.kind not in states.HOLDS:
        return []
    reasons = {
        "release-approved": one.measure.release_approved,
        "release-approve": one.measure.release_asked,
        "release-doubted": one.measure.doubted,
        "release-closed": one.case in grounds.closed,
    }
    if told := [name for name, is_so in reasons.items() if is_so]:
        return [Due(told[0], None, True)]
    if one.body["facts"].get("rule") == TOLD and one.case not in grounds.rows:
        return []  # asked for on the victim's word, and no bank has answered yet: nothing speaks against it
    bound = one.held if one.measure.last("answer") else one.asked
    likely = {account: grounds.likely.get((one.case, account), 0) for account in one.asked}
    over = sum(max(0, tiyn - min(likely[account], one.asked[account])) for account, tiyn in bound.items())
    if not over or one.case not in grounds.known:
        return []
    return [Due("release-part" if any(likely.values()) else "release-fell", None, True, (("sum", over),))]


def _moment(one: Kept) -> datetime:
    """When a measure was sent: the stated moment, or that of the step when only the day is stated."""
    sent = one.measure.last("send")
    if sent is None:
        return one.measure.at
    stated = datetime.fromisoformat(one.sent_on)
    if "T" in one.sent_on:
        return clock.to_utc(stated)
    return sent.at if to_local(sent.at).date() == stated.date() else clock.to_utc(stated)
