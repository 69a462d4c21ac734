"""Short texts that the database may hold but nobody may read or write there: sealed under the workspace's key.

AES-256-GCM with a random nonce; the place a text belongs to is sealed in with it, so that it cannot be moved.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qalqan.errors import TamperError
from qalqan.store.workspace import Workspace

_NONCE_BYTES = 12


def seal(ws: Workspace, purpose: str, place: str, text: str) -> str:
    """The text sealed for a purpose and a place (hex)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return (nonce + AESGCM(ws.key(purpose)).encrypt(nonce, text.encode(), place.encode())).hex()


def opened(ws: Workspace, purpose: str, place: str, sealed: str) -> str:
    """The text again. Raises TamperError when it is not what was sealed there."""
    try:
        raw = bytes.fromhex(sealed)
        return AESGCM(ws.key(purpose)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise TamperError("error-sealed", where=purpose) from error
