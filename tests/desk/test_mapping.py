"""A person's correction of a layout: read again, remembered, used for the next file like it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from qalqan.desk import mapping, outcomes
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.desk.verify import verify
from qalqan.errors import NotFound, UsageError
from qalqan.settings import load
from qalqan.store.workspace import Workspace

HEAD = "step,src,dst,val"
CORRECTION = """
[[table]]
file = "*.csv"
kind = "transaction"
dates = "day:2025-01-01"
decimal = "point"
[table.columns]
at = "step"
payer_account = "src"
payee_account = "dst"
raw_amount = "val"
"""


def _file(folder: Path, name: str, first: int) -> Path:
    folder.mkdir(exist_ok=True)
    rows = [f"{day},{first + day},{first + day + 50},{day}00.5" for day in range(1, 9)]
    (folder / name).write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    return folder / name


def _transfers(ws: Path) -> pl.DataFrame:
    with Workspace.open(ws) as opened:
        return dict(outcomes.observed(opened)).get("transaction", pl.DataFrame())


def test_a_correction_is_read_and_remembered(tmp_path: Path) -> None:
    ws, settings = tmp_path / "ws", load()[0]
    init(ws)
    ingest(ws, [_file(tmp_path / "a", "one.csv", 1000)], settings, basis="request=1")
    with Workspace.open(ws) as opened:
        one = outcomes.files_table(opened)["evidence"][0]
    (tmp_path / "fix.toml").write_text(CORRECTION, "utf-8")
    assert mapping.correct(ws, one, tmp_path / "fix.toml", settings) == 8
    read = _transfers(ws)
    assert read["amount_tiyn"].sort().to_list() == [10050 + 10000 * day for day in range(8)]
    ingest(ws, [_file(tmp_path / "b", "two.csv", 2000)], settings, basis="request=2")
    assert _transfers(ws).height == 16
    told = mapping.proposal(ws, one)
    assert "payer_account" in told
    assert verify(ws, None).ok


def test_a_proposal_can_be_given_back_as_it_is(tmp_path: Path) -> None:
    ws, settings = tmp_path / "ws", load()[0]
    init(ws)
    text = "Абонент;ФИО;ИИН\n+77015551234;Ахметова Сәуле;850101400123\n"
    (tmp_path / "s.csv").write_text(text, "utf-8")
    ingest(ws, [tmp_path / "s.csv"], settings, basis="request=1", take_best=True)
    with Workspace.open(ws) as opened:
        one = outcomes.files_table(opened)["evidence"][0]
    (tmp_path / "same.toml").write_text(mapping.proposal(ws, one), "utf-8")
    assert mapping.correct(ws, one, tmp_path / "same.toml", settings) == 1


def test_what_cannot_be_mapped_is_said(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    init(ws)
    with pytest.raises(NotFound):
        mapping.proposal(ws, "0" * 16)
    (tmp_path / "bad.toml").write_text('[[table]]\nkind = "nothing"\n', "utf-8")
    with pytest.raises(UsageError):
        ingest(ws, [_file(tmp_path / "a", "one.csv", 1)], load()[0], mapping=tmp_path / "bad.toml")
