"""One writer at a time: a lock on a file that says who holds it; the system frees it when a process dies."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from qalqan import clock
from qalqan.errors import WorkspaceError
from qalqan.store.canon import canonical, instant

PAUSE_SECONDS = 0.05


class WriterLock:
    """The right to write a workspace, held from construction to :meth:`release`."""

    def __init__(self, path: Path, wait: float = 0.0) -> None:
        """Take the lock, trying for ``wait`` seconds. Raises WorkspaceError that names the holder."""
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    holder = _holder(os.pread(self._handle, 4096, 0))
                    os.close(self._handle)
                    raise WorkspaceError("error-workspace-locked", where=str(path.parent), **holder) from None
                time.sleep(PAUSE_SECONDS)
        self.left = os.fstat(self._handle).st_size > 0
        """Whether the holder before died, or was not sure what it left."""
        told = canonical({"host": socket.gethostname(), "pid": os.getpid(), "since": instant(clock.now())})
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, told.encode(), 0)

    def release(self, clean: bool = True) -> None:
        """Give the right back; not ``clean`` lets the next holder look at what was left."""
        if clean:
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


def _holder(raw: bytes) -> dict[str, object]:
    """Pid, host and time of the holder; question marks in the moment before it has written them."""
    try:
        told = json.loads(raw)
        return {"pid": str(told["pid"]), "host": told["host"], "since": told["since"]}
    except (ValueError, KeyError, TypeError):
        return {"pid": "?", "host": "?", "since": "?"}


def hold_server(engine: Engine, number: int, where: str, wait: float) -> Connection:
    """Take PostgreSQL's advisory lock ``number``; it is held as long as the connection lives.

    Raises WorkspaceError when another machine's writer holds it for longer than ``wait`` seconds.
    """
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    until = time.monotonic() + wait
    while not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar():
        if time.monotonic() >= until:
            connection.close()
            raise WorkspaceError("error-workspace-locked", where=where, pid="?", host="?", since="?")
        time.sleep(PAUSE_SECONDS)
    return connection


def release_server(connection: Connection, number: int) -> None:
    """Give the lock back now: a server ends a closed connection's session some time later, on a busy machine much."""
    with contextlib.suppress(SQLAlchemyError):  # the session is gone, and its locks with it
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})
    connection.invalidate()
    connection.close()
