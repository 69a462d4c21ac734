"""Signature check of a PASSporT (RFC 8225, RFC 8224): ES256 over who calls whom and when.

Certificates are never fetched: ``x5u`` must name one that the operator put in the trusted folder (file name: the
SHA-256 of the address, ``.pem``). A failed check never decides alone (rule G4).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from qalqan.errors import UsageError
from qalqan.gate.numbering import number

VALID, FAILED, UNKNOWN = "valid", "failed", "unknown"
FRESH: Final = 60  # seconds between the signature and the call (RFC 8224, section 4.4)
_LONGEST: Final = 8_192
_HALF: Final = 32


class Trust:
    """The certificates that an operator trusts, by the address that names them."""

    def __init__(self, folder: Path | None) -> None:
        """Read the folder's ``.pem`` files. Raises UsageError for one that holds no P-256 key."""
        self._keys: dict[str, ec.EllipticCurvePublicKey] = {}
        for path in sorted(folder.glob("*.pem")) if folder is not None else []:
            try:
                key = x509.load_pem_x509_certificate(path.read_bytes()).public_key()
            except (OSError, ValueError) as error:
                raise UsageError("error-gate-certificate", where=str(path)) from error
            if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
                raise UsageError("error-gate-certificate", where=str(path))
            self._keys[path.stem] = key

    def key(self, address: str) -> ec.EllipticCurvePublicKey | None:
        """The key of the certificate at an address, if trusted."""
        return self._keys.get(sha256(address.encode()).hexdigest())


def check(token: str, a: str, b: str, now: int, trust: Trust) -> str:
    """Whether an Identity token says truly that ``a`` calls ``b`` now (seconds since 1970).

    ``valid``; ``failed`` when it says otherwise or its signature is wrong; ``unknown`` when nobody we trust signed it.
    """
    try:
        head, body, signature = token[:_LONGEST].split(";", maxsplit=1)[0].strip().split(".")
        header, claims, raw = json.loads(_bytes(head)), json.loads(_bytes(body)), _bytes(signature)
        if not isinstance(header, dict) or not isinstance(claims, dict):
            return FAILED
        address = header["x5u"]
        if header["alg"] != "ES256" or header.get("typ") != "passport" or len(raw) != 2 * _HALF:
            return FAILED
    except (ValueError, KeyError, TypeError):
        return FAILED
    key = trust.key(str(address))
    if key is None:
        return UNKNOWN
    told = encode_dss_signature(int.from_bytes(raw[:_HALF]), int.from_bytes(raw[_HALF:]))
    try:
        key.verify(told, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return FAILED
    return VALID if _true(claims, a, b, now) else FAILED


def _true(claims: Mapping[str, Any], a: str, b: str, now: int) -> bool:
    try:
        caller, called = claims["orig"]["tn"], claims["dest"]["tn"]
        fresh = abs(now - int(claims["iat"])) <= FRESH
    except (KeyError, TypeError, ValueError):
        return False
    dialled = {number(str(one))[0] for one in (called if isinstance(called, list) else [called])}
    return (
        fresh
        and number("+" + str(caller).lstrip("+"))[0] == number(a)[0]
        and number(b)[0] in dialled | {number("+" + one.lstrip("+"))[0] for one in dialled}
    )


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
