"""The witness: signed checkpoints in a file kept outside the workspace.

Whoever holds the workspace key can write the whole log anew; not so that it fits a root that somebody else
kept.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path

from qalqan.errors import UsageError
from qalqan.store import disk, ledger
from qalqan.store.canon import canonical
from qalqan.store.ledger import Checkpoint
from qalqan.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of a witness file: its number, the checkpoint (None: broken), the key it names."""

    line: int
    checkpoint: Checkpoint | None
    public_key: bytes


def write(ws: Workspace, to: Path) -> Checkpoint:
    """Append the signed root of everything there is to a file outside the workspace, durably.

    Opened for reading, the last signed root is taken. Raises UsageError when the file lies inside the
    workspace or nothing was signed yet.
    """
    to = to.expanduser().absolute()
    if ws.path in to.parents:
        raise UsageError("error-witness-inside", where=str(to))
    with ws.reading() as connection:
        checkpoint = ws.sign() if ws.writable else ledger.latest_checkpoint(connection, ws.name)
    if checkpoint is None:
        raise UsageError("error-witness-nothing", where=str(ws.path))
    handle = os.open(to, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, (line(checkpoint, ws.public_key) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    disk.sync(to.parent)
    return checkpoint


def line(checkpoint: Checkpoint, public_key: bytes) -> str:
    """A checkpoint as canonical JSON with the key that checks it."""
    return canonical(
        {
            "at": checkpoint.at,
            "key": public_key.hex(),
            "log": checkpoint.log,
            "root": checkpoint.root,
            "signature": checkpoint.signature,
            "size": checkpoint.size,
        }
    )


def read(path: Path) -> list[Seen]:
    """All lines of a witness file. Raises UsageError when it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError("error-witness-file", where=str(path), reason=os.strerror(error.errno or 0)) from error
    return [_seen(number, one) for number, one in enumerate(raw.splitlines(), 1) if one.strip()]


def _seen(number: int, raw: bytes) -> Seen:
    try:
        told = json.loads(raw)
        texts = [str(told[name]) for name in ("root", "at", "signature")]
        checkpoint = Checkpoint(str(told["log"]), int(told["size"]), *texts)
        return Seen(number, checkpoint, bytes.fromhex(told["key"]))
    except (ValueError, KeyError, TypeError):
        return Seen(number, None, b"")
