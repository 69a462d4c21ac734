"""Outcomes: what each evidence was understood as, and how many of its units became records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from qalqan.model.schema import FILES as DESCRIBED
from qalqan.store import rows
from qalqan.store.canon import canonical
from qalqan.store.tables import FILES

_TEXTS: Final = frozenset(column.name for column in DESCRIBED.columns if column.type == "text")


def put(connection: Connection, row: Mapping[str, Any], mappings: Any = None) -> None:
    """Keep the outcome of an evidence: a row of the ``files`` table and its column mappings (plain JSON).

    A second outcome of the same evidence takes the place of the first.
    """
    told = {name: row.get(name, "" if name in _TEXTS else None) for name in DESCRIBED.names}
    told = {name: "" if one is None and name in _TEXTS else one for name, one in told.items()}
    rows.put(connection, FILES, told | {"mappings": canonical(mappings)})


def everything(connection: Connection) -> list[dict[str, Any]]:
    """All rows of the ``files`` table, in order of evidence."""
    query = select(*(FILES.c[name] for name in DESCRIBED.names)).order_by(FILES.c.evidence)
    return [dict(row) for row in connection.execute(query).mappings()]


def note(connection: Connection, evidence: str) -> str:
    """What to know or do about an evidence; empty when nothing or when it has no outcome yet."""
    return str(connection.execute(select(FILES.c.note).where(FILES.c.evidence == evidence)).scalar() or "")


def mappings(connection: Connection, evidence: str) -> Any:
    """The column mappings of an evidence as they were put; None when it has no outcome yet."""
    text = connection.execute(select(FILES.c.mappings).where(FILES.c.evidence == evidence)).scalar()
    return None if text is None else json.loads(text)
