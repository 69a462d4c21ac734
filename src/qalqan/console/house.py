"""What the pages stand on: one workspace open for reading, the current run's tables, short writes.

The tables of a run are loaded when first asked for and kept until another run counts. Where a house makes runs ready
(:meth:`House.keep_ready`), the former run is shown for the seconds in which the next is made ready beside it. A write
takes the workspace's right to write for one act and gives it back: nobody waits for a page longer than for a commit.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from qalqan.desk import tables
from qalqan.desk.seals import Seals
from qalqan.desk.signing import Keyring
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.settings import Settings
from qalqan.store import runs
from qalqan.store.runs import Run
from qalqan.store.workspace import Workspace

WAIT_SECONDS: Final = 20.0
FRESH_SECONDS: Final = 3.0
"""So long a page waits for a new run to be ready before it shows the former: a small office never sees an old one."""
Make = Callable[[Tables], None]
log = logging.getLogger("qalqan.console")


class House:
    """A workspace as the console holds it. Safe for many threads."""

    def __init__(self, path: Path, settings: Settings | None = None) -> None:
        """Open for reading. Raises WorkspaceError when the folder is no workspace or the key does not fit."""
        self._ws = Workspace.open(path, settings=settings)
        self.path, self.settings = self._ws.path, self._ws.settings
        self._opening = threading.Lock()
        self.seals = Seals(self.ws.key("console links"))
        self.keys = Keyring(self.settings.console.sign_minutes)
        self._one_writer = threading.Lock()
        self._loading = threading.Lock()
        self._known: Tables | None = None
        self._make: Make | None = None
        self._turning: tuple[str, threading.Thread, float] | None = None

    @property
    def ws(self) -> Workspace:
        """The workspace; opened again when its database was moved, while threads that read go on with the old one."""
        if self._ws.moved:
            with self._opening:
                if self._ws.moved:
                    self._ws = Workspace.open(self.path)
        return self._ws

    def close(self) -> None:
        """Let the workspace go."""
        self._ws.close()

    def run(self) -> Run | None:
        """The run that counts; None before any analysis."""
        with self.ws.reading() as connection:
            return runs.current(connection)

    def keep_ready(self, make: Make) -> None:
        """Make the run that counts ready now, and each later one before it is shown."""
        if self.run() is not None:
            make(self.tables())
        self._make = make

    def tables(self) -> Tables:
        """The tables of the run that counts. Raises NotFound before any analysis."""
        run = self.run()
        if run is None:
            raise NotFound("error-no-run")
        with self._loading:
            if self._known is None or (self._known.stamp != run.id and self._make is None):
                self._known = tables.current(self.ws)
            if self._known.stamp == run.id:
                return self._known
            if self._turning is None or self._turning[0] != run.id:
                turn = threading.Thread(target=self._turn, daemon=True, name="turn")
                self._turning = (run.id, turn, time.monotonic())
                turn.start()
            _, turn, begun = self._turning
        turn.join(max(0.0, begun + FRESH_SECONDS - time.monotonic()))
        return self._known

    def _turn(self) -> None:
        """Make the run that counts ready and show it from then on; one that cannot be made so is shown as it is."""
        known = tables.current(self.ws)
        try:
            if self._make is not None:
                self._make(known)
        except Exception as error:  # pages load by themselves what is missing
            log.error("the run could not be made ready: %s", error)
        with self._loading:
            self._known, self._turning = known, None

    @contextmanager
    def writing(self) -> Iterator[Workspace]:
        """The workspace open for one short act. Raises WorkspaceError when another writer does not finish in time."""
        with self._one_writer, self.ws.writing(WAIT_SECONDS) as ws:
            yield ws
