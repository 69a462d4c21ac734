"""Jobs: queue the reading of uploads or an analysis, see how far they are, cancel, try again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import resource
from qalqan.desk import jobs as desk
from qalqan.errors import AccessError
from qalqan.govern import policy
from qalqan.govern.policy import Role
from qalqan.store.jobs import Job as Kept

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Upload = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Queue(BaseModel):
    """What to do: read whole ``uploads`` (then analyse, unless told not to), or with none of them analyse."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["ingest", "analyse"] = "ingest"
    uploads: Annotated[list[Upload], Field(max_length=1000)] = []
    take_best: bool = False
    analyse: bool = False


class Job(BaseModel):
    """A job: ``progress`` of ``total`` in its own unit, ``note`` what it is at in words, ``href`` its page."""

    id: str
    kind: str
    state: str
    progress: int
    total: int
    note: str
    href: str
    result: dict[str, Any] | None = None


@resource("POST", "/jobs", verb="jobs")
def add(ask: Asked, told: Queue) -> Job:
    """Queue a job; asked twice it is the same one."""
    verb = "upload" if told.kind == "ingest" else "analyse"
    if not policy.may(ask.who.role, verb):
        raise AccessError("error-verb-role", verb=verb, role=ask.who.role.value)
    if told.kind == "analyse":
        return _job(ask, desk.add(ask.house.ws, "analyse", {}, ask.who.officer))
    made = desk.add_uploads(
        ask.house.ws, told.uploads, ask.who.officer, take_best=told.take_best, analyse=told.analyse
    )  # fmt: skip
    return _job(ask, made)


@resource("GET", "/jobs", verb="jobs")
def listed(ask: Asked) -> list[Job]:
    """One's own jobs, newest first; an administrator and a head see all."""
    return [_job(ask, one) for one in desk.listed(ask.house.ws, _whose(ask))]


@resource("GET", "/jobs/{id_}", verb="jobs")
def one(ask: Asked, id_: Id) -> Job:
    """How far a job is."""
    return _job(ask, desk.get(ask.house.ws, id_, _whose(ask)))


@resource("POST", "/jobs/{id_}/cancel", verb="jobs")
def cancel(ask: Asked, id_: Id) -> Job:
    """Ask for its end."""
    return _job(ask, desk.cancel(ask.house.ws, id_, _whose(ask)))


@resource("POST", "/jobs/{id_}/retry", verb="jobs")
def retry(ask: Asked, id_: Id) -> Job:
    """Queue a failed or cancelled job again."""
    return _job(ask, desk.retry(ask.house.ws, id_, _whose(ask)))


def _whose(ask: Ask) -> str:
    return "" if ask.who.role in (Role.ADMINISTRATOR, Role.HEAD) else ask.who.officer


def _job(ask: Ask, job: Kept) -> Job:
    result = job.result if ask.may("map") else None  # it names files: no case data for an administrator
    return Job(
        id=job.id, kind=job.kind, state=job.state, progress=job.progress, total=job.total,
        note=ask.t(job.note) if job.note else "", href=f"/{ask.language}/jobs/{job.id}", result=result,
    )  # fmt: skip
