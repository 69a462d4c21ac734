"""The spool: every label, block and cancellation on disk before anybody can ask for it, then into the ledger.

A segment is a file of lines ``crc32 TAB canonical JSON``. A record is written to the operating system before its answer
leaves (a killed process loses nothing) and synced to the disk at least every fifth of a second (a power cut loses no
more than that). `gate.collect` takes whole lines over into a workspace and marks how far it came.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from errno import ENOSPC
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from qalqan.errors import UsageError
from qalqan.store.canon import canonical
from qalqan.store.disk import write_file

SUFFIX: Final = ".spool"
TAKEN: Final = ".taken"
SEGMENT_BYTES: Final = 64 * 1024 * 1024
SYNC_SECONDS: Final = 0.2


class Spool:
    """An open spool of one process. Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open a new segment in ``folder`` (made when missing). Raises UsageError when it cannot be written."""
        self.folder = folder
        self._lock = threading.Lock()
        self._unsynced = self._torn = False
        self._full: list[int] = []  # segments to be synced and closed
        self._stop = threading.Event()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file, self._size = self._segment(), 0
        except OSError as error:
            raise UsageError("error-gate-spool", where=str(folder), reason=error.strerror or str(error)) from error
        self._thread = threading.Thread(target=self._syncing, name="gate-spool", daemon=True)
        self._thread.start()

    def _segment(self) -> int:
        name = f"{time.time_ns():020d}-{os.getpid()}{SUFFIX}"
        return os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)

    def put(self, record: Mapping[str, Any]) -> None:
        """Keep one record. Raises OSError when the disk does not take it."""
        self.write(line(record))

    def write(self, whole: bytes) -> None:
        """Keep records that :func:`line` made. Raises OSError when the disk does not take them."""
        with self._lock:
            if self._size + len(whole) > SEGMENT_BYTES:
                self._full.append(self._file)
                self._file, self._size = self._segment(), 0
            taken = os.write(self._file, b"\n" + whole if self._torn else whole)
            self._torn = taken < len(whole) + self._torn
            self._size += taken
            self._unsynced = True
            if self._torn:
                raise OSError(ENOSPC, os.strerror(ENOSPC))

    def _syncing(self) -> None:
        while not self._stop.wait(SYNC_SECONDS):
            self.sync()

    def sync(self) -> None:
        """Put what was written on the disk itself; records go on being taken meanwhile."""
        with self._lock:
            full, self._full = self._full, []
            waiting, self._unsynced = self._unsynced, False
        for one in full:
            os.fsync(one)
            os.close(one)
        if waiting:
            os.fsync(self._file)

    def close(self) -> None:
        """Sync and close; a second call does nothing."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._thread.join()
        self.sync()
        os.close(self._file)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def line(record: Mapping[str, Any]) -> bytes:
    """A record as the spool holds it. Raises TypeError for what canonical JSON cannot hold."""
    text = canonical(record).encode()
    return b"%08x\t%s\n" % (crc32(text), text)


def segments(folder: Path) -> list[Path]:
    """The segments of a spool, oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def marked(segment: Path) -> int:
    """The byte up to which a segment was taken over, as its mark tells."""
    told = segment.with_suffix(TAKEN)
    return int(told.read_text("ascii")) if told.exists() else 0


def mark(segment: Path, end: int) -> None:
    """Note that a segment was taken over up to a byte."""
    write_file(segment.with_suffix(TAKEN), str(end).encode())


def untaken(folder: Path) -> int:
    """Bytes of a spool that were not taken over."""
    return sum(segment.stat().st_size - marked(segment) for segment in segments(folder))


def lines(segment: Path, offset: int = 0) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Whole records of a segment from a byte on, each with the byte after it; None for a damaged line.

    A last line without its end is being written and is not given.
    """
    with segment.open("rb") as file:
        file.seek(offset)
        for whole in file:
            if not whole.endswith(b"\n"):
                return
            offset += len(whole)
            sum_, _, text = whole[:-1].partition(b"\t")
            yield offset, _record(sum_, text)


def _record(sum_: bytes, text: bytes) -> dict[str, Any] | None:
    try:
        if int(sum_, 16) != crc32(text):
            return None
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
