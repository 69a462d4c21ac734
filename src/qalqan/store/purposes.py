"""The purpose log: who saw or took out clear personal data, for what, and how much."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from qalqan import clock
from qalqan.store import rows
from qalqan.store.canon import instant, moment
from qalqan.store.tables import PURPOSES
from qalqan.store.workspace import Workspace

WAIT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Use:
    """One unmasking: who, for what purpose, what, how many values."""

    id: str
    at: datetime
    who: str
    purpose: str
    what: str
    count: int


def log(ws: Workspace, who: str, purpose: str, what: str, count: int) -> Use:
    """Log an unmasking before the values are given out; the ledger entry names only the log's row.

    Opened for reading, the right to write is lent for this. Raises WorkspaceError when another writer does not finish.
    """
    use = Use(secrets.token_hex(8), clock.now(), who, purpose, what, count)
    values = {
        "id": use.id,
        "at": instant(use.at),
        "who": who,
        "purpose": purpose,
        "what": what,
        "count": count,
    }
    with ws.writing(WAIT_SECONDS) as open_:
        open_.commit(
            "unmask",
            {"use": use.id, "count": count},
            change=lambda connection: rows.insert(connection, PURPOSES, values),
        )
    return use


def everything(ws: Workspace) -> list[Use]:
    """The whole log, oldest first."""
    with ws.reading() as connection:
        found = connection.execute(select(PURPOSES).order_by(PURPOSES.c.at, PURPOSES.c.id))
        return [use(row) for row in found]


def use(row: Row[Any]) -> Use:
    """A row of the table as a use."""
    return Use(row.id, moment(row.at), row.who, row.purpose, row.what, row._mapping["count"])
