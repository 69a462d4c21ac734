"""Steps of legal measures as the database keeps them: each is signed, names the one before it, and stays.

A measure is known by the case, the bank or lender, and its kind; its steps are numbered from 1, and two at once that
take the same number break a unique constraint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from qalqan.errors import TamperError
from qalqan.store import rows
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import ACT_STEPS


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a measure.

    ``previous`` is the id of the step before it (empty for the first), ``shown`` the SHA-256 of the paper that the
    officer had before them, ``body`` what the step states (JSON of texts, integers, lists), ``signature`` the
    officer's over all of it.
    """

    id: str
    measure: str
    number: int
    step: str
    officer: str
    at: datetime
    previous: str
    shown: str
    body: Mapping[str, Any]
    signature: str


def add(connection: Connection, step: Step) -> None:
    """Keep a step. An IntegrityError of the database when the measure has a step of that number."""
    rows.insert(
        connection,
        ACT_STEPS,
        {
            "id": step.id,
            "measure": step.measure,
            "number": step.number,
            "step": step.step,
            "officer": step.officer,
            "at": instant(step.at),
            "previous": step.previous,
            "shown": step.shown,
            "body": canonical(step.body),
            "signature": step.signature,
        },
    )


def of_measure(connection: Connection, measure: str) -> list[Step]:
    """The steps of a measure, in order. Raises TamperError for one that cannot be read."""
    query = select(ACT_STEPS).where(ACT_STEPS.c.measure == measure).order_by(ACT_STEPS.c.number)
    return [_step(row) for row in connection.execute(query)]


def everything(connection: Connection) -> list[Step]:
    """All steps, measure by measure, each in order. Raises TamperError for one that cannot be read."""
    query = select(ACT_STEPS).order_by(ACT_STEPS.c.measure, ACT_STEPS.c.number)
    return [_step(row) for row in connection.execute(query)]


def _step(row: Row[Any]) -> Step:
    try:
        at, body = moment(row.at), json.loads(row.body)
    except (TypeError, ValueError) as error:
        raise TamperError("error-act-history", measure=str(row.measure)) from error
    return Step(
        row.id, row.measure, row.number, row.step, row.officer, at, row.previous, row.shown, body, row.signature
    )
