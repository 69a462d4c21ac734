"""Jobs and the worker: done once, told of, cancelled between files and steps, taken over from the dead."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from tests.cli.here import qalqan
from tests.store.conftest import settings

from qalqan.desk import job_kinds, jobs, uploads, verbs, worker
from qalqan.desk.job_kinds import Kind, Work
from qalqan.desk.verify import verify
from qalqan.errors import NotFound, UsageError, WorkspaceError
from qalqan.govern import policy
from qalqan.settings import Settings, Store
from qalqan.store import evidence, ledger
from qalqan.store import jobs as kept
from qalqan.store.workspace import Workspace

SETTINGS = Settings()
PAY = (
    "Дата;Сумма;Счет отправителя;Счет получателя;Назначение\n"
    "01.03.2025 10:00:00;{sum}000,00;KZ86125KZT5004100100;KZ66125KZT5004100101;перевод\n"
)
__all__ = ["settings"]


@pytest.fixture
def path(tmp_path: Path, settings: Settings) -> Path:
    """A workspace on either database."""
    Workspace.init(tmp_path / "ws", settings=settings).close()
    (tmp_path / "ws/settings.toml").write_text(f'[store]\nurl = "{settings.store.url}"\n', "utf-8")
    return tmp_path / "ws"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A workspace on SQLite."""
    Workspace.init(tmp_path / "ws").close()
    return tmp_path / "ws"


def kind(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    """Let there be one kind of job."""
    monkeypatch.setattr(job_kinds, "KINDS", {"test": Kind(run, {"n": str}, "jobs")})
    for module in (jobs, worker):
        monkeypatch.setattr(module, "KINDS", job_kinds.KINDS)


def sent(path: Path, name: str, text: str, officer: str = "aidana") -> str:
    """A whole upload; gives its id."""
    words = text.encode()
    up = uploads.begin(path, SETTINGS, officer=officer, name=name, size=len(words), basis="case=257500001000001")
    uploads.append(path, up.id, 0, words, officer=officer)
    return up.id


def states(path: Path) -> dict[str, str]:
    return {job.id: job.state for job in verbs.jobs(path)}


def test_uploads_become_evidence_and_a_run(path: Path) -> None:
    ids = [sent(path, f"pay{number}.csv", PAY.format(sum=10 + number)) for number in range(2)]
    with Workspace.open(path) as ws:
        first = jobs.add_uploads(ws, ids, "aidana", take_best=True)
        assert jobs.add_uploads(ws, ids, "aidana", take_best=True).id == first.id, "asked twice, queued once"
    told = worker.work(path, once=True)
    assert (told.done, told.failed) == (2, 0), [(job.kind, job.note, job.result) for job in verbs.jobs(path)]
    by_kind = {job.kind: job for job in verbs.jobs(path)}
    assert by_kind["ingest"].result is not None
    assert by_kind["ingest"].result["records"] == 2
    assert by_kind["analyse"].result is not None
    assert by_kind["analyse"].result["fresh"]
    assert not uploads.listed(path), "what was read is cleared away"
    with Workspace.open(path) as ws, ws.reading() as connection:
        names = {one.path: one.evidence.basis.case for one in evidence.everything(connection)}
        brought = [ledger.entry(connection, seq) for seq in range(1, ledger.size(connection) + 1)]
    assert names == {"pay0.csv": "257500001000001", "pay1.csv": "257500001000001"}
    assert {entry.payload.get("by") for entry in brought if entry.act == "ingest"} == {"aidana"}
    assert verify(path).ok


def test_two_workers_never_do_one_job(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    kind(monkeypatch, lambda work: (done.append(work.text("n")), time.sleep(0.02), {})[2])
    with Workspace.open(path) as ws:
        for number in range(12):
            jobs.add(ws, "test", {"n": str(number)})
    several = [threading.Thread(target=worker.work, args=(path,), kwargs={"once": True}) for _ in range(3)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert sorted(done, key=int) == [str(number) for number in range(12)]
    assert set(states(path).values()) == {"done"}


def test_progress_is_told_while_a_job_runs_and_it_stops_when_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[kept.Job] = []

    def run(work: Work) -> dict[str, Any]:
        for number in range(1000):
            work.progress("cli-ingest-bar", number, 1000)
            time.sleep(0.05)
        return {}

    kind(monkeypatch, run)
    with Workspace.open(path) as ws:
        job = jobs.add(ws, "test", {"n": "1"}, "aidana")
    thread = threading.Thread(target=worker.work, args=(path,), kwargs={"once": True})
    thread.start()
    until = time.monotonic() + 60
    while time.monotonic() < until and not (seen and seen[-1].progress):
        time.sleep(0.1)
        seen.append(verbs.jobs(path)[0])
    assert seen[-1].progress
    assert (seen[-1].state, seen[-1].total, seen[-1].note) == ("running", 1000, "cli-ingest-bar")
    with pytest.raises(NotFound):
        verbs.job_cancel(path, job.id, "berik")
    verbs.job_cancel(path, job.id, "aidana")
    thread.join(30)
    assert states(path) == {job.id: "cancelled"}
    assert verbs.job_retry(path, job.id).state == "queued"


def test_what_goes_wrong_is_told_and_ends_nothing_else(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(work: Work) -> dict[str, Any]:
        if work.text("n") == "crash":
            raise ZeroDivisionError
        if work.text("n") == "refused":
            raise UsageError("error-no-file", where="a.csv")
        return {"n": work.text("n")}

    kind(monkeypatch, run)
    with Workspace.open(one) as ws:
        made = {name: jobs.add(ws, "test", {"n": name}).id for name in ("crash", "refused", "good")}
    told = worker.work(one, once=True)
    assert (told.done, told.failed) == (1, 2)
    by_id = {job.id: job for job in verbs.jobs(one)}
    assert by_id[made["crash"]].result == {
        "error": "error-job-crash", "where": "", "args": {"kind": "test", "reason": "ZeroDivisionError"}}  # fmt: skip
    assert by_id[made["refused"]].result == {"error": "error-no-file", "where": "a.csv", "args": {}}
    assert by_id[made["good"]].result == {"n": "good"}


def test_a_workspace_that_was_just_held_is_tried_again(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def run(work: Work) -> dict[str, Any]:
        calls.append(1)
        if len(calls) < 3:
            raise WorkspaceError("error-workspace-locked", where=str(work.path))
        return {}

    kind(monkeypatch, run)
    monkeypatch.setattr(worker, "PAUSES", (0.01, 0.01, 0.01))
    with Workspace.open(one) as ws:
        jobs.add(ws, "test", {})
    assert worker.work(one, once=True).done == 1
    assert len(calls) == 3


def test_a_dead_workers_job_is_taken_up_and_not_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind(monkeypatch, lambda _work: {})
    with Workspace.open(path) as ws:
        jobs.add(ws, "test", {"n": "a"})
        with ws.beside() as connection:  # a worker that was killed: it claimed, and no lock of it is left
            dead = kept.claim(connection, ("test",))
        assert dead is not None
        assert worker.work(path, once=True).done == 1, "a worker alone does not wait for the dead one's beat"
        with ws.beside() as connection:
            assert not kept.finish(connection, dead, kept.FAILED), "who was thought dead changes nothing any more"
        job = jobs.add(ws, "test", {"n": "b"})
        for _ in range(kept.MOST_TRIES):
            with ws.beside() as connection:
                kept.release(connection)
                assert kept.claim(connection, ("test",)) is not None
        worker.work(path, once=True)
        assert jobs.get(ws, job.id).state == "failed"
        assert jobs.get(ws, job.id).note == "job-died"


def test_a_worker_that_has_to_go_leaves_its_job_to_the_next(one: Path, tmp_path: Path) -> None:
    for number in range(3):
        sent(one, f"pay{number}.csv", PAY.format(sum=10 + number))
    with Workspace.open(one) as ws:
        job = jobs.add_uploads(ws, [up.id for up in uploads.listed(one)], "aidana", analyse=False)
    child = subprocess.Popen([sys.executable, "-m", "qalqan.cli.main", "worker", str(one)])
    until = time.monotonic() + 60
    while time.monotonic() < until and states(one)[job.id] == "queued":
        time.sleep(0.05)
    child.send_signal(signal.SIGTERM)
    assert child.wait(60) == 0
    worker.work(one, once=True)
    assert states(one)[job.id] == "done"
    with Workspace.open(one) as ws, ws.reading() as connection:
        assert len(evidence.everything(connection)) == 3


def test_a_worker_goes_with_its_parent(one: Path) -> None:
    code = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-m', 'qalqan.cli.main', 'worker', "
        "sys.argv[1], '--with-parent']).pid, flush=True); import time; time.sleep(3)"
    )
    parent = subprocess.run([sys.executable, "-c", code, str(one)], stdout=subprocess.PIPE, text=True, check=True)
    until = time.monotonic() + 60
    while time.monotonic() < until and Path(f"/proc/{parent.stdout.strip()}").exists():
        time.sleep(0.1)
    assert not Path(f"/proc/{parent.stdout.strip()}").exists()


def test_only_what_a_kind_takes_reaches_it(one: Path) -> None:
    with Workspace.open(one) as ws:
        for name, asked in (
            ("steal", {}), ("ingest", {}), ("ingest", {"uploads": ["a", 1]}), ("ingest", {"uploads": "a"}),
            ("analyse", {"path": "/etc/passwd"}), ("report", {"id": 7}), ("export", {"purpose": "x" * 200_000}),
        ):  # fmt: skip
            with pytest.raises(UsageError, match="error-job-"):
                jobs.add(ws, name, asked)
        with pytest.raises(NotFound):
            jobs.add_uploads(ws, [sent(one, "a.csv", "a")], "berik")
        first = jobs.add(ws, "analyse", {}, "aidana")
        assert jobs.add(ws, "analyse", {}, "aidana").id == first.id
        assert jobs.add(ws, "analyse", {}, "berik").id != first.id
    assert {kind.verb for kind in job_kinds.KINDS.values()} <= set(policy.VERBS)


def test_what_a_job_made_is_taken_by_the_name_it_tells(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(work: Work) -> dict[str, Any]:
        (work.outbox / "a.txt").write_text("made", "utf-8")
        return {"files": work.files()}

    kind(monkeypatch, run)
    with Workspace.open(one) as ws:
        job = jobs.add(ws, "test", {}, "aidana")
        worker.work(one, once=True)
        assert jobs.made(ws, job.id, "a.txt", "aidana").read_text("utf-8") == "made"
        for name, officer in (("b.txt", "aidana"), ("../../../key", "aidana"), ("a.txt", "berik")):
            with pytest.raises(NotFound):
                jobs.made(ws, job.id, name, officer)
        monkeypatch.setattr(jobs, "KEPT_DAYS", -1)
        assert jobs.tidy(ws) == 1
        assert not jobs.outbox(one, job.id).exists()


def test_the_commands(one: Path) -> None:
    with Workspace.open(one) as ws:
        job = jobs.add(ws, "verify", {}, "aidana")

    def told(*words: str) -> str:
        done = qalqan(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert job.id in told("jobs", str(one))
    assert '"state": "cancelled"' in told("jobs", str(one), "--cancel", job.id, "--json")
    assert '"state": "queued"' in told("jobs", str(one), "--retry", job.id, "--json")
    command = [sys.executable, "-m", "qalqan.cli.main", "worker", str(one), "--once", "--json"]  # it takes signals over
    assert '"done": 1' in subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert '"ok": true' in told("jobs", str(one), "--json")


def test_settings_of_the_database_are_those_of_the_folder(path: Path, settings: Settings) -> None:
    with Workspace.open(path) as ws:
        assert ws.settings.store == Store(settings.store.url)
