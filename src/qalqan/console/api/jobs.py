"""Jobs: queue the reading of uploads, an analysis or a whole check, see how far they are, cancel, try again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console.ask import Ask, Asked
from qalqan.console.pages.jobs import note
from qalqan.console.route import resource
from qalqan.desk import checks, worker
from qalqan.desk import jobs as desk
from qalqan.errors import AccessError
from qalqan.govern import policy
from qalqan.govern.policy import Role
from qalqan.store.jobs import Job as Kept

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Upload = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Queue(BaseModel):
    """What to do: read whole ``uploads`` (then analyse, when told to), analyse, or check the whole workspace."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["ingest", "analyse", "verify"] = "ingest"
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
    verb = "upload" if told.kind == "ingest" else told.kind
    if not policy.may(ask.who.role, verb):
        raise AccessError("error-verb-role", verb=verb, role=ask.who.role.value)
    if told.kind == "analyse":
        return _job(ask, desk.add(ask.house.ws, "analyse", {}, ask.who.officer))
    if told.kind == "verify":
        return _job(ask, checks.begin(ask.house.ws, ask.who.officer))
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


class Finding(BaseModel):
    """Where something is not what was committed, and what is wrong: a key and its words."""

    place: str
    what: str
    words: str


class Outcome(BaseModel):
    """What a whole check found: ``at`` and ``size`` are the moment and the ledger's length of which it speaks."""

    ok: bool
    at: datetime
    size: int
    root: str
    checked: dict[str, int]
    found: int
    findings: list[Finding]


class Check(BaseModel):
    """Where whole checks stand: the one that waits or runs, and what the last one found."""

    now: Job | None
    worker: bool
    last: Outcome | None


@resource("GET", "/checks", verb="verify")
def standing(ask: Asked) -> Check:
    """The check that runs, and the last one's outcome."""
    told = checks.standing(ask.house.ws)
    now = None if told.now is None else _job(ask, told.now)
    last = None if told.last is None else _outcome(ask, told.last)
    return Check(now=now, worker=worker.alive(ask.house.path), last=last)


@resource("POST", "/checks", verb="verify")
def check(ask: Asked) -> Check:
    """Have everything checked by the worker, while others go on writing; one check at a time."""
    checks.begin(ask.house.ws, ask.who.officer)
    return standing(ask)


@resource("DELETE", "/checks", verb="verify")
def stop(ask: Asked) -> Check:
    """Ask for the end of the check that runs."""
    checks.cancel(ask.house.ws, ask.who.officer, ask.who.role)
    return standing(ask)


@resource("POST", "/jobs/{id_}/cancel", verb="jobs")
def cancel(ask: Asked, id_: Id) -> Job:
    """Ask for its end."""
    return _job(ask, desk.cancel(ask.house.ws, id_, _whose(ask)))


@resource("POST", "/jobs/{id_}/retry", verb="jobs")
def retry(ask: Asked, id_: Id) -> Job:
    """Queue a failed or cancelled job again."""
    return _job(ask, desk.retry(ask.house.ws, id_, _whose(ask)))


def _outcome(ask: Ask, last: checks.Outcome) -> Outcome:
    findings = [Finding(place=one.place, what=one.what, words=ask.t(one.what)) for one in last.findings]
    return Outcome(ok=last.ok, at=last.at, size=last.size, root=last.root, checked=dict(last.checked),
                   found=last.found, findings=findings)  # fmt: skip


def _whose(ask: Ask) -> str:
    return "" if ask.who.role in (Role.ADMINISTRATOR, Role.HEAD) else ask.who.officer


def _job(ask: Ask, job: Kept) -> Job:
    result = job.result if ask.may("map") else None  # it names files: no case data for an administrator
    return Job(
        id=job.id, kind=job.kind, state=job.state, progress=job.progress, total=job.total,
        note=note(ask, job), href=f"/{ask.language}/jobs/{job.id}", result=result,
    )  # fmt: skip
