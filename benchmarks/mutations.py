"""Seeded changes of a workspace, and how many of them ``qalqan verify`` finds with a witness outside.

    python benchmarks/mutations.py [--count 1000] [--clean 50] [--seed 1] [--workspace FOLDER --witness FILE]

A change is: a flipped, cut or added byte of a file of vault, lake, runs or officers, a swapped, removed or added
file, or one value of one row of any table of the database (ledger and tiles too), a removed or a doubled row.
Every change is made on the one copy and taken back before the next. Clean copies measure false alarms. Prints
one JSON line and, on standard error, each change that was not found.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk import acts_steps, decisions, officers
from qalqan.desk.verify import verify
from qalqan.model.evidence import Basis, Evidence
from qalqan.report import request_kept
from qalqan.report.facts import Case, Seal, fingerprint
from qalqan.report.request import Request
from qalqan.store import cases, evidence, files, profiles, purposes, runs, witness
from qalqan.store.tables import METADATA
from qalqan.store.workspace import Workspace

WORDS = "benchmark passphrase"
FOLDERS = ("vault", "lake", "runs", "officers")
Undo = Callable[[], None]


def build(path: Path, to: Path) -> None:
    """A small workspace in which every table has rows, and its witness."""
    with Workspace.init(path) as ws:
        for number in range(4):
            staged = ws.stage()
            (staged / "o").write_bytes(f"original {number} ".encode() * (10 + 40 * number))
            (staged / "t").write_bytes(f"rows {number} ".encode() * 20)
            hash_, size = ws.vault.put(staged / "o")
            one = Evidence(hash_, f"{number}.csv", size, clock.now(), Basis(case=f"C-{number}"))

            def change(connection: Connection, one: Evidence = one) -> None:
                evidence.add(connection, one, one.name, "KZ-27", "read")
                files.put(connection, {"evidence": one.id, "file": one.name, "units": 3, "status": "read"}, [])
                profiles.remember(connection, one.id, {"c0": "at"})
                cases.put(connection, one.id, "K-1", {"words": "x"}, "duty")

            ws.commit("ingest", {"evidence": one.id}, lake={f"x/{one.id}": staged / "t"}, change=change)
        run = runs.Run("r1", clock.now(), "0.1", {"a": 1}, "in", {"cases": 1}, "out", {"cases": "runs/r1/cases"})
        (ws.stage() / "t").write_bytes(b"")
        staged = ws.stage() / "cases"
        staged.write_bytes(b"result " * 30)
        ws.commit("analyse", {}, lake={"runs/r1/cases": staged}, change=lambda connection: runs.add(connection, run))
        for name in ("A", "B"):
            officers.add(ws, name, "head", WORDS)
            decisions.decide(ws, name, WORDS, "hold:C-1/722", "hold", "approve", "r", "court", "C-1", "s")
        purposes.log(ws, "A", "court", "show:case", 3)
        propose(ws)
        for number in range(40):
            ws.commit("step", {"n": number})
        ws.vault.erase(one.sha256)
        witness.write(ws, to)


def propose(ws: Workspace) -> None:
    """One proposed measure, so that steps of measures are there to be changed."""
    who, private = officers.unlock(ws, "A", WORDS)
    paper = Request(Case("C-1"), "722", "suspension", None, None, "fifo", 5, (), (), Seal("0.1", "r1", "out"))
    body = {"case": "C-1", "bank": "722", "asked": [{"account": "a", "sum": 5}], "facts": request_kept.told(paper)}
    step = acts_steps.Draft("C-1/722:suspension", "suspension", "propose", body, fingerprint(paper))
    acts_steps.take(ws, who, private, [step])


def change_file(folder: Path, chance: random.Random) -> tuple[str, Undo]:
    """One change of a file, or of which files there are."""
    every = sorted(one for name in FOLDERS for one in (folder / name).rglob("*") if one.is_file())
    path, how = chance.choice(every), chance.choice(["flip"] * 12 + ["cut", "grow", "remove", "add", "swap"])
    raw, told = path.read_bytes(), f"{how} {path.relative_to(folder)}"
    if how == "add":
        extra = path.with_name(f"added-{chance.randrange(10**9)}")
        extra.write_bytes(raw)
        return told, extra.unlink
    if how == "swap":
        other = chance.choice([one for one in every if one.read_bytes() != raw])
        kept = other.read_bytes()
        path.write_bytes(kept)
        other.write_bytes(raw)

        def back() -> None:
            path.write_bytes(raw)
            other.write_bytes(kept)

        return told, back
    if how == "remove":
        path.unlink()
    else:
        at = chance.randrange(len(raw))
        flipped = raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
        path.write_bytes({"flip": flipped, "cut": raw[:at], "grow": raw + bytes([at % 256])}[how])
    return told, lambda: path.write_bytes(raw) and None


def change_value(value: Any, chance: random.Random) -> Any:
    """Another value in place of one."""
    if value is None:
        return chance.choice([0, "", "x"])
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1000, 1 << 40])
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
    at = chance.randrange(len(value)) if value else 0
    changed = chr(ord(value[at]) ^ (1 << chance.randrange(5))) if value else "x"
    return chance.choice([value[:at] + changed + value[at + 1 :], value[:at], value + " "] if value else ["x"])


def change_row(folder: Path, chance: random.Random) -> tuple[str, Undo]:
    """One change of a value, or of which rows there are."""
    before = {suffix: folder / f"qalqan.db{suffix}" for suffix in ("", "-wal")}
    kept = {path: path.read_bytes() for path in before.values() if path.exists()}

    def back() -> None:
        for path in (*before.values(), folder / "qalqan.db-shm"):
            path.unlink(missing_ok=True)
        for path, raw in kept.items():
            path.write_bytes(raw)

    base = sqlite3.connect(folder / "qalqan.db")
    try:
        names = [name for name in sorted(METADATA.tables) if base.execute(f'SELECT 1 FROM "{name}"').fetchone()]  # noqa: S608
        table = METADATA.tables[chance.choice(names)]
        rows = base.execute(f'SELECT rowid, * FROM "{table.name}" ORDER BY rowid').fetchall()  # noqa: S608
        row, how = chance.choice(rows), chance.choice(["value"] * 8 + ["delete", "copy"])
        place = chance.randrange(len(table.c))
        column, value = table.c.keys()[place], row[place + 1]
        told = f"{how} {table.name}.{column} {value!r:.60}"
        if how == "delete":
            base.execute(f'DELETE FROM "{table.name}" WHERE rowid = ?', (row[0],))  # noqa: S608
        else:
            fresh, cells = value, list(row[1:])
            while fresh == value:
                fresh = change_value(value, chance)
            told += f" -> {fresh!r:.60}"
            if how == "copy":
                for one in table.primary_key.columns:
                    at = table.c.keys().index(one.name)
                    cells[at] = change_value(cells[at], chance)
                marks = ", ".join("?" * len(cells))
                base.execute(f'INSERT OR REPLACE INTO "{table.name}" VALUES ({marks})', cells)  # noqa: S608
            else:
                change = f'UPDATE OR IGNORE "{table.name}" SET "{column}" = ? WHERE rowid = ?'  # noqa: S608
                base.execute(change, (fresh, row[0]))
        changed = base.total_changes
        base.commit()
    except sqlite3.IntegrityError:  # the database itself refuses this one
        changed = 0
    finally:
        base.close()
    return (told if changed else ""), back


def main() -> None:
    """Change, verify, take back; count."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--count", 1000), ("--clean", 50), ("--seed", 1)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--witness", type=Path)
    given = parser.parse_args()
    chance, made, found = random.Random(given.seed), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as base:
        folder, to = Path(base) / "ws", given.witness or Path(base) / "witness"
        if given.workspace:
            shutil.copytree(given.workspace, folder)
        else:
            build(folder, to)
        alarms = sum(not verify(folder, to).ok for _ in range(max(given.clean, 1)))
        while made.total() < given.count:
            kind = chance.choice([change_file, change_row])
            told, undo = kind(folder, chance)
            try:
                if told:
                    made[kind.__name__] += 1
                    if not verify(folder, to).ok:
                        found[kind.__name__] += 1
                    else:
                        print("not found:", told, file=sys.stderr)
            finally:
                undo()
        alarms += not verify(folder, to).ok
    print(json.dumps({
        "made": dict(made), "found": dict(found), "detected_percent": round(100 * found.total() / made.total(), 4),
        "clean_checks": max(given.clean, 1) + 1, "false_alarms": alarms,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
