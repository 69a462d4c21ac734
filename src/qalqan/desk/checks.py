"""The whole check as a job: one at a time whoever asks, and what the last one found, of which moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qalqan.desk import jobs as desk
from qalqan.errors import AccessError, NotFound
from qalqan.govern.policy import Role
from qalqan.store import jobs
from qalqan.store.canon import moment
from qalqan.store.check_log import Finding
from qalqan.store.jobs import Job
from qalqan.store.workspace import Workspace

KIND = "verify"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a whole check found: counts by name (Fluent keys ``verify-…``), the first findings of ``found``; ``at`` and
    ``size`` name the moment and the ledger's length of which it speaks."""

    job: str
    officer: str
    ok: bool
    at: datetime
    size: int
    root: str
    checked: Mapping[str, int]
    findings: tuple[Finding, ...]
    found: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The check that waits or runs (None: none does), the last that came to its end, and one after it that did not."""

    now: Job | None
    last: Outcome | None
    broken: Job | None


def begin(ws: Workspace, officer: str) -> Job:
    """Queue a whole check; while one waits or runs it is that one, whoever asked for it."""
    return standing(ws).now or desk.add(ws, KIND, {}, officer)


def standing(ws: Workspace) -> Standing:
    """Where whole checks stand. Jobs are kept for ``jobs.KEPT_DAYS``."""
    with ws.reading() as connection:
        told = jobs.listed(connection, kind=KIND)
    now = next((one for one in told if one.state not in jobs.OVER), None)
    last = next((one for one in told if one.state == jobs.DONE and one.result), None)
    over = next((one for one in told if one.state in jobs.OVER), None)
    return Standing(now, None if last is None else outcome(last), over if over is not None and over != last else None)


def cancel(ws: Workspace, officer: str, role: Role) -> Job:
    """Ask for the end of the check that runs. Raises NotFound when none does, AccessError for one that somebody else
    asked for: only an administrator or a head ends that."""
    now = standing(ws).now
    if now is None:
        raise NotFound("error-check-none")
    if now.officer != officer and role not in (Role.ADMINISTRATOR, Role.HEAD):
        raise AccessError("error-check-other")
    return desk.cancel(ws, now.id)


def outcome(job: Job) -> Outcome:
    """The result of a check that is done."""
    told: Mapping[str, Any] = job.result or {}
    at = moment(told["at"]) if told.get("at") else job.started or job.made
    findings = tuple(Finding(str(place), str(what)) for place, what in told.get("findings", ()))
    return Outcome(
        job.id, job.officer, bool(told.get("ok")), at, int(told.get("size", 0)), str(told.get("root", "")),
        told.get("checked", {}), findings, int(told.get("found", len(findings))),
    )  # fmt: skip
