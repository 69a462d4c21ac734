"""Lists for operators, banks and the gate: what two officers approve, once, for every door it leaves by.

One content: numbers, devices and cells of possible SIM-boxes, numbers somebody posed with, numbers that never call out,
accounts of the registry, look-alike sites. Its hash is what officers approve (act ``block``, subject
``block:gate-book``); until then everything is written as a draft without a signature. Whatever is listed ends. The
gate's book (:mod:`qalqan.gate.publish`) and the lists for operators are written from this content and nothing else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan import clock
from qalqan.desk import decisions, door, drafted, registry, tables
from qalqan.desk.decisions import State
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.store import purposes
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.sealed import FORMAT, LISTS, sealed
from qalqan.store.workspace import Workspace
from qalqan.values import phone
from qalqan.values.base import Value

SUBJECT: Final = "block:gate-book"
DAYS: Final = 30
SURE: Final = 700  # role scores below it are for people to look at, not for a list
DOMAIN_SURE: Final = 800
DEVICE_NUMBERS: Final = 2  # SIM-box numbers seen in one device
CELL_NUMBERS: Final = 3
WAIT_SECONDS: Final = 5.0
GIVEN: Final = ("never", "gateways", "allowed")
OUT: Final = {
    "callers": "simbox-numbers", "devices": "simbox-devices", "cells": "simbox-cells", "spoofed": "spoofed-numbers",
    "never": "do-not-originate",
}  # fmt: skip
"""The lists that go to operators, and the names of their files."""
REGISTERED: Final = {"verdict": 1000, "afc": 900, "proposal": 700}
Row = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """What would be published: rows by list (value, score, until, ground), the body officers approve, and where that
    approval stands (``shown`` is the SHA-256 of the body)."""

    lists: Mapping[str, Sequence[Row]]
    body: Mapping[str, Any]
    shown: str
    state: State


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the files, what approves them, why they are a draft (a Fluent key), rows by list, and the key
    (hex) by which whoever takes a signed file knows whose it is."""

    paths: tuple[Path, ...]
    subject: str
    shown: str
    draft: str
    approved_by: tuple[str, ...]
    rows: Mapping[str, int]
    public_key: str = ""


def content(ws: Workspace, days: int, extra: Mapping[str, Sequence[Path]]) -> Content:
    """The content as of the current run and today's registry, for so many days from the run on.

    Raises NotFound before any analysis, UsageError for a file that cannot be read or an unknown list.
    """
    run, known = tables.current_run(ws), tables.current(ws)
    until = run.at + timedelta(days=days)
    given = _given(extra, until)
    spared = {row[0] for name in ("gateways", "allowed") for row in given.get(name, ())}
    found = {**_lists(known, until), "accounts": _accounts(ws, until)}
    lists = {name: [row for row in rows if row[0] not in spared] for name, rows in found.items()} | given
    body = {
        "format": FORMAT, "made": instant(run.at), "until": instant(until), "run": run.id,
        "lists": {name: [list(row) for row in sorted(lists.get(name, []))] for name in {*LISTS, *lists}},
    }  # fmt: skip
    shown = sha256(canonical(body).encode()).hexdigest()
    return Content(lists, body, shown, decisions.state(ws, SUBJECT, "block", shown))


def lists(
    ws_path: Path, out: Path, *, days: int = DAYS, extra: Mapping[str, Sequence[Path]] | None = None, officer: str = ""
) -> Published:
    """Write the operators' lists into a folder: each as CSV for people and as signed JSON for programs.

    ``extra`` are files with one value a row (first column) for the lists never, gateways and allowed. Drafts are
    called ``….draft.csv`` and ``….draft.json``, and have no signature. Raises what :func:`content` raises.
    """
    with Workspace.open(ws_path, write=True, wait=WAIT_SECONDS) as ws:
        door.check(ws, "lists", officer)
        told = content(ws, days, extra or {})
        key = Ed25519PrivateKey.from_private_bytes(ws.key("gate book"))
        purposes.log(ws, officer or "-", "prevention", SUBJECT, sum(len(told.lists.get(name, ())) for name in OUT))
        drafted_now(ws, told)
    ready = told.state.complete
    paths: list[Path] = []
    for name, called in OUT.items():
        rows = sorted(told.lists.get(name, ()))
        if not rows:
            continue
        body = {
            "format": FORMAT, "list": called, "made": told.body["made"], "until": told.body["until"],
            "content": told.shown, "rows": [dict(zip(("value", "score", "until", "ground"), row, strict=True))
                                            for row in rows],
        }  # fmt: skip
        text = sealed("list", body, key) if ready else canonical({"draft": True, "body": body}) + "\n"
        suffix = "" if ready else ".draft"
        if ready:
            drop(out / f"{called}.draft.json", out / f"{called}.draft.csv")
        paths += [swap(out / f"{called}{suffix}.json", text), table(out / f"{called}{suffix}.csv", rows)]
    return published(told, paths, OUT, key)


def drop(*drafts: Path) -> None:
    """Take away the drafts of what is now approved: nobody is to take an old draft for the list in force. Raises
    UsageError when one cannot be removed."""
    for path in drafts:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError("error-gate-file", where=str(path), reason=error.strerror or str(error)) from error


def drafted_now(ws: Workspace, told: Content) -> None:
    """Let what no two officers have approved yet wait for them in the review queue, from now on."""
    if not told.state.complete:
        counts = {name: len(every) for name, every in sorted(told.lists.items()) if every}
        until = moment(str(told.body["until"]))
        run = str(told.body["run"])
        drafted.note(ws, drafted.Draft(SUBJECT, "block", told.shown, clock.now(), run, until, counts))


def summary(published: Published) -> dict[str, Any]:
    """What was written as plain structures."""
    return {
        "paths": [str(one) for one in published.paths], "subject": published.subject, "shown": published.shown,
        "draft": published.draft, "approved_by": list(published.approved_by), "rows": dict(published.rows),
        "public_key": published.public_key,
    }  # fmt: skip


def published(told: Content, paths: Iterable[Path], names: Iterable[str], key: Ed25519PrivateKey) -> Published:
    """What was written, for whoever asked: rows of the lists of these names."""
    return Published(
        tuple(paths), SUBJECT, told.shown, "" if told.state.complete else "report-draft-approvals",
        tuple(sorted(told.state.approved_by)), {name: len(told.lists.get(name, ())) for name in names},
        key.public_key().public_bytes_raw().hex(),
    )  # fmt: skip


def _lists(known: Tables, until: datetime) -> dict[str, list[Row]]:
    """The lists that the run itself tells."""
    end = instant(until)
    boxes = known["numbers"].filter((pl.col("role") == "simbox") & (pl.col("score") >= SURE))
    posed = known["numbers"].filter(pl.col("role") == "spoofed")
    calls = known["calls"].join(boxes.select(pl.col("number").alias("a")), on="a", how="semi")
    urls = known["urls"].filter((pl.col("verdict") == "lookalike") & (pl.col("score") >= DOMAIN_SURE))
    domains = urls.group_by("domain").agg(pl.col("score").max()).drop_nulls().sort("domain")
    return {
        "callers": [(n, s, end, "simbox") for n, s in boxes.select("number", "score").rows()],
        "spoofed": [(n, s, end, "spoofed") for n, s in posed.select("number", "score").rows()],
        "devices": _devices(known, calls, end),
        "cells": _shared(calls, "cell", CELL_NUMBERS, end),
        "domains": [(domain, score, end, "lookalike") for domain, score in domains.rows()],
    }


def _devices(known: Tables, calls: pl.DataFrame, end: str) -> list[Row]:
    """Devices from which several SIM-box numbers called, and those that are surely a box's by themselves."""
    found = {row[0]: row for row in _shared(calls, "imei", DEVICE_NUMBERS, end)}
    sure = known["devices"].filter((pl.col("role") == "simbox") & (pl.col("score") >= SURE))
    for imei, score in sure.select("imei", "score").rows():
        found[imei] = (imei, max(score, found[imei][1] if imei in found else 0), end, "simbox")
    return sorted(found.values())


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


def _accounts(ws: Workspace, until: datetime) -> list[Row]:
    """Accounts of the registry that count today: two officers approved each, and it has not ended.

    One account with several entries stands by the strongest ground that lasts longest.
    """
    entries = registry.valid(ws, clock.now()).filter(pl.col("kind") == "account")
    found: dict[str, Row] = {}
    for row in entries.iter_rows(named=True):
        over = min(until, row["until"] + timedelta(days=1))  # the last day counts whole
        ground = f"registry-{row['ground']}{'-appealed' if row['appealed'] else ''}"
        one = (row["value"], REGISTERED[row["ground"]], instant(over), ground)
        found[row["value"]] = max(one, found.get(row["value"], one), key=lambda each: (each[1], each[2], each[3]))
    return sorted(found.values())


def _given(extra: Mapping[str, Sequence[Path]], until: datetime) -> dict[str, list[Row]]:
    """Lists that a person brings: one value a row; phones in any form."""
    found: dict[str, list[Row]] = {}
    for name, paths in extra.items():
        if name not in GIVEN:
            raise UsageError("error-gate-list", name=name, known=", ".join(GIVEN))
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
        if value and not value.startswith("#"):
            parsed = phone.parse(value)
            yield parsed.canonical if isinstance(parsed, Value) else value


def table(path: Path, rows: Iterable[Row]) -> Path:
    """The rows as CSV; nothing in it is a formula to a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("value", "score", "until", "ground"))
    writer.writerows((safe(value), score, until, safe(ground)) for value, score, until, ground in sorted(rows))
    return swap(path, text.getvalue())


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a number in E.164 (figures after ``+``) is none and stays."""
    plain = cell[:1] == "+" and cell[1:].isascii() and cell[1:].isdecimal()
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not plain else cell


def swap(path: Path, text: str) -> Path:
    """Write beside and swap, so that nobody reads half a file. Raises UsageError when it cannot be written."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise UsageError("error-gate-file", where=str(path), reason=error.strerror or str(error)) from error
    return path
