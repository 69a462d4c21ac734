"""What a letter says, before it has a language: frozen records of plain values, of which officers approve the hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from qalqan.clock import to_local
from qalqan.report import legal
from qalqan.report.facts import EPOCH, Approval, Case, Ground, Place, Seal, Source, Tie


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom: a kind with words in every language, and a name as given or the code of a bank."""

    kind: str
    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A case's money at an end point: who paid, this case's sum and the whole sum, when, and a camera's window."""

    case_id: str
    node: str
    kind: str
    payer: str
    payer_as: str
    payer_bank: str
    amount_tiyn: int
    paid_tiyn: int
    transfers: int
    first: datetime
    last: datetime
    watch_from: datetime | None
    watch_to: datetime | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """The end point a letter is about: what it looks like, how firmly (0-1000), why."""

    name: str
    kind: str
    bank: str
    holder: str
    score: int
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """An address to block: what it looks like (0-1000), whose brand it imitates, in how many cases it stands, why."""

    url: str
    host: str
    domain: str
    score: int
    verdict: str
    brand: str
    cases: int
    grounds: tuple[Ground, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something whose data are to be kept: a kind of ``values/`` or ``account``, its value, where it stands."""

    kind: str
    value: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Coin:
    """A case's tokens in one transfer between wallets, in minor units; ``hash`` is the transfer's own."""

    case_id: str
    currency: str
    payer: str
    payee: str
    amount_minor: int
    at: datetime
    hash: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call that a complaint rests on: when, whom (masked), how long (s; none for a message), its case, its rows."""

    at: datetime
    called: str
    seconds: int | None
    case_id: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """A number complained of: what it looks like (0-1000) and why, whom it reached, its devices, SIM cards and cells.

    ``called`` are the different people it called, ``reported`` those of them who are victims of ``cases``; ``spoken``
    are the calls that are told one by one.
    """

    number: str
    role: str
    score: int
    calls: int
    called: int
    reported: int
    first: datetime
    last: datetime
    imeis: tuple[str, ...]
    imsis: tuple[str, ...]
    cells: tuple[str, ...]
    cases: tuple[str, ...]
    grounds: tuple[Ground, ...]
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. ``asked`` are points an officer added, ``reason`` the officer's own ground.

    ``since`` and ``until`` are the window asked about; ``total_tiyn`` the cases' money it speaks of.
    """

    kind: str
    addressee: Addressee
    cases: tuple[Case, ...]
    series: str
    seal: Seal
    number: str = ""
    ties: tuple[Tie, ...] = ()
    node: Node | None = None
    visits: tuple[Visit, ...] = ()
    chain: tuple[Coin, ...] = ()
    sites: tuple[Site, ...] = ()
    things: tuple[Thing, ...] = ()
    callers: tuple[Caller, ...] = ()
    target: str = ""
    asked: tuple[str, ...] = ()
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    total_tiyn: int = 0
    as_of: datetime | None = None
    needs_sanction: str = ""
    sanction: legal.Sanction | None = None
    sources: tuple[Source, ...] = ()
    shown: str = ""
    subject: str = ""
    needed: int = 1
    approvals: tuple[Approval, ...] = ()
    complete: bool = False

    @property
    def draft(self) -> str:
        """Why it is a draft, as a Fluent key: approvals first, then the sanction it needs; else empty."""
        if not self.complete:
            return "report-draft-approvals" if self.needed > 1 else "report-letter-draft-one"
        if self.needs_sanction and self.sanction is None:
            return "report-draft-sanction"
        return ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Everything that keeps it a draft, as Fluent keys."""
        unsanctioned = bool(self.needs_sanction) and self.sanction is None
        first = self.draft
        return tuple(dict.fromkeys(one for one in (first, "report-draft-sanction" if unsanctioned else "") if one))

    @property
    def issued(self) -> date:
        """The day the clock is told from: that of the last approval, for a draft the day of the data."""
        told = max((one.at for one in self.approvals), default=None) if self.complete else None
        return to_local(told or self.as_of or EPOCH).date()
