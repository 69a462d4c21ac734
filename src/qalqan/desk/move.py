"""qalqan move: a workspace from SQLite to PostgreSQL or back, with every row, its ledger unchanged, and no work lost.

Order: an entry in the ledger; a note that the move began; all that the ledger answers for, in one transaction of the
target; the target checked against its own ledger and its root compared; what stands beside the ledger, its writers
kept out; one file renamed: the settings with the new place. Killed at any moment, the same command goes on. Others
who have the workspace open notice at their next write and open it again. The old database is kept aside.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from qalqan.desk.verify import verify
from qalqan.errors import UsageError, WorkspaceError
from qalqan.store import database, disk, ledger
from qalqan.store import move as rooms
from qalqan.store.layout import SETTINGS, placed
from qalqan.store.tables import BESIDE
from qalqan.store.workspace import Workspace

Progress = Callable[[str, int, int], None]
WAIT_SECONDS = 60.0
NOTE, ASIDE = "moving.json", "aside"
URL = "QALQAN_SET_STORE__URL"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the workspace is now, size and root of its ledger there, and where the old database lies."""

    to: str
    size: int
    root: str
    aside: str


def move(path: Path, to: str, progress: Progress = lambda *_: None) -> Moved:
    """Move a workspace's database to a URL (``sqlite`` or empty: back into the folder).

    Raises UsageError when the environment says where the database is, WorkspaceError when the target holds anything
    that is not an unfinished move of this workspace, cannot be reached, or a writer does not finish; TamperError when
    the source does not fit its own ledger or the copy differs.
    """
    path, url = path.expanduser().absolute(), rooms.normal(to)
    if os.environ.get(URL) is not None:
        raise UsageError("error-move-environment", where=URL)
    former = placed(path)
    if former == url:
        return _ended(path, url)
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        if ws.settings.store.url == url:  # another moved it while this one waited
            return _ended(path, url)
        _clear_place(path, url)
        made = database.engine(path, url)
        try:
            _move(ws, made, url, progress)
        finally:
            made.dispose()
    return _ended(path, url, former)


def _move(ws: Workspace, made: Engine, url: str, progress: Progress) -> None:
    found, begun = rooms.look(made, ws.path), _begun(ws.path) == _mark(url)
    if not found.empty and not (begun and found.workspace == ws.name):
        raise WorkspaceError("error-move-target", where=rooms.shown(url), found=found.workspace or "?")
    if not begun:
        ways = [one.partition("+")[0] or "sqlite" for one in (ws.settings.store.url, url)]
        ws.commit("move", {"from": ways[0], "to": ways[1]})
    ws.sign()
    disk.write_file(ws.path / NOTE, json.dumps({"to": _mark(url)}).encode(), 0o600)
    with ws.reading() as connection:
        size, root = rooms.state(connection)
        database.prepare(made, ws.path, migrate=True)
        rooms.copy(connection, made, rooms.KEPT, progress)
    log = rooms.check(made, ws.name, ws.public_key, ws.key("rows"), progress)
    if (log.size, log.root.hex()) != (size, root):
        raise WorkspaceError("error-move-differs", where=rooms.shown(url))
    source = database.engine(ws.path, ws.settings.store.url)
    with rooms.still(source) as connection:
        rooms.copy(connection, made, BESIDE, progress)
        text = (ws.path / SETTINGS).read_text("utf-8") if (ws.path / SETTINGS).exists() else ""
        disk.write_file(ws.path / SETTINGS, with_url(text, url, str(ws.path / SETTINGS)).encode(), 0o600)
    source.dispose()


def _ended(path: Path, url: str, former: str | None = None) -> Moved:
    """Put the old database aside and tell what is where; what a killed move left is put aside too."""
    with Workspace.open(path, wait=WAIT_SECONDS) as ws, ws.reading() as connection:
        size, root = rooms.state(connection)
    aside = rooms.shown(former) if former else ""
    if url and (path / database.FILE).exists():
        aside = str(_put_aside(path))
    (path / NOTE).unlink(missing_ok=True)
    return Moved(rooms.shown(url), size, root, aside)


def _clear_place(path: Path, url: str) -> None:
    """A SQLite file that lies in the way is not the one in use: it is put aside, unless this move wrote it."""
    if not url and (path / database.FILE).exists() and _begun(path) != _mark(url):
        _put_aside(path)


def _put_aside(path: Path) -> Path:
    """Rename the SQLite database into ``aside/``, everything in one file."""
    made = database.engine(path)
    try:
        database.shrink(made)
        with made.connect() as connection:
            size = ledger.size(connection)
    finally:
        made.dispose()
    folder = path / ASIDE
    folder.mkdir(mode=0o700, exist_ok=True)
    numbers = (number for number in range(1_000_000) if not (folder / f"qalqan-{size}-{number}.db").exists())
    target = folder / f"qalqan-{size}-{next(numbers)}.db"
    for left in ("-wal", "-shm"):
        (path / f"{database.FILE}{left}").unlink(missing_ok=True)
    disk.settle([(path / database.FILE, target)])
    return target


def forget(path: Path, progress: Progress = lambda *_: None) -> int:
    """Remove what moves put aside, once the workspace where it is now passes a whole check; gives how many files.

    Raises WorkspaceError when the check finds anything: then the old ones stay.
    """
    report = verify(path, None, progress)
    if not report.ok:
        raise WorkspaceError("error-move-differs", where=report.findings[0].place)
    old = sorted((path.expanduser().absolute() / ASIDE).glob("qalqan-*.db"))
    for one in old:
        one.unlink()
    return len(old)


def _mark(url: str) -> str:
    return sha256(url.encode()).hexdigest()


def _begun(path: Path) -> str:
    """Where a move that has not ended goes to (a hash); empty when none began."""
    try:
        return str(json.loads((path / NOTE).read_text("utf-8"))["to"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def with_url(text: str, url: str, where: str = "") -> str:
    """The settings file with another ``store.url``, every other line as it was.

    Raises WorkspaceError when that cannot be said by changing one line.
    """
    told = json.dumps(url, ensure_ascii=False)
    lines, section, done = text.splitlines(keepends=True), "", False
    fresh: list[str] = []
    for line in lines:
        bare = line.strip()
        if bare.startswith("["):
            section = bare
        key = bare.partition("=")[0].strip() if "=" in bare else ""
        if (section == "[store]" and key == "url") or (not section and key == "store.url"):
            line, done = f"{key} = {told}\n", True  # noqa: PLW2901 - the one line that changes
        fresh.append(line)
        if bare == "[store]" and not done and not _has_url(text):
            fresh.append(f"url = {told}\n")
            done = True
    if not done:
        fresh += ["" if not fresh or fresh[-1].endswith("\n") else "\n", "[store]\n", f"url = {told}\n"]
    changed = "".join(fresh)
    wanted = tomllib.loads(text)
    wanted.setdefault("store", {})["url"] = url
    try:
        good = tomllib.loads(changed) == wanted
    except tomllib.TOMLDecodeError:
        good = False
    if not good:
        raise WorkspaceError("error-move-settings", where=where)
    return changed


def _has_url(text: str) -> bool:
    return "url" in tomllib.loads(text).get("store", {})
