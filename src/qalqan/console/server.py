"""Serve the console: one process for pages and API, a worker beside it for long jobs, both ended together."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from qalqan.console.app import application
from qalqan.console.house import House
from qalqan.desk import accounts, lens, search
from qalqan.errors import NotFound

STOP_SECONDS: Final = 10.0


def serve(path: Path, host: str, port: int, *, worker: bool, told: Callable[[str, int], None]) -> None:
    """Serve until interrupted. ``told`` is called once with the path of the first administrator's link (empty when
    somebody can log in already) and the minutes until it ends.

    Raises WorkspaceError when the folder is no workspace.
    """
    import uvicorn  # noqa: PLC0415 - wanted only to serve

    house = House(path)
    told(*_first(house))
    app = application(house)
    _warm(house)
    try:
        with _worker(house, wanted=worker):
            uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
    finally:
        house.close()


def _first(house: House) -> tuple[str, int]:
    """The one-time link of the first administrator; an empty path when an account can log in."""
    secret, minutes = accounts.first(house.ws)
    return f"/join/{secret}" if secret else "", minutes


def _warm(house: House) -> None:
    """Load what pages ask for first in the background, so that the first page is quick too."""
    import threading  # noqa: PLC0415

    def load() -> None:
        try:
            looked = lens.over(house.tables())
            looked.warm()
            search.warm(looked)
        except NotFound:
            return  # nothing was analysed yet

    threading.Thread(target=load, daemon=True, name="warm").start()


@contextmanager
def _worker(house: House, *, wanted: bool) -> Iterator[None]:
    """A child process that works on long jobs while the console is served."""
    if not wanted:
        yield
        return
    child = subprocess.Popen([sys.executable, "-m", "qalqan.cli.main", "worker", str(house.path), "--with-parent"])
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
