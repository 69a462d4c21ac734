"""Accepting a file that was read: original, observations, outcome and ledger entry in one commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk import outcomes
from qalqan.intake.read import Outcome
from qalqan.intake.request import NEEDS_PERSON
from qalqan.intake.tools import TOOL_NOTES, tool_ready
from qalqan.model.evidence import Basis, Evidence, evidence_id
from qalqan.store import disk, evidence, files
from qalqan.store.workspace import Workspace

WAIT_SECONDS: Final = 60.0
"""How long a commit waits for another writer's; each holds the right to write for a commit only."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it lies, what it is called, its basis, and the evidence it came out of."""

    path: Path
    name: str
    basis: Basis
    parent: str = ""
    depth: int = 0


def met_before(ws: Workspace, sha256: str, basis: Basis) -> bool:
    """Whether that content was accepted; if so, and it had no basis, it now gets this one.

    A picture that waits for a program which is installed by now counts as not met: it is read again.
    """
    with ws.reading() as connection:
        known = evidence.find(connection, evidence_id(sha256))
        waits = known is not None and known.status == NEEDS_PERSON and files.note(connection, known.evidence.id)
    if known is None:
        return False
    if basis != Basis() and not known.evidence.basis.usable:
        give_basis(ws, known.evidence.id, basis)
    return not (waits in TOOL_NOTES and tool_ready())


def members(found: Found, sha256: str, outcome: Outcome) -> list[Found]:
    """The files that came out of a container."""
    parent, depth = evidence_id(sha256), found.depth + 1
    return [Found(one.path, f"{found.name}/{one.name}", found.basis, parent, depth) for one in outcome.members]


def _lake(id_: str, outcome: Outcome) -> dict[str, Path]:
    """The files a reading made, by their names in the lake."""
    tables = sorted(outcome.tables.items())
    return {outcomes.lake_name(id_, what, disk.hash_file(path)[0]): path for what, path in tables}


def accept(ws: Workspace, found: Found, sha256: str, outcome: Outcome, by: str = "") -> Mapping[str, Any] | None:
    """Keep an original and what was read from it, in one commit. Gives its row of ``files``.

    Sealing and hashing come first; the right to write is held for the commit alone. A second reading of a known
    original takes the place of the first; one that another ingest accepted meanwhile is left as it is: None.
    ``by`` is the officer who brought it. Raises OSError when the file changed while it was read.
    """
    id_ = evidence_id(sha256)
    lake = _lake(id_, outcome)
    with ws.reading() as connection:
        known = evidence.find(connection, id_)
    size = known.evidence.size if known is not None else _sealed(ws, found, sha256)
    with ws.writing(WAIT_SECONDS) as open_:
        if met_before(open_, sha256, found.basis):
            for one_ in (open_, ws):
                one_.vault.pending.pop(sha256, None)
            return None
        with open_.reading() as connection:
            known = evidence.find(connection, id_)
        if known is not None:
            replace(open_, known, outcome, lambda _connection: None)
            return {**outcome.file, "evidence": id_, "file": known.path, "sha256": sha256}
        one = Evidence(sha256, found.name, size, clock.now(), found.basis, found.parent)
        return _add(open_, one, lake, outcome, by)


def _sealed(ws: Workspace, found: Found, sha256: str) -> int:
    hash_, size = ws.vault.put(found.path)
    if hash_ != sha256:
        raise OSError(f"{found.path} changed while it was read")
    return size


def _add(ws: Workspace, one: Evidence, lake: Mapping[str, Path], outcome: Outcome, by: str) -> Mapping[str, Any]:
    row = {**outcome.file, "evidence": one.id, "file": one.name, "sha256": one.sha256}
    if row["status"] == "read" and not one.basis.usable:
        row["status"] = "no_basis"

    def change(connection: Connection) -> None:
        evidence.add(connection, one, one.name, outcome.region, row["status"])
        files.put(connection, {**row, "status": outcome.file["status"]}, outcome.mappings)

    told = {"evidence": one.id, "sha256": one.sha256, "parent": one.parent, "status": row["status"]}
    ws.commit("ingest", told | ({"by": by} if by else {}), lake=lake, change=change)
    return row


def replace(ws: Workspace, kept: evidence.Kept, outcome: Outcome, change: Callable[[Connection], None]) -> None:
    """Let a second reading of an evidence take the place of the first, in one commit."""
    one = kept.evidence
    lake = _lake(one.id, outcome)
    row = {**outcome.file, "evidence": one.id, "file": kept.path, "sha256": one.sha256}

    def write(connection: Connection) -> None:
        files.put(connection, row, outcome.mappings)
        evidence.set_status(connection, one.id, row["status"])
        change(connection)

    with ws.writing(WAIT_SECONDS) as open_:
        before = set(outcomes.names_of(open_, one.id))
        fresh = {name: path for name, path in lake.items() if name not in before}
        told = {"evidence": one.id, "status": row["status"]}
        open_.commit("reread", told, lake=fresh, change=write, drop=sorted(before - set(lake)))


def give_basis(ws: Workspace, id_: str, basis: Basis) -> int:
    """Put an evidence and all its members on a basis; gives how many. Raises NotFound."""
    with ws.writing(WAIT_SECONDS) as open_:
        return _give_basis(open_, id_, basis)


def _give_basis(ws: Workspace, id_: str, basis: Basis) -> int:
    with ws.reading() as connection:
        family = {evidence.get(connection, id_).evidence.id}
        everything = evidence.everything(connection)
    while more := {one.evidence.id for one in everything if one.evidence.parent in family} - family:
        family |= more

    def change(connection: Connection) -> None:
        for one in sorted(family):
            evidence.set_basis(connection, one, basis)

    ws.commit("basis", {"evidence": sorted(family)}, change=change)
    return len(family)
