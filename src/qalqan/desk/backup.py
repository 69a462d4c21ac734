"""qalqan backup and restore: a whole workspace in one file, taken while people work, checked before it is trusted.

The file is a tar: ``backup.json`` (name, ledger's size and root, form), ``key``, ``settings.toml``, a SQLite database
with every table (whatever the workspace's own database is), and every listed file. The right to write is held only
while names are linked and rows copied. A key kept in a file elsewhere stays there. Who holds the backup and the key can
read everything: keep it as the evidence is kept.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qalqan import clock
from qalqan.desk.move import with_url
from qalqan.desk.verify import verify
from qalqan.errors import TamperError, UsageError, WorkspaceError
from qalqan.store import database, disk, keys, layout, move, sweep
from qalqan.store.canon import canonical, instant
from qalqan.store.tables import BESIDE, REVISION
from qalqan.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
ABOUT: Final = "backup.json"
WAIT_SECONDS: Final = 60.0
_KEPT: Final = (keys.REFERENCE, layout.SETTINGS, database.FILE)


@dataclass(frozen=True, slots=True)
class Backed:
    """A backup: where, its SHA-256 and bytes, how many files, and the ledger it holds."""

    file: Path
    sha256: str
    bytes: int
    files: int
    size: int
    root: str


def backup(path: Path, to: Path, progress: Progress = lambda *_: None) -> Backed:
    """Write a workspace into one new file outside of it; the act is entered into the ledger first.

    Raises UsageError when the file is there already or lies in the workspace, WorkspaceError when a writer does not
    finish, TamperError when the database does not fit its own ledger.
    """
    to = to.expanduser().absolute()
    with Workspace.open(path) as ws:
        if ws.path in to.parents or to.exists():
            raise UsageError("error-backup-file", where=str(to))
        folder = ws.stage()
        with ws.writing(WAIT_SECONDS) as open_:
            open_.commit("backup", {"at": instant(clock.now())})
            open_.sign()
            size, root, names = _snapshot(open_, folder, progress)
        told = {"workspace": ws.name, "size": size, "root": root, "form": REVISION, "files": len(names)}
        fresh = to.with_name(f".{to.name}.{os.getpid()}")
        try:
            _pack(fresh, folder, names, told | {"at": instant(clock.now())}, progress)
            disk.sync(fresh)
            fresh.replace(to)
            disk.sync(to.parent)
        finally:
            fresh.unlink(missing_ok=True)
    sha256, length = disk.hash_file(to)
    return Backed(to, sha256, length, len(names), size, root)


def _snapshot(ws: Workspace, folder: Path, progress: Progress) -> tuple[int, str, list[str]]:
    """Everything as it is now, below ``folder``: rows copied and checked, files under second names (links)."""
    made = database.engine(folder)
    database.prepare(made, folder, migrate=True)
    with ws.reading() as connection:
        size, root = move.state(connection)
        move.copy(connection, made, (*move.KEPT, *BESIDE), progress)
        places = sorted(sweep.expected(connection, ws.path))
    move.check(made, ws.name, ws.public_key, ws.key("rows"), progress)
    made.dispose()
    _whole(folder / database.FILE)
    names = [place.relative_to(ws.path).as_posix() for place in places]
    for name, place in zip(names, places, strict=True):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(place, target)
        except FileNotFoundError as error:
            raise TamperError("error-vault-missing", where=str(place)) from error
    return size, root, names


def _whole(file: Path) -> None:
    """All of the database in its one file."""
    raw = sqlite3.connect(file, isolation_level=None)
    try:
        raw.execute("PRAGMA journal_mode=DELETE")
    finally:
        raw.close()


def _pack(to: Path, folder: Path, names: list[str], told: dict[str, Any], progress: Progress) -> None:
    path = folder.parent.parent
    settings = (path / layout.SETTINGS).read_text("utf-8") if (path / layout.SETTINGS).exists() else ""
    (folder / layout.SETTINGS).write_text(with_url(settings, "") if settings else "", "utf-8")
    (folder / keys.REFERENCE).write_bytes((path / keys.REFERENCE).read_bytes())
    told["hashes"] = {name: disk.hash_file(folder / name)[0] for name in _KEPT}
    with to.open("xb") as stream:
        to.chmod(0o600)
        with tarfile.open(fileobj=stream, mode="w") as tar:
            about = tarfile.TarInfo(ABOUT)
            content = canonical(told).encode()
            about.size, about.mode = len(content), 0o600
            tar.addfile(about, io.BytesIO(content))
            for number, name in enumerate((*_KEPT, *names)):
                progress("backup-files", number, len(names) + len(_KEPT))
                tar.add(folder / name, name, recursive=False, filter=_plain)


def _plain(one: tarfile.TarInfo) -> tarfile.TarInfo:
    """The file alone, not who owned it on this machine; two names of one file are written twice."""
    one.uid = one.gid = 0
    one.uname = one.gname = ""
    one.mode, one.type, one.linkname = 0o600, tarfile.REGTYPE, ""
    return one


def restore(file: Path, to: Path, progress: Progress = lambda *_: None) -> Backed:
    """Make a workspace in a new folder out of a backup, and check every byte of it against its ledger.

    Raises UsageError when the file is no backup, WorkspaceError when the folder is not empty, TamperError when what
    it holds is not what was backed up.
    """
    to = to.expanduser().absolute()
    if to.exists() and any(to.iterdir()):
        raise WorkspaceError("error-workspace-not-empty", where=str(to))
    layout.lay_out(to)
    try:
        told = _unpack(file, to, progress)
    except (tarfile.TarError, ValueError, KeyError, TypeError, OSError) as error:
        raise UsageError("error-backup-none", where=str(file)) from error
    report = verify(to, None, progress)
    if not report.ok or (report.size, report.root) != (told["size"], told["root"]):
        raise TamperError("error-backup-differs", where=report.findings[0].place if report.findings else str(file))
    return Backed(file, *disk.hash_file(file), int(told["files"]), report.size, report.root)


def _unpack(file: Path, to: Path, progress: Progress) -> dict[str, Any]:
    """Write out the names that a backup may hold; any other is no backup."""
    told: dict[str, Any] = {}
    with tarfile.open(file, "r:") as tar:
        for number, one in enumerate(tar):
            stream = tar.extractfile(one) if one.isreg() else None
            first, *rest = one.name.split("/")
            inside = (
                first in {"vault", "lake", "runs", "officers"} and rest and all(p not in ("", "..", ".") for p in rest)
            )
            if stream is None or not (inside or one.name in (ABOUT, *_KEPT)):
                raise ValueError(one.name)
            if one.name == ABOUT:
                told = json.loads(stream.read(1 << 20))
                continue
            target = to / one.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                target.chmod(0o600)
                while piece := stream.read(disk.CHUNK):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            progress("backup-files", number, int(told.get("files", 0)) + 1 + len(_KEPT))
    for name in _KEPT:
        if disk.hash_file(to / name)[0] != told["hashes"][name]:
            raise TamperError("error-backup-differs", where=name)
    return told
