"""Files that survive a power cut: synced, renamed into place, their folders synced."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

CHUNK = 1 << 20


def sync(path: Path) -> None:
    """Make a file's or folder's content durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a whole file so that it is there complete or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        os.fchmod(handle, mode)
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(path)
    sync(path.parent)


def settle(moves: Iterable[tuple[Path, Path]]) -> None:
    """Rename synced files into place and make the folders durable, new parent folders too."""
    folders: set[Path] = set()
    for source, target in moves:
        missing = [one for one in (target.parent, *target.parent.parents) if not one.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        folders |= {one.parent for one in missing}
        source.replace(target)
        folders.add(target.parent)
    for folder in sorted(folders):
        sync(folder)


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size of a file, read as a stream."""
    state, size = sha256(), 0
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            state.update(chunk)
            size += len(chunk)
    return state.hexdigest(), size


def files_below(folder: Path) -> Iterator[Path]:
    """All entries below a folder that are not folders, links included and not followed, in order of path."""
    if not folder.is_dir():
        return
    for above, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(above) / name).is_symlink()]
        folders.sort()
        yield from (Path(above) / name for name in sorted([*names, *links]))
