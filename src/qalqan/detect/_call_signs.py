"""A sign: what one detector of calls saw on one subject, at a moment, with its ground."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass(slots=True)
class Sign:
    """``kind``: number, device, cell or trunk. ``second``: moment (s since 1970) at which it was enough. ``rows``:
    numbers of rows of :class:`Calls`. ``values``: whole numbers and short words."""

    detector: str
    rule: str
    kind: str
    subject: str
    second: int
    rows: list[int]
    values: dict[str, int | str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()


def canonical(grounds: list[dict[str, Any]]) -> str:
    """Grounds as JSON, the heaviest first."""
    told = sorted(grounds, key=lambda one: (-abs(one["weight"]), one["rule"]))
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def name(detector: str, kind: str, subject: str, second: int, numbers: tuple[str, ...]) -> str:
    """An alert's own name: 16 hex digits."""
    return sha256(f"{detector}|{kind}|{subject}|{second}|{numbers[:1]}".encode()).hexdigest()[:16]
