"""The workspace key: 32 bytes from which every other secret is derived (HKDF-SHA256, RFC 5869).

Equal keys give equal keyed hashes, so one key file serves the machine that repeats an analysis. The file
``key`` in the workspace holds either the key itself or only the path of a key file outside and the key's
fingerprint.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from qalqan.errors import UsageError, WorkspaceError
from qalqan.store.canon import canonical
from qalqan.store.disk import write_file

REFERENCE = "key"
KEY_BYTES = 32
MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Key:
    """The workspace's name and key; ``file`` is where the key lies when it is kept outside."""

    workspace: str
    secret: bytes
    file: Path | None = None

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose: the same for workspaces that share the key."""
        return HKDF(SHA256(), KEY_BYTES, b"qalqan/1", purpose.encode()).derive(self.secret)

    @property
    def fingerprint(self) -> str:
        """What may be shown of the key: 16 hex digits."""
        return fingerprint(self.secret)

    def save(self, folder: Path) -> None:
        """Write the reference file, readable by the owner only."""
        told: dict[str, str] = {"workspace": self.workspace, "fingerprint": self.fingerprint}
        told |= {"key": self.secret.hex()} if self.file is None else {"file": str(self.file)}
        write_file(folder / REFERENCE, canonical(told).encode() + b"\n", 0o600)


def fingerprint(secret: bytes) -> str:
    """A short name of a key that does not give it away."""
    return hmac.digest(secret, b"qalqan/1 fingerprint", "sha256").hex()[:16]


def make(key_file: Path | None) -> Key:
    """A key for a new workspace: from the file (made there when it does not exist), else a random one.

    Raises UsageError when the file is no key.
    """
    if key_file is None:
        return Key(secrets.token_hex(8), secrets.token_bytes(KEY_BYTES))
    where = key_file.expanduser().absolute()
    if not where.exists():
        write_file(where, secrets.token_bytes(KEY_BYTES).hex().encode() + b"\n", 0o600)
    return Key(secrets.token_hex(8), read_key(where), where)


def read_key(file: Path) -> bytes:
    """The key of a key file: 32 bytes, 64 hex digits, or the SHA-256 of a longer content (up to 1 MiB).

    Raises UsageError when there are fewer bytes, more, or none to be read.
    """
    try:
        raw = file.read_bytes() if file.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise UsageError("error-key-file", where=str(file), reason=os.strerror(error.errno or 0)) from error
    if len(raw) == KEY_BYTES:
        return raw
    try:
        secret = bytes.fromhex(raw.decode("ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) == KEY_BYTES:
        return secret
    if len(raw) < KEY_BYTES:
        raise UsageError("error-key-file", where=str(file), reason=f"{len(raw)} B")
    return sha256(raw).digest()


def load(folder: Path) -> Key:
    """A workspace's key. Raises WorkspaceError when the reference is broken or another key lies there."""
    where = folder / REFERENCE
    try:
        told = json.loads(where.read_text("utf-8"))
        name, mark = str(told["workspace"]), str(told["fingerprint"])
        file = Path(told["file"]) if "file" in told else None
        secret = bytes.fromhex(told["key"]) if file is None else read_key(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError("error-key-reference", where=str(where)) from error
    except UsageError as error:
        raise WorkspaceError("error-key-missing", where=error.where, workspace=str(folder)) from error
    if not hmac.compare_digest(fingerprint(secret), mark):
        raise WorkspaceError("error-key-other", where=str(file or where), fingerprint=mark)
    return Key(name, secret, file)
