"""A decision: the only thing a human makes. Scores never act by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Verdict(Enum):
    """What a person says of a proposal."""

    APPROVE = "approve"
    REJECT = "reject"
    UNSURE = "unsure"


ADVERSE = frozenset({"hold", "block", "release", "return", "registry"})
"""Acts that touch a person's rights: two different officers must approve."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about which subject, when, for what purpose, having seen what, and why.

    ``subject`` is ``kind:id`` (``hold:CASE/BANK``, ``series:ID``, ``link:A|B``); ``shown`` is the SHA-256 of what was
    on paper or screen. A later decision on the same subject replaces, never edits.
    """

    id: str
    subject: str
    act: str
    verdict: Verdict
    officer: str
    at: datetime
    purpose: str
    case: str
    shown: str
    reason: str
    signature: str
