"""Passphrases of accounts: argon2id (RFC 9106, its second recommended setting: 64 MiB, three passes), a few at a time.

How they are asked for follows NIST SP 800-63B: long, of any signs, no rules of composition, no change without a reason;
what a guesser tries first is refused.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from qalqan.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MOST_CHARS: Final = 1000
LEAST_DIFFERENT: Final = 5
_few: Final = threading.BoundedSemaphore(4)
"""At most so many at once: each takes 64 MiB, and a wave of log-ins may not take the machine."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - plain commands need none
    from argon2.profiles import RFC_9106_LOW_MEMORY  # noqa: PLC0415

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobody() -> str:
    """A hash that nothing opens: an unknown log-in costs as much as a known one."""
    return _hasher().hash(secrets.token_urlsafe(32))


def plain(passphrase: str) -> str:
    """A passphrase in the one form in which it is stretched (Unicode NFC: й may be typed as one sign or as two)."""
    return unicodedata.normalize("NFC", passphrase)


def check(passphrase: str, least: int, *names: str) -> str:
    """The passphrase in its one form.

    Raises UsageError when it has fewer than ``least`` signs or more than 1000, hardly any different ones, or holds
    (or stands in) a name of its owner.
    """
    told = plain(passphrase)
    if len(told) < least:
        raise UsageError("error-passphrase-short", least=str(least))
    if len(told) > MOST_CHARS:
        raise UsageError("error-passphrase-long", most=str(MOST_CHARS))
    folded = told.casefold()
    named = any(len(name) > 2 and name.casefold() in folded for name in names)
    if len(set(folded)) < LEAST_DIFFERENT or named:
        raise UsageError("error-passphrase-plain")
    return told


def stretched(passphrase: str) -> str:
    """The argon2id hash of a checked passphrase, with its salt and costs."""
    with _few:
        return _hasher().hash(passphrase)


def fits(passphrase: str, kept: str | None) -> bool:
    """Whether a passphrase is the one of that hash; None (no such account) takes as long and is False."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    with _few:
        nobody = _nobody()  # made at the first log-in of either kind, so that it tells nothing
        try:
            return _hasher().verify(nobody if kept is None else kept, plain(passphrase)[:MOST_CHARS])
        except (VerificationError, InvalidHashError):
            return False
