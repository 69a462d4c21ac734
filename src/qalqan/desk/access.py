"""How an officer stands to a case: from what they were given, the cases' organs and series, and seals.

An officer is given cases, series or organs (:func:`give`); ``*`` is every organ of this workspace. A case that names no
organ was registered here and counts as of every organ. A head seals a case by deciding ``seal:CASE``; who was not given
that very case no longer sees it. The seal ends when its officer takes the word back, or when two officers approve
``unseal:CASE`` having seen the seal (``shown`` is the id of the sealing decision).
"""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl
from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk import lens, seen
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.govern import policy
from qalqan.govern.policy import Access, Relation, Role
from qalqan.model.decision import Decision, Verdict
from qalqan.store import accounts, decisions
from qalqan.store import officers as people
from qalqan.store.accounts import WHOLE, Grant
from qalqan.store.workspace import Workspace

SEAL: Final = "seal"
UNSEAL: Final = "unseal"
WAIT_SECONDS: Final = 20.0
_RUNS_KEPT: Final = 3


@dataclass(frozen=True, slots=True)
class _Places:
    """What a run says of where its cases belong. Numbers of all kinds lead to the case's id."""

    case: dict[str, str]
    organ: dict[str, str]
    series: dict[str, tuple[str, ...]]
    members: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sight:
    """Every case as one officer stands to it; made once for a request, asked in a moment for each case."""

    role: Role
    own: frozenset[str]
    tied: frozenset[str]
    organs: frozenset[str]
    sealed: frozenset[str]
    _organ: dict[str, str]
    _case: dict[str, str]

    def relation(self, case: str) -> Relation:
        """How the officer stands to a case, by any of its numbers: another number of a sealed case is no way in."""
        case = self._case.get(case, case)
        if case in self.own:
            return Relation.ASSIGNED
        if case in self.sealed:
            return Relation.SEALED
        if case in self.tied:
            return Relation.SERIES
        organ = self._organ.get(case, "")
        near = WHOLE in self.organs or organ in self.organs or (not organ and bool(self.organs))
        return Relation.ORGAN if near else Relation.OTHER

    @property
    def hidden(self) -> frozenset[str]:
        """The sealed cases of which they may not know."""
        seen = policy.access(self.role, "case", Relation.SEALED) is not Access.REFUSED
        return frozenset() if seen else self.sealed - self.own

    def access(self, verb: str, case: str, purpose: str = "") -> Access:
        """What a verb may show them of a case."""
        return policy.access(self.role, verb, self.relation(case), purpose)

    def visible(self, cases: Iterable[str], verb: str = "case") -> frozenset[str]:
        """Those of the cases that a verb may show at all."""
        known = {one: policy.access(self.role, verb, one) is not Access.REFUSED for one in Relation}
        if not self.sealed and all(seen for one, seen in known.items() if one is not Relation.SEALED):
            return frozenset(cases)
        return frozenset(case for case in cases if known[self.relation(case)])

    def only(self, frame: pl.DataFrame, column: str = "case_id", verb: str = "case") -> pl.DataFrame:
        """The rows of a frame whose case a verb may show; rows of no case stay."""
        if not self.sealed and policy.access(self.role, verb, Relation.OTHER) is not Access.REFUSED:
            return frame
        seen = self.visible(frame[column].drop_nulls().unique().to_list(), verb)
        return frame.filter(pl.col(column).is_null() | pl.col(column).is_in(sorted(seen)))


def load(known: Tables, wanted: str) -> str:
    """The id of the case that goes by any number: as :func:`case_id` finds it, in a moment. Raises NotFound."""
    if not known.stamp:
        return case_id(known, wanted)
    found = _places(known).case.get(wanted)
    if found is None:
        raise NotFound("error-not-found", what="case", id=wanted)
    return found


def relation(ws: Workspace, known: Tables, officer: str, role: Role, case: str) -> Relation:
    """How an officer (by id) stands to a loaded case (by id)."""
    return sight(ws, known, officer, role).relation(case)


def visible(
    ws: Workspace, known: Tables, officer: str, role: Role, cases: Iterable[str], *, verb: str = "case"
) -> frozenset[str]:
    """Those of the cases that a verb may show to an officer at all."""
    return sight(ws, known, officer, role).visible(cases, verb)


def sight(ws: Workspace, known: Tables, officer: str, role: Role) -> Sight:
    """Every case of a run as an officer (by id) stands to it now: two short queries, the rest is kept per run."""
    now, places = clock.now(), _places(known)
    with ws.reading() as connection:
        given = [one for one in accounts.grants(connection, officer) if one.in_force(now)]
        closed = sealed(connection)
    own = {places.case.get(one.value, one.value) for one in given if one.kind == "case"}
    series = {one.value for one in given if one.kind == "series"} | {s for c in own for s in places.series.get(c, ())}
    return Sight(
        role,
        frozenset(own),
        frozenset(case for one in series for case in places.members.get(one, ())),
        frozenset(_folded(one.value) for one in given if one.kind == "organ"),
        frozenset(places.case.get(one, one) for one in closed),
        places.organ,
        places.case,
    )


def known_to(ws: Workspace, known: Tables, officer: str) -> Tables:
    """A run's tables as an officer (by id or name) may know of them; all of it for nobody named, who holds the folder's
    own key (`desk/door`). Raises NotFound for a name that is nobody's."""
    if not officer:
        return known
    with ws.reading() as connection:
        who = people.get(connection, officer)
    hidden = sight(ws, known, who.id, policy.role(who.role)).hidden
    return seen.tables(known, lens.sight(known, hidden), ws.settings)


def closed_to(ws: Workspace, known: Tables, officer: str, evidence: Iterable[str]) -> bool:
    """Whether any of these evidences came in on the basis of a case that is sealed before an officer (nobody named:
    before nobody)."""
    if not officer:
        return False
    with ws.reading() as connection:
        who = people.get(connection, officer)
    hidden = sight(ws, known, who.id, policy.role(who.role)).hidden
    return not lens.sight(known, hidden).evidence.isdisjoint(evidence)


def sealed_sources(ws: Workspace, known: Tables, evidence: Iterable[str]) -> bool:
    """Whether any of these evidences came in on the basis of a case that is sealed now."""
    with ws.reading() as connection:
        closed = sealed(connection)
    if not closed:
        return False
    cases = _places(known).case
    told = lens.sight(known, {cases.get(one, one) for one in closed}).evidence
    return not told.isdisjoint(evidence)


def warm(known: Tables) -> None:
    """Make ready where a run's cases belong."""
    _places(known)


_kept: dict[str, _Places] = {}
_keeping = threading.Lock()


def _places(known: Tables) -> _Places:
    """Where a run's cases belong: made once a run (0.4 s of CPU for 50,000 cases), then kept."""
    if known.stamp and (found := _kept.get(known.stamp)) is not None:
        return found
    cases = known["cases"].select("case_id", "aliases", "kui_number", "organ")
    numbers: dict[str, str] = {}
    for case, aliases, kui, _organ in cases.iter_rows():
        for number in (*(aliases or "").split(";"), kui or ""):
            if number:
                numbers.setdefault(number, case)
    numbers |= {case: case for case in cases["case_id"]}
    of_case: dict[str, list[str]] = defaultdict(list)
    members: dict[str, list[str]] = defaultdict(list)
    for case, one in known["series"].filter(pl.col("series_id") != "").select("case_id", "series_id").iter_rows():
        of_case[case].append(one)
        members[one].append(case)
    organs = {case: _folded(organ or "") for case, organ in cases.select("case_id", "organ").iter_rows()}
    tuples = ({key: tuple(many) for key, many in told.items()} for told in (of_case, members))
    made = _Places(numbers, organs, *tuples)
    if known.stamp:
        with _keeping:
            _kept[known.stamp] = made
            while len(_kept) > _RUNS_KEPT:
                del _kept[next(iter(_kept))]
    return made


def _folded(organ: str) -> str:
    return " ".join(organ.casefold().split())


# --- seals ------------------------------------------------------------------------------------------


def sealed(connection: Connection) -> frozenset[str]:
    """The numbers of sealed cases, as the decisions name them."""
    told = decisions.of_acts(connection, (SEAL, UNSEAL))
    if not told:
        return frozenset()
    everyone = {one.id: one for one in people.everything(connection)}
    said: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for one in told:
        act, _, case = one.subject.partition(":")
        if act == one.act and one.officer in everyone:
            said[act, case].append(one)
    closed = set()
    for (act, case), votes in said.items():
        seals = [one for one in votes if act == SEAL and one.verdict is Verdict.APPROVE]
        if seals and not policy.carried(_votes(said.get((UNSEAL, case), []), everyone), UNSEAL, seals[-1].id):
            closed.add(case)
    return frozenset(closed)


def _votes(said: list[Decision], everyone: dict[str, people.Officer]) -> list[policy.Vote]:
    return [policy.Vote(one.officer, everyone[one.officer].public_key, one.verdict.value, one.shown) for one in said]


# --- giving -----------------------------------------------------------------------------------------


def give(ws: Workspace, by: str, officer: str, kind: str, value: str, *, until: datetime | None = None) -> Grant:
    """Give an officer a case, series or organ, with an entry in the ledger that names neither.

    Raises AccessError when ``by`` may not, or it is to themself (so that a seal needs another's hand to be passed);
    UsageError for what that officer's role cannot be given (a partner has only their own organisation), NotFound for
    strangers.
    """
    value = " ".join(value.split())
    with ws.reading() as connection:
        giver, taker = people.get(connection, by), people.get(connection, officer)
    if giver.revoked is not None or taker.revoked is not None:
        raise AccessError("error-officer-revoked", name=(giver if giver.revoked else taker).name)
    policy.check_verb(policy.role(giver.role), "grant")
    if giver.id == taker.id:
        raise AccessError("error-grant-self")
    if policy.role(taker.role) is Role.PARTNER and (kind != "organ" or value == WHOLE):
        raise UsageError("error-grant-partner", name=taker.name)
    grant = Grant(secrets.token_hex(8), taker.id, kind, value, giver.id, clock.now(), until)
    told = {"grant": grant.id, "officer": taker.id, "kind": kind, "by": giver.id}
    with ws.writing(WAIT_SECONDS) as writer:
        writer.commit("grant", told, change=lambda connection: accounts.give(connection, grant))
    return grant


def take_back(ws: Workspace, by: str, grant: str) -> None:
    """End a grant. Raises AccessError when ``by`` may not, NotFound when there is none or it has ended."""
    with ws.reading() as connection:
        giver = people.get(connection, by)
    policy.check_verb(policy.role(giver.role), "grant")
    told, at = {"grant": grant, "by": giver.id}, clock.now()
    with ws.writing(WAIT_SECONDS) as writer:
        writer.commit("grant_end", told, change=lambda connection: accounts.take_back(connection, grant, at))


def request_relation(ws: Workspace, officer: str, addressee: str) -> Relation:
    """How a partner stands to a request: theirs when it went to the organisation they answer for."""
    now = clock.now()
    with ws.reading() as connection:
        given = [one for one in accounts.grants(connection, officer) if one.kind == "organ" and one.in_force(now)]
    return Relation.ASSIGNED if _folded(addressee) in {_folded(one.value) for one in given} else Relation.OTHER


def reach(
    ws: Workspace, known: Tables, officer: str, role: Role, *, verb: str, wanted: str, purpose: str = ""
) -> tuple[str, Access]:
    """The id of the case that goes by any number, and what a verb may show of it.

    Raises NotFound when it may show nothing: whether such a case exists is not told.
    """
    case = load(known, wanted)
    found = sight(ws, known, officer, role).access(verb, case, purpose)
    if found is Access.REFUSED:
        raise NotFound("error-not-found", what="case", id=wanted)
    return case, found
