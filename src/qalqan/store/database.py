"""The workspace's database: SQLite in its folder, or PostgreSQL by URL; alembic brings it to this form."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from qalqan.errors import WorkspaceError
from qalqan.store.tables import REVISION

FILE = "qalqan.db"
BUSY_SECONDS = 30
WRITE = "qalqan_write"
"""Execution option of a connection that will write: SQLite then takes its lock at the start, not half-way."""


def engine(folder: Path, url: str = "") -> Engine:
    """The engine for a workspace. Raises WorkspaceError for a URL that no driver serves."""
    if not url:
        return _sqlite(folder / FILE)
    try:
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    except (NoSuchModuleError, ImportError, SQLAlchemyError) as error:
        raise WorkspaceError("error-database-url", where=str(folder), reason=str(error)) from error


def _sqlite(file: Path) -> Engine:
    made = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(made, "connect")
    def connected(raw: sqlite3.Connection, _record: Any) -> None:
        raw.isolation_level = None  # SQLAlchemy's BEGIN below, not the driver's late one
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begun(connection: Connection) -> None:
        wanted = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if wanted else "BEGIN")

    return made


def revision(connection: Connection) -> str:
    """The form the database has; empty when it has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def older(folder: Path, url: str = "") -> bool:
    """Whether the database is there and of an earlier form than this code's."""
    if not url and not (folder / FILE).is_file():
        return False
    made = engine(folder, url)
    try:
        with made.connect() as connection:
            return "" < revision(connection) < REVISION
    except DBAPIError:
        return False  # told with its reason when it is opened
    finally:
        made.dispose()


def prepare(made: Engine, folder: Path, migrate: bool) -> None:
    """Bring the database to this code's form, or refuse.

    Raises WorkspaceError when it cannot be reached, was made by newer code, or is older and ``migrate`` is
    not set.
    """
    try:
        with made.connect() as connection:
            found = revision(connection)
    except DBAPIError as error:
        raise WorkspaceError("error-database", where=str(folder), reason=str(error.orig)) from error
    if found == REVISION:
        return
    from alembic import command  # noqa: PLC0415 - half a second that only a new form costs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if found and found not in known:
        raise WorkspaceError("error-workspace-newer", where=str(folder), found=found, known=REVISION)
    if not migrate:
        raise WorkspaceError("error-workspace-older", where=str(folder), found=found or "-", known=REVISION)
    with made.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, REVISION)


def shrink(made: Engine) -> None:
    """Leave no erased value in SQLite's write-ahead log. (PostgreSQL's is kept by its own rules.)"""
    if made.dialect.name == "sqlite":
        raw = made.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
