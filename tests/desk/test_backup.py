"""A backup is a whole workspace in one file, from either database, restored byte for byte, refused when changed."""

from __future__ import annotations

import io
import json
import random
import tarfile
from pathlib import Path

import pytest
from tests.cli.here import qalqan as told
from tests.store.conftest import settings

from qalqan.desk.backup import backup, restore
from qalqan.desk.verify import verify
from qalqan.errors import TamperError, UsageError, WorkspaceError
from qalqan.settings import Settings
from qalqan.store import drafts, ledger, profiles
from qalqan.store.workspace import Workspace

__all__ = ["settings"]


@pytest.fixture
def path(tmp_path: Path, settings: Settings) -> Path:
    """A workspace on either database, with originals, files, rows and a draft."""
    with Workspace.init(tmp_path / "ws", settings=settings) as ws:
        for number in range(5):
            folder = ws.stage()
            (folder / "rows").write_bytes(b"rows %d" % number * 100)
            (folder / "original").write_bytes(b"original %d" % number * 100)
            ws.vault.put(folder / "original")
            ws.commit(
                "a", {"n": number}, lake={f"x/{number}": folder / "rows"},
                change=lambda c, n=number: profiles.remember(c, f"layout-{n}", {"n": str(n)}),
            )  # fmt: skip
        with ws.beside() as connection:
            drafts.save(connection, "aidana", "report", "1", {"words": "бастадым"}, 0)
    text = f'threads = 1\n[store]\nurl = "{settings.store.url}"\n'
    (tmp_path / "ws/settings.toml").write_text(text, "utf-8")
    return tmp_path / "ws"


def test_there_is_everything_and_it_is_checked(path: Path, tmp_path: Path) -> None:
    made = backup(path, tmp_path / "unit.backup")
    assert made.files == 10
    assert made.file.stat().st_mode & 0o077 == 0
    back = restore(made.file, tmp_path / "back")
    assert (back.size, back.root, back.sha256) == (made.size, made.root, made.sha256)
    with Workspace.open(path) as old, Workspace.open(tmp_path / "back") as new:
        assert (new.name, new.settings.threads, new.settings.store.url) == (old.name, 1, "")
        assert new.listed() == old.listed()
        with new.reading() as connection:
            assert ledger.entry(connection, ledger.size(connection)).act == "backup"
            assert [one.body for one in drafts.drafts(connection, "aidana")] == [{"words": "бастадым"}]
    with Workspace.open(tmp_path / "back", write=True) as ws:
        ws.commit("a", {})
    assert verify(tmp_path / "back").ok
    assert verify(path).ok


def test_where_it_may_not_go(path: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"")
    for wrong in (tmp_path / "there", path / "inside"):
        with pytest.raises(UsageError, match="error-backup-file"):
            backup(path, wrong)
    made = backup(path, tmp_path / "unit.backup")
    with pytest.raises(WorkspaceError, match="error-workspace-not-empty"):
        restore(made.file, path)
    with pytest.raises(UsageError, match="error-backup-none"):
        restore(tmp_path / "there", tmp_path / "back")


def test_a_changed_backup_is_refused(path: Path, tmp_path: Path) -> None:
    made, chance = backup(path, tmp_path / "unit.backup"), random.Random(2)
    raw = made.file.read_bytes()
    with tarfile.open(made.file) as tar:
        spots = [(one.offset_data, one.size) for one in tar if one.name != "backup.json"]
    for number in range(12):
        start, size = chance.choice(spots)
        at = start + chance.randrange(size)
        broken = tmp_path / "broken"
        broken.write_bytes(raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :])
        try:
            restore(broken, tmp_path / f"back{number}")
        except (TamperError, UsageError, WorkspaceError):
            continue
        pytest.fail(f"byte {at} was changed and nobody noticed")  # pragma: no cover


@pytest.mark.parametrize("name", ["../out", "/etc/x", "lake/../../out", "tmp/x", "lake", "lock"])
def test_a_name_that_leads_out_is_no_backup(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "bad", "w") as tar:
        for each, content in (("backup.json", json.dumps({"files": 1, "size": 1, "root": ""}).encode()), (name, b"x")):
            one = tarfile.TarInfo(each)
            one.size = len(content)
            tar.addfile(one, io.BytesIO(content))
    with pytest.raises(UsageError, match="error-backup-none"):
        restore(tmp_path / "bad", tmp_path / "back")
    assert not (tmp_path / "out").exists()


def test_the_commands(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "ws").close()

    made = told("backup", str(tmp_path / "ws"), str(tmp_path / "unit.backup"), "--json")
    back = told("restore", str(tmp_path / "unit.backup"), str(tmp_path / "back"), "--json")
    assert json.loads(made.stdout)["root"] == json.loads(back.stdout)["root"]
    for wrong in (["move", str(tmp_path / "ws")], ["move", str(tmp_path / "ws"), "--to", "sqlite", "--forget"]):
        refused = told(*wrong)
        assert refused.returncode == 2
        assert "For example" in refused.stderr
    assert json.loads(told("move", str(tmp_path / "ws"), "--to", "sqlite", "--json").stdout)["to"] == "sqlite"
    assert json.loads(told("move", str(tmp_path / "ws"), "--forget", "--json").stdout) == {"files": 0}
