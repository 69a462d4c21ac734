"""Evidence and the place of a value in it.

A locator answers "says who?" down to the row of the hashed original: ``evidence:part:row``, where evidence is
the first 16 hex digits of the original's SHA-256, part a sheet, table or block, and row the number by which
the source itself counts (from 1). The signs ``:``, ``;`` and ``%`` in a part are percent-encoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ID_DIGITS = 16


def evidence_id(sha256: str) -> str:
    """The short id of an evidence."""
    return sha256[:ID_DIGITS]


def escape_part(part: str) -> str:
    """A part as it stands inside a locator."""
    return part.replace("%", "%25").replace(":", "%3A").replace(";", "%3B")


def unescape_part(part: str) -> str:
    """The part that :func:`escape_part` encoded."""
    return part.replace("%3B", ";").replace("%3A", ":").replace("%25", "%")


@dataclass(frozen=True, slots=True, order=True)
class Locator:
    """One place: evidence, part, row."""

    evidence: str
    part: str
    row: int

    def __str__(self) -> str:
        return f"{self.evidence}:{escape_part(self.part)}:{self.row}"

    @classmethod
    def parse(cls, text: str) -> Locator:
        """The locator written as ``text``. Raises ValueError when it is none."""
        evidence, part, row = text.split(":")
        return cls(evidence, unescape_part(part), int(row))


def parse_locators(text: str) -> tuple[Locator, ...]:
    """All locators of a ``locators`` cell."""
    return tuple(Locator.parse(one) for one in text.split(";") if one)


@dataclass(frozen=True, slots=True)
class Basis:
    """The lawful basis on which a file may be used.

    Without one a file is read and counted but enters no link, dossier or request. ``covert`` connection data
    are refused until ``declassified`` holds the number of the act.
    """

    case: str = ""
    request: str = ""
    sanction: str = ""
    secrecy: str = ""
    use: str = ""
    expires: datetime | None = None
    covert: bool = False
    declassified: str = ""
    tower_dump: bool = False

    @property
    def usable(self) -> bool:
        """Whether there is any basis, and covert data have been declassified."""
        return bool(self.case or self.request or self.sanction) and (not self.covert or bool(self.declassified))

    def in_force(self, at: datetime) -> bool:
        """Whether the basis is usable and has not expired at ``at``."""
        return self.usable and (self.expires is None or at < self.expires)


@dataclass(frozen=True, slots=True)
class Evidence:
    """An original, kept once under its hash."""

    sha256: str
    name: str
    size: int
    received_at: datetime
    basis: Basis
    parent: str = ""

    @property
    def id(self) -> str:
        """The short id used in locators."""
        return evidence_id(self.sha256)
