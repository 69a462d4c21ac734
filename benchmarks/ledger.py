"""How fast the ledger is: append, proofs, and the check of a million entries.

    python benchmarks/ledger.py [--entries 1000000] [--appends 1000] [--proofs 1000]

Entries are written in bulk by this file's own plain code (so the figures are not those of 1,000,000 commits), then
real commits and proofs are timed, and ``verify`` reads it all. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert, text

from qalqan import clock
from qalqan.desk.verify import verify
from qalqan.store import ledger, merkle, rows
from qalqan.store.canon import canonical, instant
from qalqan.store.tables import CHECKPOINTS, LEDGER, TILES
from qalqan.store.workspace import Workspace

CHUNK = 50_000


def fill(ws: Workspace, entries: int) -> None:
    """Entries, tiles and a checkpoint every hundred, in bulk."""
    ws.commit("step", {})  # records the first checkpoint
    with ws.reading() as connection:
        known = [row.body for row in connection.execute(text("SELECT body FROM ledger ORDER BY seq"))]
    frontier, leaves, new, signed = merkle.Frontier(), [], [], []
    at, key, names = instant(clock.now()), ws._signing(), CHECKPOINTS.c.keys()
    marks: list[list[object]] = []
    for seq in range(1, entries + 1):
        body = known[seq - 1] if seq <= len(known) else ""
        if not body:
            body = canonical({"act": "step", "at": at, "payload": {"n": seq}, "rows": marks, "seq": seq})
            new.append({"seq": seq, "body": body})
            marks = []
        leaves.append(merkle.leaf(body.encode()))
        frontier.add(leaves[-1])
        if seq % 100 == 0 and seq < entries:
            one = ledger.Checkpoint(ws.name, seq, frontier.root().hex(), at, "")
            row = (seq, one.root, at, key.sign(one.signed).hex())
            signed.append(dict(zip(names, row, strict=True)))
            marks = [["checkpoints", [seq], rows.digest(ws.key("rows"), "checkpoints", names, row)]]
    with ws._engine.begin() as connection:
        connection.execute(text("DELETE FROM tiles"))
        for start in range(0, len(new), CHUNK):
            connection.execute(insert(LEDGER), new[start : start + CHUNK])
        connection.execute(insert(TILES), tiles(leaves))
        connection.execute(insert(CHECKPOINTS), signed)


def tiles(leaves: list[bytes]) -> list[dict[str, object]]:
    """The rows of the tiles over all leaves."""
    levels, step = [leaves], ledger.TILE
    while len(levels[-1]) >= step:
        below = levels[-1]
        levels.append([merkle.fold(below[a : a + step]) for a in range(0, len(below) // step * step, step)])
    return [
        {"level": level, "number": start // step, "hashes": b"".join(hashes[start : start + step])}
        for level, hashes in enumerate(levels)
        for start in range(0, len(hashes), step)
    ]


def quantile(times: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return round(sorted(times)[int(len(times) * share)] * 1000, 2)


def timed(work: object, count: int) -> list[float]:
    """Seconds of each of ``count`` calls."""
    times = []
    for number in range(count):
        start = time.perf_counter()
        work(number)  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--entries", 1_000_000), ("--appends", 1000), ("--proofs", 1000)):
        parser.add_argument(name, type=int, default=default)
    given = parser.parse_args()
    chance = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ws"
        with Workspace.init(path) as ws:
            fill(ws, given.entries)
            appends = timed(lambda number: ws.commit("step", {"n": number}), given.appends)
            with ws.reading() as connection:
                size = ledger.size(connection)
                root = ledger.root(connection)

                def prove(_number: int) -> None:
                    seq = chance.randint(1, size)
                    assert ledger.inclusion(connection, seq, size)

                def tie(_number: int) -> None:
                    assert ledger.consistency(connection, chance.randint(1, size - 1), size)

                proofs, ties = timed(prove, given.proofs), timed(tie, given.proofs)
                leaf = merkle.leaf(ledger.entry(connection, size // 2).body.encode())
                proof = ledger.inclusion(connection, size // 2, size)
                assert merkle.holds(leaf, size // 2 - 1, size, proof, root)
        start = time.perf_counter()
        report = verify(path)
        seconds = time.perf_counter() - start
        assert report.ok, report.findings[:3]
        print(json.dumps({
            "entries": report.size, "append_p50_ms": quantile(appends, 0.5), "append_p95_ms": quantile(appends, 0.95),
            "inclusion_p95_ms": quantile(proofs, 0.95), "consistency_p95_ms": quantile(ties, 0.95),
            "verify_s": round(seconds, 2),
        }))  # fmt: skip


if __name__ == "__main__":
    main()
