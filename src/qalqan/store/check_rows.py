"""Check of the rows: every row is the one the ledger has a digest of, none is missing, none was added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from qalqan.store import rows
from qalqan.store.check_log import Log, Progress
from qalqan.store.tables import CHECKPOINTS, LEDGERED, METADATA

_BATCH = 5_000
_OWN = frozenset({*METADATA.tables, "alembic_version"})


def check(connection: Connection, log: Log, secret: bytes, progress: Progress) -> int:
    """Compare all rows with the digests that the entries tell. Gives how many rows there are."""
    expected = {key: digest for key, digest in log.rows.items() if digest}
    counted = 0
    for number, table in enumerate(LEDGERED):
        progress("verify-rows", number, len(LEDGERED))
        try:
            counted += _table(connection, table, log, expected, secret)
        except (SQLAlchemyError, ValueError, TypeError):
            log.found(table.name, "unreadable")
            expected = {key: digest for key, digest in expected.items() if key[0] != table.name}
    for key in sorted(expected, key=repr):
        log.found(_place(key), "row-missing")
    for name in sorted(set(inspect(connection).get_table_names()) - _OWN):
        log.found(name, "table-added")
    progress("verify-rows", len(LEDGERED), len(LEDGERED))
    return counted


def _table(connection: Connection, table: Table, log: Log, expected: dict[tuple[Any, ...], str], secret: bytes) -> int:
    quote = connection.dialect.identifier_preparer.quote
    names = table.c.keys()
    query = f"SELECT {', '.join(map(quote, names))} FROM {quote(table.name)}"  # noqa: S608 - our own names
    keys = [names.index(column.name) for column in table.primary_key.columns]
    counted = 0
    found = connection.execution_options(yield_per=_BATCH).execute(text(query))
    for part in found.partitions(_BATCH):
        for row in part:
            counted += 1
            key = (table.name, *(row[place] for place in keys))
            wanted = expected.pop(key, None)
            if wanted is None:
                if table is not CHECKPOINTS or key[1] != log.size:  # the last one waits for the next entry
                    log.found(_place(key), "row-added")
            elif rows.digest(secret, table.name, names, tuple(row)) != wanted:
                log.found(_place(key), "row-changed")
    return counted


def _place(key: tuple[Any, ...]) -> str:
    return f"{key[0]} {'/'.join(str(one) for one in key[1:])}"
