"""A picture that waits for a program is read again once the program is there, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest
from tests.intake.formats.test_image import program, shot

from qalqan.desk.ingest import ingest
from qalqan.settings import Settings
from qalqan.store import files
from qalqan.store.workspace import Workspace


def outcome(path: Path) -> tuple[str, str]:
    with Workspace.open(path) as ws, ws.reading() as connection:
        (row,) = files.everything(connection)
    return row["status"], row["note"]


def test_a_picture_waits_for_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, picture, space = tmp_path / "bin", tmp_path / "скрин.png", tmp_path / "space"
    folder.mkdir()
    picture.write_bytes(shot())
    Workspace.init(space).close()
    monkeypatch.setenv("PATH", str(folder))
    assert ingest(space, [picture], Settings()).by_status == {"needs_person": 1}
    assert outcome(space) == ("needs_person", "reason-ocr-missing")
    assert ingest(space, [picture], Settings()).by_status == {"duplicate": 1}
    program(folder, "eng\\nkaz\\nrus")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    assert ingest(space, [picture], Settings()).by_status == {"read": 1}
    assert outcome(space) == ("read", "")
    (table,) = (space / "lake").rglob("message-*.parquet")
    assert pl.read_parquet(table)["text"].to_list() == ["Служба\nбанка\n\nНазовите код"]
    assert ingest(space, [picture], Settings()).by_status == {"duplicate": 1}
