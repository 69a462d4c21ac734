"""Officers' words as rows of the table ``decided``, for the tests of ties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Word = tuple[str, str, str, bool]


def said(words: Iterable[Word]) -> list[dict[str, Any]]:
    """Rows from (act, a, b, holds), in the table's order; the decision is named by what it says."""
    return [
        {"act": act, "a": a, "b": b, "holds": holds, "decision": f"{act}:{a}:{b}"} for act, a, b, holds in sorted(words)
    ]
