"""Steps of entries in the registry as the database keeps them: signed, naming the one before, never changed.

An entry is proposed by its first step; an appeal, its outcome, a degree and a removal are further steps of it. Two at
once that take the same number break a unique constraint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from qalqan.store import rows
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import REGISTRY_STEPS


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an entry: ``body`` is what it states (JSON of texts), ``previous`` the id of the step before it."""

    id: str
    entry: str
    number: int
    step: str
    officer: str
    at: datetime
    previous: str
    body: Mapping[str, Any]
    signature: str


def add(connection: Connection, step: Step) -> None:
    """Keep a step. An IntegrityError of the database when the entry has a step of that number."""
    rows.insert(connection, REGISTRY_STEPS, {
        "id": step.id, "entry": step.entry, "number": step.number, "step": step.step, "officer": step.officer,
        "at": instant(step.at), "previous": step.previous, "body": canonical(step.body), "signature": step.signature,
    })  # fmt: skip


def of_entry(connection: Connection, entry: str) -> list[Step]:
    """The steps of an entry, in order."""
    query = select(REGISTRY_STEPS).where(REGISTRY_STEPS.c.entry == entry).order_by(REGISTRY_STEPS.c.number)
    return [_step(row) for row in connection.execute(query)]


def everything(connection: Connection) -> list[Step]:
    """All steps, entry by entry, each in order."""
    query = select(REGISTRY_STEPS).order_by(REGISTRY_STEPS.c.entry, REGISTRY_STEPS.c.number)
    return [_step(row) for row in connection.execute(query)]


def _step(row: Row[Any]) -> Step:
    return Step(
        row.id, row.entry, row.number, row.step, row.officer, moment(row.at), row.previous, json.loads(row.body),
        row.signature,
    )  # fmt: skip
