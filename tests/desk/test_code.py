"""The digest of the code names what bears on a result, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from qalqan.desk import code


def _house(folder: Path) -> Path:
    for room in code.ROOMS:
        (folder / room).mkdir(parents=True)
        (folder / room / "a.py").write_text(f"X = '{room}'\n")
    return folder


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    house = _house(tmp_path)
    monkeypatch.setattr(code, "files", lambda _package: house)
    return house


def _digest() -> str:
    code.digest.cache_clear()
    try:
        return code.digest()
    finally:
        code.digest.cache_clear()


def test_a_changed_an_added_and_a_renamed_file_change_the_digest(told: Path) -> None:
    first = _digest()
    (told / "link" / "a.py").write_text("X = 1\n")
    changed = _digest()
    (told / "values" / "data").mkdir()
    (told / "values" / "data" / "banks.toml").write_text("")
    added = _digest()
    (told / "link" / "a.py").rename(told / "link" / "b.py")
    assert len({first, changed, added, _digest()}) == 4


def test_compiled_files_and_other_rooms_do_not(told: Path) -> None:
    first = _digest()
    (told / "link" / "__pycache__").mkdir()
    (told / "link" / "__pycache__" / "a.pyc").write_bytes(b"1")
    (told / "cli").mkdir()
    (told / "cli" / "a.py").write_text("")
    assert _digest() == first


def test_the_name_holds_version_and_digest() -> None:
    version, _, digest = code.name().partition("+")
    assert version.count(".") == 2
    assert len(digest) == 12
