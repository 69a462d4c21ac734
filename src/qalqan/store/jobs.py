"""Jobs beside the ledger: long work that a worker takes one after another, with progress, cancelling, another try.

A worker that dies stops beating: after ``STALE_SECONDS`` its job is taken again, up to ``MOST_TRIES`` times. ``tries``
fences: who was thought dead and comes back cannot end the job of its successor.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from qalqan import clock
from qalqan.errors import NotFound
from qalqan.store.canon import canonical, clean, instant, moment
from qalqan.store.tables import JOBS

QUEUED: Final = "queued"
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
OVER: Final = (DONE, FAILED, CANCELLED)
STALE_SECONDS: Final = 60
MOST_TRIES: Final = 3
MOST_NOTE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Job:
    """One job: what to do with which arguments, where it stands, for whom, and what came of it.

    ``progress`` of ``total`` in the job's own unit; ``note`` a text key or words; ``result`` plain JSON when done.
    """

    id: str
    kind: str
    arguments: dict[str, Any]
    state: str
    progress: int
    total: int
    note: str
    result: dict[str, Any] | None
    officer: str
    made: datetime
    started: datetime | None
    ended: datetime | None
    tries: int
    cancel: bool


def add(connection: Connection, kind: str, arguments: Mapping[str, Any], officer: str) -> str:
    """Queue a job; gives its id."""
    id_ = secrets.token_hex(8)
    values: dict[str, Any] = {
        "id": id_, "kind": kind, "arguments": clean(canonical(arguments)), "state": QUEUED, "progress": 0, "total": 0,
        "note": "", "officer": officer, "made": instant(clock.now()), "tries": 0, "cancel": 0,
    }  # fmt: skip
    connection.execute(insert(JOBS).values(values))
    return id_


def get(connection: Connection, id_: str) -> Job:
    """The job of that id. Raises NotFound."""
    row = connection.execute(select(JOBS).where(JOBS.c.id == id_)).first()
    if row is None:
        raise NotFound("error-not-found", what="job", id=id_)
    return _job(row)


def listed(
    connection: Connection, officer: str = "", states: Sequence[str] = (), most: int = 200, kind: str = ""
) -> list[Job]:  # fmt: skip
    """Jobs, newest first: of an officer, in some states, of a kind, at most so many."""
    query = select(JOBS).order_by(JOBS.c.made.desc(), JOBS.c.id).limit(most)
    if officer:
        query = query.where(JOBS.c.officer == officer)
    if states:
        query = query.where(JOBS.c.state.in_(states))
    if kind:
        query = query.where(JOBS.c.kind == kind)
    return [_job(row) for row in connection.execute(query)]


def claim(connection: Connection, kinds: Sequence[str]) -> Job | None:
    """Take the oldest job that waits, or whose worker died; None when there is none of those kinds.

    One that died ``MOST_TRIES`` times fails instead: a file that kills the worker must not do so for ever.
    """
    now = clock.now()
    dead = instant(now - timedelta(seconds=STALE_SECONDS))
    waits = (JOBS.c.state == QUEUED) | ((JOBS.c.state == RUNNING) & (JOBS.c.heartbeat < dead))
    query = select(JOBS).where(waits, JOBS.c.kind.in_(kinds)).order_by(JOBS.c.made, JOBS.c.id)
    while True:
        row = connection.execute(query.limit(1).with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        if row.cancel or row.tries >= MOST_TRIES:
            state, note = (CANCELLED, row.note) if row.cancel else (FAILED, "job-died")
            values: dict[str, Any] = {"state": state, "note": note, "ended": instant(now)}
            connection.execute(update(JOBS).where(JOBS.c.id == row.id).values(values))
            continue
        values = {"state": RUNNING, "tries": row.tries + 1, "heartbeat": instant(now), "progress": 0, "note": ""}
        values |= {"started": instant(now)}
        connection.execute(update(JOBS).where(JOBS.c.id == row.id).values(values))
        return get(connection, row.id)


def waiting(connection: Connection, kinds: Sequence[str]) -> bool:
    """Whether :func:`claim` would find something to do."""
    dead = instant(clock.now() - timedelta(seconds=STALE_SECONDS))
    waits = (JOBS.c.state == QUEUED) | ((JOBS.c.state == RUNNING) & (JOBS.c.heartbeat < dead))
    return connection.execute(select(JOBS.c.id).where(waits, JOBS.c.kind.in_(kinds)).limit(1)).first() is not None


def release(connection: Connection) -> int:
    """Let every running job be taken again at once: for one who knows that no worker lives. Gives how many."""
    return int(connection.execute(update(JOBS).where(JOBS.c.state == RUNNING).values(heartbeat="")).rowcount)


def give_back(connection: Connection, job: Job) -> bool:
    """Queue a job again that its worker could not end because it has to go; that was no try."""
    mine = (JOBS.c.id == job.id, JOBS.c.tries == job.tries, JOBS.c.state == RUNNING)
    values: dict[str, Any] = {"state": QUEUED, "tries": job.tries - 1, "note": ""}
    return connection.execute(update(JOBS).where(*mine).values(values)).rowcount == 1


def beat(connection: Connection, job: Job, progress: int, total: int, note: str = "") -> bool:
    """Tell that the worker lives and how far it is; false when it should stop: cancelled, or no longer its own."""
    mine = (JOBS.c.id == job.id, JOBS.c.tries == job.tries, JOBS.c.state == RUNNING)
    values = {"progress": progress, "total": total, "note": clean(note)[:MOST_NOTE], "heartbeat": instant(clock.now())}
    if connection.execute(update(JOBS).where(*mine).values(values)).rowcount != 1:
        return False
    return not connection.execute(select(JOBS.c.cancel).where(JOBS.c.id == job.id)).scalar()


def finish(
    connection: Connection, job: Job, state: str, note: str = "", result: Mapping[str, Any] | None = None
) -> bool:
    """End a job as done, failed or cancelled; false when it is no longer this worker's."""
    mine = (JOBS.c.id == job.id, JOBS.c.tries == job.tries, JOBS.c.state == RUNNING)
    values: dict[str, Any] = {"state": state, "note": clean(note)[:MOST_NOTE], "ended": instant(clock.now())}
    values |= {"result": None if result is None else clean(canonical(result))}
    return connection.execute(update(JOBS).where(*mine).values(values)).rowcount == 1


def change(connection: Connection, job: Job, arguments: Mapping[str, Any]) -> bool:
    """Give other arguments to a job that still waits, unless somebody was quicker: then false."""
    same = (JOBS.c.id == job.id, JOBS.c.state == QUEUED, JOBS.c.arguments == clean(canonical(job.arguments)))
    told = {"arguments": clean(canonical(arguments))}
    return connection.execute(update(JOBS).where(*same).values(told)).rowcount == 1


def cancel(connection: Connection, id_: str) -> Job:
    """Ask for a job's end: one that waits ends now, one that runs at its next beat. Raises NotFound."""
    connection.execute(update(JOBS).where(JOBS.c.id == id_).values(cancel=1))
    waits = (JOBS.c.id == id_, JOBS.c.state == QUEUED)
    connection.execute(update(JOBS).where(*waits).values(state=CANCELLED, ended=instant(clock.now())))
    return get(connection, id_)


def retry(connection: Connection, id_: str) -> Job:
    """Queue a failed or cancelled job once more, with its tries counted anew. Raises NotFound."""
    again = (JOBS.c.id == id_, JOBS.c.state.in_((FAILED, CANCELLED)))
    values: dict[str, Any] = {"state": QUEUED, "cancel": 0, "tries": 0, "progress": 0, "note": "", "ended": None}
    connection.execute(update(JOBS).where(*again).values(values))
    return get(connection, id_)


def forget(connection: Connection, before: datetime) -> int:
    """Remove what was over before a moment; gives how many."""
    over = (JOBS.c.state.in_(OVER), JOBS.c.ended < instant(before))
    return int(connection.execute(delete(JOBS).where(*over)).rowcount)


def _job(row: Row[Any]) -> Job:
    started, ended = (None if at is None else moment(at) for at in (row.started, row.ended))
    return Job(
        row.id, row.kind, json.loads(row.arguments), row.state, row.progress, row.total, row.note,
        None if row.result is None else json.loads(row.result), row.officer, moment(row.made), started, ended,
        row.tries, bool(row.cancel),
    )  # fmt: skip
