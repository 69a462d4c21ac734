"""Verify finds whatever was changed, and nothing where nothing was."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qalqan import clock
from qalqan.desk import decisions, officers
from qalqan.desk.verify import Report, verify
from qalqan.errors import UsageError, WorkspaceError
from qalqan.model.evidence import Basis, Evidence
from qalqan.store import cases, evidence, merkle, profiles, witness
from qalqan.store.workspace import Workspace
from qalqan.texts import say

WORDS = "құпиясөз бар"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace ``ws`` in which every kind of thing is kept, and its witness ``w``."""
    folder = tmp_path_factory.mktemp("made")
    with Workspace.init(folder / "ws") as ws:
        for number in range(3):
            (folder / "o").write_bytes(f"original {number} ".encode() * 70_000 * number)
            hash_, size = ws.vault.put(folder / "o")
            (ws.stage() / "t").write_bytes(b"")
            staged = ws.stage() / "t"
            staged.write_bytes(f"rows {number}".encode())
            one = Evidence(hash_, "a.csv", size, clock.now(), Basis(case="C-1"))
            ws.commit(
                "ingest", {"evidence": one.id}, lake={f"x/{number}.parquet": staged},
                change=lambda connection, one=one: evidence.add(connection, one, "a.csv"),
            )  # fmt: skip
        staged = ws.stage() / "t"
        staged.write_bytes(b"result")
        ws.commit("analyse", {}, lake={"runs/1/cases.parquet": staged},
                  change=lambda connection: profiles.remember(connection, "f", {"a": "b"}))  # fmt: skip
        ws.commit("case", {}, change=lambda connection: cases.put(connection, "K", "K", {"a": "b"}, "duty") and None)
        officers.add(ws, "А. Қасым", "head", WORDS)
        officers.add(ws, "Б. Әли", "head", WORDS)
        decisions.decide(ws, "Б. Әли", WORDS, "hold:C-1/722", "hold", "approve", "r", "court", "C-1", "s")
        witness.write(ws, folder / "w")
        for _ in range(300):
            ws.commit("step", {})
        ws.vault.erase(one.sha256)
        witness.write(ws, folder / "w")
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def check(folder: Path, with_witness: bool = True) -> Report:
    return verify(folder / "ws", folder / "w" if with_witness else None)


def places(report: Report) -> set[tuple[str, str]]:
    assert all(say.has(one.what, tongue) for one in report.findings for tongue in ("kk", "ru", "en"))
    return {(one.place, one.what.removeprefix("verify-found-")) for one in report.findings}


def sql(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "ws/qalqan.db") as connection:
        for one in statements:
            assert connection.execute(one).rowcount != 0, one
    connection.close()


def test_what_nobody_touched_is_in_order(copy: Path) -> None:
    told: list[str] = []
    report = verify(copy / "ws", copy / "w", lambda key, _done, _all: told.append(key))
    assert (report.ok, report.findings) == (True, ())
    assert report.checked["entries"] == report.size == 310
    assert report.checked["files"] == 8
    assert report.checked["decisions"] == 1
    assert report.checked["witness"] == 2
    assert all(say.has(f"verify-{name}", tongue) for name in report.checked for tongue in ("kk", "ru", "en"))
    assert set(told) == {"verify-entries", "verify-rows", "verify-bytes"}
    assert check(copy, with_witness=False).ok


def test_checking_changes_nothing_and_keeps_writers_out(copy: Path) -> None:
    def state() -> dict[str, bytes]:
        return {
            str(one): one.read_bytes() for one in (copy / "ws").rglob("*")
            if one.is_file() and one.suffix != ".db-shm" and one.name != "lock"
        }  # fmt: skip

    (copy / "ws/lake/left").write_bytes(b"left")
    before = state()
    assert places(check(copy)) == {("lake/left", "file-added")}
    assert state() == before
    with Workspace.open(copy / "ws", write=True), pytest.raises(WorkspaceError, match="locked"):
        check(copy)


def vault_file(folder: Path, least: int = 0) -> Path:
    return next(one for one in sorted((folder / "ws/vault").rglob("*")) if one.is_file() and one.stat().st_size > least)


@pytest.mark.parametrize("change", [
    lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), lambda raw: bytes([raw[0] ^ 128]) + raw[1:],
    lambda raw: raw[:-1], lambda raw: raw + b"\x00", lambda raw: b"",
])  # fmt: skip
@pytest.mark.parametrize("which", ["vault", "lake", "runs", "officers"])
def test_any_changed_cut_or_lengthened_file_is_found(copy: Path, which: str, change: Callable[[bytes], bytes]) -> None:
    path = next(one for one in sorted((copy / "ws" / which).rglob("*")) if one.is_file())
    path.write_bytes(change(path.read_bytes()))
    ((place, what),) = places(check(copy))
    assert copy / "ws" / place == path
    assert what in ("file-changed", "file-length")


def test_swapped_missing_and_linked_files_are_found(copy: Path) -> None:
    lake, x = copy / "ws/lake/x", "lake/x"
    (lake / "0.parquet").replace(lake / "swap")
    (lake / "1.parquet").replace(lake / "0.parquet")
    (lake / "swap").replace(lake / "1.parquet")
    (lake / "2.parquet").replace(copy / "away")
    (lake / "2.parquet").symlink_to(copy / "away")
    assert places(check(copy)) == {
        (f"{x}/0.parquet", "file-changed"), (f"{x}/1.parquet", "file-changed"), (f"{x}/2.parquet", "file-missing"),
    }  # fmt: skip
    (lake / "2.parquet").unlink()
    assert (f"{x}/2.parquet", "file-missing") in places(check(copy))


@pytest.mark.parametrize(("statement", "table", "what"), [
    ("UPDATE evidence SET basis = replace(basis, 'C-1', 'C-2')", "evidence", "row-changed"),
    ("UPDATE decisions SET verdict = 'reject'", "decisions", "row-changed"),
    ("UPDATE officers SET role = 'inspector' WHERE name = 'Б. Әли'", "officers", "row-changed"),
    ("UPDATE officers SET revoked = created", "officers", "row-changed"),
    ("UPDATE reports SET body = '{}'", "reports", "row-changed"),
    ("UPDATE profiles SET mapping = '{}'", "profiles", "row-changed"),
    ("UPDATE vault SET size = size + 1", "vault", "row-changed"),
    ("UPDATE meta SET value = 'x' WHERE name = 'created'", "meta", "row-changed"),
    ("UPDATE meta SET value = 'x' WHERE name = 'workspace'", "meta", "row-changed"),
    ("UPDATE checkpoints SET at = '2020' WHERE size = 1", "checkpoints", "row-changed"),
    ("DELETE FROM decisions", "decisions", "row-missing"),
    ("DELETE FROM officers WHERE name = 'А. Қасым'", "officers", "row-missing"),
    ("DELETE FROM checkpoints WHERE size = 1", "checkpoints", "row-missing"),
    ("INSERT INTO purposes VALUES ('p', '2026', 'o', 'court', 'x', 1)", "purposes", "row-added"),
    ("UPDATE profiles SET fingerprint = 'g'", "profiles", "row-added"),
    ("UPDATE decisions SET reason = CAST(x'ff' AS TEXT)", "decisions", "unreadable"),
    ("CREATE TABLE extra (a)", "extra", "table-added"),
])  # fmt: skip
def test_any_changed_row_is_found(copy: Path, statement: str, table: str, what: str) -> None:
    with sqlite3.connect(copy / "ws/qalqan.db") as connection:
        connection.execute(statement)
    connection.close()
    found = places(check(copy, with_witness=False))
    assert any(place.split(" ")[0] == table and kind == what for place, kind in found), found


@pytest.mark.parametrize(("statement", "what"), [
    ("UPDATE ledger SET body = replace(body, 'step', 'stop') WHERE seq = 100", "entry-hash"),
    ("UPDATE ledger SET body = body || ' ' WHERE seq = 100", "entry-hash"),
    ("UPDATE ledger SET body = 'x' WHERE seq = 100", "entry-form"),
    ("DELETE FROM ledger WHERE seq = 100", "entry-missing"),
    ("UPDATE ledger SET seq = 1000 WHERE seq = 100", "entry-missing"),
    ("UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND number = 0", "tile"),
    ("DELETE FROM tiles WHERE level = 1", "tile"),
    ("UPDATE checkpoints SET root = replace(root, '0', '1')", "checkpoint-signature"),
    ("UPDATE checkpoints SET signature = 'zz' WHERE size = 1", "checkpoint-signature"),
    ("DELETE FROM checkpoints WHERE size = 310", "witness-checkpoint"),
    ("DELETE FROM ledger WHERE seq = 310", "witness-root"),
])  # fmt: skip
def test_any_change_of_the_log_is_found(copy: Path, statement: str, what: str) -> None:
    sql(copy, statement)
    assert what in {kind for _, kind in places(check(copy))}


def rewrite(folder: Path) -> None:
    """What a holder of the workspace key can do: write a whole other log, hashes and signatures included."""
    with Workspace.open(folder / "ws", write=True) as ws, ws._engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT seq, body FROM ledger ORDER BY seq").all()
        bodies = [body.replace('"act":"step"', '"act":"stop"') for _, body in rows]
        levels = [[merkle.leaf(one.encode()) for one in bodies]]
        levels.append([merkle.fold(levels[0][at : at + 256]) for at in range(0, len(bodies) // 256 * 256, 256)])
        connection.exec_driver_sql("DELETE FROM tiles")
        for level, hashes in enumerate(levels):
            for at in range(0, len(hashes), 256):
                connection.exec_driver_sql(
                    "INSERT INTO tiles VALUES (?, ?, ?)", (level, at // 256, b"".join(hashes[at : at + 256]))
                )
        for seq, body in enumerate(bodies, 1):
            connection.exec_driver_sql("UPDATE ledger SET body = ? WHERE seq = ?", (body, seq))
        connection.exec_driver_sql("DELETE FROM checkpoints WHERE size = ?", (len(bodies),))
    Workspace.open(folder / "ws", write=True).close()


def test_a_log_written_anew_does_not_fit_the_witness(copy: Path) -> None:
    rewrite(copy)
    assert {what for _, what in places(check(copy))} >= {"witness-root"}


def test_a_witness_that_was_changed_or_is_of_another_is_said_so(copy: Path) -> None:
    lines = (copy / "w").read_text("utf-8").splitlines()
    told = json.loads(lines[0])
    (copy / "w").write_text("\n".join(["broken", json.dumps(told | {"size": 1}), lines[1]]) + "\n", "utf-8")
    assert places(check(copy)) == {("witness 1", "witness-line"), ("witness 2", "witness-signature")}
    (copy / "w").write_text(json.dumps(told | {"log": "other"}) + "\n", "utf-8")
    assert places(check(copy)) == {("witness", "witness-none")}
    with pytest.raises(UsageError):
        verify(copy / "ws", copy / "none")


def test_a_broken_database_is_a_finding(copy: Path) -> None:
    (copy / "ws/qalqan.db").write_bytes(b"broken" * 1000)
    assert not check(copy).ok


def test_no_workspace_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="error-workspace-none"):
        verify(tmp_path)
