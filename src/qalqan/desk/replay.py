"""qalqan replay: a case half an hour, 1, 3 and 24 hours after the loss: what was known, what was there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from qalqan.desk import tables
from qalqan.desk.find import case_id
from qalqan.desk.moments import moment
from qalqan.link import follow_replay
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.report.formats.csv import timed
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Replayed:
    """The moments of :func:`qalqan.link.follow_replay.replay` as plain rows: at, minutes after the last loss, sums in
    tiyn, ``could`` (the list then) and ``went`` (where the money was)."""

    case_id: str
    moments: list[dict[str, Any]]

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        return asdict(self)


def replay(
    ws: Workspace, case: str, settings: Settings, *, at: list[str] | None = None, purpose: str = "", officer: str = ""
) -> Replayed:
    """A case replayed at the usual four moments and at others given.

    Raises UsageError for a moment that is none, NotFound for an unknown case or one without a firm loss.
    """
    known = tables.current(ws)
    one = case_id(known, case)
    found = follow_replay.replay(known, settings, one, [moment(text) for text in at or []])
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"replay:{one}", sum(each.went.height for each in found))
    return Replayed(one, [_told(each, clear=bool(purpose)) for each in found])


def _told(one: follow_replay.Moment, *, clear: bool) -> dict[str, Any]:
    names = ("lost", "answers", "known", "seen_there", "expected", "there", "out", "unnamed", "back", "held")
    at = timed(pl.DataFrame({"at": [one.at]}, schema={"at": pl.Datetime("us", "UTC")}))["at"][0]
    told: dict[str, Any] = {"at": str(at), "minutes": int(one.after.total_seconds() // 60)}
    told |= {name if name == "answers" else f"{name}_tiyn": getattr(one, name) for name in (*names, "held_first")}
    for name, frame in (("could", one.could), ("went", one.went)):
        told[name] = timed(frame if clear else redact.masked(frame, TABLES["trails"])).to_dicts()
    return told
