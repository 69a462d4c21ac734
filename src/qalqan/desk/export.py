"""qalqan export: the tables of the output contract as CSV and Parquet, masked unless a purpose is given."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from qalqan import registry
from qalqan.desk import tables
from qalqan.desk.outcomes import files_table, rejected_table
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.model.schema import TABLES, Table
from qalqan.report import redact
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

CONTRACT = (
    "cases", "links", "series", "transactions", "calls", "holders", "subscribers", "coverage", "trails", "hops",
    "holds", "ask_next", "accounts", "numbers", "mentions", "messages", "messages_read", "campaigns", "urls",
    "domain_groups", "alerts", "devices", "victims_in_progress", "call_campaigns", "call_campaign_members",
    "losses", "aliases", "identifiers", "identifier_weights", "series_cuts", "persons", "person_pairs", "groups",
    "group_ties", "possible_victims", "common_points", "alike", "end_points", "trail_ends", "conversions",
    "wallet_trails", "wallet_hops", "rejected", "files",
)  # fmt: skip
FIRST = {  # the columns the contract names come first, in its order; more follow
    "cases": ("case_id", "aliases", "registered_at", "region", "mo", "damage_tiyn", "status", "status_at",
              "source"),
    "transactions": ("tx_id", "at", "from", "to", "amount_tiyn", "currency", "amount_minor", "purpose",
                     "locators"),
    "calls": ("call_id", "at", "a", "b", "duration_s", "imei", "imsi", "cell", "trunk", "locators"),
    "holders": ("account", "card", "holder", "iin", "phone", "bank", "locators"),
    "alerts": ("alert_id", "detector", "subject_kind", "subject", "at", "score", "grounds"),
    "subscribers": ("number", "holder", "iin", "from", "to", "locators"),
    "coverage": ("account", "from", "to", "received_at", "by"),
    "messages": ("message_id", "at", "from", "to", "text", "source", "scam_score", "mo", "cues"),
}  # fmt: skip
READ = ("scam_score", "mo", "cues")  # columns of messages_read that the contract wants beside each message


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the tables went and how many rows each has."""

    folder: Path
    rows: dict[str, int]
    masked: bool
    result_hash: str


def export(ws: Workspace, out: Path, *, officer: str = "", purpose: str = "") -> Exported:
    """Write every table into ``out`` in each registered export format; the act is logged.

    Without a purpose personal data are masked. Raises UsageError when ``out`` is not empty and is no
    earlier export, NotFound before the first analysis.
    """
    run = tables.current_run(ws)
    _usable(out)
    purposes.log(ws, officer or "-", purpose or "masked", f"export:{run.id}", sum(run.counts.values()))
    known = tables.current(ws)
    rows: dict[str, int] = {}
    for name in CONTRACT:
        frame = shaped(_load(ws, known, name), name)
        if not purpose:
            frame = redact.places(redact.masked(frame, described(name)), ws.key("parts"))
        for form in registry.parts("report.formats").values():
            form.write(frame, out / f"{name}{form.SUFFIX}")
        rows[name] = frame.height
        known.drop(name)
    _leave_note(out, run.result_hash, purpose, rows)
    return Exported(out, rows, not purpose, run.result_hash)


def _load(ws: Workspace, known: Tables, name: str) -> pl.DataFrame:
    if name == "files":
        return files_table(ws)
    if name == "messages":
        read = known["messages_read"].select("message_id", *READ)
        return known[name].join(read, on="message_id", how="left", maintain_order="left")
    return rejected_table(ws) if name == "rejected" else known[name]


def described(name: str) -> Table:
    """The table as it is exported: messages stand with what they were read as."""
    told = TABLES[name]
    if name != "messages":
        return told
    return replace(told, columns=(*told.columns, *(TABLES["messages_read"].column(one) for one in READ)))


def shaped(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The frame with the contract's columns first."""
    first = [column for column in FIRST.get(name, ()) if column in frame.columns]
    return frame.select(first + [column for column in frame.columns if column not in first])


def _usable(out: Path) -> None:
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "export.json").exists())):
        raise UsageError("error-export-folder", where=str(out))
    out.mkdir(parents=True, exist_ok=True)


def _leave_note(out: Path, result_hash: str, purpose: str, rows: dict[str, int]) -> None:
    note = {
        "result_hash": result_hash,
        "masked": not purpose,
        "purpose": purpose,
        "rows": rows,
        "columns": {name: list(described(name).names) for name in rows},
        "personal": {name: {c.name: c.personal for c in described(name).columns if c.personal} for name in rows},
    }
    (out / "export.json").write_text(json.dumps(note, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
