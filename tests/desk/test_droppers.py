"""The ranking as an officer asks for it: the most probable first, masked without a purpose, logged with one."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from qalqan.desk import droppers, tables
from qalqan.desk.init import init
from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import UsageError
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

ACCOUNTS = [f"KZ00722000000000000{n}" for n in range(4)]


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    grounds = json.dumps([{"locators": ["e::1"], "rule": "dropper-direct", "values": {"direct": 2}, "weight": 3351}])
    rows = [
        {
            "account": one,
            "holder": "ИВАНОВ ИВАН",
            "score": score,
            "cases": n,
            "came_tiyn": 5,
            "against": "",
            "grounds": grounds,
        }
        for n, (one, score) in enumerate(zip(ACCOUNTS, (600, 900, 700, 900), strict=True))
    ]
    known = Tables.of({"possible_droppers": conform(pl.DataFrame(rows), table("possible_droppers"))})
    monkeypatch.setattr(tables, "current", lambda _: known)
    init(tmp_path / "ws", tmp_path / "key")
    return tmp_path / "ws"


def test_the_most_probable_come_first_and_are_masked(ws: Path) -> None:
    with Workspace.open(ws) as opened:
        found = droppers.droppers(opened, 3)
    assert found.total == 4
    assert found.rows["score"].to_list() == [900, 900, 700]
    assert not set(found.rows["account"]) & set(ACCOUNTS)
    assert "ИВАНОВ" not in str(found.rows.to_dicts())


def test_a_purpose_shows_them_clear_and_is_logged(ws: Path) -> None:
    with Workspace.open(ws, write=True) as opened:
        found = droppers.droppers(opened, 2, officer="Сынақова", purpose="іс 1")
        logged = purposes.everything(opened)
    assert found.rows["account"].to_list() == [ACCOUNTS[3], ACCOUNTS[1]]
    assert [(one.purpose, one.what, one.count) for one in logged] == [("іс 1", "droppers", 2)]


def test_a_count_below_one_is_refused(ws: Path) -> None:
    with Workspace.open(ws) as opened, pytest.raises(UsageError):
        droppers.droppers(opened, 0)
