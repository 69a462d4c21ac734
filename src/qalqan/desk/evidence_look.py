"""Evidence as pages show it: the list, one file with its quality, and a row as it was read with its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
from sqlalchemy import select

from qalqan.desk.lens import Lens, Sight
from qalqan.desk.outcomes import PREFIX
from qalqan.engine.frames import conform
from qalqan.errors import NotFound
from qalqan.intake import quality as intake
from qalqan.model.evidence import unescape_part
from qalqan.model.schema import FILES, OBSERVATIONS, REJECTED
from qalqan.store import evidence, files, ledger, officers
from qalqan.store.evidence import Kept
from qalqan.store.tables import LEDGER
from qalqan.store.workspace import Workspace

AROUND: Final = 3
MOST_REJECTED: Final = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """The ledger's entry of an evidence: its number, moment, and the officer's name (empty: none was told)."""

    seq: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read, and its neighbours: ``kind`` of observation, ``rows`` in order, ``number`` of the row asked
    for; ``rejected`` are cells of it that could not be used."""

    kept: Kept
    part: str
    number: int
    kinds: tuple[tuple[str, pl.DataFrame], ...]
    rejected: pl.DataFrame


def listed(ws: Workspace, sight: Sight) -> pl.DataFrame:
    """Every evidence that may be known of, in order of id: the ``files`` table with size, region, case, received."""
    with ws.reading() as connection:
        kept = evidence.everything(connection)
        told = files.everything(connection)
    more = pl.DataFrame(
        [
            (one.evidence.id, one.evidence.size, one.evidence.received_at, one.region, one.evidence.basis.case,
             one.evidence.basis.request or one.evidence.basis.sanction, one.evidence.basis.usable)
            for one in kept
        ],
        schema={"evidence": pl.String, "size": pl.Int64, "received": pl.Datetime("us", "UTC"), "region": pl.String,
                "basis": pl.String, "asked": pl.String, "usable": pl.Boolean}, orient="row",
    )  # fmt: skip
    outcome = pl.DataFrame(told, schema={one.name: _DTYPES[one.type] for one in FILES.columns}, orient="row")
    found = more.join(outcome, on="evidence", how="left", maintain_order="left")
    return found.filter(~pl.col("evidence").is_in(list(sight.evidence))).sort("evidence")


_DTYPES: Final[dict[str, Any]] = {"text": pl.String, "int": pl.Int64, "bool": pl.Boolean}


def one(ws: Workspace, id_: str, sight: Sight) -> Kept:
    """An evidence that may be known of. Raises NotFound."""
    with ws.reading() as connection:
        kept = evidence.find(connection, id_)
    if kept is None or id_ in sight.evidence:
        raise NotFound("error-evidence-unknown", id=id_[:40])
    return kept


def quality(ws: Workspace, kept: Kept) -> tuple[intake.Sheet, pl.DataFrame]:
    """The quality sheet of one evidence, and the first of its cells, rows and parts not used."""
    id_ = kept.evidence.id
    with ws.reading() as connection:
        told = [row for row in files.everything(connection) if row["evidence"] == id_]
        mappings = files.mappings(connection, id_)
    frame = pl.DataFrame(told, schema={one.name: _DTYPES[one.type] for one in FILES.columns}, orient="row")
    rejected = _read(ws, id_, "rejected")
    return intake.sheet(frame, rejected, [(id_, mappings)]), rejected.head(MOST_REJECTED)


def entered(ws: Workspace, id_: str) -> Entered | None:
    """Who let it in and when: the ledger's entry."""
    query = (
        select(LEDGER.c.body)
        .where(LEDGER.c.body.startswith('{"act":"ingest",', autoescape=True), LEDGER.c.body.contains(f'"{id_}"'))
        .order_by(LEDGER.c.seq)
        .limit(1)
    )
    with ws.reading() as connection:
        body = connection.execute(query).scalar()
        if body is None:
            return None
        entry = ledger.read(body)
        who = str(entry.payload.get("by", ""))
        known = officers.find(connection, who) if who else None
    return Entered(entry.seq, entry.at, known.name if known else who)


def row(ws: Workspace, lens: Lens | None, locator: str, sight: Sight) -> Row:
    """The row that a locator names, with its neighbours. Raises NotFound for a place that is none, or hidden."""
    id_, _, rest = locator.partition(":")
    part, _, number = rest.rpartition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        raise NotFound("error-not-found", what="row", id=locator[:40])
    kept, place, at = one(ws, id_, sight), unescape_part(part), int(number)
    near = (pl.col("part") == place) & pl.col("row").is_between(at - AROUND, at + AROUND)
    told = []
    for kind in OBSERVATIONS:
        frame = _read(ws, id_, kind, near)
        frame = _known(lens, kind, frame, sight)
        if (frame["row"] == at).any():
            told.append((kind, frame))
    rejected = _read(ws, id_, "rejected", (pl.col("part") == place) & (pl.col("row") == at))
    if not told and rejected.is_empty():
        raise NotFound("error-not-found", what="row", id=f"{id_}:{at}")
    return Row(kept, place, at, tuple(told), rejected)


def _known(lens: Lens | None, kind: str, frame: pl.DataFrame, sight: Sight) -> pl.DataFrame:
    """Without rows that tell of hidden cases."""
    if kind != "case" or lens is None or not sight.cases:
        return frame
    hidden = set(sight.cases)
    for told in lens.rows("cases", "case_id", sight.cases).select("kui_number", "aliases").iter_rows():
        hidden |= {part for cell in told if cell for part in cell.split(";")}
    known = pl.col("number").is_in(list(hidden)) | pl.col("kui_number").is_in(list(hidden))
    return frame.filter(~known.fill_null(False))


def _read(ws: Workspace, id_: str, what: str, where: pl.Expr | None = None) -> pl.DataFrame:
    """Rows of an evidence's file in the lake; none when it has none of that kind."""
    described = REJECTED if what == "rejected" else OBSERVATIONS[what]
    names = [name for name in ws.listed(f"{PREFIX}{id_}/") if name.rsplit("/", 1)[1].rsplit("-", 1)[0] == what]
    if not names:
        return conform(pl.DataFrame(), described)
    lazy = pl.scan_parquet([ws.path / "lake" / name for name in names], glob=False, missing_columns="insert")
    return conform((lazy if where is None else lazy.filter(where)).collect(), described)
