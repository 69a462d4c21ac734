"""Evidence as resources: the list of files, and a source row as read («says who?»)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import polars as pl
from fastapi import Query
from pydantic import BaseModel

from qalqan.console.ask import Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import resource
from qalqan.desk import evidence_look
from qalqan.desk.lens import ALL
from qalqan.model.schema import OBSERVATIONS
from qalqan.report import redact


class File(BaseModel):
    """A file: what it is and how many of its units became records."""

    evidence: str
    file: str
    status: str
    format: str
    units: int
    records: int
    rejected: int
    received: datetime


class Files(BaseModel):
    """Files in order of id; ``next`` goes on (empty: no more)."""

    rows: list[File]
    total: int
    next: str


class Read(BaseModel):
    """Rows of one kind of observation around the row asked for; personal values masked without a purpose."""

    kind: str
    rows: list[dict[str, Any]]


class Source(BaseModel):
    """Where a fact stands: the file, its hash and basis, the part and row, the row as read with its neighbours, and who
    let the file in with which entry of the ledger (0: none is known)."""

    evidence: str
    file: str
    sha256: str
    basis: str
    part: str
    row: int
    read: list[Read]
    entered_by: str
    entry: int


@resource("GET", "/evidence", verb="evidence")
def files(
    ask: Asked, size: Annotated[int, Query(ge=1, le=500)] = 100, after: Annotated[str, Query(max_length=64)] = ""
) -> Files:
    """All files by id."""
    eyes = Eyes(ask, "evidence")
    told = evidence_look.listed(ask.house.ws, ask.sight if known(ask) is not None else ALL)
    rest = told.filter(pl.col("evidence") > after) if after else told
    shown = rest.head(size)
    rows = [
        File(
            evidence=one["evidence"], file=eyes.file(one["file"], one["evidence"], one["basis"]),
            status=one["status"] or "",
            format=one["format"] or "", units=one["units"] or 0, records=one["records"] or 0,
            rejected=one["rejected"] or 0, received=one["received"],
        )
        for one in shown.to_dicts()
    ]  # fmt: skip
    return Files(rows=rows, total=told.height, next=str(shown["evidence"][-1]) if rest.height > size else "")


@resource("GET", "/evidence/row", verb="evidence")
def row(ask: Asked, at: Annotated[str, Query(min_length=1, max_length=8000)]) -> Source:
    """The row that a place's sealed name leads to."""
    lens, eyes = known(ask), Eyes(ask, "evidence")
    told = evidence_look.row(
        ask.house.ws, lens, ask.house.seals.open("place", at), ask.sight if lens is not None else ALL
    )
    entered = evidence_look.entered(ask.house.ws, told.kept.evidence.id)
    basis = told.kept.evidence.basis
    if lens is not None:
        eyes.narrow(basis.case)
    read = [
        Read(
            kind=kind,
            rows=(frame if ask.clear else redact.masked(frame, OBSERVATIONS[kind])).drop("evidence", "part").to_dicts(),
        )
        for kind, frame in told.kinds
    ]
    return Source(
        evidence=told.kept.evidence.id, file=eyes.file(told.kept.path, told.kept.evidence.id),
        sha256=told.kept.evidence.sha256,
        basis=" · ".join(one for one in (basis.case, basis.request, basis.sanction) if one),
        part=eyes.part(told.part), row=told.number, read=read, entered_by=entered.by if entered else "",
        entry=entered.seq if entered else 0,
    )  # fmt: skip
