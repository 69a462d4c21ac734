"""A kill −9 at any moment of ingest or analyse: the next call completes, with the undisturbed result."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.stories.conftest import KEY, work

from qalqan.desk import steps, verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.desk.verify import verify
from qalqan.settings import load
from qalqan.simulate.region import make_region

SCRIPT = Path(__file__).with_name("killed.py")
FULL = os.environ.get("QALQAN_ACCEPTANCE") == "1"
KILLS = 10 if FULL else 1


def _die(verb: str, ws: Path, folder: Path, stage: int, delay_ms: int) -> int:
    """The verb in a process group of its own; gives the signal that ended it, 0 when it finished."""
    command = [sys.executable, str(SCRIPT), verb, str(ws), str(folder), str(stage), str(delay_ms)]
    ended = subprocess.run(command, start_new_session=True, capture_output=True, timeout=600, check=False)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr.decode()
    return -ended.returncode


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int]:
    """A tiny region, the result hash of an undisturbed run on it, and its number of files."""
    folder = tmp_path_factory.mktemp("kill")
    region = make_region(folder / "region", seed=5, cases=12, people=400, days=30)
    done, result = work(region.files, folder / "ws", folder / "tables")
    return region.files, result, done.files


def test_killed_ingest_and_analyse_come_to_the_same_result(undisturbed: tuple[Path, str, int], tmp_path: Path) -> None:
    files, result, count = undisturbed
    chance = random.Random(11)
    ws = tmp_path / "ws"
    (tmp_path / "ws.key").write_bytes(KEY)
    init(ws, tmp_path / "ws.key")
    killed = 0
    ingest_stages = range(count) if FULL else sorted(chance.sample(range(count), 4))
    for stage in ingest_stages:  # every stage goes on where the last kill left it
        for _ in range(KILLS):
            killed += _die("ingest", ws, files, min(stage, 2), chance.randrange(400)) != 0
    ingest(ws, [files], load(ws)[0], take_best=True)
    stages = range(len(steps.in_order()) + 1)
    for stage in stages if FULL else sorted(chance.sample(stages, 3)):
        for _ in range(KILLS):
            killed += _die("analyse", ws, files, stage, chance.randrange(300)) != 0
    assert killed >= (10 * len(stages) // 2 if FULL else 3)
    verbs.analyse(ws, load(ws)[0])
    assert verbs.export(ws, tmp_path / "tables", purpose="test").result_hash == result
    report = verify(ws, None)
    assert report.ok, report.findings
