"""Signed JSON files for others: ``{"body": …, "public_key": hex, "signature": hex}``.

The signature (Ed25519) is over a prefix, which says what kind of file it is, and the canonical body; so a list can
never be passed off as a book. ``gate.book`` opens them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qalqan.store.canon import canonical

FORMAT: Final = 1
PREFIX: Final = {"book": b"qalqan gate book 1\n", "order": b"qalqan gate order 1\n", "list": b"qalqan list 1\n"}
LISTS: Final = ("callers", "devices", "cells", "never", "accounts", "domains", "gateways", "allowed")
"""The lists that a gate's book always has, be they empty."""


def sealed(kind: str, body: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """The text of a signed file of a kind (:data:`PREFIX`)."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    signature = key.sign(PREFIX[kind] + canonical(body).encode()).hex()
    return canonical({"body": body, "public_key": public, "signature": signature}) + "\n"
