"""What reading left behind: the outcome of every evidence, and its files in the lake.

The lake keeps, for each evidence, ``evidence/<id>/<what>-<hash>.parquet`` where what is a kind of observation,
``rejected`` or ``skipped``; a second reading drops the names of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from qalqan.engine.frames import conform, schema
from qalqan.model.schema import FILES, OBSERVATIONS, REJECTED
from qalqan.store import evidence, files
from qalqan.store.manifest import Listed
from qalqan.store.workspace import Workspace

PREFIX = "evidence/"


def lake_name(id_: str, what: str, sha256: str) -> str:
    """The name of a file of an evidence in the lake."""
    return f"{PREFIX}{id_}/{what}-{sha256[:12]}.parquet"


def names_of(ws: Workspace, id_: str) -> list[str]:
    """All files of an evidence."""
    return list(ws.listed(f"{PREFIX}{id_}/"))


def places(
    ws: Workspace, what: str, ids: set[str] | None = None, listed: Mapping[str, Listed] | None = None
) -> list[Path]:
    """The files of one kind, of all evidence or of those named, in order of evidence; as ``listed`` at a moment."""
    found = []
    for name in ws.listed(PREFIX) if listed is None else listed:
        _, id_, file = name.split("/")
        if file.rsplit("-", 1)[0] == what and (ids is None or id_ in ids):
            found.append(ws.path / "lake" / name)
    return found


def files_table(ws: Workspace) -> pl.DataFrame:
    """The ``files`` table: a row an evidence. One that has no lawful basis in force says so."""
    with ws.reading() as connection:
        rows = files.everything(connection)
        usable = {kept.evidence.id: kept.evidence.basis.usable for kept in evidence.everything(connection)}
    for row in rows:
        if row["status"] == "read" and not usable.get(row["evidence"], False):
            row["status"] = "no_basis"
    return conform(pl.DataFrame(rows, schema=schema(FILES), orient="row"), FILES)


def rejected_table(ws: Workspace) -> pl.DataFrame:
    """The ``rejected`` table: every cell, row or file that could not be used."""
    paths = places(ws, "rejected")
    if not paths:
        return pl.DataFrame(schema=schema(REJECTED))
    return conform(pl.read_parquet(paths, glob=False), REJECTED)


def observed(ws: Workspace) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every kind of observation with all its rows, whatever their basis."""
    for kind, described in OBSERVATIONS.items():
        if paths := places(ws, kind):
            yield kind, conform(pl.read_parquet(paths, glob=False), described)


def skipped_rows(ws: Workspace) -> Iterator[tuple[str, str, int]]:
    """Evidence, part and row of every unit that is no record by its nature."""
    for path in places(ws, "skipped"):
        for part, row in pl.read_parquet(path, columns=["part", "row"], glob=False).iter_rows():
            yield path.parent.name, part, row
