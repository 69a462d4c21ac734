"""Beside the ledger: written while another process writes the workspace, and nothing else is written from there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from qalqan.errors import PartError
from qalqan.settings import Settings
from qalqan.store import ledger
from qalqan.store.tables import LEDGERED, OFFICERS, VIEWS
from qalqan.store.workspace import Workspace

VIEW = {"id": "a", "page": "search", "body": "{}", "officer": "x", "made": "2026-11-01"}


def test_is_kept_without_an_entry(ws: Workspace) -> None:
    with ws.reading() as connection:
        before = ledger.size(connection)
    with ws.beside() as connection:
        connection.execute(insert(VIEWS).values(VIEW))
    with ws.reading() as connection:
        assert connection.execute(select(VIEWS.c.page)).scalar() == "search"
        assert ledger.size(connection) == before


def test_is_taken_back_when_it_fails(ws: Workspace) -> None:
    def fail() -> None:
        with ws.beside() as connection:
            connection.execute(insert(VIEWS).values(VIEW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with ws.reading() as connection:
        assert connection.execute(select(VIEWS)).all() == []


@pytest.mark.parametrize("table", LEDGERED, ids=lambda one: one.name)
def test_no_table_of_the_ledger_is_written(ws: Workspace, table) -> None:  # type: ignore[no-untyped-def]
    ones = {str: "1", int: 1, bytes: b"1"}
    values = {column.name: ones[column.type.python_type] for column in table.c}
    for statement in (insert(table).values(values), update(table).values(values), delete(table)):
        with pytest.raises(PartError, match="error-beside-table"), ws.beside() as connection:
            connection.execute(statement)


def test_no_words_of_sql_are_taken(ws: Workspace) -> None:
    with pytest.raises(PartError, match="error-beside-table"), ws.beside() as connection:
        connection.execute(text("DELETE FROM officers"))
    with pytest.raises(PartError, match="error-beside-table"), ws.beside() as connection:
        connection.exec_driver_sql("DELETE FROM officers")
    hidden = delete(OFFICERS).returning(OFFICERS.c.id).cte("gone")
    with pytest.raises(PartError, match="error-beside-table"), ws.beside() as connection:
        connection.execute(select(hidden.c.id))


def test_another_use_of_the_connection_is_not_guarded(ws: Workspace) -> None:
    with ws.beside() as connection:
        connection.execute(select(OFFICERS)).all()
    with ws.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    ws.commit("note", {"n": 1})


def test_while_another_process_holds_the_workspace(ws: Workspace, tmp_path: Path, settings: Settings) -> None:
    path = ws.path
    ws.close()
    busy = str(Path(__file__).with_name("busy_writer.py"))
    writer = subprocess.Popen([sys.executable, busy, str(path), settings.store.url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline().strip() == "open"
        with Workspace.open(path, settings=settings) as reader:
            for number in range(30):
                with reader.beside() as connection:
                    connection.execute(insert(VIEWS).values({**VIEW, "id": f"v{number}"}))
            assert writer.poll() is None
            with reader.reading() as connection:
                assert len(connection.execute(select(VIEWS)).all()) == 30
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
