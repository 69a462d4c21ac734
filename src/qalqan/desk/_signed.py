"""Whether a record is what its officer signed: a decision, a step of a measure, a step of the registry.

Such a record is named by the hash of its bytes without the name, and signed (Ed25519) over its bytes with it.
"""

from __future__ import annotations

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def genuine(  # noqa: PLR0917 - what is told, then by whom
    bare: bytes, whole: bytes, id_: str, chars: int, signature: str, public_key: str
) -> bool:
    """Whether ``id_`` is the first ``chars`` hex digits of the hash of ``bare`` and the signature (hex) over ``whole``
    is of the public key (hex)."""
    if sha256(bare).hexdigest()[:chars] != id_:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), whole)
    except (InvalidSignature, ValueError):
        return False
    return True
