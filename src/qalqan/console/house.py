"""What the pages stand on: one workspace open for reading, the current run's tables, short writes.

The tables of a run are loaded when first asked for and kept until another run counts. A write takes the workspace's
right to write for one act and gives it back: nobody waits for a page longer than for a commit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
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
        self._known: tuple[str, Tables] | None = None

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

    def tables(self) -> Tables:
        """The tables of the run that counts. Raises NotFound before any analysis."""
        run = self.run()
        if run is None:
            raise NotFound("error-no-run")
        with self._loading:
            if self._known is None or self._known[0] != run.id:
                self._known = (run.id, tables.current(self.ws))
            return self._known[1]

    @contextmanager
    def writing(self) -> Iterator[Workspace]:
        """The workspace open for one short act. Raises WorkspaceError when another writer does not finish in time."""
        with self._one_writer, self.ws.writing(WAIT_SECONDS) as ws:
            yield ws
