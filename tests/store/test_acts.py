"""Steps of measures in the database, and how a workspace of the first form comes to hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

from qalqan.errors import WorkspaceError
from qalqan.settings import Settings
from qalqan.store import acts, check_log, check_rows, database, ledger, profiles, rows, workspace
from qalqan.store.acts import Step
from qalqan.store.tables import META, REVISION
from qalqan.store.workspace import Workspace

AT = datetime(2025, 3, 14, 9, 0, tzinfo=UTC)
FIRST = Step("a" * 32, "C-1/722:suspension", 1, "propose", "o1", AT, "", "s", {"asked": [1, "ә"]}, "00")


def test_steps_come_back_in_order(ws: Workspace) -> None:
    second = replace(FIRST, id="b" * 32, number=2, step="send", previous=FIRST.id)
    other = replace(FIRST, id="c" * 32, measure="C-1/601:suspension")
    for one in (FIRST, second, other):
        ws.commit("act_step", {"step": one.step}, change=lambda connection, one=one: acts.add(connection, one))
    with ws.reading() as connection:
        assert acts.of_measure(connection, FIRST.measure) == [FIRST, second]
        assert {one.id for one in acts.everything(connection)} == {FIRST.id, second.id, other.id}


def test_one_number_is_taken_once(ws: Workspace) -> None:
    ws.commit("act_step", {}, change=lambda connection: acts.add(connection, FIRST))
    with pytest.raises(IntegrityError):
        ws.commit("act_step", {}, change=lambda connection: acts.add(connection, replace(FIRST, id="d" * 32)))


def test_a_workspace_of_the_first_form_is_brought_up_to_date(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old"
    _make_old(path, settings, monkeypatch)
    with pytest.raises(WorkspaceError, match="error-workspace-older"):
        Workspace.open(path, still=True, settings=settings)
    with Workspace.open(path, settings=settings) as reader, reader.reading() as connection:
        assert profiles.recall(connection, "layout") == {"a": "at"}
        assert acts.everything(connection) == []
        assert connection.execute(select(META.c.value).where(META.c.name == workspace.FORM)).scalar() == REVISION
        noted = [e for e in (ledger.entry(connection, n) for n in range(1, 4)) if e.act == "upgrade"]
        assert [e.payload for e in noted] == [{"from": "0001", "to": REVISION}]
    _green(path, settings)
    before = _size(path, settings)
    Workspace.open(path, write=True, settings=settings).close()
    assert _size(path, settings) == before, "brought up to date once"


def test_an_upgrade_killed_before_its_entry_is_entered_later(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old"
    _make_old(path, settings, monkeypatch)
    engine = database.engine(path, settings.store.url)
    database.prepare(engine, path, migrate=True)
    engine.dispose()
    before = _size(path, settings)
    Workspace.open(path, write=True, settings=settings).close()
    assert _size(path, settings) == before + 1
    _green(path, settings)


def _make_old(path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace as the first version made it."""
    insert = rows.insert

    def without_form(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
        if values.get("name") != workspace.FORM:
            insert(connection, table, values)

    with monkeypatch.context() as old:
        for room in (database, workspace):
            old.setattr(room, "REVISION", "0001")
        old.setattr(workspace.rows, "insert", without_form)
        with Workspace.init(path, settings=settings) as made:
            made.commit("map", {}, change=lambda connection: profiles.remember(connection, "layout", {"a": "at"}))
            with made.reading() as connection:
                assert not inspect(connection).has_table("act_steps")


def _green(path: Path, settings: Settings) -> None:
    with Workspace.open(path, still=True, settings=settings) as ws, ws.reading() as connection:
        log = check_log.check(connection, ws.name, ws.public_key, None, lambda *_: None)
        check_rows.check(connection, log, ws.key("rows"), lambda *_: None)
        assert log.findings == []


def _size(path: Path, settings: Settings) -> int:
    engine = database.engine(path, settings.store.url)
    with engine.connect() as connection:
        size = int(connection.execute(text("SELECT count(*) FROM ledger")).scalar() or 0)
    engine.dispose()
    return size
