"""The migration makes exactly the tables that the code describes, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import qalqan.store
from qalqan.errors import WorkspaceError
from qalqan.model.schema import FILES as DESCRIBED
from qalqan.settings import Settings
from qalqan.store import database
from qalqan.store.tables import BESIDE, FILES, LEDGERED, METADATA, REVISION


def test_the_migration_makes_what_the_code_describes(tmp_path: Path, settings: Settings) -> None:
    engine = database.engine(tmp_path, settings.store.url)
    with pytest.raises(WorkspaceError, match="error-workspace-older"):
        database.prepare(engine, tmp_path, migrate=False)
    database.prepare(engine, tmp_path, migrate=True)
    database.prepare(engine, tmp_path, migrate=False)
    with engine.connect() as connection:
        assert database.revision(connection) == REVISION
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    config = Config()
    config.set_main_option("script_location", str(Path(qalqan.store.__file__).parent / "migrations"))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_every_table_is_the_ledger_or_ledgered_or_beside_it() -> None:
    named = [table.name for table in (*LEDGERED, *BESIDE)]
    assert sorted([*named, "ledger", "tiles"]) == sorted(METADATA.tables)


def test_outcomes_have_the_columns_of_the_schema() -> None:
    assert FILES.c.keys() == [*DESCRIBED.names, "mappings"]


def test_an_address_that_nothing_serves_is_said_so(tmp_path: Path) -> None:
    for url in ("nosuch://x", "not an address"):
        with pytest.raises(WorkspaceError, match="error-database-url"):
            database.engine(tmp_path, url)
    engine = database.engine(tmp_path, f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    with pytest.raises(WorkspaceError, match="error-database"):
        database.prepare(engine, tmp_path, migrate=True)
