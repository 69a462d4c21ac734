"""Jobs: long work that a worker does one after another, whoever asked for it. See :mod:`qalqan.desk.worker`.

What can be a job stands in :data:`qalqan.desk.job_kinds.KINDS`. Everything a job does is idempotent by content, so one
that was cut off is simply done again.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from qalqan import clock
from qalqan.desk import uploads
from qalqan.desk.job_kinds import KINDS
from qalqan.errors import NotFound, UsageError
from qalqan.store import jobs
from qalqan.store.canon import instant
from qalqan.store.jobs import Job
from qalqan.store.workspace import Workspace

KEPT_DAYS: Final = 30
MOST_READ: Final = 200  # uploads that one job reads
OUTBOX: Final = "jobs"


def add(ws: Workspace, kind: str, arguments: Mapping[str, Any], officer: str = "") -> Job:
    """Queue a job. A second asking for what waits already gives that one.

    Raises UsageError for a kind there is none of, or arguments that are not this kind's.
    """
    if kind not in KINDS:
        raise UsageError("error-job-kind", kind=kind, known=", ".join(KINDS))
    asked = KINDS[kind].checked(arguments)
    with ws.beside() as connection:
        for one in jobs.listed(connection, officer, (jobs.QUEUED,)):
            if one.kind == kind and one.arguments == asked and one.officer == officer:
                return one
        return jobs.get(connection, jobs.add(connection, kind, asked, officer))


def add_uploads(
    ws: Workspace, ids: list[str], officer: str = "", *, take_best: bool = False, analyse: bool = True
) -> Job:
    """A job that reads whole uploads; asked again for the same ones, it is the same job.

    Raises NotFound for an upload that is not this officer's, UsageError for one that is not whole.
    """
    if not ids:
        raise UsageError("error-job-argument", kind="ingest", name="uploads")
    wanted = sorted(set(ids))
    for one in listed(ws, officer):
        if one.kind == "ingest" and one.arguments.get("uploads") == wanted:
            return one
    for sent in (uploads.find(ws.path, id_, officer) for id_ in wanted):
        if not sent.whole:
            raise UsageError("error-upload-part", name=sent.name, received=str(sent.received), size=str(sent.size))
    return add(ws, "ingest", {"uploads": wanted, "take_best": take_best, "analyse": analyse}, officer)


def add_received(ws: Workspace, id_: str, officer: str) -> Job:
    """A job that reads an upload as soon as it is whole: the one that reads it already, or the officer's one that still
    waits and reads others of the same region in the same way, else a new one.

    Raises NotFound for an upload that is not this officer's, UsageError for one that is not whole.
    """
    with ws.beside() as connection:
        mine = jobs.listed(connection, officer, kind="ingest")
        for one in mine:
            if id_ in one.arguments.get("uploads", ()) and one.state not in (jobs.FAILED, jobs.CANCELLED):
                return one
        sent = uploads.find(ws.path, id_, officer)
        if not sent.whole:
            raise UsageError("error-upload-part", name=sent.name, received=str(sent.received), size=str(sent.size))
        for one in mine:
            ids = one.arguments["uploads"]
            waits = one.state == jobs.QUEUED and not one.cancel and len(ids) < MOST_READ
            alike = (one.arguments.get("take_best"), one.arguments.get("analyse")) == (sent.take_best, False)
            more = one.arguments | {"uploads": [*ids, id_]}
            if waits and alike and _region(ws, ids[0]) == sent.region and jobs.change(connection, one, more):
                return jobs.get(connection, one.id)
        told = {"uploads": [id_], "take_best": sent.take_best, "analyse": False}
        return jobs.get(connection, jobs.add(connection, "ingest", told, officer))


def _region(ws: Workspace, id_: str) -> str:
    try:
        return uploads.find(ws.path, id_).region
    except NotFound:
        return "?"


def unread(ws: Workspace, officer: str) -> list[uploads.Upload]:
    """An officer's uploads that no job reads or will read: those on their way, and whole ones whose job was never asked
    for, failed or was cancelled."""
    with ws.reading() as connection:
        mine = jobs.listed(connection, officer, (jobs.QUEUED, jobs.RUNNING), kind="ingest")
    read = {id_ for one in mine for id_ in one.arguments.get("uploads", ())}
    return [one for one in uploads.listed(ws.path, officer) if one.id not in read]


def listed(ws: Workspace, officer: str = "") -> list[Job]:
    """Jobs, newest first: of an officer, or of all."""
    with ws.reading() as connection:
        return jobs.listed(connection, officer)


def get(ws: Workspace, id_: str, officer: str = "") -> Job:
    """A job. Raises NotFound when there is none, or it is another officer's (empty: the house itself)."""
    with ws.reading() as connection:
        one = jobs.get(connection, id_)
    if officer and one.officer != officer:
        raise NotFound("error-not-found", what="job", id=id_)
    return one


def cancel(ws: Workspace, id_: str, officer: str = "") -> Job:
    """Ask for a job's end; one that runs ends between two files or steps. Raises NotFound as :func:`get`."""
    get(ws, id_, officer)
    with ws.beside() as connection:
        return jobs.cancel(connection, id_)


def retry(ws: Workspace, id_: str, officer: str = "") -> Job:
    """Queue a failed or cancelled job once more. Raises NotFound as :func:`get`."""
    get(ws, id_, officer)
    with ws.beside() as connection:
        return jobs.retry(connection, id_)


def outbox(path: Path, id_: str) -> Path:
    """The folder for what a job makes for people to take; it can always be made again."""
    return path / "cache" / OUTBOX / id_


def made(ws: Workspace, id_: str, name: str, officer: str = "") -> Path:
    """A file that a job made, by the name its result tells. Raises NotFound when there is none of that name."""
    result = get(ws, id_, officer).result or {}
    place = outbox(ws.path, id_) / name
    if name not in result.get("files", ()) or not place.is_file():
        raise NotFound("error-not-found", what="file", id=name)
    return place


def tidy(ws: Workspace) -> int:
    """Forget jobs over ``KEPT_DAYS`` ago with what they made, and uploads nobody waits for; gives how many."""
    with ws.beside() as connection:
        gone = jobs.forget(connection, clock.now() - timedelta(days=KEPT_DAYS))
        known = jobs.listed(connection, most=100_000)
    ids = {one.id for one in known}
    for folder in (ws.path / "cache" / OUTBOX).glob("*"):
        if folder.name not in ids:
            shutil.rmtree(folder, ignore_errors=True)
    waiting = {id_ for one in known if one.state not in jobs.OVER for id_ in one.arguments.get("uploads", ())}
    return gone + uploads.forget(ws.path, waiting)


def told(job: Job) -> dict[str, Any]:
    """A job as plain structures."""
    return {
        "id": job.id, "kind": job.kind, "state": job.state, "progress": job.progress, "total": job.total,
        "note": job.note, "result": job.result, "officer": job.officer, "tries": job.tries, "cancel": job.cancel,
        "made": instant(job.made), "started": job.started and instant(job.started),
        "ended": job.ended and instant(job.ended),
    }  # fmt: skip
