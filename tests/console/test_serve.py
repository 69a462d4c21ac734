"""Serving on a new machine: what stands in the way is told in words, and a dead worker is begun again."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import namedtuple
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from qalqan.console import server
from qalqan.console.house import House
from qalqan.desk import faults, jobs, worker
from qalqan.desk.job_kinds import KINDS, Kind
from qalqan.errors import UsageError, WorkspaceError
from qalqan.texts import say

from .conftest import Sign
from .do_house import bare, built

__all__ = ["bare", "built"]  # fixtures


def test_an_address_that_cannot_be_had_is_told_before_anything_else(tmp_path: Path) -> None:
    """Not even the workspace is opened: no one-time link is made that nobody can follow."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UsageError) as taken:
            server.serve(tmp_path, "127.0.0.1", port, worker=False, told=lambda *_: pytest.fail("told"))
    assert (taken.value.key, taken.value.args_["free"]) == ("error-serve-port", str(port + 1))
    with pytest.raises(UsageError) as strange:
        server.serve(tmp_path, "192.0.2.1", 0, worker=False, told=lambda *_: None)
    assert strange.value.key == "error-serve-host"
    with pytest.raises(WorkspaceError) as none:
        server.serve(tmp_path, "127.0.0.1", 0, worker=False, told=lambda *_: None)
    assert none.value.key == "error-workspace-none"


def test_a_disk_without_room_is_told_at_the_start(bare: House, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(server.shutil, "disk_usage", lambda _path: usage(10, 10, 0))
    with pytest.raises(WorkspaceError) as full:
        server.serve(bare.path, "127.0.0.1", 0, worker=False, told=lambda *_: pytest.fail("told"))
    assert full.value.key == "error-disk-full"


@pytest.mark.parametrize(("error", "key"), [
    (OSError(errno.ENOSPC, "x"), "error-disk-full"), (OSError(errno.EDQUOT, "x"), "error-disk-full"),
    (OSError(errno.EROFS, "x"), "error-disk-readonly"), (MemoryError(), "error-memory"),
    (OperationalError("INSERT", {}, Exception("database or disk is full")), "error-disk-full"),
    (OSError(errno.ENOENT, "x"), ""), (ValueError("x"), ""),
])  # fmt: skip
def test_faults_of_the_machine_are_known(error: BaseException, key: str) -> None:
    outer = RuntimeError("outer")
    outer.__cause__ = error
    for each in (error, outer):
        found = faults.known(each)
        assert (found.key if found else "") == key
    assert not key or all(say.has(f"{key}{end}", tongue) for end in ("", "-do") for tongue in ("kk", "ru", "en"))


def test_a_full_disk_is_told_in_the_askers_language_and_loses_nothing(bare: House, sign: Sign) -> None:
    """The database's own refusal, by the page and by the API; afterwards everything works again."""
    client = sign(bare, "analyst")
    client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    whole = {"csrf": client.csrf}
    engine = bare.ws._engine
    engine.dispose()
    full = lambda raw, _record: raw.execute("PRAGMA max_page_count=1")  # noqa: E731 - no more than there is
    event.listen(engine, "connect", full)
    try:
        while (page := client.post("/kk/jobs/analyse", data=whole)).status_code == 303:  # until the last page is full
            with bare.ws.reading() as connection:
                jobs.cancel(bare.ws, jobs.listed(bare.ws)[0].id)
                assert connection is not None
        told = client.post("/api/v1/jobs", json={"kind": "analyse"}, headers={"x-csrf": client.csrf})
    finally:
        event.remove(engine, "connect", full)
        engine.dispose()
    assert told.status_code == page.status_code == 507
    assert told.json()["type"] == "qalqan:error-disk-full"
    assert say.say("error-disk-full", "kk") in page.text
    assert client.post("/kk/jobs/analyse", data=whole).status_code == 303


def test_a_job_that_meets_a_full_disk_says_so(bare: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_work: object) -> dict[str, object]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(KINDS, "analyse", Kind(full, {}, "analyse"))  # type: ignore[arg-type, index]
    job = jobs.add(bare.ws, "analyse", {})
    assert worker.work(bare.path, once=True).failed == 1
    assert jobs.get(bare.ws, job.id).note == "error-disk-full"


def test_a_console_of_its_own_starts_guides_and_ends(bare: House) -> None:
    """The real command: pages answer, its worker lives, is begun again after a kill, and both end together."""
    port = _free()
    words = [sys.executable, "-m", "qalqan.cli.main", "serve", str(bare.path), "--port", str(port)]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert "console" in _soon(lambda: _get(f"http://127.0.0.1:{port}/en/log-in"))
        first = _soon(lambda: _workers(child.pid))
        second = subprocess.run([*words, "--no-worker"], capture_output=True, text=True, check=False)
        assert second.returncode == UsageError.exit_code
        assert str(port) in second.stderr
        assert "Traceback" not in second.stderr
        os.kill(int(first), signal.SIGKILL)
        again = _soon(lambda: "".join({_workers(child.pid)} - {first}))
        assert again != first
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(30)
    assert not Path(f"/proc/{again}").exists() or _state(again) == "Z"


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def _get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return re.sub(r"\s+", " ", answer.read().decode()) + " console"
    except (urllib.error.URLError, OSError):
        return ""


def _workers(parent: int) -> str:
    """The pid of the worker that a process started, once it is there."""
    for one in Path("/proc").glob("[0-9]*"):
        try:
            told = (one / "stat").read_text().rpartition(")")[2].split()
            if int(told[1]) == parent and told[0] != "Z" and b"worker" in (one / "cmdline").read_bytes():
                return one.name
        except (OSError, IndexError, ValueError):
            continue
    return ""


def _state(pid: str) -> str:
    try:
        return (Path("/proc") / pid / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _soon(what: object, seconds: float = 60.0) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if told := what():  # type: ignore[operator]
            return str(told)
        time.sleep(0.2)
    raise AssertionError("it did not come")
