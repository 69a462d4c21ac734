"""Publish a book out of the current run: which numbers, devices, cells, accounts and domains the gate knows.

A published list touches people, so two officers approve exactly its content first (act ``block``, subject
``block:gate-book``); until then it is written as a draft without a signature, which no gate takes. Whatever is
listed ends.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan.desk import decisions, tables
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.gate.book import FORMAT, LISTS, signed
from qalqan.gate.numbering import number
from qalqan.store import purposes
from qalqan.store.canon import canonical, instant
from qalqan.store.workspace import Workspace

SUBJECT: Final = "block:gate-book"
DAYS: Final = 30
SURE: Final = 700  # role scores below it are for people to look at, not for a list
DOMAIN_SURE: Final = 800
DEVICE_NUMBERS = 2  # SIM-box numbers seen in one device
CELL_NUMBERS = 3
WAIT_SECONDS: Final = 5.0
Row = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the book (or its draft), the CSV lists, and what approves it."""

    paths: tuple[Path, ...]
    subject: str
    shown: str
    draft: str
    approved_by: tuple[str, ...]
    rows: Mapping[str, int]


def publish(
    ws_path: Path, out: Path, *, days: int = DAYS, extra: Mapping[str, Sequence[Path]] | None = None, officer: str = ""
) -> Published:
    """Write the book and one CSV a list into a folder.

    ``extra`` are files with one value a row (first column) for the lists never, gateways and allowed: numbers that
    never originate calls, registered gateways (numbers or IMEIs), whom no rule touches. Raises NotFound before any
    analysis, UsageError for a file that cannot be read or an unknown list.
    """
    with Workspace.open(ws_path, write=True, wait=WAIT_SECONDS) as ws:
        run, known = tables.current_run(ws), tables.current(ws)
        until = run.at + timedelta(days=days)
        lists = _lists(known, until) | _given(extra or {}, until)
        body = {
            "format": FORMAT, "made": instant(run.at), "until": instant(until), "run": run.id,
            "lists": {name: [list(row) for row in sorted(lists.get(name, []))] for name in {*LISTS, *lists}},
        }  # fmt: skip
        shown = sha256(canonical(body).encode()).hexdigest()
        state = decisions.state(ws, SUBJECT, "block", shown)
        purposes.log(ws, officer or "-", "prevention", SUBJECT, sum(map(len, lists.values())))
        key = Ed25519PrivateKey.from_private_bytes(ws.key("gate book"))
    out.mkdir(parents=True, exist_ok=True)
    book = out / ("book.json" if state.complete else "book.draft.json")
    _swap(book, signed("book", body, key) if state.complete else canonical({"draft": True, "body": body}) + "\n")
    approved = tuple(sorted(state.approved_by))
    paths = [book, *(_csv(out / f"{name}.csv", rows) for name, rows in sorted(lists.items()) if rows)]
    return Published(
        tuple(paths), SUBJECT, shown, "" if state.complete else "report-draft-approvals", approved,
        {name: len(lists.get(name, [])) for name in LISTS},
    )  # fmt: skip


def _lists(known: Tables, until: datetime) -> dict[str, list[Row]]:
    """The lists that the run itself tells. Spoofed numbers are told to the operator; the gate judges every call."""
    end = instant(until)
    boxes = known["numbers"].filter((pl.col("role") == "simbox") & (pl.col("score") >= SURE))
    posed = known["numbers"].filter(pl.col("role") == "spoofed")
    calls = known["calls"].join(boxes.select(pl.col("number").alias("a")), on="a", how="semi")
    urls = known["urls"].filter((pl.col("verdict") == "lookalike") & (pl.col("score") >= DOMAIN_SURE))
    domains = urls.group_by("domain").agg(pl.col("score").max()).drop_nulls().sort("domain")
    return {
        "callers": [(n, s, end, "simbox") for n, s in boxes.select("number", "score").rows()],
        "spoofed": [(n, s, end, "spoofed") for n, s in posed.select("number", "score").rows()],
        "devices": _shared(calls, "imei", DEVICE_NUMBERS, end),
        "cells": _shared(calls, "cell", CELL_NUMBERS, end),
        "domains": [(domain, score, end, "lookalike") for domain, score in domains.rows()],
    }


def _shared(calls: pl.DataFrame, column: str, least: int, end: str) -> list[Row]:
    """Devices or cells from which several SIM-box numbers called: the more, the firmer."""
    counted = (
        calls.filter(pl.col(column).is_not_null())
        .group_by(column)
        .agg(pl.col("a").n_unique().alias("numbers"))
        .filter(pl.col("numbers") >= least)
        .sort(column)
    )
    return [(value, min(950, 600 + 25 * numbers), end, "simbox") for value, numbers in counted.rows()]


def _given(extra: Mapping[str, Sequence[Path]], until: datetime) -> dict[str, list[Row]]:
    """Lists that a person brings: one value a row; phones in any form."""
    found: dict[str, list[Row]] = {}
    for name, paths in extra.items():
        if name not in ("never", "gateways", "allowed"):
            raise UsageError("error-gate-list", name=name, known="never, gateways, allowed")
        rows = {one for path in paths for one in _values(path)}
        found[name] = sorted((value, 1000, instant(until), name) for value in rows)
    return found


def _values(path: Path) -> Iterable[str]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("error-gate-file", where=str(path), reason=str(error)) from error
    for row in csv.reader(text.splitlines()):
        value = row[0].strip() if row else ""
        canonical_, fault = number(value)
        if value and not value.startswith("#"):
            figures = sum(sign.isdigit() for sign in value)
            yield canonical_ if canonical_ and not fault and figures <= 12 else value


def _csv(path: Path, rows: Sequence[Row]) -> Path:
    lines = ["value,score,until,ground", *(f"{v},{s},{u},{g}" for v, s, u, g in sorted(rows))]
    _swap(path, "\n".join(lines) + "\n")
    return path


def _swap(path: Path, text: str) -> None:
    """Write beside and swap, so that a gate never reads half a book."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise UsageError("error-gate-file", where=str(path), reason=error.strerror or str(error)) from error


def summary(published: Published) -> dict[str, Any]:
    """As plain structures."""
    return {
        "paths": [str(one) for one in published.paths], "subject": published.subject, "shown": published.shown,
        "draft": published.draft, "approved_by": list(published.approved_by), "rows": dict(published.rows),
    }  # fmt: skip
