"""Reading in a child process with limits of memory and time: no file stops the rest.

A child serves many files, one after the other; after a crash, a kill or a time-out it is replaced by a fresh one
and the file's outcome says what happened.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from qalqan.intake.request import BROKEN, Outcome, Progress, Request
from qalqan.settings import Intake

_MB_A_SECOND = 1
_POLL = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """How all files of an ingest are read: see :class:`~qalqan.intake.request.Request`."""

    limits: Intake = field(default_factory=Intake)
    region: str = ""
    take_best: bool = False
    mapping: Path | None = None
    key: bytes = b""

    def request(self, path: Path, name: str, out: Path, depth: int) -> Request:
        """The request for one file."""
        return Request(path, name, out, self.region, self.mapping, self.take_best, self.limits, self.key, depth)


class Child:
    """One child process and the talk with it."""

    def __init__(self, limits: Intake) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "qalqan.intake.child", str(limits.child_memory_mb)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            env=_environment(), start_new_session=True,
        )  # fmt: skip
        self.lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(ValueError, OSError):
            for line in self.process.stdout:
                self.lines.put(line)
        self.lines.put(None)

    def ask(self, request: Request, seconds: int, progress: Progress, *, glimpse: bool = False) -> dict[str, Any] | str:
        """What the child answers, or the reason (a Fluent key) why it does not; ``glimpse``: examples alone."""
        until = time.monotonic() + seconds
        told = json.dumps({"request": request.to_json(), "seconds": seconds, "glimpse": glimpse}, ensure_ascii=False)
        try:
            assert self.process.stdin is not None  # noqa: S101 - a pipe was asked for
            self.process.stdin.write(told + "\n")
            self.process.stdin.flush()
        except (OSError, ValueError):
            return "reason-crash"
        while True:
            try:
                line = self.lines.get(timeout=max(0.01, min(_POLL, until - time.monotonic())))
            except queue.Empty:
                if time.monotonic() >= until:
                    return "reason-time"
                continue
            if line is None:
                return self._why()
            answer = json.loads(line)
            if "outcome" in answer:
                return answer["outcome"]  # type: ignore[no-any-return]
            if "done" in answer:
                progress(int(answer["done"]), int(answer["total"]))

    def _why(self) -> str:
        code = self.process.wait()
        if code == -24:
            return "reason-time"
        return "reason-memory" if code in (-9, -6) else "reason-crash"

    def stop(self) -> None:
        """End the child and wait for it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """The parent's environment; one thread a child unless told otherwise: files are read side by side."""
    return {"POLARS_MAX_THREADS": "1", "MALLOC_ARENA_MAX": "2", **os.environ, "PYTHONHASHSEED": "0"}


def seconds(limits: Intake, size: int) -> int:
    """The wall time that a file of that size may take."""
    return int(limits.child_seconds) + (size >> 20) // _MB_A_SECOND


class Pool:
    """So many children side by side; a context manager. ``read`` may be called from several threads."""

    def __init__(self, threads: int, plan: Plan) -> None:
        self.plan = plan
        self._idle: queue.Queue[Child | None] = queue.Queue()
        for _ in range(max(1, threads)):
            self._idle.put(None)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            if (child := self._idle.get()) is not None:
                child.stop()

    def read(
        self, path: Path, name: str, out: Path, depth: int = 0, progress: Progress = lambda _done, _total: None
    ) -> Outcome:
        """Read one file; always an outcome."""
        request = self.plan.request(path, name, out, depth)
        child = self._idle.get()
        try:
            child = child or Child(self.plan.limits)
            answer = child.ask(request, seconds(self.plan.limits, path.stat().st_size), progress)
            if isinstance(answer, str) or "failed" in answer:
                child.stop()
                child = None
            return _outcome(request, answer)
        finally:
            self._idle.put(child)


def _outcome(request: Request, answer: dict[str, Any] | str) -> Outcome:
    if isinstance(answer, dict) and "failed" not in answer:
        return Outcome.from_json(answer)
    reason = answer if isinstance(answer, str) else str(answer["reason"])
    detail = "" if isinstance(answer, str) else str(answer["detail"])
    from qalqan.intake import read  # noqa: PLC0415 - heavy, and only needed for a failure

    shutil.rmtree(request.out, ignore_errors=True)
    request.out.mkdir(parents=True)
    return read.failed(request, read.hash_file(request.path), BROKEN, reason, detail)


def glimpse(request: Request) -> list[dict[str, Any]]:
    """The first rows of a file's tables, read in a child of its own (:func:`qalqan.intake.glimpse.glimpse`); none when
    it cannot be read within the limits."""
    child = Child(request.limits)
    try:
        answer = child.ask(request, seconds(request.limits, 0), lambda _done, _total: None, glimpse=True)
        return [] if isinstance(answer, str) else list(answer.get("tables", []))
    finally:
        child.stop()


def run(
    request: Request, limits: Intake | None = None, progress: Progress = lambda _done, _total: None,
    start: Callable[[Intake], Child] = Child,
) -> Outcome:  # fmt: skip
    """Read one file in a child of its own."""
    limits = limits or request.limits
    child = start(limits)
    try:
        return _outcome(request, child.ask(request, seconds(limits, request.path.stat().st_size), progress))
    finally:
        child.stop()
