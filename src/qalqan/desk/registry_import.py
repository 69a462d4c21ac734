"""A list of the Anti-Fraud Centre read into the registry: every row is taken or quarantined with its reason."""

from __future__ import annotations

import csv
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from qalqan import clock
from qalqan.clock import to_local
from qalqan.desk import officers, registry, registry_stating
from qalqan.desk._paper_view import View
from qalqan.desk.registry import Added
from qalqan.desk.registry_stating import Known
from qalqan.errors import AccessError, IntakeError, UsageError
from qalqan.govern import policy
from qalqan.govern import registry as machine
from qalqan.intake.blocks import Context, Grid
from qalqan.intake.formats import delimited, sheet
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store import registry as kept
from qalqan.store.workspace import Workspace
from qalqan.values import moment
from qalqan.values.base import Value

KINDS = ("account", "phone", "iin")
ORDER = ("until", "reason", *KINDS, "on", "number")
"""Headings are tried in this order, so that «дата действия до» is an end and «номер телефона» a phone."""
MOST_CELL = 400
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or one identifier of it, that was not taken: where, what stood there, why (a Fluent key)."""

    part: str
    row: int
    column: str
    value: str
    reason: str

    def masked(self) -> Refused:
        """The same without what may name a person; what is no identifier is left out."""
        named = {"account": "iban"}.get(self.column, self.column)
        return replace(self, value=View(masked=True).identifier(self.value, named) if self.column in KINDS else "")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list gave: what was entered, and what was quarantined."""

    added: Added
    refused: tuple[Refused, ...]
    rows: int


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("qalqan.desk.data") / "registry.toml").read_text("utf-8"))


def load(
    ws: Workspace,
    source: Path,
    settings: Settings,
    *,
    officer: str,
    passphrase: officers.Secret,
    rejected: Path | None = None,
) -> Imported:
    """Enter a CSV or XLSX list as entries on the ground ``afc``, approved together by its hash.

    Every identifier of a row (account, phone, IIN) is an entry. Raises UsageError when the file cannot be read, has no
    headings or no good row; AccessError when the officer may not or the same list was entered before. ``rejected``: a
    CSV for what was not taken, in clear so that it can be put right (logged as an unmasking), written also when nothing
    was taken.
    """
    try:
        digest = sha256(source.read_bytes()).hexdigest()
    except OSError as error:
        raise UsageError("error-registry-file", where=str(source), reason=error.strerror or str(error)) from error
    who, _ = officers.unlock(ws, officer, passphrase)
    machine.check_role(policy.role(who.role), "propose")
    batch = f"list-{digest[:16]}"
    with ws.reading() as connection:
        if any(one.body.get("batch") == batch for one in kept.everything(connection)):
            raise AccessError("error-registry-again", where=source.name, batch=batch)
    told: list[dict[str, str]] = []
    refused: list[Refused] = []
    seen: set[tuple[str, str]] = set()
    rows = 0
    entries = registry_stating.known(ws, to_local(clock.now()).date())
    for part, row, cells in _rows(source, settings):
        rows += 1
        for one in _entries(cells, part, row, settings, entries):
            if isinstance(one, Refused):
                refused.append(one)
            elif (one["kind"], one["value"]) in seen:
                refused.append(Refused(part, row, one["kind"], one["value"], "reason-registry-twice"))
            else:
                seen.add((one["kind"], one["value"]))
                told.append(one | {"list": source.name[:120], "sha256": digest, "row": f"{part}:{row}"})
    if rejected is not None:
        purposes.log(ws, who.name, registry.PURPOSE, "registry-rejected", len(refused))
        quarantine(refused, rejected)
    if not told:
        raise UsageError("error-registry-list", where=source.name, rows=rows, refused=len(refused))
    added = registry.add(ws, told, settings, officer=officer, passphrase=passphrase, batch=batch)
    return Imported(added, tuple(refused), rows)


def _rows(source: Path, settings: Settings) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Part, row and cells by meaning of every row below a heading."""
    reader = sheet if source.read_bytes()[:4] == b"PK\x03\x04" else delimited
    meaning: dict[str, dict[int, str]] = {}
    with tempfile.TemporaryDirectory(prefix="qalqan-") as scratch:
        try:
            for block in reader.read(source, Context(source.name, settings.intake, Path(scratch))):
                if not isinstance(block, Grid):
                    continue
                for row, cells in zip(block.rows.to_list(), block.cells.iter_rows(), strict=True):
                    texts = [(cell or "").strip()[:MOST_CELL] for cell in cells]
                    if block.part not in meaning:
                        if found := _meaning(texts):
                            meaning[block.part] = found
                    elif any(texts):
                        told = {name: texts[at] for at, name in meaning[block.part].items() if texts[at]}
                        yield block.part, int(row), told
        except IntakeError as error:
            key = error.key if error.key == "reason-empty-file" else "error-registry-broken"
            raise UsageError(key.replace("reason-empty-file", "error-registry-empty"), where=source.name) from error
    if not meaning:
        raise UsageError("error-registry-head", where=source.name)


def _meaning(texts: list[str]) -> dict[int, str]:
    """Column → what it means, when the row is a heading: one names an identifier and one a date or number."""
    found: dict[int, str] = {}
    for at, text in enumerate(texts):
        plain = text.lower().replace("ё", "е")
        name = next((one for one in ORDER if plain and any(word in plain for word in _words()[one])), "")
        if name and name not in found.values():
            found[at] = name
    named = set(found.values())
    return found if named & set(KINDS) and named & {"on", "number"} else {}


def _entries(
    cells: dict[str, str], part: str, row: int, settings: Settings, entries: Known
) -> Iterator[dict[str, str] | Refused]:
    """The entries of a row, or why one is none."""
    today = to_local(clock.now()).date()
    base = {"ground": "afc", "number": cells.get("number", ""), "reason": cells.get("reason", "")}
    for name in ("on", "until"):
        if text := cells.get(name, ""):
            if (found := _day(text)) is None:
                yield Refused(part, row, name, text, "reason-registry-day")
                return
            base[name] = found.isoformat()
    kinds = [kind for kind in KINDS if cells.get(kind)]
    if not kinds:
        yield Refused(part, row, "", "", "reason-registry-nobody")
    for kind in kinds:
        try:
            made = registry_stating.stated(base | {"kind": kind, "value": cells[kind]}, settings, today)
            registry_stating.check_earlier(made, entries)
            yield made
        except (UsageError, AccessError) as error:
            of_row = {"error-registry-until": "until", "error-registry-long": "until", "error-registry-future": "on",
                      "error-registry-missing": str(error.args_.get("missing", ""))}  # fmt: skip
            column = of_row.get(error.key, kind)
            yield Refused(part, row, column, cells.get(column, ""), error.key.replace("error-", "reason-", 1))


def _day(text: str) -> date | None:
    found = moment.parse(text[:40])
    try:
        return to_local(datetime.fromisoformat(found.canonical)).date() if isinstance(found, Value) else None
    except ValueError:
        return None


def quarantine(refused: Sequence[Refused], to: Path) -> None:
    """Write what was not taken as CSV. Raises UsageError when it cannot be written."""
    try:
        with to.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("part", "row", "column", "value", "reason"))
            for one in refused:
                safe = f"'{one.value}" if one.value.startswith(FORMULA) else one.value
                writer.writerow((one.part, one.row, one.column, safe, one.reason))
    except OSError as error:
        raise UsageError("error-registry-file", where=str(to), reason=error.strerror or str(error)) from error
