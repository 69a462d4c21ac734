"""Workspaces for the store's tests, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qalqan.settings import Settings
from qalqan.store.workspace import Workspace


@pytest.fixture
def settings(stored: Settings) -> Settings:
    """Settings that name a database of the test's own."""
    return stored


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
