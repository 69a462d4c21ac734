"""How a file's tables were understood, as a form to correct: a field for every column, written back as a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from qalqan.desk import mapping
from qalqan.errors import NotFound, UsageError
from qalqan.intake.fields import TABULAR, UNUSED, known
from qalqan.intake.lexicon import fold
from qalqan.store import evidence, files, profiles
from qalqan.store.workspace import Workspace

HINTS: Final = {
    "dates": ("", "ymd", "dmy", "mdy"), "decimal": ("", "point", "comma"), "unit": ("tenge", "tiyn"),
    "zone": ("local", "utc"),
}  # fmt: skip

LEAST_ALIKE: Final = 0.6  # of a remembered mapping's headers a table must have so many
MOST_OFFERS: Final = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its number from 0, header, the field it was read as (empty: nobody knows), how sure (0-1000), why."""

    number: int
    header: str
    field: str
    sure: int
    ground: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: its part, kind of record, rows, hints, columns; ``by`` says whether a person's mapping or a
    guess was followed, ``fingerprint`` names its layout."""

    part: str
    kind: str
    rows: int
    hints: Mapping[str, str]
    columns: tuple[Column, ...]
    by: str = "guess"
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A remembered mapping that fits most of a table's columns: its layout's fingerprint, the file (and evidence) it
    was made for, when and by whom (empty: not told), kind and hints, and the field of each column by its number."""

    fingerprint: str
    file: str
    evidence: str
    at: datetime
    by: str
    kind: str
    hints: Mapping[str, str]
    fields: Mapping[int, str]


def offers(ws: Workspace, sheet: Sheet) -> tuple[Offer, ...]:
    """The remembered mappings whose headers a table mostly has, the best fitting first; its own layout's among them."""
    have = {_folded(one.header): one.number for one in sheet.columns if one.header}
    found = []
    with ws.reading() as connection:
        for row in profiles.rows(connection):
            id_ = evidence.named(connection, row.name)
            headers = _headers(connection, row, id_)
            fields = {have[_folded(head)]: name for name, head in headers.items() if _folded(head) in have}
            if fields and len(fields) >= LEAST_ALIKE * len(headers):
                hints = {name: str(row.mapping.get(name, "")) for name in HINTS}
                kind = str(row.mapping["kind"])
                offer = Offer(row.fingerprint, row.name, id_, row.at, row.by, kind, hints, fields)
                found.append((-len(fields), row.fingerprint, offer))
    return tuple(one for *_, one in sorted(found, key=lambda told: told[:2])[:MOST_OFFERS])


def _folded(header: str) -> str:
    return " ".join(fold(header).split())


def _headers(connection: Connection, row: profiles.Remembered, id_: str) -> dict[str, str]:
    """Header by field of a remembered mapping: its columns are numbers, the headers stand with the file it was made
    for; none when that file was read otherwise since."""
    for told in (files.mappings(connection, id_) or ()) if id_ else ():
        if told.get("fingerprint") == row.fingerprint:
            heads = {int(one["column"]) + 1: str(one["header"]) for one in told["columns"]}
            columns = {name: heads.get(int(at), "") for name, at in row.mapping["columns"].items()}
            return {name: head for name, head in columns.items() if head}
    return {}


def is_table(ws: Workspace, id_: str) -> bool:
    """Whether an evidence was read as tables, so that there are columns to name. Raises NotFound for an unknown one."""
    return bool(_told(ws, id_))


def sheets(ws: Workspace, id_: str) -> tuple[Sheet, ...]:
    """The tables of an evidence. Raises NotFound for an unknown one, and for one that was not read as a table."""
    found = tuple(_sheet(one) for one in _told(ws, id_))
    if not found:
        raise NotFound("error-mapping-missing", where=id_)
    return found


def kinds() -> tuple[str, ...]:
    """The kinds of records that a table may hold."""
    return TABULAR


def fields(kind: str) -> tuple[str, ...]:
    """The fields that a column may be read as, by name; the one that sets it aside first."""
    return (UNUSED, *sorted(known(kind) - {UNUSED})) if kind in TABULAR else (UNUSED,)


def corrected(ws: Workspace, id_: str, posted: Mapping[str, str]) -> str:
    """The mapping file that a posted form makes: ``kind_0``, ``dates_0``, … of the first table, ``field_0_3`` of its
    fourth column.

    Raises UsageError for a kind, hint or field that is none, and for a field given to two columns.
    """
    made = []
    for at, one in enumerate(_told(ws, id_)):
        kind = posted.get(f"kind_{at}", one["kind"])
        allowed = fields(kind)
        if kind not in TABULAR:
            raise UsageError("error-mapping-kind", kind=kind[:40])
        columns, taken = [], set[str]()
        for column in one["columns"]:
            name = posted.get(f"field_{at}_{column['column']}", column["field"])
            if name and name not in allowed:
                raise UsageError("error-mapping-field", field=name[:40], kind=kind)
            if name not in ("", UNUSED) and name in taken:
                raise UsageError("error-mapping-twice", field=name, part=str(one.get("part", "")))
            taken.add(name)
            columns.append({**column, "field": name})
        made.append({**one, "kind": kind, "columns": columns} | _hints(posted, at, one))
    return "\n".join(mapping.as_toml(one) for one in made)


def _hints(posted: Mapping[str, str], at: int, one: Mapping[str, Any]) -> dict[str, str]:
    told = {name: posted.get(f"{name}_{at}", str(one.get(name, ""))) for name in HINTS}
    for name, value in told.items():
        if value not in HINTS[name] and value != one.get(name):
            raise UsageError("error-mapping-field", field=value[:40], kind=name)
    return told


def _told(ws: Workspace, id_: str) -> list[dict[str, Any]]:
    with ws.reading() as connection:
        kept = evidence.get(connection, id_)
        told = files.mappings(connection, kept.evidence.id)
    return [one for one in told or () if one.get("columns")]


def _sheet(one: Mapping[str, Any]) -> Sheet:
    columns = tuple(
        Column(int(c["column"]), str(c["header"]), str(c["field"]), int(c["confidence"]), str(c["ground"]))
        for c in one["columns"]
    )
    hints = {name: str(one.get(name, "")) for name in HINTS}
    return Sheet(
        str(one.get("part", "")), str(one["kind"] or "transaction"), int(one.get("rows") or 0), hints, columns,
        str(one.get("by", "guess")), str(one.get("fingerprint", "")),
    )  # fmt: skip
