"""A made-up run for tests of documents: one case with a trail, tied to another; a third with nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from qalqan.clock import UTC
from qalqan.desk import officers
from qalqan.engine.frames import conform, empty, table
from qalqan.model.evidence import Basis, Evidence
from qalqan.model.schema import TABLES
from qalqan.store import evidence as kept
from qalqan.store import runs
from qalqan.store.workspace import Workspace

T0 = datetime(2025, 3, 14, 9, 0, tzinfo=UTC)
NOW = datetime(2025, 4, 1, 6, 0, tzinfo=UTC)
CASE, OTHER, LONE = "255900121000123", "255900121000456", "255900121000999"
VICTIM, FIRST, SECOND, CASH = "KZ127220000000001001", "KZ126010000000002001", "KZ129480000000002003", "atm at 601"
CALLER, PHONE = "+77075550199", "+77015550112"
SHA = hashlib.sha256(b"reply").hexdigest()
CHILD = "100315500127"  # born 2010-03-15
WORDS = "ұзақ құпиясөз"
PEOPLE = {"А. Қасым": "investigator", "Б. Әли": "head"}


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def place(row: int) -> str:
    return f"{SHA[:16]}:Лист1:{row}"


def frames() -> dict[str, list[dict[str, Any]]]:
    """A run's tables: one case with a trail, tied to another; a third with nothing."""
    case = {
        "region": "KZ-27",
        "registered_at": at(300),
        "organ": "Орал қ. ПБ",
        "article": "190",
        "mo": "safe_account",
        "status": "registered",
        "status_at": at(300),
    }
    hold = {"case_id": CASE, "as_of": at(300), "last_seen": at(60)}
    trail = {"case_id": CASE, "rule": "fifo", "as_of": at(300), "last_seen": at(60)}
    hop = {"case_id": CASE, "rule": "fifo"}
    ground = (
        '[{"locators":["' + place(7) + '"],"rule":"tie-called",'
        '"values":{"cases":2,"kind":"phone","other":"tie-called","value":"' + CALLER + '"},"weight":9000}]'
    )
    return {
        "cases": [
            case
            | {
                "case_id": CASE,
                "victim_name": "Сәуле Ахметова",
                "victim_iin": CHILD,
                "victim_phone": PHONE,
                "victim_account": VICTIM,
                "damage_tiyn": 500_00,
                "source": place(2),
                "plot": "Сәулеге қоңырау шалған",
            },
            case | {"case_id": OTHER, "damage_tiyn": 900_00, "source": place(3)},
            case | {"case_id": LONE, "damage_tiyn": None, "source": place(4), "registered_at": None},
        ],
        "transactions": [
            {
                "tx_id": place(17),
                "at": at(5),
                "from": VICTIM,
                "to": FIRST,
                "from_kind": "iban",
                "to_kind": "iban",
                "from_bank": "722",
                "to_bank": "601",
                "amount_tiyn": 500_00,
                "seq": 1,
                "locators": place(17),
                "at_precision": "second",
            },
            {
                "tx_id": place(18),
                "at": at(20),
                "from": FIRST,
                "to": SECOND,
                "from_kind": "iban",
                "to_kind": "iban",
                "from_bank": "601",
                "to_bank": "948",
                "amount_tiyn": 300_00,
                "seq": 2,
                "locators": place(18),
                "at_precision": "day",
            },
            {
                "tx_id": place(19),
                "at": at(30),
                "from": FIRST,
                "to": CASH,
                "from_kind": "iban",
                "to_kind": "text",
                "from_bank": "601",
                "amount_tiyn": 100_00,
                "seq": 3,
                "locators": place(19),
                "at_precision": "second",
            },
        ],
        "losses": [{"case_id": CASE, "tx_id": place(17), "amount_tiyn": 500_00, "score": 900, "grounds": "[]"}],
        "trails": [
            trail
            | {
                "account": FIRST,
                "kind": "account",
                "bank": "601",
                "hop": 1,
                "first_in": at(5),
                "traced_in_tiyn": 500_00,
                "remaining_tiyn": 100_00,
                "remaining_low_tiyn": 50_00,
                "remaining_high_tiyn": 200_00,
            },
            trail
            | {
                "account": SECOND,
                "kind": "frontier",
                "bank": "948",
                "hop": 2,
                "first_in": at(20),
                "traced_in_tiyn": 300_00,
                "remaining_tiyn": 300_00,
            },
            trail
            | {
                "account": CASH,
                "kind": "sink",
                "bank": "601",
                "hop": 2,
                "first_in": at(30),
                "traced_in_tiyn": 100_00,
                "remaining_tiyn": 100_00,
                "end_point": "atm",
            },
        ],
        "hops": [
            hop
            | {
                "seq": 1,
                "from": VICTIM,
                "to": FIRST,
                "amount_tiyn": 500_00,
                "at": at(5),
                "locator": place(17),
                "tx_id": place(17),
            },
            hop
            | {
                "seq": 2,
                "from": FIRST,
                "to": SECOND,
                "amount_tiyn": 300_00,
                "at": at(20),
                "locator": place(18),
                "tx_id": place(18),
            },
            hop
            | {
                "seq": 3,
                "from": FIRST,
                "to": CASH,
                "amount_tiyn": 100_00,
                "at": at(30),
                "locator": place(19),
                "tx_id": place(19),
            },
        ],
        "holds": [
            hold
            | {
                "rank": 1,
                "account": FIRST,
                "bank": "601",
                "amount_tiyn": 100_00,
                "low_tiyn": 50_00,
                "high_tiyn": 200_00,
            },
            hold
            | {"rank": 2, "account": SECOND, "bank": "948", "amount_tiyn": 300_00, "low_tiyn": 0, "high_tiyn": 300_00},
        ],
        "holders": [{"account": FIRST, "holder": "Ерлан Оспанов", "iin": "850101300123", "locators": place(9)}],
        "coverage": [{"account": FIRST, "from": at(-999), "to": at(9999), "locators": place(1)}],
        "links": [{"case_a": CASE, "case_b": OTHER, "score": 710, "grounds": ground}],
        "series": [
            {"case_id": CASE, "series_id": CASE, "score": 710},
            {"case_id": OTHER, "series_id": CASE, "score": 700},
            {"case_id": LONE, "series_id": "", "score": 0},
        ],
        "calls": [
            {
                "call_id": place(7),
                "at": at(-10),
                "a": CALLER,
                "b": PHONE,
                "duration_s": 240,
                "service": "voice",
                "locators": place(7),
            }
        ],
        "numbers": [{"number": CALLER, "role": "caller", "score": 800, "grounds": ground}],
        "accounts": [{"account": FIRST, "bank": "601", "role": "dropper1", "score": 850, "grounds": ground}],
    }


def make(path: Path, told: dict[str, list[dict[str, Any]]], run_id: str = "run1") -> None:
    """A workspace with officers, one evidence and a run of these tables."""
    with Workspace.init(path) as ws:
        for name, role in PEOPLE.items():
            officers.add(ws, name, role, WORDS)
        original = Evidence(SHA, "жауап.xlsx", 10, NOW, Basis(request="1"))
        ws.commit("ingest", {"evidence": original.id}, change=lambda c: kept.add(c, original, "банк/жауап.xlsx"))
    put(path, told, run_id)


def put(path: Path, told: dict[str, list[dict[str, Any]]], run_id: str) -> None:
    # a run is known by its id wherever it is kept in memory: other rows need another, whichever test made them
    run_id += f"-{hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:8]}"
    with Workspace.open(path, write=True) as ws:
        folder, made, names = ws.stage(), {}, {}
        for name in TABLES:
            wanted = empty(table(name)).schema
            rows = [{column: row.get(column) for column in wanted} for row in told.get(name, [])]
            frame = conform(pl.DataFrame(rows, schema=wanted, orient="row"), table(name))
            frame.write_parquet(folder / f"{name}.parquet")
            names[name] = f"runs/{run_id}/{name}.parquet"
            made[names[name]] = folder / f"{name}.parquet"
        run = runs.Run(run_id, NOW, "0.1.0", {}, run_id, {}, hashlib.sha256(run_id.encode()).hexdigest(), names)
        ws.commit("analyse", {"run": run_id}, lake=made, change=lambda c: runs.add(c, run))
