"""Officers as the database knows them: name, role, public key. Private keys are files under passphrases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from qalqan.errors import NotFound
from qalqan.store import rows
from qalqan.store.canon import instant, moment
from qalqan.store.tables import OFFICERS


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who decides. ``public_key`` is Ed25519 in hex; ``revoked`` is when the right ended."""

    id: str
    name: str
    role: str
    public_key: str
    created: datetime
    revoked: datetime | None = None


def add(connection: Connection, officer: Officer) -> None:
    """Keep a new officer; name and key must be no other's (an IntegrityError of the database)."""
    rows.insert(
        connection,
        OFFICERS,
        {
            "id": officer.id,
            "name": officer.name,
            "role": officer.role,
            "public_key": officer.public_key,
            "created": instant(officer.created),
            "revoked": None,
        },
    )


def revoke(connection: Connection, id_: str, at: datetime) -> None:
    """End an officer's right; what was decided stays. Raises NotFound."""
    rows.update(connection, OFFICERS, (id_,), {"revoked": instant(at)})


def find(connection: Connection, who: str) -> Officer | None:
    """The officer of that id or name, if there is one."""
    row = connection.execute(select(OFFICERS).where((OFFICERS.c.id == who) | (OFFICERS.c.name == who))).first()
    return None if row is None else _officer(row)


def get(connection: Connection, who: str) -> Officer:
    """The officer of that id or name. Raises NotFound."""
    if (found := find(connection, who)) is None:
        raise NotFound("error-officer-unknown", officer=who)
    return found


def everything(connection: Connection) -> list[Officer]:
    """All officers, in order of name."""
    return [_officer(row) for row in connection.execute(select(OFFICERS).order_by(OFFICERS.c.name, OFFICERS.c.id))]


def _officer(row: Row[Any]) -> Officer:
    revoked = None if row.revoked is None else moment(row.revoked)
    return Officer(row.id, row.name, row.role, row.public_key, moment(row.created), revoked)
