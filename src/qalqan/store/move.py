"""A workspace's tables from one database into another, whole or not at all, and compared row by row.

What the ledger answers for is copied while the writer's lock is held, in one transaction of the target, so a kill
leaves the target as it was. What stands beside the ledger is copied last, with its writers kept out of the source for
the moment that the copy and the switch of the settings take.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, Table, delete, func, insert, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError

from qalqan.errors import TamperError, WorkspaceError
from qalqan.store import check_log, check_rows, database, ledger
from qalqan.store.check_log import Log
from qalqan.store.tables import BESIDE, LEDGER, LEDGERED, META, METADATA, TILES

Progress = Callable[[str, int, int], None]
KEPT: Final = (LEDGER, TILES, *LEDGERED)
BATCH: Final = 2_000
_HASH: Final = 1 << 256


class Sum(NamedTuple):
    """Of a table's rows, in any order: how many, and the sum of their hashes."""

    rows: int
    hashes: int


class Found(NamedTuple):
    """What a database holds: nothing at all, or a workspace of that name."""

    empty: bool
    workspace: str = ""


def normal(url: str) -> str:
    """A URL with the driver that is installed; empty is SQLite in the folder. Raises WorkspaceError for no URL."""
    if url in ("", "sqlite"):
        return ""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            url = "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith("postgresql+"):
        raise WorkspaceError("error-database-url", where=url.split("@")[-1], reason="postgresql://…")
    return url


def shown(url: str) -> str:
    """A URL as people may see it, without its password."""
    return make_url(url).render_as_string(hide_password=True) if url else "sqlite"


def look(made: Engine, where: Path) -> Found:
    """What the target holds. Raises WorkspaceError when it cannot be reached, or holds what is no workspace's."""
    try:
        with made.connect() as connection:
            names = set(inspect(connection).get_table_names())
            if strange := names - {*METADATA.tables, "alembic_version"}:
                raise WorkspaceError("error-move-target", where=shown_of(made), found=sorted(strange)[0])
            counts = {name: _count(connection, METADATA.tables[name]) for name in sorted(names & set(METADATA.tables))}
            if not any(counts.values()):
                return Found(True)
            named = connection.execute(select(META.c.value).where(META.c.name == "workspace")).scalar()
            return Found(False, str(named or ""))
    except DBAPIError as error:
        raise WorkspaceError("error-database", where=str(where), reason=str(error.orig)) from error


def shown_of(made: Engine) -> str:
    """An engine's database as people may see it."""
    return made.url.render_as_string(hide_password=True)


def state(connection: Connection) -> tuple[int, str]:
    """The ledger's size and root (hex)."""
    size = ledger.size(connection)
    return size, ledger.root(connection, size).hex()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar() or 0


def copy(source: Connection, made: Engine, tables: Sequence[Table], progress: Progress) -> None:
    """Let the target's tables hold exactly the source's rows, in one transaction.

    Raises TamperError when what was written is not what was read.
    """
    total = sum(_count(source, table) for table in tables)
    done = 0
    with made.connect().execution_options(**{database.WRITE: True}) as target, target.begin():
        for table in tables:
            target.execute(delete(table))
            summed = Sum(0, 0)
            for part in _parts(source, table):
                target.execute(insert(table), part)
                summed = _add(summed, part)
                done += len(part)
                progress("move-copy", done, total)
            if sums(target, table) != summed:
                raise TamperError("error-move-differs", where=table.name)


def _parts(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = connection.execute(select(table).execution_options(yield_per=BATCH)).mappings()
    for part in found.partitions(BATCH):
        yield [{name: bytes(one) if isinstance(one, memoryview) else one for name, one in row.items()} for row in part]


def sums(connection: Connection, table: Table) -> Sum:
    """The sum of a table's rows as they stand."""
    summed = Sum(0, 0)
    for part in _parts(connection, table):
        summed = _add(summed, part)
    return summed


def _add(summed: Sum, part: Sequence[Mapping[str, Any]]) -> Sum:
    hashes = summed.hashes
    for row in part:
        told = json.dumps(row, sort_keys=True, default=lambda one: {"bytes": one.hex()})
        hashes = (hashes + int.from_bytes(sha256(told.encode("utf-8", "surrogatepass")).digest(), "big")) % _HASH
    return Sum(summed.rows + len(part), hashes)


def check(made: Engine, name: str, public_key: bytes, secret: bytes, progress: Progress) -> Log:
    """Every entry, tile, checkpoint and row of a database against its ledger. Raises TamperError at what is wrong."""
    with made.connect() as connection, connection.begin():
        log = check_log.check(connection, name, public_key, None, progress)
        check_rows.check(connection, log, secret, progress)
    if log.findings:
        raise TamperError("error-move-differs", where=log.findings[0].place)
    return log


@contextmanager
def still(made: Engine) -> Iterator[Connection]:
    """The source with every writer of every table kept out, sessions and drafts too, until the block ends."""
    with made.connect().execution_options(**{database.WRITE: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in BESIDE)
            connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        yield connection
