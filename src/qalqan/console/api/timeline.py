"""A victim's line as a resource: rows by key in order of time, around the scam first, and where all other rows are.

The filters are those of the page (`pages/timeline`): a row is found by the same address in both.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import resource
from qalqan.desk import timeline, timeline_page
from qalqan.desk.timeline_page import SIZE, Stretch, Wanted
from qalqan.model.evidence import Locator
from qalqan.report import timeline as drawn
from qalqan.report.timeline import LANES, Happening
from qalqan.report.wording import Words


class Filters(BaseModel):
    """Which rows: all (``whole``), those of a day or month, else around the scam; of a kind, a channel; the page."""

    size: int = Field(default=SIZE, ge=1, le=500)
    whole: Literal["0", "1"] = "0"
    day: str = Field(default="", max_length=10, description="ISO 8601 day in Kazakhstan")
    month: str = Field(default="", max_length=7, description="ISO 8601 month")
    kind: str = Field(default="", max_length=20, description="a kind of `kinds`")
    channel: str = Field(default="", max_length=40, description="a channel of `channels`")
    after: str = Field(default="", max_length=40, description="`next` of the page before")
    before: str = Field(default="", max_length=40, description="`previous` of the page after")
    at: str = Field(default="", max_length=40, description="the key of a row to begin about")


class Row(BaseModel):
    """A row: when (``exact``: to the second, else only the day is known), what, in which words (masked without a
    purpose); the part of the signature it is, and why; the addresses of its source rows."""

    key: str
    at: datetime
    exact: bool
    kind: str
    channel: str
    said: str
    amount_tiyn: int | None
    seconds: int | None
    part: str
    why: str
    places: list[str]


class Days(BaseModel):
    """Rows of a day or month by the filters: how many, by lane, and of the signature."""

    name: str
    rows: int
    lanes: dict[str, int]
    signs: int


class Line(BaseModel):
    """A page: of ``total`` chosen rows those after the first ``before``; around the scam there are ``near``, in all
    ``every``. ``stretches`` are all days, or where there are many all months, that have rows."""

    case: str
    rows: list[Row]
    before: int
    total: int
    near: int
    every: int
    previous: str
    next: str
    kinds: dict[str, int]
    channels: dict[str, int]
    stretches: list[Days]
    signature: dict[str, str]


@resource("GET", "/cases/{case_id}/timeline", verb="calls", case="case_id")
def line(ask: Asked, case_id: str, wanted: Annotated[Filters, Query()]) -> Line:
    """A page of what happened to a case's victim. ``signature`` names the first row of each part that is there."""
    found = timeline.places(ask.tables, ask.case, ask.house.settings, ask.sight)
    asked = wanted.model_dump() | {"whole": wanted.whole == "1"}
    told = timeline_page.paged(found, Wanted(**asked))
    say = Words(ask.language)
    places = zip(timeline_page.keyed(told), told.rows["channel"], told.said(clear=ask.clear), strict=True)
    return Line(
        case=ask.case, rows=[_row(ask, key, channel, row, say) for key, channel, row in places], before=told.before,
        total=told.total, near=told.near, every=told.every, previous=told.previous, next=told.next, kinds=told.kinds,
        channels=told.channels, stretches=[_days(one) for one in told.stretches], signature=timeline_page.firsts(found),
    )  # fmt: skip


def _row(ask: Ask, key: str, channel: str, row: Happening, say: Words) -> Row:
    places = [str(Locator(one.evidence, one.part, one.row)) for one in row.places]
    return Row(
        key=key, at=row.at, exact=row.exact, kind=row.kind, channel=channel, said=drawn.said(row, say),
        amount_tiyn=row.tiyn, seconds=row.seconds, part=row.part, why=drawn.why(row, say),
        places=[f"/api/v1/evidence/row?at={ask.house.seals.seal('place', one)}" for one in places],
    )  # fmt: skip


def _days(one: Stretch) -> Days:
    return Days(name=one.name, rows=one.rows, lanes=dict(zip(LANES, one.lanes, strict=True)), signs=one.signs)
