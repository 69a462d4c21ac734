"""qalqan reopened: old unsolved cases that something received since a day ties to others, with the new ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from qalqan.desk import tables
from qalqan.desk.moments import moment
from qalqan.engine.frames import Tables
from qalqan.link._cases import gather
from qalqan.link.ties import weighed
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.settings import Settings
from qalqan.store import evidence, purposes
from qalqan.store.workspace import Workspace

SOLVED = ("to_court", "cleared", "joined")
"""Statuses of a case that need not be looked at again; an interrupted or terminated case does."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """``links``: case (old, unsolved), other, status, score before (0-1000; 0: not listed) and now, grounds now, and
    ``fresh``: which of the grounds' values were not known of both cases before."""

    since: datetime
    links: pl.DataFrame


def reopened(ws: Workspace, since: str, settings: Settings, *, officer: str = "", purpose: str = "") -> Reopened:
    """Ties of the current run that were no ties with the evidence received before ``since`` (a day or moment).

    A case counts as old when it was registered, and told of by a file received, before that. Raises UsageError for
    another moment, NotFound before any analysis.
    """
    day = moment(since)
    known = tables.current(ws)
    now = known["links"].filter(pl.col("score") >= settings.link.tie_score)
    early = _received(ws, day)
    before, rows = _before(known, early, settings)
    old = known["cases"].filter(~pl.col("status").fill_null("").is_in(SOLVED) & (pl.col("registered_at") < day))
    old = old.filter(_any_early(old["source"], early)).select("case_id", "status")
    ties = now.join(before, on=["case_a", "case_b"], how="left").with_columns(pl.col("before").fill_null(0))
    ties = ties.filter(pl.col("before") < settings.link.tie_score)
    sides = [
        ties.select(pl.col(one).alias("case"), pl.col(other).alias("other"), "before", "score", "grounds")
        for one, other in (("case_a", "case_b"), ("case_b", "case_a"))
    ]
    found = pl.concat(sides).join(old.rename({"case_id": "case"}), on="case", how="inner")
    found = found.with_columns(_fresh(found, rows).alias("fresh"))
    found = found.sort("score", "case", "other", descending=[True, False, False])
    if purpose:
        purposes.log(ws, officer or "-", purpose, "reopened", found.height)
        return Reopened(day, found)
    return Reopened(day, redact.masked(found, TABLES["links"]).with_columns(pl.lit("").alias("fresh")))


def _received(ws: Workspace, day: datetime) -> list[str]:
    """Ids of the evidence received before the day."""
    with ws.reading() as connection:
        return [one.evidence.id for one in evidence.everything(connection) if one.evidence.received_at < day]


def _any_early(places: pl.Series, early: list[str]) -> pl.Series:
    """Whether any of each cell's places (evidence:part:row, joined by ';') lies in that evidence."""
    ids = places.fill_null("").str.split(";").list.eval(pl.element().str.split(":").list.first().is_in(early))
    return ids.list.any()


def _before(known: Tables, early: list[str], settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(case_a, case_b, before): scores from what had been received by the day; and (case_id, kind, value) of the rows
    of ``identifiers`` that were not known then."""
    rows = known["identifiers"]
    there = _any_early(rows["locators"], early)
    old, late = rows.filter(there), rows.filter(~there).select("case_id", "kind", "value")
    tables_then = Tables.of(
        {
            "cases": known["cases"],
            "identifiers": old,
            "identifier_weights": known["identifier_weights"],
            "decided": known["decided"],
        }
    )
    cases = gather(tables_then)
    pairs, _ = weighed(cases, settings.link.hub_cases)
    names = cases.numbered.ids
    scores = pairs.select(
        names.gather(pairs["a"]).alias("case_a"),
        names.gather(pairs["b"]).alias("case_b"),
        pl.col("score").alias("before"),
    )
    return scores, late


def _fresh(found: pl.DataFrame, late: pl.DataFrame) -> pl.Series:
    """For each tie the values of its grounds that one of both cases was not known to have, joined by ';'."""
    ties = found.select("case", "other", "grounds").with_row_index("n")
    read = ties.with_columns(
        pl.col("grounds").str.json_decode(
            pl.List(pl.Struct({"values": pl.Struct({"kind": pl.String, "value": pl.String})}))
        )
    ).explode("grounds")
    values = read.select("n", "case", "other", pl.col("grounds").struct.field("values").struct.unnest()).drop_nulls(
        "value"
    )
    sides = [
        values.join(late, left_on=[side, "kind", "value"], right_on=["case_id", "kind", "value"], how="semi")
        for side in ("case", "other")
    ]
    named = (
        pl.concat(sides)
        .select("n", "value")
        .unique()
        .sort("n", "value")
        .group_by("n")
        .agg(pl.col("value").str.join(";"))
    )
    return ties.join(named, on="n", how="left", maintain_order="left")["value"].fill_null("").alias("fresh")
