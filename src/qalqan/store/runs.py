"""Runs: what an analysis was made with and what came out, so that any finding can be computed again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from qalqan.errors import NotFound
from qalqan.store import rows
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import RUNS


@dataclass(frozen=True, slots=True)
class Run:
    """One analysis: moment, code version, settings, hash of its input, counts, hash of its
    result.

    ``tables`` maps a table's name to the listed file that holds it.
    """

    id: str
    at: datetime
    code: str
    settings: Mapping[str, Any]
    input_hash: str
    counts: Mapping[str, int]
    result_hash: str
    tables: Mapping[str, str]


def add(connection: Connection, run: Run, current: bool = True) -> None:
    """Keep a run and, unless told otherwise, make it the one that counts."""
    rows.insert(
        connection,
        RUNS,
        {
            "id": run.id,
            "at": instant(run.at),
            "code": run.code,
            "settings": canonical(run.settings),
            "input_hash": run.input_hash,
            "counts": canonical(run.counts),
            "result_hash": run.result_hash,
            "tables": canonical(run.tables),
            "current": 0,
        },
    )
    if current:
        make_current(connection, run.id)


def make_current(connection: Connection, id_: str) -> None:
    """Let a run be the one that counts. Raises NotFound."""
    for row in connection.execute(select(RUNS.c.id).where(RUNS.c.current == 1, RUNS.c.id != id_)).all():
        rows.update(connection, RUNS, (row.id,), {"current": 0})
    rows.update(connection, RUNS, (id_,), {"current": 1})


def remove(connection: Connection, id_: str) -> None:
    """Forget a run; its files are dropped by the same commit's ``drop``."""
    rows.delete(connection, RUNS, (id_,))


def current(connection: Connection) -> Run | None:
    """The run that counts, if there is one."""
    row = connection.execute(select(RUNS).where(RUNS.c.current == 1)).first()
    return None if row is None else _run(row)


def get(connection: Connection, id_: str) -> Run:
    """A run by its id. Raises NotFound."""
    row = connection.execute(select(RUNS).where(RUNS.c.id == id_)).first()
    if row is None:
        raise NotFound("error-run-unknown", run=id_)
    return _run(row)


def everything(connection: Connection) -> list[Run]:
    """All runs, oldest first."""
    return [_run(row) for row in connection.execute(select(RUNS).order_by(RUNS.c.at, RUNS.c.id))]


def _run(row: Row[Any]) -> Run:
    return Run(
        row.id,
        moment(row.at),
        row.code,
        json.loads(row.settings),
        row.input_hash,
        json.loads(row.counts),
        row.result_hash,
        json.loads(row.tables),
    )
