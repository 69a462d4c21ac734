"""Purposes: for what clear personal data may be looked at. A code, and words after a colon if one likes."""

from __future__ import annotations

from typing import Final

from qalqan.errors import AccessError

CODES: Final = (
    "investigation",
    "request",
    "court",
    "prevention",
    "victim",
    "inspection",
    "subject",
    "cooperation",
)
"""Work on a case; a request to a bank or operator; a court's question; warning people at risk; telling a
victim;
an inspection; the answer to a person about their own data; another unit's or country's lawful request."""


def check(purpose: str) -> str:
    """The code that a purpose begins with (``code`` or ``code: words``).

    Raises AccessError with the codes there are when it begins with none.
    """
    code = purpose.split(":", 1)[0].strip().lower()
    if code not in CODES:
        raise AccessError("error-purpose-unknown", purpose=purpose[:80], known=", ".join(CODES))
    return code
