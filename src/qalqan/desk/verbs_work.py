"""The verbs of long work and of moving a workspace; part of :mod:`qalqan.desk.verbs`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qalqan.store.workspace import Workspace

if TYPE_CHECKING:
    from threading import Event

    from qalqan.desk import backup as backup_
    from qalqan.desk import move as move_
    from qalqan.desk import worker as worker_
    from qalqan.store.jobs import Job

Progress = Callable[[str, int, int], None]


def jobs(path: Path, officer: str = "") -> list[Job]:
    """See :func:`qalqan.desk.jobs.listed`."""
    from qalqan.desk import jobs as jobs_

    with Workspace.open(path) as ws:
        return jobs_.listed(ws, officer)


def job(path: Path, kind: str, arguments: Mapping[str, Any], officer: str = "") -> Job:
    """See :func:`qalqan.desk.jobs.add`."""
    from qalqan.desk import jobs as jobs_

    with Workspace.open(path) as ws:
        return jobs_.add(ws, kind, arguments, officer)


def job_cancel(path: Path, id_: str, officer: str = "") -> Job:
    """See :func:`qalqan.desk.jobs.cancel`."""
    from qalqan.desk import jobs as jobs_

    with Workspace.open(path) as ws:
        return jobs_.cancel(ws, id_, officer)


def job_retry(path: Path, id_: str, officer: str = "") -> Job:
    """See :func:`qalqan.desk.jobs.retry`."""
    from qalqan.desk import jobs as jobs_

    with Workspace.open(path) as ws:
        return jobs_.retry(ws, id_, officer)


def work(path: Path, *, once: bool = False, leave: Event | None = None, parent: int = 0) -> worker_.Told:
    """See :func:`qalqan.desk.worker.work`."""
    from qalqan.desk import worker as worker_

    return worker_.work(path, once=once, leave=leave, parent=parent)


def move(path: Path, to: str, progress: Progress = lambda *_: None) -> move_.Moved:
    """See :func:`qalqan.desk.move.move`."""
    from qalqan.desk import move as move_

    return move_.move(path, to, progress)


def forget_moved(path: Path, progress: Progress = lambda *_: None) -> int:
    """See :func:`qalqan.desk.move.forget`."""
    from qalqan.desk import move as move_

    return move_.forget(path, progress)


def backup(path: Path, to: Path, progress: Progress = lambda *_: None) -> backup_.Backed:
    """See :func:`qalqan.desk.backup.backup`."""
    from qalqan.desk import backup as backup_

    return backup_.backup(path, to, progress)


def restore(file: Path, to: Path, progress: Progress = lambda *_: None) -> backup_.Backed:
    """See :func:`qalqan.desk.backup.restore`."""
    from qalqan.desk import backup as backup_

    return backup_.restore(file, to, progress)
