"""A whole check while people go on writing: of one moment, in nobody's way, and it finds what `verify` finds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qalqan.desk import checks, jobs, worker
from qalqan.desk.verify import verify
from qalqan.desk.verify_living import verify_living
from qalqan.errors import AccessError, NotFound
from qalqan.govern.policy import Role
from qalqan.store.workspace import Workspace


def put(ws: Workspace, name: str, drop: tuple[str, ...] = ()) -> None:
    staged = ws.stage() / "t"
    staged.write_bytes(name.encode() * 50)
    ws.commit("ingest", {"evidence": name}, lake={name: staged}, drop=drop)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "ws"
    with Workspace.init(path) as ws:
        put(ws, "a/1.parquet")
        put(ws, "a/2.parquet")
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ws"))


def test_acts_during_a_check_are_no_findings(path: Path) -> None:
    """One file comes and one goes after the moment of the check: it speaks of that moment, and of its ledger."""
    acted: list[str] = []

    def act(what: str, _done: int, _all: int) -> None:
        if what == "verify-rows" and not acted:
            acted.append(what)
            with Workspace.open(path, write=True) as ws:  # nobody keeps writers out
                put(ws, "a/3.parquet", drop=("a/1.parquet",))

    with Workspace.open(path) as ws, ws.reading() as connection:
        size = connection.exec_driver_sql("SELECT count(*) FROM ledger").scalar()
    told = verify_living(path, act)
    assert (told.ok, told.findings, told.size) == (True, (), size)
    assert told.at is not None
    assert acted
    assert verify(path).ok


@pytest.mark.parametrize(("change", "what"), [
    (lambda lake: (lake / "a/2.parquet").write_bytes(b"other"), "file-changed"),
    (lambda lake: (lake / "a/2.parquet").unlink(), "file-missing"),
    (lambda lake: (lake / "a/9.parquet").write_bytes(b"added"), "file-added"),
])  # fmt: skip
def test_what_was_changed_is_found_as_by_the_command(path: Path, change: object, what: str) -> None:
    change(path / "lake")  # type: ignore[operator]
    living = verify_living(path)
    assert living.findings == verify(path).findings
    assert [one.what for one in living.findings] == [f"verify-found-{what}"]


def test_a_file_spoilt_after_the_moment_of_the_check_is_found(path: Path) -> None:
    """What an act brought during the check is looked at too where it seems wrong."""

    def act(what: str, done: int, _all: int) -> None:
        if what == "verify-rows" and not done:
            with Workspace.open(path, write=True) as ws:
                put(ws, "a/3.parquet")
            (path / "lake/a/3.parquet").write_bytes(b"spoilt")

    assert [tuple(one) for one in verify_living(path, act).findings] == [
        ("lake/a/3.parquet", "verify-found-file-changed")
    ]


def test_one_check_at_a_time_and_its_outcome_is_kept(path: Path) -> None:
    with Workspace.open(path) as ws:
        assert checks.standing(ws) == checks.Standing(None, None, None)
        first = checks.begin(ws, "one")
        assert checks.begin(ws, "other").id == first.id
        with pytest.raises(AccessError):
            checks.cancel(ws, "other", Role.INSPECTOR)
        assert checks.cancel(ws, "other", Role.HEAD).state == "cancelled"
        with pytest.raises(NotFound):
            checks.cancel(ws, "one", Role.INSPECTOR)
        assert checks.standing(ws).broken is not None
        again = checks.begin(ws, "one")
        assert again.id != first.id
        assert not worker.alive(path)
        with Workspace.open(path, write=True):  # the job does not wait for whoever writes
            assert worker.work(path, once=True).done == 1
        told = checks.standing(ws)
    assert told.now is None
    assert told.last is not None
    assert (told.last.ok, told.last.job, told.last.officer) == (True, again.id, "one")
    assert told.last.size == verify(path).size
    assert told.last.root == verify(path).root
    (path / "lake/a/1.parquet").write_bytes(b"")
    with Workspace.open(path) as ws:
        checks.begin(ws, "one")
        worker.work(path, once=True)
        last = checks.standing(ws).last
        assert jobs.listed(ws)[0].state == "done"
    assert last is not None
    assert (last.ok, last.found, last.findings[0].place) == (False, 1, "lake/a/1.parquet")
