"""Today: what is urgent, new, due, begun and not finished, for one officer; an empty workspace says how to begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from qalqan import clock
from qalqan.clock import to_local
from qalqan.desk import analyse
from qalqan.engine.frames import Tables
from qalqan.govern.policy import Role
from qalqan.store import cases as reports
from qalqan.store import decisions, drafts, evidence, jobs, runs
from qalqan.store.drafts import Draft
from qalqan.store.jobs import Job
from qalqan.store.workspace import Workspace

OPEN_REPORTS: Final = 5
MOST_URGENT: Final = 20
NEEDS_PERSON: Final = "needs_person"
FIRST: Final = ("upload", "analyse", "decide")
"""The first steps in a workspace, in order."""


@dataclass(frozen=True, slots=True)
class Harm:
    """A message that looks like driving a child to self-harm: it waits in no queue."""

    message: str
    case: str
    at: datetime | None
    score: int


@dataclass(frozen=True, slots=True)
class Today:
    """What an officer should see first.

    ``fresh`` counts files that came after the run, ``asks`` those that need a person, ``steps`` the first steps still
    to be taken in a workspace that begins; ``reports`` are those of today.
    """

    files: int
    fresh: int
    asks: int
    run_at: datetime | None
    harm: tuple[Harm, ...]
    drafts: tuple[Draft, ...]
    jobs: tuple[Job, ...]
    reports: tuple[reports.Report, ...]
    decided: int
    steps: tuple[str, ...]


def today(ws: Workspace, known: Tables | None, officer: str, role: Role) -> Today:
    """The day of an officer (by id), out of the workspace and the tables of the run that counts (None: no run)."""
    now = clock.now()
    with ws.reading() as connection:
        run = runs.current(connection)
        kept = evidence.everything(connection)
        every = jobs.listed(connection, officer)
        mine = tuple(one for one in drafts.drafts(connection, officer))
        told = [one for one in reports.latest(connection) if role is Role.HEAD or one.by == officer]
        decided = decisions.of_officer(connection, officer, 500)
        anything = decisions.number(connection)
    fresh = sum(1 for one in kept if run is None or one.evidence.received_at > run.at)
    day = to_local(now).date()
    done = {"upload": bool(kept), "analyse": run is not None, "decide": anything > 0}
    unfinished = tuple(one for one in every if one.state not in (jobs.DONE, jobs.CANCELLED))
    return Today(
        len(kept), fresh, sum(one.status == NEEDS_PERSON for one in kept), None if run is None else run.at,
        () if known is None else _harm(known), mine, unfinished[:OPEN_REPORTS],
        tuple(sorted((one for one in told if to_local(one.at).date() == day), key=lambda one: one.at, reverse=True)),
        sum(to_local(one.at).date() == day for one in decided), tuple(name for name in FIRST if not done[name]),
    )  # fmt: skip


def _harm(known: Tables) -> tuple[Harm, ...]:
    ids = analyse.urgent(known["messages_read"])[:MOST_URGENT]
    if not ids:
        return ()
    scores = dict(
        known["messages_read"].filter(pl.col("message_id").is_in(ids)).select("message_id", "scam_score").rows()
    )
    rows = known["messages"].filter(pl.col("message_id").is_in(ids)).select("message_id", "case_id", "at").rows()
    where = {message: (case or "", at) for message, case, at in rows}
    return tuple(Harm(one, *where.get(one, ("", None)), scores[one]) for one in ids)
