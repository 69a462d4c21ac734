"""Jobs: long work with its progress; cancel, again; what came of it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from qalqan.console import hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.desk import jobs as desk
from qalqan.desk import worker
from qalqan.govern.policy import Role
from qalqan.store import jobs as kept
from qalqan.store import officers
from qalqan.store.jobs import Job

MOST_EACH: Final = 500
_EVERY: Final = frozenset({Role.ADMINISTRATOR, Role.HEAD})


@page("GET", "/jobs", verb="jobs")
def jobs(ask: Asked) -> Response:
    """One's own jobs; an administrator and a head see all."""
    with ask.house.ws.reading() as connection:
        names = {one.id: one.name for one in officers.everything(connection)}
    return hand.show(ask, "jobs", jobs=desk.listed(ask.house.ws, _whose(ask)), people=names, whole=not _whose(ask))


@page("GET", "/jobs/{id_}", verb="jobs")
def job(ask: Asked, id_: str) -> Response:
    """One job: how far it is (asked again every second where scripts run), and what came of it."""
    one = desk.get(ask.house.ws, id_, _whose(ask))
    told: dict[str, Any] = {"job": one, "note": note(ask, one), "asks": _asks(ask, one), "counts": _counts(ask, one),
                            "each": _each(ask, one),
                            "idle": one.state == kept.QUEUED and not worker.alive(ask.house.path)}  # fmt: skip
    if ask.request.headers.get("hx-request") and ask.query("part") == "1":
        return ask.show("job_part", **told)
    return hand.show(ask, "job", **told)


@page("POST", "/jobs/analyse", verb="analyse")
def analyse(ask: Asked) -> Response:
    """Queue an analysis."""
    return ask.see(f"/jobs/{desk.add(ask.house.ws, 'analyse', {}, ask.who.officer).id}")


@page("POST", "/jobs/{id_}/cancel", verb="jobs")
def cancel(ask: Asked, id_: str) -> Response:
    """Ask for its end; it ends between two files or steps."""
    desk.cancel(ask.house.ws, id_, _whose(ask))
    return ask.see(f"/jobs/{id_}")


@page("POST", "/jobs/{id_}/retry", verb="jobs")
def retry(ask: Asked, id_: str) -> Response:
    """Queue a failed or cancelled one again."""
    desk.retry(ask.house.ws, id_, _whose(ask))
    return ask.see(f"/jobs/{id_}")


def _whose(ask: Ask) -> str:
    """Whose jobs the asker may see: empty for everybody's."""
    return "" if ask.who.role in _EVERY else ask.who.officer


def note(ask: Ask, one: Job) -> str:
    """What a job is at, or why it failed, in words. Where it failed may name a file: not for an administrator."""
    told = one.result or {}
    if told.get("error"):
        return ask.error(str(told["error"]), str(told.get("where", "")) if ask.may("map") else "", told.get("args", {}))
    return ask.t(one.note) if one.note else ""


def _asks(ask: Ask, one: Job) -> list[tuple[str, str, str]]:
    """Files that need a person: name, evidence id, why. An administrator sees no file names."""
    told = (one.result or {}).get("asks", []) if ask.may("map") else []
    made = []
    for name, why in told:
        label, _, id_ = str(name).rpartition(" [")
        id_, mine = id_.rstrip("]"), one.officer == ask.who.officer
        made.append((label if mine else Eyes(ask, "map").file(label, id_), id_, ask.t(str(why))))
    return made


def _each(ask: Ask, one: Job) -> list[list[Any]]:
    """What became of each file: name, evidence, status, records, values refused. An administrator sees no names."""
    told = (one.result or {}).get("each", []) if ask.may("map") else []
    rows = [each for each in told if isinstance(each, list) and len(each) == 5][:MOST_EACH]
    if one.officer == ask.who.officer:  # who brought them knows what they are called
        return rows
    eyes = Eyes(ask, "map")
    return [[eyes.file(str(name), str(id_)), id_, *rest] for name, id_, *rest in rows]


def _counts(ask: Ask, one: Job) -> list[tuple[str, Any]]:
    """The figures of a result that is over."""
    told = one.result or {}
    return [(ask.t(f"jobs-page-r-{name}"), told[name]) for name in ("files", "records", "units", "accounted")
            if isinstance(told.get(name), int)]  # fmt: skip
