"""The day as a resource: what is urgent, new, due and unfinished, in figures, for whoever asks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from pydantic import BaseModel

from qalqan.console import acts_view, queue_view
from qalqan.console.ask import Asked
from qalqan.console.route import resource
from qalqan.desk import today as desk


class Today(BaseModel):
    """Counts for a first look; ``harm`` names messages that cannot wait (sealed), ``steps`` what a new workspace still
    needs."""

    files: int
    fresh: int
    asks: int
    run_at: datetime | None
    harm: list[str]
    queue: dict[str, int]
    due: int
    drafts: int
    jobs: int
    reports: int
    decided: int
    steps: list[str]


@resource("GET", "/today", verb="today")
def read(ask: Asked) -> Today:
    """What an officer should see first."""
    known = queue_view.known(ask)
    told = desk.today(ask.house.ws, known, ask.who.officer, ask.who.role)
    cases = {one.case for one in told.harm if one.case}
    seen = ask.stand.visible(cases, "texts") if known is not None else cases
    entries = queue_view.entries(ask) if ask.may("queue") else []
    return Today(
        files=told.files, fresh=told.fresh, asks=told.asks, run_at=told.run_at,
        harm=[ask.house.seals.seal("message", one.message) for one in told.harm if not one.case or one.case in seen],
        queue=dict(Counter(one.kind for one in entries)),
        due=sum(1 for one in acts_view.lines(ask, due=True) if one.due) if ask.may("acts") else 0,
        drafts=len(told.drafts), jobs=len(told.jobs), reports=len(told.reports), decided=told.decided,
        steps=list(told.steps),
    )  # fmt: skip
