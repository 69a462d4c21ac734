"""What lies in a workspace's folder, a new one laid out, and where its settings say that the database is."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from qalqan import settings as settings_room
from qalqan.errors import UsageError, WorkspaceError
from qalqan.store import database, disk, keys

LOCK: Final = "lock"
SETTINGS: Final = "settings.toml"
UPLOADS: Final = "uploads"
"""The folder below tmp/ of what browsers are sending: it outlives the process that receives it."""
FOLDERS: Final = ("vault", "lake", "runs", "officers", "tmp", "cache")
_OURS: Final = {*FOLDERS, LOCK, SETTINGS, database.FILE, f"{database.FILE}-wal", f"{database.FILE}-shm"}
_URL: Final = "QALQAN_SET_STORE__URL"


def refuse(path: Path, key_file: Path | None) -> None:
    """Raises WorkspaceError for a folder that is a workspace or holds something else, UsageError for a key inside."""
    if (path / keys.REFERENCE).exists():
        raise WorkspaceError("error-workspace-exists", where=str(path))
    if path.exists() and (not path.is_dir() or {one.name for one in path.iterdir()} - _OURS):
        raise WorkspaceError("error-workspace-not-empty", where=str(path))
    if key_file is not None and path in key_file.expanduser().absolute().parents:
        raise UsageError("error-key-inside", where=str(key_file))


def lay_out(path: Path) -> None:
    """Make the folders."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in FOLDERS:
        (path / name).mkdir(exist_ok=True, mode=0o700)


def clear(path: Path) -> None:
    """Remove the database that a killed init left; keep the user's settings, or make an empty file of them."""
    for left in path.glob(f"{database.FILE}*"):
        left.unlink()
    if not (path / SETTINGS).exists():
        disk.write_file(path / SETTINGS, b"")


def placed(path: Path) -> str:
    """The database's URL by the settings in force now. Raises SettingsError when they cannot be read."""
    try:
        found = (path / SETTINGS).stat()
    except FileNotFoundError:
        return _placed(path, (0, 0, 0), os.environ.get(_URL, ""))
    return _placed(path, (found.st_mtime_ns, found.st_ino, found.st_size), os.environ.get(_URL, ""))


@lru_cache(64)
def _placed(path: Path, _version: tuple[int, int, int], _given: str) -> str:
    return settings_room.load(path, os.environ)[0].store.url
