"""qalqan timeline: what happened to one victim, from all sources in order of time, with the scam's signature marked.

A line is first only places of rows (`_timeline_rows`), with the marks of the signature: that costs what the victim's
numbers and accounts have, not what the tables hold. Rows are read where somebody reads them: all of them here, a page
of them in `desk/timeline_page`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from qalqan.desk import seen, tables
from qalqan.desk._paper_view import View
from qalqan.desk._timeline_rows import SHORT, Eye, Victim, gathered, victim
from qalqan.desk._timeline_said import said
from qalqan.desk._timeline_signature import Marks, signature
from qalqan.desk.find import case_id
from qalqan.desk.lens import ALL, Sight, over
from qalqan.engine.frames import Tables
from qalqan.engine.latest import Latest
from qalqan.report.facts import Source, places_of
from qalqan.report.timeline import Happening, Timeline
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

AFTER: Final = timedelta(hours=24)
MOST_ONWARD: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A victim's line as places: ``rows`` in order of time (`_timeline_rows.COLUMNS`) with ``part`` of the signature;
    ``marks`` say why, by the row's number. The scam lies from ``since`` to ``over``; ``until`` is the registration,
    when that is later."""

    eye: Eye
    who: Victim
    rows: pl.DataFrame = field(repr=False)
    marks: Marks
    since: datetime | None
    over: datetime | None
    until: datetime | None

    @property
    def inside(self) -> pl.Series:
        """Which rows lie from the beginning of the scam to the registration."""
        return _within(self.rows, self.since, self.until)


_LATEST: Final = Latest[Line](16)


def timeline(
    ws: Workspace, case: str, settings: Settings, *, whole: bool = False, all_onward: bool = False, purpose: str = "",
    officer: str = "", known: Tables | None = None,
) -> Timeline:  # fmt: skip
    """A victim's line from ``link.call_hours`` before the first loss to a day after the last, or to the registration.

    ``whole`` takes all rows there are; ``all_onward`` all of where the money went, not the first ``MOST_ONWARD`` of a
    long trail; ``known`` are the run's tables where the caller has them. Masked unless a purpose is given, which is
    logged. Raises NotFound.
    """
    known = tables.current(ws) if known is None else known
    told = line(known, case, settings, whole=whole, all_onward=all_onward or whole, clear=bool(purpose))
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"timeline:{told.case}", len(told.rows))
    return told


def line(
    known: Tables, case: str, settings: Settings, *, whole: bool = False, all_onward: bool = False, clear: bool = False,
    sight: Sight = ALL,
) -> Timeline:  # fmt: skip
    """A victim's line out of tables that the caller holds; in clear only for a purpose that the caller has logged."""
    found = places(known, case, settings, sight)
    rows = found.rows.with_row_index("number")
    kept = pl.lit(value=True) if whole else found.inside | (rows["kind"] == "message")
    onward = (pl.col("source") == "hops") & pl.col("at").is_not_null()
    # the first rows of a long trail, up to the end of the line: a paper has no pages to turn
    near = ~onward | (_at_most(found.until) & (onward.cum_sum() <= MOST_ONWARD))
    chosen = rows.filter(kept | onward if all_onward else kept & near)
    told = told_of(found, said(found.eye, found.who, chosen, found.marks, View(masked=not clear)), clear=clear)
    return replace(told, onward_total=rows.filter(onward).height)


def told_of(found: Line, rows: tuple[Happening, ...], *, clear: bool) -> Timeline:
    """Rows of a line as a line of their own, with the originals that they stand in."""
    view, case = View(masked=not clear), found.who.case
    return Timeline(
        found.who.id, case["mo"] or "", view(case["victim_phone"], "phone"), case["registered_at"],
        case["damage_tiyn"], rows, view.veiled(_sources(found.eye.lens.tables, rows)),
    )  # fmt: skip


def places(known: Tables, case: str, settings: Settings, sight: Sight = ALL) -> Line:
    """A victim's line as places; the latest asked for are kept, since a page, its picture and the next page follow each
    other. Raises NotFound."""
    key = (id(known), known.stamp, case, sight, settings.link.call_hours)  # a kept line holds its tables
    return _LATEST.of(key, lambda: _places(known, case, settings, sight), keep=known.stamp)


def _places(known: Tables, case: str, settings: Settings, sight: Sight) -> Line:
    eye = Eye(over(known), sight, seen.tables(known, sight, settings))
    who = victim(eye, case if eye.lens.count("cases", "case_id", [case]) else case_id(known, case))
    rows, met = gathered(eye, who)
    registered: datetime | None = who.case["registered_at"]
    moments: list[datetime] = who.lost["at"].to_list() or ([registered] if registered else [])
    since = min(moments) - timedelta(hours=settings.link.call_hours) if moments else None
    end = max(moments) + AFTER if moments else None
    until = max(end, registered or end) if end else None
    inside = _within(rows, since, until) | (rows["kind"] == "message")
    marks = signature(rows.with_row_index("number").filter(inside), _strangers(eye, met, since), _named(eye, who))
    parts = np.full(rows.height, "", dtype=object)
    for number, mark in marks.items():
        parts[number] = mark.part
    told = rows.with_columns(pl.Series("part", parts, pl.String))
    return Line(eye, who, told, marks, since, end, until)


def _within(rows: pl.DataFrame, since: datetime | None, until: datetime | None) -> pl.Series:
    after = pl.lit(value=True) if since is None else pl.col("at") >= since
    return rows.select((after & _at_most(until) & pl.col("at").is_not_null()).alias("inside"))["inside"]


def _at_most(until: datetime | None) -> pl.Expr:
    return pl.lit(value=True) if until is None else pl.col("at") <= until


def _strangers(eye: Eye, met: pl.DataFrame, since: datetime | None) -> frozenset[str]:
    """Numbers that never had to do with the victim before the window, and are no service's."""
    if since is not None:
        met = met.filter(pl.col("at") >= since)
    met = met.filter(~pl.col("other").str.contains(SHORT))
    roles = eye.of("numbers", "number", met["other"].to_list(), "number", "role")
    service = roles.filter(pl.col("role") == "service")["number"]
    return frozenset(met["other"]) - frozenset(service)


def _named(eye: Eye, who: Victim) -> frozenset[str]:
    """Numbers that the case itself names, other than as the victim's."""
    told = eye.of("mentions", "case_id", [who.id], "kind", "role", "value").filter(
        (pl.col("kind") == "phone") & (pl.col("role").fill_null("") != "victim")
    )
    return frozenset(told["value"].drop_nulls())


def _sources(known: Tables, rows: tuple[Happening, ...]) -> tuple[Source, ...]:
    found = known["evidence"].filter(pl.col("evidence").is_in(sorted(places_of(rows)))).sort("file", "evidence")
    return tuple(Source(row["evidence"], row["file"] or "", row["sha256"]) for row in found.iter_rows(named=True))
