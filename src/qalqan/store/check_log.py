"""Check of the ledger: every entry, tile and checkpoint, and the roots that a witness kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from qalqan.store import merkle
from qalqan.store.ledger import TILE, Checkpoint, split
from qalqan.store.witness import Seen

Progress = Callable[[str, int, int], None]
"""Called with a Fluent key of what is being checked, how much is done, how much there is."""
_BATCH = 20_000
_NAMES = frozenset({"act", "at", "payload", "rows", "seq"})


class Finding(NamedTuple):
    """Where something is not what was committed, and what is wrong (a Fluent key ``verify-found-…``)."""

    place: str
    what: str


@dataclass(slots=True)
class Log:
    """What the entries tell: how many, the root, the last digest of every row (by table and key)."""

    size: int = 0
    root: bytes = merkle.EMPTY
    rows: dict[tuple[Any, ...], str] = field(default_factory=dict)
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    def found(self, place: str, what: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(place, f"verify-found-{what}"))


def check(connection: Connection, name: str, public_key: bytes, seen: Sequence[Seen] | None, progress: Progress) -> Log:
    """Read the whole ledger once and compare it with its tiles, its checkpoints and the witness, if any."""
    log = Log()
    signed = _checkpoints(connection, name)
    witnessed = [one.checkpoint for one in seen or () if one.checkpoint is not None]
    sizes = sorted({one.size for one in (*signed, *witnessed)})
    roots = _entries(connection, log, sizes, progress)
    log.checkpoints = len(signed)
    for one in signed:
        if not one.genuine(public_key):
            log.found(f"checkpoint {one.size}", "checkpoint-signature")
        elif roots.get(one.size) != one.root:
            log.found(f"checkpoint {one.size}", "checkpoint-root")
    if seen is not None:
        _witness(log, name, public_key, seen, signed={one.size: one for one in signed}, roots=roots)
    return log


def _checkpoints(connection: Connection, name: str) -> list[Checkpoint]:
    query = text("SELECT size, root, at, signature FROM checkpoints ORDER BY size")
    return [Checkpoint(name, *(one for one in row)) for row in connection.execute(query)]


def _entries(connection: Connection, log: Log, sizes: Sequence[int], progress: Progress) -> dict[int, str]:
    """Follow the entries; gives the root (hex) at each of the wanted sizes that there is."""
    total = connection.execute(text("SELECT count(*) FROM ledger")).scalar() or 0
    frontier, wanted, roots = merkle.Frontier(), iter(sizes), {0: merkle.EMPTY.hex()}
    due = next((one for one in wanted if one > 0), -1)
    levels: list[list[bytes]] = [[]]
    found = connection.execution_options(yield_per=_BATCH).execute(text("SELECT seq, body FROM ledger ORDER BY seq"))
    for part in found.partitions(_BATCH):
        for seq, body in part:
            log.size += 1
            if seq != log.size:
                log.found(f"ledger {log.size}", "entry-missing")
                log.size = seq if isinstance(seq, int) and seq > log.size else log.size
            _entry(log, seq, body)
            hash_ = merkle.leaf(body.encode() if isinstance(body, str) else b"")
            frontier.add(hash_)
            levels[0].append(hash_)
            if len(levels[0]) % TILE == 0:
                _raise_tiles(levels)
            if frontier.size == due:
                roots[due] = frontier.root().hex()
                due = next(wanted, -1)
        progress("verify-entries", log.size, total)
    log.root = frontier.root()
    _tiles(connection, log, levels)
    return roots


def _raise_tiles(levels: list[list[bytes]]) -> None:
    """The root of each tile that just got full goes into the level above."""
    level = 0
    while len(levels[level]) and len(levels[level]) % TILE == 0:
        if len(levels) == level + 1:
            levels.append([])
        levels[level + 1].append(merkle.fold(levels[level][-TILE:]))
        level += 1


def _entry(log: Log, seq: Any, body: Any) -> None:
    try:
        told = json.loads(body)
        if told.keys() != _NAMES or told["seq"] != seq:
            log.found(f"ledger {seq}", "entry-form")
        for table, key, digest in told["rows"]:
            log.rows[table, *key] = digest
    except (ValueError, KeyError, TypeError, AttributeError):
        log.found(f"ledger {seq}", "entry-form")


def _tiles(connection: Connection, log: Log, levels: list[list[bytes]]) -> None:
    """Compare the stored tiles with the entries' hashes, and name the entries that differ."""
    right = {
        (level, start // TILE): b"".join(hashes[start : start + TILE])
        for level, hashes in enumerate(levels)
        for start in range(0, len(hashes), TILE)
    }
    for level, number, held in connection.execute(text("SELECT level, number, hashes FROM tiles")):
        wanted = right.pop((level, number), None)
        given = bytes(held) if isinstance(held, bytes | memoryview) else b""
        if wanted is None:
            log.found(f"tiles {level}/{number}", "tile")
        elif wanted != given:
            _name_entries(log, level, number, split(wanted), split(given))
    for level, number in right:
        log.found(f"tiles {level}/{number}", "tile")


def _name_entries(log: Log, level: int, number: int, wanted: list[bytes], given: list[bytes]) -> None:
    log.found(f"tiles {level}/{number}", "tile")
    if level == 0 and len(wanted) == len(given):
        for place, (one, other) in enumerate(zip(wanted, given, strict=True)):
            if one != other:
                log.found(f"ledger {number * TILE + place + 1}", "entry-hash")


def _witness(
    log: Log,
    name: str,
    public_key: bytes,
    seen: Iterable[Seen],
    *,
    signed: dict[int, Checkpoint],
    roots: dict[int, str],
) -> None:
    """Every checkpoint that the witness keeps of this workspace must still be there, with its root."""
    any_of_ours = False
    for one in seen:
        place, kept = f"witness {one.line}", one.checkpoint
        if kept is None:
            log.found(place, "witness-line")
        elif kept.log == name:
            any_of_ours = True
            if one.public_key != public_key or not kept.genuine(public_key):
                log.found(place, "witness-signature")
            elif roots.get(kept.size) != kept.root:
                log.found(place, "witness-root")
            elif signed.get(kept.size) != kept:
                log.found(place, "witness-checkpoint")
    if not any_of_ours:
        log.found("witness", "witness-none")
