"""Rows that the ledger answers for: written here, so that each commit knows what it touched.

A row's digest is HMAC-SHA256 (first 128 bits) over its canonical JSON under a key of the workspace: a plain
hash of a row with a phone in it could be guessed by trying phones.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from qalqan.errors import NotFound
from qalqan.store.canon import canonical, clean

TOUCHED = "qalqan_touched"
DIGEST_CHARS = 32
Key = tuple[str | int, ...]
Mark = tuple[str, Key, str]
"""A touched row as the ledger keeps it: table, primary key, digest (empty: the row was removed)."""


def insert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Add one row."""
    kept = {name: clean(one) if isinstance(one, str) else one for name, one in values.items()}
    connection.execute(sql_insert(table).values(kept))
    touch(connection, table, tuple(kept[column.name] for column in table.primary_key.columns))


def update(connection: Connection, table: Table, key: Key, values: Mapping[str, Any]) -> None:
    """Change one row, found by its primary key. Raises NotFound when there is none."""
    kept = {name: clean(one) if isinstance(one, str) else one for name, one in values.items()}
    if connection.execute(sql_update(table).where(_at(table, key)).values(kept)).rowcount != 1:
        raise NotFound("error-row-unknown", table=table.name, row=canonical(list(key)))
    touch(connection, table, key)


def put(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Add one row, or change the one with that primary key."""
    key = tuple(values[column.name] for column in table.primary_key.columns)
    if connection.execute(select(*table.primary_key.columns).where(_at(table, key))).first() is None:
        insert(connection, table, values)
    else:
        update(connection, table, key, values)


def delete(connection: Connection, table: Table, key: Key) -> None:
    """Remove one row, if it is there."""
    if connection.execute(sql_delete(table).where(_at(table, key))).rowcount:
        touch(connection, table, key)


def touch(connection: Connection, table: Table, key: Key) -> None:
    """Note that a row was written in this transaction."""
    connection.info.setdefault(TOUCHED, {})[table.name, key] = table


def marks(connection: Connection, secret: bytes) -> list[Mark]:
    """The rows touched since the last call, in order, with their digests as the database now holds them."""
    touched: dict[tuple[str, Key], Table] = connection.info.pop(TOUCHED, {})
    found: list[Mark] = []
    for (name, key), table in sorted(touched.items(), key=lambda one: (one[0][0], canonical(list(one[0][1])))):
        row = connection.execute(select(table).where(_at(table, key))).one_or_none()
        found.append((name, key, "" if row is None else digest(secret, name, table.c.keys(), tuple(row))))
    return found


def digest(secret: bytes, table: str, columns: Sequence[str], row: Sequence[Any]) -> str:
    """The keyed digest of a row: empty columns take no part, so a column may be added later."""
    held = {name: one for name, one in zip(columns, row, strict=True) if one is not None}
    text = json.dumps([table, held], sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_odd)
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:DIGEST_CHARS]


def _odd(value: Any) -> Any:
    """Bytes as JSON; a tampered database may hold anything, which must be told apart, not fail."""
    return {"bytes": bytes(value).hex()} if isinstance(value, bytes | memoryview) else {"odd": repr(value)}


def _at(table: Table, key: Key) -> Any:
    return and_(*(column == one for column, one in zip(table.primary_key.columns, key, strict=True)))
