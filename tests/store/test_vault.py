"""Originals are sealed, identical ones kept once, and any change is seen."""

from __future__ import annotations

import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import NotFound, TamperError
from qalqan.store import vault
from qalqan.store.vault import FRAME, TAG, Opened, sealed_size
from qalqan.store.workspace import Workspace

Staged = Callable[[str, bytes], Path]
SIZES = [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 2 * FRAME + 7]


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def sealed(tmp_path: Path, size: int) -> Path:
    with (tmp_path / "sealed").open("wb") as target:
        assert vault.seal(io.BytesIO(content(size)), target, b"k" * 32) == (
            sha256(content(size)).hexdigest(), size,
        )  # fmt: skip
    return tmp_path / "sealed"


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_opens_again(tmp_path: Path, size: int) -> None:
    path = sealed(tmp_path, size)
    assert path.stat().st_size == sealed_size(size)
    with Opened(path, b"k" * 32, size) as opened:
        assert b"".join(opened.frames()) == content(size)
        assert opened.seek(0) == 0
        assert io.BufferedReader(opened).read() == content(size)


@given(data=st.data())
def test_a_place_is_read_as_from_a_plain_file(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    size = 2 * FRAME + 7
    path = sealed(tmp_path_factory.mktemp("v"), size)
    start, length = data.draw(st.integers(0, size + 5)), data.draw(st.integers(0, FRAME + 9))
    with io.BufferedReader(Opened(path, b"k" * 32, size)) as opened:
        opened.seek(start)
        assert opened.read(length) == content(size)[start : start + length]
        assert opened.tell() == min(start + length, max(size, start))


def test_swapped_cut_and_lengthened_frames_do_not_open(tmp_path: Path) -> None:
    size, step = 2 * FRAME + 7, FRAME + TAG
    whole = sealed(tmp_path, size).read_bytes()
    first, second, third = whole[:step], whole[step : 2 * step], whole[2 * step :]
    for broken in (second + first + third, first + first + third, first + second + third[:-1] + b"\x00"):
        (tmp_path / "sealed").write_bytes(broken)
        with pytest.raises(TamperError, match="frame"), Opened(tmp_path / "sealed", b"k" * 32, size) as opened:
            list(opened.frames())
    for broken in (first + second, whole + b"\x00", b""):
        (tmp_path / "sealed").write_bytes(broken)
        with pytest.raises(TamperError, match="length"):
            Opened(tmp_path / "sealed", b"k" * 32, size)


def test_a_shorter_original_cannot_be_made_of_a_longer_one(tmp_path: Path) -> None:
    path = sealed(tmp_path, 2 * FRAME)
    path.write_bytes(path.read_bytes()[: FRAME + TAG])
    with pytest.raises(TamperError, match="frame"), Opened(path, b"k" * 32, FRAME) as opened:
        list(opened.frames())


def test_identical_content_is_kept_once(ws: Workspace, staged: Staged) -> None:
    one, two = staged("one", b"same"), staged("two", b"same")
    assert ws.vault.put(one) == ws.vault.put(two) == (sha256(b"same").hexdigest(), 4)
    ws.commit("ingest", {})
    before = ws.vault.path(sha256(b"same").hexdigest()).read_bytes()
    ws.vault.put(two)
    assert not ws.vault.pending
    ws.commit("ingest", {})
    assert ws.vault.path(sha256(b"same").hexdigest()).read_bytes() == before


def test_an_original_is_readable_before_and_after_its_commit(ws: Workspace, staged: Staged, tmp_path: Path) -> None:
    hash_, _ = ws.vault.put(staged("one", content(FRAME + 5)))
    assert ws.vault.open(hash_).read() == content(FRAME + 5)
    ws.commit("ingest", {})
    ws.vault.extract(hash_, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content(FRAME + 5)


def test_clear_content_lies_nowhere_in_the_workspace(ws: Workspace, staged: Staged) -> None:
    ws.vault.put(staged("one", "Жәбірленуші ".encode() * 50))
    ws.commit("ingest", {})
    for path in ws.path.rglob("*"):
        assert not path.is_file() or "Жәбірленуші".encode() not in path.read_bytes()


def test_erasing_destroys_the_key_and_the_log_tells_of_it(ws: Workspace, staged: Staged) -> None:
    hash_, _ = ws.vault.put(staged("one", b"erase me"))
    ws.commit("ingest", {})
    wrapped = ws.vault._find(hash_).wrapped  # type: ignore[union-attr]
    ws.vault.erase(hash_)
    with pytest.raises(NotFound, match="erased"):
        ws.vault.open(hash_)
    assert not ws.vault.path(hash_).exists()
    assert wrapped is not None
    for path in ws.path.glob("qalqan.db*"):
        assert wrapped not in path.read_bytes()
    assert ws.vault.put(staged("one", b"erase me"))[0] == hash_
    ws.commit("ingest", {})
    assert ws.vault.open(hash_).read() == b"erase me"


def test_an_unknown_original_is_said_so(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="unknown"):
        ws.vault.open("0" * 64)
    with pytest.raises(NotFound):
        ws.vault.erase("0" * 64)
