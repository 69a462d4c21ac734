"""Sealed names: how a page's links name a value that the page does not show.

A masked page must not carry the value in its addresses or ids either. A link therefore holds the value sealed: AES-SIV
(RFC 5297) under a key of the workspace, with what it names (account, place, person) bound to it. The same value has
the same seal in one workspace, so links can be kept and shared between colleagues; who opens one is asked again what
they may see. Nobody without the workspace's key can open or make one.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from qalqan.errors import NotFound

LONGEST: Final = 8_000
_ENDS: Final = "="


class Seals:
    """Seals values under a key of 32 bytes (a workspace's ``key("console links")``). Safe for many threads."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def seal(self, what: str, value: str) -> str:
        """``value`` as it may stand in an address: signs A-Z a-z 0-9 - _ only."""
        sealed = self._cipher.encrypt((value or "\0").encode(), [what.encode()])
        return base64.urlsafe_b64encode(sealed).decode().rstrip(_ENDS)

    def open(self, what: str, token: str) -> str:
        """The value that was sealed as ``what``. Raises NotFound for any other text: it names nothing."""
        try:
            if len(token) > LONGEST or not token.isascii():
                raise NotFound("error-not-found", what=what, id=token[:40])
            sealed = base64.b64decode(token + _ENDS * (-len(token) % 4), altchars=b"-_", validate=True)
            told = self._cipher.decrypt(sealed, [what.encode()]).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise NotFound("error-not-found", what=what, id=token[:40]) from error
        return "" if told == "\0" else told
