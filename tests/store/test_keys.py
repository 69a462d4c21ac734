"""The workspace key: made, kept outside, found again, never mistaken."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from qalqan.errors import UsageError, WorkspaceError
from qalqan.store import keys
from qalqan.store.workspace import Workspace


def test_a_key_outside_is_only_named_inside(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "ws", tmp_path / "k").close()
    secret = keys.read_key(tmp_path / "k")
    inside = (tmp_path / "ws/key").read_text("utf-8")
    assert secret.hex() not in inside
    assert keys.fingerprint(secret) in inside
    assert str(tmp_path / "k") in inside
    with Workspace.open(tmp_path / "ws"):
        pass


def test_a_missing_or_other_key_is_said_so(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "ws", tmp_path / "k").close()
    (tmp_path / "k").write_bytes(b"x" * 32)
    with pytest.raises(WorkspaceError, match="error-key-other"):
        Workspace.open(tmp_path / "ws")
    (tmp_path / "k").unlink()
    with pytest.raises(WorkspaceError, match="error-key-missing"):
        Workspace.open(tmp_path / "ws")
    (tmp_path / "ws/key").write_text("{}", "utf-8")
    with pytest.raises(WorkspaceError, match="error-key-reference"):
        Workspace.open(tmp_path / "ws")


@pytest.mark.parametrize("content", [b"\x01" * 32, (b"\x01" * 32).hex().encode() + b"\n"])
def test_bytes_and_digits_are_one_key(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "k").write_bytes(content)
    assert keys.read_key(tmp_path / "k") == b"\x01" * 32


def test_a_longer_file_is_hashed_and_a_short_one_refused(tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(b"words " * 20)
    assert keys.read_key(tmp_path / "k") == sha256(b"words " * 20).digest()
    for content in (b"", b"x" * 31, b"x" * (keys.MOST_BYTES + 1)):
        (tmp_path / "k").write_bytes(content)
        with pytest.raises(UsageError, match="error-key-file"):
            keys.make(tmp_path / "k")


def test_a_key_file_inside_the_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="error-key-inside"):
        Workspace.init(tmp_path / "ws", tmp_path / "ws" / "k")
    assert not (tmp_path / "ws").exists()


def test_a_new_key_is_random_and_private(tmp_path: Path) -> None:
    one, two = keys.make(None), keys.make(tmp_path / "k")
    assert one.secret != two.secret
    assert one.workspace != two.workspace
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    assert one.derive("a") != one.derive("b")
