"""qalqan trace: one case's money under one rule, as of a moment, with what was known by another."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import polars as pl

from qalqan.desk import tables
from qalqan.desk.find import case_id
from qalqan.desk.moments import moment
from qalqan.engine.frames import conform
from qalqan.errors import UsageError
from qalqan.link import follow
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.report.formats.csv import timed
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

RULES = ("fifo", "haircut", "lifo", "poison")


@dataclass(frozen=True, slots=True)
class Traced:
    """Where a case's money is (rows of ``trails``) and how it went (rows of ``hops``); sums in tiyn."""

    case_id: str
    rule: str
    as_of: str
    loss_tiyn: int
    sum_tiyn: int
    trail: list[dict[str, Any]]
    hops: list[dict[str, Any]]

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        return asdict(self)


def trace(
    ws: Workspace, case: str, settings: Settings, *, rule: str = "fifo", as_of: str = "", known_at: str = "",
    purpose: str = "", officer: str = "",
) -> Traced:  # fmt: skip
    """Trace one case, as of its registration when no moment is given.

    Raises UsageError for an unknown rule or moment, NotFound for an unknown case.
    """
    if rule not in RULES:
        raise UsageError("error-rule", rule=rule, known=", ".join(RULES))
    known = tables.current(ws)
    one = case_id(known, case)
    registered = known["cases"].filter(pl.col("case_id") == one)["registered_at"][0]
    seen = moment(known_at) if known_at else None
    result = follow.trace(known, settings, one, rule, moment(as_of) if as_of else registered, seen)
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"trace:{one}", result.trail.height + result.hops.height)
    trail, hops = conform(result.trail, TABLES["trails"]), conform(result.hops, TABLES["hops"])
    total = int(trail["remaining_tiyn"].sum())
    if not purpose:
        trail, hops = redact.masked(trail, TABLES["trails"]), redact.masked(hops, TABLES["hops"])
    return Traced(
        one, rule, _told(result.as_of), result.loss_tiyn, total, timed(trail).to_dicts(), timed(hops).to_dicts()
    )


def _told(at: datetime) -> str:
    return str(timed(pl.DataFrame({"at": [at]}, schema={"at": pl.Datetime("us", "UTC")}))["at"][0])
