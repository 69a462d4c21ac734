"""What a document shows, before it has a language: frozen records of plain values.

The SHA-256 of a record's canonical JSON (:func:`fingerprint`) is what officers approve. Left out of it are only the
approvals themselves and the state of the ledger, which grows with each of them; a changed sum, name, row or
sanction makes another fingerprint, and so an unapproved document.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from qalqan.clock import UTC
from qalqan.report.balances import Balances

TEMPLATE = "qalqan documents 1"
SHORT_HASH = 16
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of an original: evidence id (first 16 digits of its SHA-256), part, row."""

    evidence: str
    part: str
    row: int


@dataclass(frozen=True, slots=True)
class Source:
    """An original: evidence id, name, whole SHA-256."""

    evidence: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason: rule, weight, the values it used, where they stand."""

    rule: str
    weight: int
    values: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the register tells it."""

    id: str
    aliases: tuple[str, ...] = ()
    registered_at: datetime | None = None
    region: str = ""
    organ: str = ""
    article: str = ""
    mo: str = ""
    plot: str = ""
    victim_name: str = ""
    victim_iin: str = ""
    victim_phone: str = ""
    victim_account: str = ""
    damage_tiyn: int | None = None
    status: str = ""
    status_at: datetime | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Two cases tied, how strongly (0-1000), and why."""

    case_a: str
    case_b: str
    score: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """A transfer by which a case lost money, and how firmly it is this case's (0-1000)."""

    case_id: str
    at: datetime | None
    payer: str
    payee: str
    amount_tiyn: int
    score: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """What a case's money did on one account; ``number`` is its running number in the document."""

    number: int
    case_id: str
    account: str
    kind: str
    bank: str
    hop: int
    first_in: datetime | None
    came_tiyn: int
    left_tiyn: int
    low_tiyn: int | None
    high_tiyn: int | None
    end_point: str = ""
    last_seen: datetime | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """A piece of a case's money moved once, between two numbered accounts (0: the victim's)."""

    case_id: str
    seq: int
    source: str
    target: str
    source_number: int
    target_number: int
    amount_tiyn: int
    at: datetime | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What another rule of tracing says is left on the numbered accounts: (number, tiyn); and on all others."""

    rule: str
    left: tuple[tuple[int, int], ...]
    elsewhere_tiyn: int


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline: call, message, transfer or registration."""

    at: datetime
    kind: str
    a: str
    b: str
    seconds: int | None = None
    amount_tiyn: int | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """An account of the trail about which no answer speaks (``none``) or not for the whole time (``partial``)."""

    kind: str
    number: int
    account: str
    bank: str
    since: datetime | None
    known_from: datetime | None = None
    known_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Against:
    """Something that speaks against a claim: a kind with words in every language, and its values."""

    kind: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A possible role the machine gives to an account or number; never a procedural status."""

    subject: str
    what: str
    role: str
    score: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """By what the document can be checked: program, run, hash of its results, root and size of the ledger."""

    version: str
    run: str
    result_hash: str
    root: str = ""
    entries: int = 0
    public_key: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """An officer's approval of exactly this content."""

    officer: str
    at: datetime
    decision: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the document shows, without a language.

    ``what`` is ``case`` or ``series``; ``as_of`` the moment the money is looked at, ``known_at`` the moment up to which
    answers were known (None: all that arrived). ``loss_tiyn`` is the sum followed. ``shown`` is the fingerprint
    of the unmasked content; ``approvals`` are those of exactly it, ``needed`` how many there must be.
    ``minors`` counts persons under 18; ``hops_total`` and so on how many there were before cutting; ``closed`` says
    that evidence of a sealed case is in it.
    """

    what: str
    id: str
    as_of: datetime | None
    known_at: datetime | None
    rule: str
    loss_tiyn: int
    cases: tuple[Case, ...]
    series: tuple[str, ...]
    ties: tuple[Tie, ...]
    losses: tuple[Loss, ...]
    stands: tuple[Stand, ...]
    hops: tuple[Hop, ...]
    rules: tuple[Rule, ...]
    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    against: tuple[Against, ...]
    roles: tuple[Role, ...]
    sources: tuple[Source, ...]
    seal: Seal
    balances: Balances | None = None
    ties_total: int = 0
    events_total: int = 0
    minors: int = 0
    masked: bool = True
    shown: str = ""
    subject: str = ""
    needed: int = 2
    approvals: tuple[Approval, ...] = ()
    complete: bool = False
    closed: bool = False

    @property
    def draft(self) -> str:
        """Why the document is a draft, as a Fluent key; empty when it is approved."""
        return "" if self.complete else "report-draft-approvals"

    @property
    def day(self) -> date:
        """The day for names of banks: of the moment it speaks of, else of the first registration."""
        told = [case.registered_at for case in self.cases if case.registered_at]
        return (self.as_of or (min(told) if told else EPOCH)).date()


_UNBOUND = frozenset({"approvals", "closed", "complete", "masked", "shown", "root", "entries", "public_key", "ruling"})


def fingerprint(record: Any) -> str:
    """SHA-256 of what approvers see: the record's canonical JSON without approvals and ledger state."""
    told = {"template": TEMPLATE, "kind": type(record).__name__, "content": _plain(asdict(record))}
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name not in _UNBOUND}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError("a document holds no floats")
    return value


def places_of(record: Any) -> set[str]:
    """The ids of all evidence a record points at."""
    if isinstance(record, Place):
        return {record.evidence}
    if isinstance(record, tuple):
        return set().union(*map(places_of, record)) if record else set()
    if hasattr(record, "__dataclass_fields__"):
        return set().union(set(), *(places_of(getattr(record, one.name)) for one in fields(record)))
    return set()
