"""Children with limits: good files, hostile ones, and the next file after a failure."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tests.intake import layouts, make

from qalqan.intake import sandbox
from qalqan.intake.read import Request
from qalqan.settings import Intake


def test_a_child_serves_many_files_and_survives_a_broken_one(tmp_path: Path) -> None:
    """Outcomes cross the border whole; a broken file between two good ones changes nothing."""
    good = layouts.PAIRS["snake_case.csv"](tmp_path)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 this is no archive")
    with sandbox.Pool(1, sandbox.Plan(key=b"k")) as pool:
        outcomes = [
            pool.read(path, path.name, tmp_path / f"out{number}", 0) for number, path in enumerate((good, bad, good))
        ]
    assert [one.status for one in outcomes] == ["read", "broken", "read"]
    assert outcomes[0].file == outcomes[2].file
    assert make.table(outcomes[0], "transaction").equals(make.table(outcomes[2], "transaction"))
    assert outcomes[0].mappings == outcomes[2].mappings


def test_a_killed_child_is_told_and_replaced(tmp_path: Path) -> None:
    """A child that dies in the middle gives a broken outcome; the next file gets a fresh child."""
    path = layouts.PAIRS["snake_case.csv"](tmp_path)
    killed: list[int] = []

    class Doomed(sandbox.Child):
        def ask(self, request: Request, seconds: int, progress: sandbox.Progress) -> dict[str, object] | str:
            def kill() -> None:
                while self.lines.empty():
                    time.sleep(0.01)
                os.kill(self.process.pid, signal.SIGKILL)
                killed.append(self.process.pid)

            thread = threading.Thread(target=kill)
            thread.start()
            thread.join()
            self.process.wait()
            return super().ask(request, seconds, progress)

    outcome = sandbox.run(Request(path, path.name, tmp_path / "a"), start=Doomed)
    assert killed
    assert outcome.status == "broken"
    assert outcome.file["note"] in ("reason-memory", "reason-crash")
    assert make.table(outcome, "rejected")["action"].to_list() == ["file_rejected"]
    assert sandbox.run(Request(path, path.name, tmp_path / "b")).status == "read"


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """The wall clock ends a child that says nothing."""
    path = layouts.PAIRS["snake_case.csv"](tmp_path)
    child = sandbox.Child(Intake())
    os.kill(child.process.pid, signal.SIGSTOP)
    try:
        assert child.ask(Request(path, path.name, tmp_path / "o"), 1, lambda _done, _total: None) == "reason-time"
    finally:
        child.stop()


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    """The address space is limited before a file is opened."""
    path = tmp_path / "wide.csv"
    row = ";".join("x" * 50 for _ in range(1500))
    with path.open("w", encoding="utf-8") as stream:
        for _ in range(900):
            stream.write(row + "\n")
    outcome = sandbox.run(Request(path, path.name, tmp_path / "o"), Intake(child_memory_mb=256))
    assert outcome.status in ("broken", "needs_person")
    assert outcome.file["note"].startswith("reason-")


@pytest.mark.parametrize("size", [0, 1 << 30])
def test_the_time_allowed_grows_with_the_file(size: int) -> None:
    """A second more for every mebibyte."""
    assert sandbox.seconds(Intake(), size) == Intake().child_seconds + (size >> 20)
