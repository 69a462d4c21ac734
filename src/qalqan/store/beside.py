"""Writing beside the ledger: sessions, drafts, jobs and the like, which are no evidence.

They change many times a minute and by several processes, also while one of them writes the workspace for long: so they
need neither its lock nor an entry. What the ledger answers for cannot be written from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Insert, SelectBase, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import ReleaseSavepointClause, RollbackToSavepointClause, SavepointClause

from qalqan.errors import PartError
from qalqan.store import database
from qalqan.store.tables import BESIDE

_TABLES: Final = frozenset(BESIDE)


@contextmanager
def writing(made: Engine) -> Iterator[Connection]:
    """A short transaction that may read everything and write the tables of ``BESIDE``; kept unless it raises.

    On SQLite it waits for another's commit up to ``database.BUSY_SECONDS``; on PostgreSQL two that change one row
    follow each other (READ COMMITTED), so a change must name what it expects to find. Raises PartError for a
    statement that writes another table or is none of SQLAlchemy's.
    """
    options: dict[str, Any] = {database.WRITE: True}
    if made.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    with made.connect().execution_options(**options) as connection, connection.begin():
        event.listen(connection, "before_cursor_execute", _guarded)
        try:
            yield connection
        finally:
            event.remove(connection, "before_cursor_execute", _guarded)


def _guarded(_connection: Connection, _cursor: Any, text: str, _values: Any, context: Any, _many: bool) -> None:
    compiled = getattr(context, "compiled", None)
    told = None if compiled is None else compiled.statement
    if isinstance(told, SavepointClause | RollbackToSavepointClause | ReleaseSavepointClause):
        return
    if not isinstance(told, SelectBase | UpdateBase):
        raise PartError("error-beside-table", table=text[:60])
    for part in visitors.iterate(told):
        if isinstance(part, UpdateBase) and part.table not in _TABLES:
            raise PartError("error-beside-table", table=str(part.table))


def first(connection: Connection, statement: Insert) -> bool:
    """Insert a row; false when one with its key is there already, also by another's transaction just ended."""
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError:
        return False
    return True
