"""PASSporT: who signed, over whom, and how fresh."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from qalqan.errors import UsageError
from qalqan.gate.passport import FAILED, FRESH, UNKNOWN, VALID, Trust, check

ADDRESS = "https://certificates.example/one.pem"
A, B, AT = "+77015550101", "+77075550202", 1_772_000_000
KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(folder: Path, key: Any = KEY) -> Path:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented operator")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(start).not_valid_after(start + timedelta(days=365)).sign(key, SHA256())
    )  # fmt: skip
    path = folder / f"{sha256(ADDRESS.encode()).hexdigest()}.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM))
    return path


def _text(told: Any) -> str:
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def token(**changed: Any) -> str:
    head = {"alg": "ES256", "typ": "passport", "ppt": "shaken", "x5u": ADDRESS} | changed.pop("head", {})
    claims = {"orig": {"tn": A[1:]}, "dest": {"tn": [B[1:]]}, "iat": AT} | changed
    signed = f"{_text(head)}.{_text(claims)}"
    r, s = decode_dss_signature(KEY.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{_text(r.to_bytes(32) + s.to_bytes(32))};info=<{ADDRESS}>"


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    folder = tmp_path_factory.mktemp("certificates")
    certificate(folder)
    return Trust(folder)


@pytest.mark.parametrize(
    ("changed", "at", "found"),
    [
        ({}, AT, VALID),
        ({}, AT + FRESH, VALID),
        ({}, AT + FRESH + 1, FAILED),
        ({"orig": {"tn": "77015550999"}}, AT, FAILED),
        ({"dest": {"tn": ["77015550999"]}}, AT, FAILED),
        ({"iat": "x"}, AT, FAILED),
        ({"head": {"alg": "none"}}, AT, FAILED),
        ({"head": {"x5u": "https://other.example/x.pem"}}, AT, UNKNOWN),
    ],
)
def test_tokens(trust: Trust, changed: dict[str, Any], at: int, found: str) -> None:
    assert check(token(**changed), A, B, at, trust) == found


@pytest.mark.parametrize("told", ["", "a.b", "a.b.c", "é.é.é", "e30.e30.e30"])
def test_what_is_no_token(trust: Trust, told: str) -> None:
    assert check(told, A, B, AT, trust) == FAILED


def test_a_changed_token_fails(trust: Trust) -> None:
    head, claims, signature = token().split(".", 2)
    other = _text({"orig": {"tn": A[1:]}, "dest": {"tn": [B[1:]]}, "iat": AT + 1})
    assert check(f"{head}.{other}.{signature}", A, B, AT, trust) == FAILED
    assert claims != other


def test_a_certificate_of_another_kind(tmp_path: Path) -> None:
    certificate(tmp_path, ec.generate_private_key(ec.SECP384R1()))
    with pytest.raises(UsageError, match="certificate"):
        Trust(tmp_path)
