"""From the spool into a workspace: the records into the lake, one ledger entry a batch with their digest.

Telephone numbers and accounts stand in the lake's file only; the ledger holds counts, the file's hash and place. A
batch that was committed before its mark could be written is known by its name and not taken twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qalqan.errors import WorkspaceError
from qalqan.gate.spool import lines, segments
from qalqan.store.canon import canonical
from qalqan.store.disk import write_file
from qalqan.store.workspace import Workspace

PREFIX: Final = "gate/"
MARK: Final = ".taken"
MOST_RECORDS: Final = 50_000


@dataclass(slots=True)
class Taken:
    """What a collection brought: batches, records, and damaged lines (told in the ledger, too)."""

    batches: int = 0
    records: int = 0
    damaged: int = 0


def collect(ws: Workspace, folder: Path) -> Taken:
    """Take over all whole records of a spool that are not in the ledger yet."""
    taken = Taken()
    listed = ws.listed(PREFIX)
    for segment in segments(folder):
        mark = segment.with_suffix(MARK)
        offset = int(mark.read_text("ascii")) if mark.exists() else 0
        while True:
            end, records, damaged = _batch(segment, offset)
            if end == offset:
                break
            name = f"{PREFIX}{segment.stem}-{offset:012d}.jsonl"
            if name not in listed:
                _commit(ws, name, records, damaged)
                taken.batches += 1
                taken.records += len(records)
                taken.damaged += damaged
            write_file(mark, str(end).encode())
            offset = end
    return taken


def _batch(segment: Path, offset: int) -> tuple[int, list[dict[str, Any]], int]:
    records: list[dict[str, Any]] = []
    damaged, end = 0, offset
    for after, record in lines(segment, offset):
        end = after
        if record is None:
            damaged += 1
        else:
            records.append(record)
        if len(records) >= MOST_RECORDS:
            break
    return end, records, damaged


def _commit(ws: Workspace, name: str, records: list[dict[str, Any]], damaged: int) -> None:
    staged = ws.stage() / "gate.jsonl"
    staged.write_text("".join(canonical(one) + "\n" for one in records), "utf-8")
    what = Counter(str(one.get("action") or one.get("what")) for one in records)
    rules = Counter(str(one["rule"]) for one in records if "rule" in one)
    told = {"file": name, "records": len(records), "damaged": damaged, "what": dict(what), "rules": dict(rules)}
    ws.commit("gate", told, lake={name: staged})


def collect_into(ws_path: Path, folder: Path) -> Taken | None:
    """Open the workspace, collect, close. None when somebody else writes in it now: the spool keeps everything."""
    try:
        with Workspace.open(ws_path, write=True) as ws:
            return collect(ws, folder)
    except WorkspaceError as error:
        if error.key == "error-workspace-locked":
            return None
        raise
