"""Init, open, the commit point, one writer, sweeping."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from qalqan import clock
from qalqan.errors import AccessError, NotFound, UsageError, WorkspaceError
from qalqan.settings import Settings
from qalqan.store import ledger, profiles
from qalqan.store.workspace import Workspace

Staged = Callable[[str, bytes], Path]


def remember(connection: Connection) -> None:
    profiles.remember(connection, "layout", {"a": "at"})


def test_an_act_keeps_files_rows_and_entry_together(ws: Workspace, staged: Staged) -> None:
    entry = ws.commit("ingest", {"n": 1}, lake={"x/t.parquet": staged("t", b"rows")}, change=remember)
    assert ws.file("x/t.parquet").read_bytes() == b"rows"
    assert ws.file("x/t.parquet").is_relative_to(ws.path / "lake")
    assert {table for table, _, _ in entry.rows} == {"checkpoints", "manifest", "profiles"}
    with ws.reading() as connection:
        assert ledger.entry(connection, entry.seq) == entry
        assert profiles.recall(connection, "layout") == {"a": "at"}


def test_a_refused_act_leaves_nothing(ws: Workspace, staged: Staged) -> None:
    source = staged("t", b"rows")
    hash_, _ = ws.vault.put(staged("o", b"original"))

    def refuse(connection: Connection) -> None:
        remember(connection)
        raise AccessError("error-act-role")

    with pytest.raises(AccessError):
        ws.commit("ingest", {}, lake={"runs/1/t.parquet": source}, change=refuse)
    with ws.reading() as connection:
        assert ledger.size(connection) == 1
        assert profiles.recall(connection, "layout") is None
    assert source.read_bytes() == b"rows"
    assert not ws.listed()
    ws.commit("ingest", {}, lake={"runs/1/t.parquet": source})
    assert ws.file("runs/1/t.parquet") == ws.path / "runs/1/t.parquet"
    assert ws.vault.open(hash_).read() == b"original"


def test_a_name_is_written_once_and_may_be_dropped(ws: Workspace, staged: Staged) -> None:
    ws.commit("a", {}, lake={"one": staged("t", b"1")})
    with pytest.raises(UsageError, match="error-lake-listed"):
        ws.commit("a", {}, lake={"one": staged("t", b"2")})
    place = ws.file("one")
    ws.commit("a", {}, lake={"two": staged("t", b"2")}, drop=["one"])
    assert not place.exists()
    assert list(ws.listed()) == ["two"]
    with pytest.raises(NotFound):
        ws.file("one")
    with pytest.raises(NotFound):
        ws.commit("a", {}, drop=["one"])


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "a/../b", "", ".hidden", "a/./b", "ә", "a\nb"])
def test_names_cannot_lead_out(ws: Workspace, staged: Staged, name: str) -> None:
    with pytest.raises(UsageError, match="error-lake-name"):
        ws.commit("a", {}, lake={name: staged("t", b"1")})


def test_personal_data_and_floats_are_kept_out_of_the_log(ws: Workspace) -> None:
    with pytest.raises(UsageError, match="error-ledger-personal"):
        ws.commit("a", {"phone": "+77011234567"})
    with pytest.raises(TypeError):
        ws.commit("a", {"share": 0.5})


def test_one_writes_and_many_read(ws: Workspace, settings: Settings) -> None:
    with pytest.raises(WorkspaceError, match=r"error-workspace-locked \(pid=\d+, host=.+, since=20"):
        Workspace.open(ws.path, write=True, settings=settings)
    with (
        Workspace.open(ws.path, settings=settings) as one,
        Workspace.open(ws.path, settings=settings) as two,
        one.reading() as a,
        two.reading() as b,
    ):
        assert ledger.size(a) == ledger.size(b) == 1
        with pytest.raises(WorkspaceError, match="error-workspace-read"):
            one.commit("a", {})
        with pytest.raises(WorkspaceError, match="error-workspace-read"):
            two.sign()


def test_a_waiting_writer_gets_its_turn(ws: Workspace, settings: Settings) -> None:
    timer = threading.Timer(0.2, ws.close)
    timer.start()
    with Workspace.open(ws.path, write=True, wait=30.0, settings=settings) as second:
        assert second.commit("a", {}).seq == 2
    timer.join()


def test_a_reader_sees_one_moment(ws: Workspace, settings: Settings) -> None:
    with Workspace.open(ws.path, settings=settings) as reader, reader.reading() as connection:
        assert ledger.size(connection) == 1
        ws.commit("a", {})
        assert ledger.size(connection) == 1
    with ws.reading() as connection:
        assert ledger.size(connection) == 2


def test_what_no_manifest_lists_is_swept(ws: Workspace, settings: Settings, staged: Staged) -> None:
    ws.commit("a", {}, lake={"kept": staged("t", b"1")})
    left = [ws.path / name for name in ("lake/left", "runs/9/left", "vault/ab/left", "officers/left", "tmp/0-x")]
    ws.close()
    for one in left:
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_bytes(b"left")
    with Workspace.open(ws.path, settings=settings) as reader:
        assert all(one.exists() for one in left), "a reader changes nothing"
        assert reader.file("kept").read_bytes() == b"1"
    with Workspace.open(ws.path, write=True, settings=settings) as writer:
        assert not any(one.exists() for one in left)
        assert writer.file("kept").read_bytes() == b"1"


def test_checkpoints_come_by_count_by_time_at_once_and_at_the_end(tmp_path: Path, settings: Settings) -> None:
    at = [datetime(2026, 1, 1, tzinfo=UTC)]
    clock.use(lambda: at[0])
    try:
        with Workspace.init(tmp_path / "ws", settings=settings) as ws:

            def signed() -> int:
                with ws.reading() as connection:
                    latest = ledger.latest_checkpoint(connection, ws.name)
                assert latest is not None
                assert latest.genuine(ws.public_key)
                return latest.size

            for _ in range(99):
                ws.commit("a", {})
            assert signed() == 1
            assert ws.commit("a", {}).seq == signed() == 101
            ws.commit("a", {})
            at[0] += timedelta(seconds=61)
            assert ws.commit("a", {}).seq == signed() == 103
            assert ws.commit("hold", {}).seq == signed() == 104
            assert ws.commit("decide", {"act": "block"}).seq == signed() == 105
            ws.commit("a", {})
        with Workspace.open(ws.path, settings=settings) as ws, ws.reading() as connection:
            latest = ledger.latest_checkpoint(connection, ws.name)
            assert latest is not None
            assert latest.size == 106
    finally:
        clock.use(lambda: datetime.now(UTC))


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"")
    with pytest.raises(WorkspaceError, match="error-workspace-not-empty"):
        Workspace.init(tmp_path)
    with pytest.raises(WorkspaceError, match="error-workspace-none"):
        Workspace.open(tmp_path)


def test_there_is_one_workspace_a_folder_and_a_database(ws: Workspace, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="error-workspace-exists"):
        Workspace.init(ws.path, settings=settings)
    if settings.store.url:
        with pytest.raises(WorkspaceError, match="error-database-taken"):
            Workspace.init(tmp_path / "other", settings=settings)


def test_a_killed_init_can_be_repeated(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "ws").close()
    (tmp_path / "ws" / "key").unlink()  # written last: without it the init was not finished
    with Workspace.init(tmp_path / "ws") as ws, ws.reading() as connection:
        assert ledger.size(connection) == 1


def test_a_database_of_another_workspace_is_refused(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "a").close()
    Workspace.init(tmp_path / "b").close()
    (tmp_path / "a/qalqan.db").replace(tmp_path / "b/qalqan.db")
    with pytest.raises(WorkspaceError, match="error-database-other"):
        Workspace.open(tmp_path / "b")


def test_equal_keys_give_equal_secrets_and_other_purposes_others(tmp_path: Path) -> None:
    with (
        Workspace.init(tmp_path / "a", tmp_path / "key") as a,
        Workspace.init(tmp_path / "b", tmp_path / "key") as b,
        Workspace.init(tmp_path / "c") as c,
    ):
        assert a.key("cards") == b.key("cards")
        assert len({a.key("cards"), a.key("vault"), c.key("cards")}) == 3
        assert a.public_key != b.public_key, "logs of two workspaces cannot be taken for each other"


def test_the_workspace_is_closed_to_others(ws: Workspace) -> None:
    assert ws.path.stat().st_mode & 0o077 == 0
    assert (ws.path / "key").stat().st_mode & 0o077 == 0


def test_a_database_that_cannot_be_reached_is_said_so(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "ws").close()
    (tmp_path / "ws/qalqan.db").write_bytes(b"no database at all" * 1000)
    with pytest.raises(WorkspaceError, match="error-database"):
        Workspace.open(tmp_path / "ws")


def test_a_newer_form_is_refused(ws: Workspace, settings: Settings) -> None:
    with ws._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ws.close()
    with pytest.raises(WorkspaceError, match="error-workspace-newer"):
        Workspace.open(ws.path, write=True, settings=settings)


def test_a_reader_is_lent_the_right_to_write_for_a_moment(ws: Workspace, settings: Settings, staged: Staged) -> None:
    ws.close()
    with Workspace.open(ws.path, settings=settings) as reader:
        hash_, _ = reader.vault.put(staged("o", b"original"))
        with reader.writing() as lent:
            assert lent.commit("a", {}, lake={"x": staged("t", b"1")}).seq == 2
            with pytest.raises(WorkspaceError, match="error-workspace-locked"), reader.writing():
                pass
            with lent.writing() as same:
                assert same is lent
        assert not reader.vault.pending
        assert reader.vault.open(hash_).read() == b"original", "what the reader had sealed is kept"
        with pytest.raises(WorkspaceError, match="error-workspace-read"):
            reader.commit("a", {})
        with Workspace.open(ws.path, write=True, settings=settings) as other, other.reading() as connection:
            latest = ledger.latest_checkpoint(connection, ws.name)
        assert latest is not None
        assert latest.size == 2, "it was signed when the right was given back"


def test_lent_again_after_a_death_what_was_left_is_swept(ws: Workspace, settings: Settings) -> None:
    ws.close()
    left = ws.path / "lake/left"
    with Workspace.open(ws.path, settings=settings) as reader:
        with reader.writing():
            pass
        left.write_bytes(b"left")
        with reader.writing():
            assert left.exists(), "the writer before gave the lock back: nothing to look for"
        (ws.path / "lock").write_text("{}", "utf-8")
        with reader.writing():
            assert not left.exists()


def test_staged_folders_of_others_stay(ws: Workspace, settings: Settings) -> None:
    ws.close()
    with Workspace.open(ws.path, settings=settings) as reader:
        mine = reader.stage()
        with Workspace.open(ws.path, write=True, settings=settings) as other:
            theirs = other.stage()
        assert mine.exists()
        assert not theirs.exists()
    assert not mine.exists()


def test_an_open_workspace_notices_that_its_database_was_moved(ws: Workspace, settings: Settings) -> None:
    ws.close()
    with Workspace.open(ws.path, settings=settings) as reader:
        (ws.path / "settings.toml").write_text('[store]\nurl = "postgresql://elsewhere/x"\n', "utf-8")
        with pytest.raises(WorkspaceError, match="error-workspace-moved"), reader.writing():
            pass
        with pytest.raises(WorkspaceError, match="error-workspace-moved"), reader.beside():
            pass
