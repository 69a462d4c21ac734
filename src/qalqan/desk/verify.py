"""qalqan verify: is every byte and value still what was committed?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from qalqan import clock
from qalqan.desk import acts_check, decisions, registry_check
from qalqan.errors import WorkspaceError
from qalqan.store import check_files, check_log, check_rows, sweep, witness
from qalqan.store import decisions as kept
from qalqan.store import officers as people
from qalqan.store.check_log import Finding, Log, Progress
from qalqan.store.sweep import Kept
from qalqan.store.workspace import Workspace

WAIT_SECONDS = 5.0
"""For who writes just now: a commit takes a moment, longer is somebody's held lock."""
_BROKEN = frozenset({"error-database", "error-database-other"})


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked (counts by name, each a Fluent key ``verify-…``), and what is wrong and where.

    ``size`` and ``root`` are the log's, as found; without a ``witness`` a log that a holder of the workspace
    key wrote anew is not told from the first one. ``at`` is the moment that the report speaks of.
    """

    ok: bool
    checked: dict[str, int]
    findings: tuple[Finding, ...]
    size: int = 0
    root: str = ""
    at: datetime | None = None


def verify(path: Path, witness_file: Path | None = None, progress: Progress = lambda *_: None) -> Report:
    """Check a workspace; nothing in it is changed, and nobody may write meanwhile.

    Every original is opened and hashed, every listed file hashed, every row compared with its digest in the
    ledger, the ledger with its signed roots and with those that the witness file keeps. Raises WorkspaceError
    when the folder is no workspace, somebody writes, or its key is not there; UsageError for an unreadable
    witness.
    """
    seen = None if witness_file is None else witness.read(witness_file)
    try:
        with Workspace.open(path, wait=WAIT_SECONDS, still=True) as ws:
            looked = database(ws, seen, progress)
            files(ws, looked, looked.log, progress)
            return report(looked)
    except WorkspaceError as error:
        return unreadable(error)


def unreadable(error: WorkspaceError) -> Report:
    """What a check says of a database that cannot be read. Raises any other error again."""
    if error.key not in _BROKEN:
        raise error
    return Report(False, {}, (Finding(error.where, "verify-found-unreadable"),), at=clock.now())


@dataclass(slots=True)
class Looked:
    """What the database told at one moment: counts, the log with what is wrong, the files it lists by their place."""

    at: datetime
    log: Log
    checked: dict[str, int] = field(default_factory=dict)
    places: dict[Path, Kept] = field(default_factory=dict)


def database(ws: Workspace, seen: list[witness.Seen] | None, progress: Progress) -> Looked:
    """Ledger, rows, decisions, measures and the registry, in one consistent view of the database."""
    looked = Looked(clock.now(), Log())
    with ws.reading() as connection:

        def entries() -> int:
            looked.log = check_log.check(connection, ws.name, ws.public_key, seen, progress)
            looked.checked["checkpoints"] = looked.log.checkpoints
            return looked.log.size

        def listed() -> int:
            looked.places = sweep.expected(connection, ws.path, forgiving=True)
            return len(looked.places)

        _part(looked, "entries", entries)
        _part(looked, "rows", lambda: check_rows.check(connection, looked.log, ws.key("rows"), progress))
        _part(looked, "decisions", lambda: _decisions(connection, looked.log))
        _part(looked, "acts", lambda: acts_check.check(connection, looked.log))
        _part(looked, "registry", lambda: registry_check.check(connection, looked.log))
        _part(looked, "files", listed)
    if seen is not None:
        looked.checked["witness"] = len(seen)
    return looked


def files(ws: Workspace, looked: Looked, log: Log, progress: Progress) -> None:
    """Every byte of the files that the database listed; what is wrong goes into ``log``."""
    secret, threads = ws.key("vault"), ws.settings.threads
    _part(
        looked,
        "bytes",
        lambda: check_files.check(ws.path, looked.places, log, secret=secret, threads=threads, progress=progress),
    )


def report(looked: Looked) -> Report:
    """The whole of it."""
    found, log = tuple(dict.fromkeys(looked.log.findings)), looked.log
    return Report(not found, looked.checked, found, log.size, log.root.hex(), looked.at)


def _part(looked: Looked, name: str, work: Callable[[], int]) -> None:
    try:
        looked.checked[name] = work()
    except (SQLAlchemyError, ValueError, TypeError, KeyError):
        looked.log.found(name, "unreadable")


def _decisions(connection: Connection, log: Log) -> int:
    """Every decision must carry its officer's signature."""
    keys = {one.id: one.public_key for one in people.everything(connection)}
    everything = kept.everything(connection)
    for decision, replaces in everything:
        if not decisions.genuine(decision, replaces, keys.get(decision.officer, "")):
            log.found(f"decisions {decision.id}", "decision-signature")
    return len(everything)
