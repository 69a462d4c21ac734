"""What is known, as resources: cases, series, things, search, source rows. Pages by key: ``after`` is the last page's
``next``."""

from __future__ import annotations

from typing import Annotated, Literal

import polars as pl
from fastapi import Query
from pydantic import BaseModel, Field

from qalqan.console.ask import Asked
from qalqan.console.eyes import Eyes
from qalqan.console.pages.cases import looked
from qalqan.console.pages.search import found
from qalqan.console.pages.series import inside, listed
from qalqan.console.pages.things import narrowed
from qalqan.console.route import resource
from qalqan.console.rows import Row, rows
from qalqan.desk import case_look, thing_look
from qalqan.desk.seen import untold
from qalqan.errors import NotFound

Size = Annotated[int, Query(ge=1, le=500, description="rows of a page")]
After = Annotated[str, Query(max_length=200, description="`next` of the page before; empty: the beginning")]
Word = Annotated[str, Query(max_length=200)]


class Wanted(BaseModel):
    """Which cases: filters (blank: any), the column to order by, its direction (1: from the greatest), the page."""

    size: int = Field(default=100, ge=1, le=500)
    after: str = Field(default="", max_length=200)
    region: str = Field(default="", max_length=20)
    mo: str = Field(default="", max_length=40)
    status: str = Field(default="", max_length=40)
    organ: str = Field(default="", max_length=200)
    since: str = Field(default="", max_length=10, description="ISO 8601 day")
    until: str = Field(default="", max_length=10, description="ISO 8601 day")
    series: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=200)
    by: Literal["", "registered_at", "case_id", "damage_tiyn", "region", "mo", "status"] = ""
    down: Literal["0", "1"] = "1"


class Page(BaseModel):
    """Rows of a table, how many there are, and the key of the next page (empty: none)."""

    rows: list[Row]
    total: int
    next: str


class Section(BaseModel):
    """The first rows of a table about a thing, and how many there are."""

    table: str
    rows: list[Row]
    total: int


class Case(BaseModel):
    """A case with what is known of it."""

    case: Row
    series: list[str]
    sections: list[Section]


class One(BaseModel):
    """A series: its members, its weakest ties."""

    series: str
    cases: list[str]
    damage_tiyn: int
    members: list[Row]
    ties: Section


class Series(BaseModel):
    """A line of the list of series; sums in tiyn."""

    series: str
    cases: int
    damage_tiyn: int
    score: int


class SeriesPage(BaseModel):
    """Series in order of their names."""

    rows: list[Series]
    total: int
    next: str


class Thing(BaseModel):
    """A thing: its kind, masked value, the cases that have it, the tables that speak of it."""

    id: str
    kind: str
    value: str
    cases: list[str]
    sections: list[Section]


class Hit(BaseModel):
    """A hit of the search; ``href`` is its page in the asker's language."""

    kind: str
    value: str
    how: str
    cases: int
    href: str


class Hits(BaseModel):
    """Hits of one kind of page; ``total`` may exceed them."""

    page: str
    total: int
    hits: list[Hit]


@resource("GET", "/cases", verb="case")
def cases(ask: Asked, wanted: Annotated[Wanted, Query()]) -> Page:
    """Cases by filters in an order; the latest registered first else. The filters are read as the page reads them."""
    eyes = Eyes(ask)
    place = eyes.lens.places("cases", "case_id", [wanted.after])
    told = looked(eyes, wanted.size, after=int(place[0]) if len(place) else None)
    next_ = str(told.frame["case_id"][-1]) if told.more else ""
    return Page(rows=rows(eyes, "cases", told.frame), total=told.total, next=next_)


@resource("GET", "/cases/{case_id}", verb="case", case="case_id")
def case(ask: Asked, case_id: str) -> Case:
    """A case: losses, holds, trails, ties, look-alikes, identifiers by rarity, messages."""
    eyes, one = Eyes(ask), ask.case
    known = ~pl.col("account").is_in(untold(eyes.lens, one, eyes.sight))
    told = [
        ("losses", case_look.losses(eyes.lens, one, eyes.sight).drop("at", "from", "to", "locators", strict=False)),
        *((name, eyes.rows(name, "case_id", [one]).filter(known)) for name in ("holds", "trails")),
        *((name, eyes.rows(name, "case_id", [one])) for name in ("trail_ends", "alike")),
        ("links", case_look.ties(eyes.lens, one, eyes.sight)),
        ("identifiers", eyes.rows("identifiers", "case_id", [one])),
        ("messages", eyes.rows("messages", "case_id", [one])),
    ]
    sections = [
        Section(table=name, rows=rows(eyes, name, frame.head(100)), total=frame.height)
        for name, frame in told
        if frame.height
    ]
    series = [eyes.series(name) for name in case_look.series_of(eyes.lens, one, eyes.sight)]
    return Case(case=rows(eyes, "cases", eyes.rows("cases", "case_id", [one]))[0], series=series, sections=sections)


@resource("GET", "/series", verb="series")
def all_series(ask: Asked, size: Size = 100, after: After = "") -> SeriesPage:
    """Series in order of their names."""
    eyes = Eyes(ask, "series")
    told = listed(eyes.lens, eyes.sight).sort("name")
    rest = told.filter(told["name"] > after) if after else told
    shown = rest.head(size)
    lines = [
        Series(series=name, cases=count, damage_tiyn=damage, score=score)
        for name, count, damage, score in shown.select("name", "cases", "damage_tiyn", "score").iter_rows()
    ]
    return SeriesPage(rows=lines, total=told.height, next=str(shown["name"][-1]) if rest.height > size else "")


@resource("GET", "/series/{series_id:path}", verb="series")
def one_series(ask: Asked, series_id: str) -> One:
    """One series: its members and the ties between them, the weakest first."""
    eyes = Eyes(ask, "series")
    members = eyes.rows("series", "series_id", [eyes.series_named(series_id)])
    ids = members["case_id"].to_list()
    ties = inside(eyes.lens, ids, eyes.sight)
    damage = eyes.rows("cases", "case_id", ids)["damage_tiyn"].fill_null(0).sum()
    return One(
        series=series_id, cases=ids, damage_tiyn=int(damage), members=rows(eyes, "series", members.drop("series_id")),
        ties=Section(table="links", rows=rows(eyes, "links", ties.head(200)), total=ties.height),
    )  # fmt: skip


@resource("GET", "/things/{thing}", verb="case")
@resource("GET", "/cases/{case_id}/things/{thing}", verb="case", case="case_id")
def thing(ask: Asked, thing: str) -> Thing:
    """A thing by its sealed name: the tables that speak of it."""
    eyes = Eyes(ask)
    kind, value = eyes.opened(thing)
    narrowed(eyes, kind, value)
    sections = [
        Section(table=name, rows=rows(eyes, name, frame), total=total)
        for name, frame, total in thing_look.frames(eyes.lens, kind, value, eyes.sight, 50)
    ]
    if not sections:
        raise NotFound("error-not-found", what="thing", id=thing[:12])
    shown = eyes.value(*value.split(":", 1)) if kind == "person" and ":" in value else eyes.value(kind, value)
    return Thing(
        id=thing, kind=kind, value=shown, cases=thing_look.cases(eyes.lens, kind, value, eyes.sight), sections=sections
    )


@resource("GET", "/search", verb="search")
def search(ask: Asked, q: Annotated[str, Query(max_length=200)], only: Word = "") -> list[Hits]:
    """Any value in any spelling and script; hits by kind with their counts."""
    return [
        Hits(page=one.page, total=one.total, hits=[Hit.model_validate(hit) for hit in one.hits])
        for one in found(ask, q.strip(), only)
    ]
