"""Check of the files: every listed byte of vault, lake, runs and officers, and that there are no others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from qalqan.errors import QalqanError
from qalqan.store import disk, manifest
from qalqan.store.check_log import Log, Progress
from qalqan.store.sweep import Kept
from qalqan.store.vault import Opened, sealed_size, unwrap


def check(workspace: Path, kept: dict[Path, Kept], log: Log, *, secret: bytes, threads: int, progress: Progress) -> int:
    """Compare all files with what the database lists; originals are opened frame by frame and hashed.

    Gives how many bytes were read.
    """
    sizes = {path: _size(one) for path, one in kept.items()}
    total, done = sum(sizes.values()), 0
    places = sorted(kept)
    with ThreadPoolExecutor(threads) as pool:
        try:
            for path, found in zip(places, pool.map(lambda one: wrong(one, kept[one], secret), places), strict=True):
                if found:
                    log.found(told(path, workspace), found)
                done += sizes[path]
                progress("verify-bytes", done, total)
        except BaseException:  # stopped half-way: what nobody waits for any more is not read
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for one in unlisted(workspace, kept):
        log.found(told(one, workspace), "file-added")
    return total


def _size(one: Kept) -> int:
    size = one.sealed.size if one.sealed else one.listed.size if one.listed else 0
    return size if isinstance(size, int) else 0


def wrong(path: Path, one: Kept, secret: bytes) -> str:
    """What is wrong with a file; empty when nothing is."""
    try:
        if path.is_symlink() or not path.is_file():
            return "file-missing"
        if one.listed is not None:
            return "" if disk.hash_file(path) == tuple(one.listed) else "file-changed"
        if one.sealed is None or path.stat().st_size != sealed_size(one.sealed.size):
            return "file-length"
        state = sha256()
        with Opened(path, unwrap(secret, one.sealed), one.sealed.size) as opened:
            for frame in opened.frames():
                state.update(frame)
    except (QalqanError, OSError, TypeError, ValueError):
        return "file-changed"
    return "" if state.hexdigest() == one.sealed.sha256 else "file-changed"


def unlisted(workspace: Path, kept: dict[Path, Kept]) -> Iterator[Path]:
    """The files below the workspace's folders that the database does not list."""
    for folder in manifest.FOLDERS:
        yield from (found for found in disk.files_below(workspace / folder) if found not in kept)


def told(path: Path, workspace: Path) -> str:
    """A file's place as a finding names it: below the workspace, as text."""
    return str(path.relative_to(workspace)).encode("utf-8", "backslashreplace").decode()
