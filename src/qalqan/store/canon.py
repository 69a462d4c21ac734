"""Canonical JSON: one text for one value, so that hashes and signatures of it can be checked anywhere.

Keys sorted, no spaces, UTF-8 unescaped, no floats (RFC 8785 for the values we use: text, integers, booleans,
null).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qalqan.clock import UTC


def canonical(value: Any) -> str:
    """The one JSON text of a value. Raises TypeError for a float or anything JSON cannot hold."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float has no place in a hashed text: {value!r}")
    if isinstance(value, Mapping):
        for name, one in value.items():
            if not isinstance(name, str):
                raise TypeError(f"a key must be text: {name!r}")
            _refuse_floats(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_floats(one)


def instant(at: datetime) -> str:
    """An aware moment as the store writes it: UTC, microseconds, ISO 8601."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The moment that :func:`instant` wrote. Raises ValueError when it is none."""
    return datetime.fromisoformat(text)


def clean(text: str) -> str:
    """A text that every database holds: lone surrogates (undecodable file names) and NUL are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")
