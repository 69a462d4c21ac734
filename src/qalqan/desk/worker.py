"""The worker: takes one job after another, tells every second how far it is, and stops when it is asked to.

Several may work on one workspace; no job is done by two. A worker that finds itself alone takes up at once what a dead
one left; else a job whose worker does not beat is taken over after ``store.jobs.STALE_SECONDS``.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import DBAPIError

from qalqan import settings as settings_room
from qalqan.desk import faults
from qalqan.desk import jobs as desk
from qalqan.desk.job_kinds import KINDS, Work
from qalqan.errors import QalqanError, WorkspaceError
from qalqan.store import jobs
from qalqan.store.jobs import Job
from qalqan.store.workspace import Workspace

BEAT_SECONDS: Final = 0.8
IDLE_SECONDS: Final = 0.5
TIDY_SECONDS: Final = 3600.0
PAUSES: Final = (1.0, 5.0, 15.0)
"""Waits before a job is tried again whose workspace was just then held or moved by another."""
LOCK: Final = "worker.lock"
_AGAIN: Final = frozenset({"error-workspace-locked", "error-workspace-moved", "error-database"})


class Stopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """The job is to stop: it was cancelled, taken over, or the worker has to go."""


@dataclass(slots=True)
class Told:
    """What a worker did."""

    done: int = 0
    failed: int = 0
    cancelled: int = 0


class Beat:
    """Tells how far a job is, once a second from a thread of its own, and listens whether it is to stop."""

    def __init__(self, path: Path, job: Job, leave: threading.Event) -> None:
        self._path, self._job, self._leave = path, job, leave
        self._at: tuple[str, int, int] = ("", 0, 0)
        self._over, self.stop = threading.Event(), False
        self._thread = threading.Thread(target=self._run, daemon=True, name="beat")

    def __enter__(self) -> Beat:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def progress(self, what: str, done: int, total: int) -> None:
        """Note how far it is. Raises Stopped when the job is to stop."""
        self._at = what, done, total
        if self.stop or self._leave.is_set():
            raise Stopped

    def tell(self, ws: Workspace) -> None:
        """Say how far it is now."""
        what, done, total = self._at
        with ws.beside() as connection:
            self.stop = not jobs.beat(connection, self._job, done, total, what) or self.stop

    def _run(self) -> None:
        ws: Workspace | None = None
        while not self._over.wait(BEAT_SECONDS):
            try:
                ws = ws or Workspace.open(self._path)
                self.tell(ws)
            except (DBAPIError, QalqanError, OSError):  # moved or busy: told at the next beat
                if ws is not None:
                    ws.close()
                ws = None
        if ws is not None:
            ws.close()


def work(path: Path, *, once: bool = False, leave: threading.Event | None = None, parent: int = 0) -> Told:
    """Do jobs until ``leave`` is set, the process ``parent`` is gone, or (``once``) none waits; gives what was done.

    Raises WorkspaceError when the folder is no workspace.
    """
    path, leave, told = path.expanduser().absolute(), leave or threading.Event(), Told()
    tidied = -TIDY_SECONDS
    with _present(path):
        ws = Workspace.open(path)
        try:
            while not leave.is_set() and (not parent or os.getppid() == parent):
                if ws.moved:
                    ws.close()
                    ws = Workspace.open(path)
                try:
                    if time.monotonic() - tidied > TIDY_SECONDS:
                        desk.tidy(ws)
                        tidied = time.monotonic()
                    job = _take(ws)
                except (DBAPIError, WorkspaceError):
                    ws.close()
                    leave.wait(PAUSES[0])
                    ws = Workspace.open(path)
                    continue
                if job is not None:
                    _count(told, _do(path, job, leave))
                elif once:
                    break
                else:
                    leave.wait(IDLE_SECONDS)
        finally:
            ws.close()
    return told


def _count(told: Told, state: str) -> None:
    told.done += state == jobs.DONE
    told.failed += state == jobs.FAILED
    told.cancelled += state == jobs.CANCELLED


@contextmanager
def _present(path: Path) -> Iterator[None]:
    """Hold a shared lock as long as this worker lives; who can have it alone knows that all others are dead."""
    handle = os.open(path / "cache" / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            with Workspace.open(path) as ws, ws.beside() as connection:
                jobs.release(connection)
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def alive(path: Path) -> bool:
    """Whether a worker lives that will take this workspace's jobs."""
    try:
        handle = os.open(path / "cache" / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _take(ws: Workspace) -> Job | None:
    with ws.reading() as connection:  # looking needs no lock; only what waits is worth taking one
        if not jobs.waiting(connection, tuple(KINDS)):
            return None
    with ws.beside() as connection:
        return jobs.claim(connection, tuple(KINDS))


def _do(path: Path, job: Job, leave: threading.Event) -> str:
    """Do a job to its end; gives its state (queued again when the worker had to go)."""
    outbox = desk.outbox(path, job.id)
    shutil.rmtree(outbox, ignore_errors=True)
    outbox.parent.mkdir(parents=True, exist_ok=True)
    outbox.mkdir(mode=0o700)
    with Beat(path, job, leave) as beat:
        state, note, result, then = _tried(path, job, outbox, beat, leave)
    if state != jobs.DONE or not any(outbox.iterdir()):
        shutil.rmtree(outbox, ignore_errors=True)
    return _ended(path, job, lambda ws: _finish(ws, beat, job, state, note, result, then))


def _finish(  # noqa: PLR0917 - all that a job's end tells
    ws: Workspace, beat: Beat, job: Job, state: str, note: str, result: dict[str, Any] | None,
    then: list[tuple[str, Any]],
) -> str:  # fmt: skip
    beat.tell(ws)
    for kind, arguments in then if state == jobs.DONE else ():
        desk.add(ws, kind, arguments, job.officer)
    with ws.beside() as connection:
        if state == jobs.QUEUED:
            jobs.give_back(connection, job)
        else:
            jobs.finish(connection, job, state, note, result)
    return state


def _tried(
    path: Path, job: Job, outbox: Path, beat: Beat, leave: threading.Event
) -> tuple[str, str, dict[str, Any] | None, list[tuple[str, Any]]]:
    """State, note and result of a job; tried again only when another program stood in the way."""
    for pause in (*PAUSES, 0.0):
        try:
            settings = settings_room.load(path, os.environ)[0]
            one = Work(path, settings, job.arguments, job.officer, outbox, beat.progress)
            beat.progress("job-begun", 0, 0)
            return jobs.DONE, "", KINDS[job.kind].run(one), one.then
        except Stopped:
            return (jobs.QUEUED if leave.is_set() and not beat.stop else jobs.CANCELLED), "", None, []
        except QalqanError as error:
            if error.key in _AGAIN and pause and not leave.wait(pause):
                continue
            told = {"error": error.key, "where": error.where, "args": {k: str(v) for k, v in error.args_.items()}}
            return jobs.FAILED, error.key, told, []
        except Exception as error:  # one job that goes wrong must not end the others
            if (machine := faults.known(error)) is not None:
                return jobs.FAILED, machine.key, {"error": machine.key, "where": "", "args": {}}, []
            sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))  # places alone: values may be personal
            return jobs.FAILED, "error-job-crash", {"error": "error-job-crash", "where": "", "args": {
                "kind": job.kind, "reason": type(error).__name__}}, []  # fmt: skip
    raise AssertionError  # the last pause returns


def _ended(path: Path, job: Job, end: Callable[[Workspace], str]) -> str:
    """Say how a job ended; said again when the database was busy or had moved."""
    for pause in (*PAUSES, 0.0):
        try:
            with Workspace.open(path) as ws:
                return end(ws)
        except (DBAPIError, WorkspaceError):
            if not pause:
                raise
            time.sleep(pause)
    return job.state
