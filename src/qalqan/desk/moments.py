"""Moments as a user writes them."""

from __future__ import annotations

from datetime import datetime

from qalqan.clock import to_utc
from qalqan.errors import UsageError


def moment(text: str) -> datetime:
    """A day or moment in ISO form as an instant in UTC. Raises UsageError for another text."""
    try:
        return to_utc(datetime.fromisoformat(text))
    except ValueError as error:
        raise UsageError("error-time", value=text) from error
