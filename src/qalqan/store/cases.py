"""Cases typed in by the duty officer, before any register number exists: every version is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from qalqan import clock
from qalqan.store import rows
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import REPORTS


@dataclass(frozen=True, slots=True)
class Report:
    """One version of a typed-in report: its КУИ number, content (plain JSON), moment and author."""

    id: str
    version: int
    kui_number: str
    body: dict[str, Any]
    at: datetime
    by: str


def put(connection: Connection, id_: str, kui_number: str, body: Mapping[str, Any], by: str) -> int:
    """Keep a report, or a new version of it. Gives the version, from 1."""
    query = select(func.max(REPORTS.c.version)).where(REPORTS.c.id == id_)
    version = int(connection.execute(query).scalar() or 0) + 1
    rows.insert(
        connection,
        REPORTS,
        {
            "id": id_,
            "version": version,
            "kui_number": kui_number,
            "body": canonical(body),
            "by": by,
            "at": instant(clock.now()),
        },
    )
    return version


def latest(connection: Connection) -> list[Report]:
    """The last version of every report, in order of id."""
    newest: dict[str, Report] = {}
    for row in connection.execute(select(REPORTS).order_by(REPORTS.c.id, REPORTS.c.version)):
        newest[row.id] = _report(row)
    return [newest[id_] for id_ in sorted(newest)]


def versions(connection: Connection, id_: str) -> list[Report]:
    """All versions of a report, oldest first."""
    query = select(REPORTS).where(REPORTS.c.id == id_).order_by(REPORTS.c.version)
    return [_report(row) for row in connection.execute(query)]


def _report(row: Row[Any]) -> Report:
    return Report(row.id, row.version, row.kui_number, json.loads(row.body), moment(row.at), row.by)
