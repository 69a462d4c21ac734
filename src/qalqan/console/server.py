"""Serve the console: one process for pages and API, a worker beside it for long jobs, both ended together."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from qalqan.console import warm
from qalqan.console.app import application
from qalqan.console.house import House
from qalqan.desk import accounts
from qalqan.errors import UsageError, WorkspaceError

STOP_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 0.5
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
BACKLOG: Final = 2048
KEEP_SECONDS: Final = 75  # longer than clients keep an idle connection: none asks on one that is just being closed
LEAST_PORT: Final = 1024  # below it the system lets only its administrator listen
OWN_PORT: Final = 8700
LEAST_FREE: Final = 64 << 20  # bytes
log = logging.getLogger("qalqan.console")


def serve(path: Path, host: str, port: int, *, worker: bool, told: Callable[[str, int], None]) -> None:
    """Serve until interrupted. ``told`` is called once with the path of the first administrator's link (empty when
    somebody can log in already) and the minutes until it ends.

    Raises WorkspaceError when the folder is no workspace or its disk is full, UsageError when the address cannot be
    had: taken by another program, not of this machine, or not allowed to us.
    """
    import uvicorn  # noqa: PLC0415 - wanted only to serve

    with _bound(host, port) as held:  # before anything is told: a link that nobody can open helps nobody
        house = House(path)
        try:
            _room(house)
            told(*_first(house))
            app = application(house)
            warm.pages(app.state.pages)
            house.keep_ready(lambda known: warm.run(house, known))
            config = uvicorn.Config(
                app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=KEEP_SECONDS
            )
            with _worker(house, wanted=worker):
                uvicorn.Server(config).run(sockets=[held])
        finally:
            house.close()


def _bound(host: str, port: int) -> socket.socket:
    """The listening socket. Raises UsageError saying why it cannot be had."""
    where = f"{host}:{port}"
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, number)
    except OSError as error:
        raise UsageError("error-serve-host", where=where, host=host) from error
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        key = {errno.EADDRINUSE: "error-serve-port", errno.EACCES: "error-serve-denied"}.get(error.errno or 0)
        free = str(port + 1 if port >= LEAST_PORT else OWN_PORT)
        raise UsageError(key or "error-serve-host", where=where, host=host, port=str(port), free=free) from error
    return made


def _room(house: House) -> None:
    """Raises WorkspaceError when the workspace's disk has no room for anybody's work."""
    free = shutil.disk_usage(house.path).free
    if free < LEAST_FREE:
        raise WorkspaceError("error-disk-full", where=str(house.path), free=str(free >> 20))


def _first(house: House) -> tuple[str, int]:
    """The one-time link of the first administrator; an empty path when an account can log in."""
    secret, minutes = accounts.first(house.ws)
    return f"/join/{secret}" if secret else "", minutes


@contextmanager
def _worker(house: House, *, wanted: bool) -> Iterator[None]:
    """A child process that works on long jobs while the console is served, begun anew when it dies."""
    if not wanted:
        yield
        return
    leave = threading.Event()
    keeper = threading.Thread(target=_keep, args=(house, leave), name="worker")
    keeper.start()
    try:
        yield
    finally:
        leave.set()
        keeper.join()


def _keep(house: House, leave: threading.Event) -> None:
    """See that a worker lives until ``leave`` is set: one that dies at once again is begun ever more seldom."""
    pause = FIRST_PAUSE
    while not leave.is_set():
        begun = time.monotonic()
        words = [sys.executable, "-m", "qalqan.cli.main", "worker", str(house.path), "--with-parent"]
        child = subprocess.Popen(words, env={**os.environ, "QALQAN_PARENT": str(os.getpid())})
        while child.poll() is None and not leave.wait(LOOK_SECONDS):
            pass
        if leave.is_set():
            _end(child)
            return
        pause = FIRST_PAUSE if time.monotonic() - begun > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
        log.error("the worker ended with %s and is begun again in %s s", child.returncode, pause)
        leave.wait(pause)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
