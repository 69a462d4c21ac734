"""From the spool into a workspace: the records into the lake, one ledger entry a batch with their digest.

Telephone numbers and accounts stand in the lake's file only; the ledger holds counts, the file's hash and place. A
batch that was committed before its mark could be written is known by its name, which tells where it begins and ends:
nothing is taken twice, and what came after it is not taken for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qalqan.gate.spool import lines, mark, marked, segments
from qalqan.store.canon import canonical
from qalqan.store.workspace import Workspace

PREFIX: Final = "gate/"
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
    for segment in segments(folder):
        offset = _known(ws, segment, marked(segment))
        while True:
            end, records, damaged = _batch(segment, offset)
            if end == offset:
                break
            _commit(ws, f"{_name(segment, offset)}{end:012d}.jsonl", records, damaged)
            taken.batches += 1
            taken.records += len(records)
            taken.damaged += damaged
            mark(segment, end)
            offset = end
    return taken


def _name(segment: Path, offset: int) -> str:
    return f"{PREFIX}{segment.stem}-{offset:012d}-"


def _known(ws: Workspace, segment: Path, offset: int) -> int:
    """The byte up to which a segment is in the ledger: a killed feeder may not have written its last mark."""
    if segment.stat().st_size <= offset:
        return offset
    told = offset
    while listed := ws.listed(_name(segment, offset)):
        offset = int(next(iter(listed)).rpartition("-")[2].partition(".")[0])
    if offset != told:
        mark(segment, offset)
    return offset


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
