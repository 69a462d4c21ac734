"""Signed roots outside the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from qalqan.errors import UsageError
from qalqan.settings import Settings
from qalqan.store import witness
from qalqan.store.workspace import Workspace


def test_roots_are_appended_and_read_back(ws: Workspace, settings: Settings, tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        ws.commit("a", {})
        told.append(witness.write(ws, tmp_path / "w"))
    ws.close()
    with Workspace.open(ws.path, settings=settings) as reader:
        told.append(witness.write(reader, tmp_path / "w"))
        key = reader.public_key
    assert [one.size for one in told] == [2, 3, 3]
    seen = witness.read(tmp_path / "w")
    assert [one.checkpoint for one in seen] == told
    assert all(one.public_key == key for one in seen)
    assert all(one.checkpoint is not None and one.checkpoint.genuine(key) for one in seen)


def test_the_witness_is_kept_outside(ws: Workspace) -> None:
    with pytest.raises(UsageError, match="error-witness-inside"):
        witness.write(ws, ws.path / "lake" / "w")


def test_broken_lines_are_seen_and_do_not_hide_the_others(ws: Workspace, tmp_path: Path) -> None:
    witness.write(ws, tmp_path / "w")
    good = (tmp_path / "w").read_bytes()
    (tmp_path / "w").write_bytes(b"\xff\n\n[]\n" + good + b'{"size": "x"}\n')
    assert [(one.line, one.checkpoint is None) for one in witness.read(tmp_path / "w")] == [
        (1, True), (3, True), (4, False), (5, True),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="error-witness-file"):
        witness.read(tmp_path / "none")
