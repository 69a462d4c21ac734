"""SIGKILL at random moments of jobs, decisions and uploads: what was accepted is there, all is logged, work goes on."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.desk.killed_work import WORDS, content
from tests.desk.test_jobs import PAY, sent
from tests.desk.test_short_writes import form
from tests.store.conftest import settings

from qalqan.desk import jobs, officers, uploads, verbs, worker
from qalqan.desk.case_new import new
from qalqan.desk.verify import verify
from qalqan.settings import Settings
from qalqan.store import decisions, evidence, ledger
from qalqan.store.workspace import Workspace

CHILD = Path(__file__).with_name("killed_work.py")
FULL = bool(os.environ.get("QALQAN_ACCEPTANCE"))
KILLS = {"decision": 60, "upload": 60, "ingest": 40, "analyse": 40} if FULL else {
    "decision": 4, "upload": 4, "ingest": 2, "analyse": 2}  # fmt: skip
"""Moments a kind of work on SQLite: 200 in the acceptance; a quarter of them again on PostgreSQL."""
__all__ = ["settings"]


@pytest.fixture
def path(tmp_path: Path, settings: Settings) -> Path:
    """A workspace on either database."""
    Workspace.init(tmp_path / "ws", settings=settings).close()
    (tmp_path / "ws/settings.toml").write_text(f'[store]\nurl = "{settings.store.url}"\n', "utf-8")
    return tmp_path / "ws"


def moments(what: str, settings: Settings) -> int:
    return KILLS[what] if not settings.store.url else max(1, KILLS[what] // 4)


def killed(what: str, path: Path, seed: int, after: float, lines: int = 0) -> list[list[str]]:
    """Let a child work and kill it ``after`` seconds past some lines; gives the lines it told that were whole."""
    command = [sys.executable, str(CHILD), what, str(path), str(seed)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    told = "".join(child.stdout.readline() for _ in range(lines))
    time.sleep(after)
    child.kill()
    told += child.stdout.read()
    child.wait()
    return [line.split() for line in told.split("\n")[:-1]]


def acts(path: Path) -> Counter[str]:
    with Workspace.open(path) as ws, ws.reading() as connection:
        return Counter(ledger.entry(connection, seq).act for seq in range(1, ledger.size(connection) + 1))


def ids(path: Path) -> set[str]:
    with Workspace.open(path) as ws, ws.reading() as connection:
        return {one.evidence.id for one in evidence.everything(connection)}


def sound(path: Path) -> None:
    """Everything is as the ledger tells, once the next writer has swept what was never committed."""
    with Workspace.open(path, write=True, wait=30.0):
        pass
    report = verify(path)
    assert report.ok, report.findings


def resumed(path: Path, job: str) -> None:
    """Queue a job again that died too often: what a person does who looks at it."""
    with Workspace.open(path) as ws:
        if jobs.get(ws, job).state == "failed":
            assert jobs.get(ws, job).note == "job-died"
            jobs.retry(ws, job)


def finished(path: Path, job: str) -> None:
    """Let what is left be done: once more when the last kill was one too many."""
    worker.work(path, once=True)
    if job:
        resumed(path, job)
        worker.work(path, once=True)
        with Workspace.open(path) as ws:
            assert jobs.get(ws, job).state == "done"


def test_decisions(path: Path, settings: Settings) -> None:
    with Workspace.open(path, write=True) as ws:
        officers.add(ws, "Айдана", "investigator", WORDS)
    chance, accepted = random.Random(3), set()
    for kill in range(moments("decision", settings)):
        accepted |= {line[0] for line in killed("decision", path, kill, chance.uniform(0.0, 0.2), chance.randint(0, 3))}
        with Workspace.open(path) as ws, ws.reading() as connection:
            kept = {one.id for one, _ in decisions.everything(connection)}
        assert accepted <= kept, "a decision that was told as kept is lost"
        assert acts(path)["decide"] == len(kept), "an entry without its decision, or a decision without its entry"
        accepted = kept
        sound(path)
    assert accepted


def test_uploads(path: Path, settings: Settings) -> None:
    chance, seen = random.Random(4), 0
    for kill in range(moments("upload", settings)):
        told = {
            id_: int(received)
            for id_, received in killed("upload", path, kill, chance.uniform(0.0, 0.2), chance.randint(0, 5))
        }
        for id_, received in told.items():
            one = uploads.find(path, id_, "aidana")
            assert one.received >= received, "an accepted chunk is lost"
            whole = content(one.name)
            place = path / "tmp/uploads" / id_ / "data"
            assert place.read_bytes()[: one.received] == whole[: one.received]
            if one.received < one.size:
                seen += 1
                one = uploads.append(path, id_, one.received, whole[one.received :], officer="aidana")
            (found,) = uploads.found(path, [id_])
            assert sha256(found.path.read_bytes()).digest() == sha256(whole).digest()
            uploads.drop(path, id_)
        for left in uploads.listed(path):
            uploads.drop(path, left.id)
        sound(path)
    few = moments("upload", settings) < KILLS["decision"]  # a single kill may well fall between two files
    assert seen or few, "no kill fell into a file"


def test_an_ingest_job(path: Path, settings: Settings) -> None:
    sums = iter(range(10, 10_000))
    chance, wanted, accepted = random.Random(5), 0, set(ids(path))
    job = ""
    for _ in range(moments("ingest", settings)):
        if not job:
            sent_ = [sent(path, f"pay{number}.csv", PAY.format(sum=next(sums))) for number in range(4)]
            wanted += len(sent_)
            with Workspace.open(path) as ws:
                job = jobs.add_uploads(ws, sent_, "aidana", analyse=False).id
        killed("job", path, 0, chance.uniform(0.0, 4.0))
        assert accepted <= ids(path), "an accepted file is lost"
        accepted = ids(path)
        assert acts(path)["ingest"] == len(accepted)
        sound(path)
        resumed(path, job)
        with Workspace.open(path) as ws:
            job = "" if jobs.get(ws, job).state == "done" else job
    finished(path, job)
    assert len(ids(path)) == acts(path)["ingest"] == wanted, "every file that was sent is there, once"
    assert not uploads.listed(path)
    sound(path)


def test_an_analysis_job(path: Path, settings: Settings, tmp_path: Path) -> None:
    for number in range(3):
        new(path, form(number), Settings())
    chance, made, job = random.Random(6), 3, ""
    for _ in range(moments("analyse", settings)):
        with Workspace.open(path) as ws:
            job = job or jobs.add(ws, "analyse", {}).id
        killed("job", path, 0, chance.uniform(0.0, 4.0))
        sound(path)
        resumed(path, job)
        with Workspace.open(path) as ws:
            if jobs.get(ws, job).state == "done":
                new(path, form(made), Settings())
                made, job = made + 1, ""
    finished(path, job)
    last = verbs.analyse(path, Settings()).run
    assert last.counts["cases"] == made
    with Workspace.open(path) as ws:
        assert {name.split("/")[1] for name in ws.listed("runs/")} == {last.id}, "what killed runs had made is gone"
    sound(path)
    if not settings.store.url:  # the same from a copy that nobody disturbs
        other = Path(shutil.copytree(path, tmp_path / "other"))
        assert verbs.analyse(other, Settings(link=replace(Settings().link, tie_score=351))).run.id != last.id
        again = verbs.analyse(other, Settings())
        assert again.fresh
        assert (again.run.id, again.run.result_hash) == (last.id, last.result_hash)
