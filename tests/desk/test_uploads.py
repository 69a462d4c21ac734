"""Uploads: chunks, going on after a broken connection or a killed server, limits, whose they are."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from qalqan import clock
from qalqan.desk import uploads
from qalqan.desk.init import init
from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.settings import Settings, Upload
from qalqan.store.workspace import Workspace

SETTINGS = Settings(upload=Upload(file_mb=1, files=3))
WORDS = b"0123456789" * 30


@pytest.fixture
def path(tmp_path: Path) -> Path:
    init(tmp_path / "ws", None)
    return tmp_path / "ws"


def begun(path: Path, name: str = "pay.csv", size: int = len(WORDS), **more: str) -> uploads.Upload:
    return uploads.begin(path, SETTINGS, officer="aidana", name=name, size=size, **more)


def append(path: Path, id_: str, offset: int, chunk: bytes, **more: str) -> int:
    return uploads.append(path, id_, offset, chunk, officer="aidana", **more).received


def test_a_file_arrives_in_chunks_and_is_handed_on_with_its_name_and_basis(path: Path) -> None:
    one = begun(path, basis="case=257500001000001", sha256=sha256(WORDS).hexdigest())
    assert append(path, one.id, 0, WORDS[:100]) == 100
    with pytest.raises(UsageError, match="error-upload-part"):
        uploads.check(path, one.id)
    assert append(path, one.id, 100, WORDS[100:], sha256=sha256(WORDS[100:]).hexdigest()) == len(WORDS)
    (found,) = uploads.found(path, [one.id], "aidana")
    assert found.path.read_bytes() == WORDS
    assert (found.name, found.basis.case) == ("pay.csv", "257500001000001")
    uploads.drop(path, one.id, "aidana")
    assert not uploads.listed(path)


def test_what_is_sent_again_is_kept_once_and_gaps_and_changes_are_refused(path: Path) -> None:
    one = begun(path)
    append(path, one.id, 0, WORDS[:100])
    assert append(path, one.id, 0, WORDS[:100]) == 100
    assert append(path, one.id, 50, WORDS[50:150]) == 150
    for offset, chunk in ((200, b"x"), (-1, b"x"), (0, b"x" * 10), (140, b"x" * 20)):
        with pytest.raises(Conflict, match="error-upload-offset"):
            append(path, one.id, offset, chunk)
    with pytest.raises(UsageError, match="error-upload-chunk-hash"):
        append(path, one.id, 150, b"1", sha256="0" * 64)
    with pytest.raises(UsageError, match="error-upload-beyond"):
        append(path, one.id, 150, WORDS)
    assert append(path, one.id, 150, WORDS[150:]) == len(WORDS)
    assert uploads.check(path, one.id).whole


def test_what_a_killed_server_had_begun_is_cut_off(path: Path) -> None:
    one = begun(path)
    append(path, one.id, 0, WORDS[:100])
    folder = path / "tmp/uploads" / one.id
    with (folder / "data").open("ab") as data:
        data.write(b"never accepted")
    with (folder / "chunks").open("ab") as lines:
        lines.write(b"14 aa")
    assert uploads.find(path, one.id).received == 100
    assert append(path, one.id, 100, WORDS[100:]) == len(WORDS)
    assert uploads.check(path, one.id).whole


def test_a_byte_that_changed_on_the_disk_is_noticed(path: Path) -> None:
    one = begun(path)
    append(path, one.id, 0, WORDS)
    data = path / "tmp/uploads" / one.id / "data"
    data.write_bytes(b"9" + WORDS[1:])
    with pytest.raises(UsageError, match="error-upload-hash"):
        uploads.check(path, one.id)


def test_limits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (0, -1, (1 << 20) + 1):
        with pytest.raises(UsageError, match="error-upload-size"):
            begun(path, size=size)
    with pytest.raises(UsageError, match="error-upload-hash"):
        begun(path, sha256="short")
    with pytest.raises(UsageError, match="error-basis-field"):
        begun(path, basis="colour=red")
    one = begun(path)
    with pytest.raises(UsageError, match="error-upload-chunk-size"):
        append(path, one.id, 0, bytes(uploads.MOST_CHUNK + 1))
    begun(path), begun(path)
    with pytest.raises(UsageError, match="error-upload-count"):
        begun(path)
    assert uploads.begin(path, SETTINGS, officer="berik", name="a", size=1).officer == "berik"
    full = shutil.disk_usage(path)._replace(free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(UsageError, match="error-upload-disk"):
        uploads.begin(path, SETTINGS, officer="berik", name="a", size=1)


def test_nobody_touches_anothers_upload(path: Path) -> None:
    one = begun(path)
    for id_ in (one.id, "../../key", "0" * 32, ""):
        with pytest.raises(NotFound):
            uploads.append(path, id_, 0, b"x", officer="berik")
        with pytest.raises(NotFound):
            uploads.drop(path, id_, "berik")
    assert not uploads.listed(path, "berik")
    assert [up.id for up in uploads.listed(path, "aidana")] == [one.id]


@pytest.mark.parametrize(
    ("name", "label"),
    [("../../etc/passwd", "passwd"), ("C:\\банк\\выписка.xlsx", "выписка.xlsx"), ("a\x00b\n.csv", "ab.csv"),
     ("", "file"), ("...", "file"), ("а" * 300 + ".csv", "а" * 196 + ".csv"), ("\ud800.csv", "\\ud800.csv")],
)  # fmt: skip
def test_the_senders_name_is_only_a_label(path: Path, name: str, label: str) -> None:
    one = begun(path, name)
    assert one.name == label
    assert uploads.find(path, one.id).name == one.name


def test_an_upload_outlives_the_process_and_every_writer(path: Path) -> None:
    one = begun(path)
    append(path, one.id, 0, WORDS[:10])
    with Workspace.open(path, write=True) as ws:  # sweeps what dead processes left
        ws.commit("a", {})
    assert uploads.find(path, one.id).received == 10


def test_forgotten_ones_are_cleared_away(path: Path) -> None:
    old, waited, fresh = begun(path), begun(path), begun(path)
    for one in (old, waited):
        for place in (path / "tmp/uploads" / one.id, *(path / "tmp/uploads" / one.id).iterdir()):
            at = (clock.now() - timedelta(hours=uploads.KEPT_HOURS + 1)).timestamp()
            os.utime(place, (at, at))
    assert uploads.forget(path, {waited.id}) == 1
    assert {one.id for one in uploads.listed(path)} == {waited.id, fresh.id}


@tries(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-2, 40), st.integers(1, 40)), max_size=12), st.integers(1, 40))
def test_any_sending_gives_the_file_or_says_where_to_go_on(
    tmp_path_factory: pytest.TempPathFactory, sends: list[tuple[int, int]], size: int
) -> None:
    path = tmp_path_factory.mktemp("any")
    words = bytes(range(size))
    one = uploads.begin(path, SETTINGS, officer="aidana", name="a", size=size)
    received = 0
    for offset, length in sends:
        chunk = words[offset : offset + length] if offset >= 0 else b"?"
        if 0 <= offset <= received:
            received = append(path, one.id, offset, chunk)
            continue
        with pytest.raises(Conflict) as refused:
            append(path, one.id, offset, chunk)
        assert int(str(refused.value.args_["received"])) == received
    while received < size:
        received = append(path, one.id, received, words[received : received + 7])
    (found,) = uploads.found(path, [one.id])
    assert found.path.read_bytes() == words
