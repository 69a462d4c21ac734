"""How a file's tables were understood, as a form to correct: a field for every column, written back as a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from qalqan.desk import mapping
from qalqan.errors import NotFound, UsageError
from qalqan.intake.fields import TABULAR, UNUSED, known
from qalqan.store import evidence, files
from qalqan.store.workspace import Workspace

HINTS: Final = {
    "dates": ("", "ymd", "dmy", "mdy"), "decimal": ("", "point", "comma"), "unit": ("tenge", "tiyn"),
    "zone": ("local", "utc"),
}  # fmt: skip


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
    """A table of a file: its part, kind of record, rows, hints, columns."""

    part: str
    kind: str
    rows: int
    hints: Mapping[str, str]
    columns: tuple[Column, ...]


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
    return Sheet(str(one.get("part", "")), str(one["kind"] or "transaction"), int(one.get("rows") or 0), hints, columns)
