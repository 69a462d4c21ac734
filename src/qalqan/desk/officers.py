"""Officers: each has a signing key of their own, kept under a passphrase that only they know."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection

from qalqan import clock
from qalqan.errors import AccessError, NotFound, TamperError, UsageError
from qalqan.govern import policy
from qalqan.store import manifest
from qalqan.store import officers as kept
from qalqan.store.canon import canonical
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

LEAST_CHARS = 8
_N, _R, _P = 1 << 15, 8, 1
"""Cost of scrypt: 32 MiB and about a tenth of a second (RFC 7914; OWASP's choice for interactive use)."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A signing key out of its passphrase, in this process's memory: stands wherever an officer's passphrase does."""

    officer: str
    private: Ed25519PrivateKey = field(repr=False)


Secret = str | Unlocked
"""What opens an officer's signing key: their passphrase, or the key that it opened before."""
Also = Callable[[Connection, Officer], None]
"""What is kept together with an officer or not at all."""
_nothing: Also = lambda _connection, _officer: None  # noqa: E731 - one line


def add(ws: Workspace, name: str, role: str, passphrase: str, also: Also = _nothing) -> Officer:
    """A new officer with a key made here; ``also`` writes more rows in the same commit.

    Raises UsageError for an unknown role, a name that is taken or empty, a passphrase of fewer than 8
    characters.
    """
    policy.role(role)
    name = " ".join(name.split())
    if len(passphrase) < LEAST_CHARS:
        raise UsageError("error-passphrase-short", least=str(LEAST_CHARS))
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    officer = Officer(secrets.token_hex(4), name, role, public, clock.now())

    def change(connection: Connection) -> None:
        if not name or any(one.name.casefold() == name.casefold() for one in kept.everything(connection)):
            raise UsageError("error-officer-name", name=name)
        kept.add(connection, officer)
        also(connection, officer)

    staged = _staged(ws, private, passphrase, officer.id)
    told = {"officer": officer.id, "role": role, "public_key": public}
    ws.commit("officer", told, lake={_file(officer.id): staged}, change=change)
    return officer


def relock(ws: Workspace, who: str, old: str, new: str, also: Also = _nothing) -> Officer:
    """Put an officer's key under another passphrase: a new file takes the place of the old one.

    Raises as :func:`unlock`; UsageError for a new passphrase of fewer than 8 characters.
    """
    if len(new) < LEAST_CHARS:
        raise UsageError("error-passphrase-short", least=str(LEAST_CHARS))
    officer, private = unlock(ws, who, old)
    with ws.reading() as connection:
        before = _listed(connection, officer.id)
    ws.commit(
        "passphrase",
        {"officer": officer.id},
        lake={f"officers/{officer.id}.{secrets.token_hex(4)}.json": _staged(ws, private, new, officer.id)},
        change=lambda connection: also(connection, officer),
        drop=[before],
    )
    return officer


def revoke(ws: Workspace, who: str, also: Also = _nothing) -> Officer:
    """End an officer's right to decide; what they decided stays. Raises NotFound; UsageError when ended."""
    with ws.reading() as connection:
        officer = kept.get(connection, who)
    if officer.revoked is not None:
        raise UsageError("error-officer-revoked", name=officer.name)
    at = clock.now()

    def change(connection: Connection) -> None:
        kept.revoke(connection, officer.id, at)
        also(connection, officer)

    ws.commit("revoke", {"officer": officer.id}, change=change)
    with ws.reading() as connection:
        return kept.get(connection, officer.id)


def everybody(ws: Workspace) -> list[Officer]:
    """All officers, in order of name."""
    with ws.reading() as connection:
        return kept.everything(connection)


def fingerprint(officer: Officer) -> str:
    """What officers compare by eye to know a key again: 16 hex digits of its SHA-256."""
    return sha256(bytes.fromhex(officer.public_key)).hexdigest()[:16]


def unlock(ws: Workspace, who: str, passphrase: Secret) -> tuple[Officer, Ed25519PrivateKey]:
    """An officer and their signing key, by their passphrase or a key that was unlocked with it before.

    Raises NotFound for a stranger, AccessError for a wrong passphrase or an ended right, TamperError when the
    key file is not the one that was kept.
    """
    with ws.reading() as connection:
        officer = kept.get(connection, who)
        name = _listed(connection, officer.id)
    if officer.revoked is not None:
        raise AccessError("error-officer-revoked", name=officer.name)
    if isinstance(passphrase, Unlocked):
        if passphrase.officer != officer.id:
            raise AccessError("error-passphrase-wrong", name=officer.name)
        private = passphrase.private
    else:
        private = Ed25519PrivateKey.from_private_bytes(_unlock(ws.file(name), passphrase, officer))
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    if public != officer.public_key:
        raise TamperError("error-officer-key", name=officer.name)
    return officer, private


def _file(id_: str) -> str:
    return f"officers/{id_}.json"


def _listed(connection: Connection, id_: str) -> str:
    """The name of an officer's key file: only one is listed. Raises NotFound."""
    names = sorted(manifest.all_below(connection, f"officers/{id_}."))
    if not names:
        raise NotFound("error-lake-unknown", name=_file(id_))
    return names[0]


def _staged(ws: Workspace, private: Ed25519PrivateKey, passphrase: str, id_: str) -> Path:
    staged = ws.stage() / "key"
    staged.write_text(_lock(private.private_bytes_raw(), passphrase, id_), "utf-8")
    return staged


def _lock(private: bytes, passphrase: str, id_: str) -> str:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    box = AESGCM(_stretch(passphrase, salt, _N, _R, _P)).encrypt(nonce, private, id_.encode())
    told = {"kdf": "scrypt", "n": _N, "r": _R, "p": _P, "salt": salt.hex(), "nonce": nonce.hex()}
    return canonical(told | {"key": box.hex()})


def _unlock(file: Path, passphrase: str, officer: Officer) -> bytes:
    try:
        told = json.loads(file.read_text("utf-8"))
        salt, nonce, box = (bytes.fromhex(told[name]) for name in ("salt", "nonce", "key"))
        if (told["kdf"], told["n"], told["r"], told["p"]) != ("scrypt", _N, _R, _P):
            raise ValueError(told["kdf"])
        cipher = AESGCM(_stretch(passphrase, salt, _N, _R, _P))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TamperError("error-officer-key", where=str(file), name=officer.name) from error
    try:
        return cipher.decrypt(nonce, box, officer.id.encode())
    except (InvalidTag, ValueError) as error:
        raise AccessError("error-passphrase-wrong", name=officer.name) from error


def _stretch(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return Scrypt(salt, 32, n, r, p).derive(passphrase.encode())
