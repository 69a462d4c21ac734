"""The ledger's feeder: a child process that takes the spool over into the workspace once a second.

In a process of its own and of lower priority, so that no call waits while entries are hashed, signed and synced. It
reads what stands on disk only: killed, it is begun anew and goes on where the ledger ends; a dead gate closes its end
of the pipe, and the feeder brings the ledger up to date and leaves.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from qalqan.errors import QalqanError, WorkspaceError
from qalqan.gate.collect import Taken, collect
from qalqan.gate.spool import untaken
from qalqan.store.workspace import Workspace

TURN_SECONDS: Final = 0.5  # a record is in the ledger within a second: half of it waiting
NICER: Final = 10
STOP_SECONDS: Final = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # one that dies at once again is begun ever more seldom


class Feeder:
    """A gate's feeder as the gate sees it: begun, looked after, ended."""

    def __init__(self, ws: Path, spool: Path) -> None:
        """Begin it."""
        self._words = [sys.executable, "-m", "qalqan.gate.feed", str(ws), str(spool)]
        self._pause = FIRST_PAUSE
        self._begin()

    def _begin(self) -> None:
        self._at, self._told = time.monotonic(), False
        self._child = subprocess.Popen(self._words, stdin=subprocess.PIPE)

    @property
    def pid(self) -> int:
        """The process that feeds now."""
        return self._child.pid

    def look(self) -> int | None:
        """Begin it anew when it died; its code, once for each death."""
        code = self._child.poll()
        if code is None:
            return None
        told, self._told = self._told, True
        lived = time.monotonic() - self._at
        if lived > self._pause:
            _let_go(self._child)
            self._pause = FIRST_PAUSE if lived > LONGEST_PAUSE else min(2 * self._pause, LONGEST_PAUSE)
            self._begin()
        return None if told else code

    def close(self) -> None:
        """Let it bring the ledger up to date and leave; one that does not is killed: the spool keeps everything."""
        _let_go(self._child)
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def _let_go(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()


def feed(ws_path: Path, folder: Path, gate: int) -> None:
    """Take over what the spool brings until the other end of the pipe ``gate`` is closed.

    A workspace that somebody else writes in is asked again at the next turn; one that was moved is opened anew.
    """
    left = False
    while not left:
        try:
            with Workspace.open(ws_path) as ws:
                while not left and not ws.moved:
                    left = bool(select.select([gate], [], [], TURN_SECONDS)[0])
                    turn(ws, folder)
        except (QalqanError, OSError) as error:
            print(f"gate ledger: {error}", file=sys.stderr, flush=True)
            left = left or bool(select.select([gate], [], [], TURN_SECONDS)[0])


def turn(ws: Workspace, folder: Path) -> Taken | None:
    """Take over what there is. None when somebody else writes in the workspace now: the spool keeps everything."""
    if not untaken(folder):
        return Taken()
    try:
        with ws.writing() as writer:
            return collect(writer, folder)
    except WorkspaceError as error:
        if error.key != "error-workspace-locked":
            raise
        return None


def main() -> None:
    """Feed, as a child of a gate: the workspace and the spool are its words, its input ends with the gate."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the gate tells it when to leave
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICER)
    feed(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdin.fileno())


if __name__ == "__main__":
    main()
