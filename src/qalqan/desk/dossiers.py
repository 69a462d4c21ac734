"""Dossiers that one officer approved and another has still to: they are made on demand, so no queue holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from qalqan.desk import decisions
from qalqan.store import decisions as kept
from qalqan.store import runs
from qalqan.store.workspace import Workspace

ACT: Final = "release"
WHAT: Final = ("case", "series")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier of a ``case`` or ``series`` (by id), who approved it so far, and when last."""

    what: str
    id: str
    by: tuple[str, ...]
    at: datetime


def waiting(ws: Workspace, officer: str) -> tuple[Waiting, ...]:
    """Dossiers with too few approvals, without those that the officer (by name) approved; the latest first.

    Only those approved out of the run that counts: the content of others has changed since.
    """
    with ws.reading() as connection:
        run, told = runs.current(connection), kept.of_acts(connection, (ACT,))
    latest = {one.subject: one.at for one in sorted(told, key=lambda one: one.at) if run and one.at >= run.at}
    found = []
    for subject, at in latest.items():
        what, _, id_ = subject.removeprefix(f"{ACT}:").partition("/")
        if what not in WHAT or not id_:
            continue
        state = decisions.state(ws, subject, ACT)
        if state.approvals and not state.complete and officer not in state.approved_by:
            found.append(Waiting(what, id_, state.approved_by, at))
    return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))
