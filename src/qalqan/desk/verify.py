"""qalqan verify: is every byte and value still what was committed?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from qalqan.desk import acts_check, decisions, registry_check
from qalqan.errors import WorkspaceError
from qalqan.store import check_files, check_log, check_rows, sweep, witness
from qalqan.store import decisions as kept
from qalqan.store import officers as people
from qalqan.store.check_log import Finding, Log, Progress
from qalqan.store.workspace import Workspace

WAIT_SECONDS = 5.0
"""For who writes just now: a commit takes a moment, longer is somebody's held lock."""
_BROKEN = frozenset({"error-database", "error-database-other"})


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked (counts by name, each a Fluent key ``verify-…``), and what is wrong and where.

    ``size`` and ``root`` are the log's, as found; without a ``witness`` a log that a holder of the workspace
    key wrote anew is not told from the first one.
    """

    ok: bool
    checked: dict[str, int]
    findings: tuple[Finding, ...]
    size: int = 0
    root: str = ""


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
            return _verify(ws, seen, progress)
    except WorkspaceError as error:
        if error.key not in _BROKEN:
            raise
        return Report(False, {}, (Finding(error.where, "verify-found-unreadable"),))


def _verify(ws: Workspace, seen: list[witness.Seen] | None, progress: Progress) -> Report:
    checked: dict[str, int] = {}
    log = Log()
    with ws.reading() as connection:

        def part(name: str, work: Callable[[], int]) -> None:
            try:
                checked[name] = work()
            except (SQLAlchemyError, ValueError, TypeError, KeyError):
                log.found(name, "unreadable")

        def entries() -> int:
            nonlocal log
            log = check_log.check(connection, ws.name, ws.public_key, seen, progress)
            checked["checkpoints"] = log.checkpoints
            return log.size

        part("entries", entries)
        part("rows", lambda: check_rows.check(connection, log, ws.key("rows"), progress))
        part("decisions", lambda: _decisions(connection, log))
        part("acts", lambda: acts_check.check(connection, log))
        part("registry", lambda: registry_check.check(connection, log))
        places = {}

        def files() -> int:
            places.update(sweep.expected(connection, ws.path, forgiving=True))
            return len(places)

        part("files", files)
    part(
        "bytes",
        lambda: check_files.check(
            ws.path, places, log, secret=ws.key("vault"), threads=ws.settings.threads, progress=progress
        ),
    )
    if seen is not None:
        checked["witness"] = len(seen)
    found = tuple(dict.fromkeys(log.findings))
    return Report(not found, checked, found, log.size, log.root.hex())


def _decisions(connection: Connection, log: Log) -> int:
    """Every decision must carry its officer's signature."""
    keys = {one.id: one.public_key for one in people.everything(connection)}
    everything = kept.everything(connection)
    for decision, replaces in everything:
        if not decisions.genuine(decision, replaces, keys.get(decision.officer, "")):
            log.found(f"decisions {decision.id}", "decision-signature")
    return len(everything)
