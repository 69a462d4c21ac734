"""qalqan tie: what a new report's words and values tie it to, at once, before the next analysis."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from qalqan.desk import tables
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.link import newcomer
from qalqan.link._seen import SPECIFIC
from qalqan.mentions import entities
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.store import purposes
from qalqan.store.workspace import Workspace
from qalqan.values import any as any_kind


@dataclass(frozen=True, slots=True)
class Tied:
    """What was looked for (kind, value), and the series and cases found, the likeliest first."""

    told: pl.DataFrame
    series: pl.DataFrame
    cases: pl.DataFrame


def tie(ws: Workspace, values: list[str], text: str = "", *, officer: str = "", purpose: str = "") -> Tied:
    """The series and cases that the values and the identifiers in ``text`` tie to; masked unless a purpose is given.

    Raises UsageError when nothing that could tie is told, NotFound before any analysis.
    """
    found = tied(tables.current(ws), values, text)
    if purpose:
        purposes.log(ws, officer or "-", purpose, "tie", found.series.height + found.cases.height)
        return found
    return hidden(found)


def tied(known: Tables, values: list[str], text: str = "") -> Tied:
    """The same in clear, out of a run's tables. Raises UsageError when nothing that could tie is told."""
    told = _told(known, values, text)
    if told.is_empty():
        raise UsageError("error-tie-nothing")
    return Tied(told, *newcomer.against(known, told))


def hidden(found: Tied) -> Tied:
    """What is shown of it without a purpose."""
    links = TABLES["links"]
    return Tied(
        redact.masked(found.told, TABLES["identifier_weights"]), redact.masked(found.series, links),
        redact.masked(found.cases, links),
    )  # fmt: skip


def _told(known: Tables, values: list[str], text: str) -> pl.DataFrame:
    """(kind, value) of what is told, cards and numbers of accounts as the accounts they are."""
    pairs = [(one.kind, one.canonical) for value in values for one in any_kind.identify(value)]
    found = pl.DataFrame(pairs, schema={"kind": pl.String, "value": pl.String}, orient="row")
    if text:
        read = entities.find(pl.Series([text])).select("kind", "value")
        found = pl.concat([found, read.cast({"kind": pl.String, "value": pl.String})])
    accounts = known["aliases"].join(found, left_on="alias", right_on="value", how="semi")
    more = accounts.select(pl.lit("iban").alias("kind"), pl.col("account").alias("value"))
    return pl.concat([found, more]).unique().filter(pl.col("kind").is_in(list(SPECIFIC))).sort("kind", "value")
