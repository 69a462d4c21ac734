"""Tables out of a workspace: observations of usable evidence, and the tables of the current run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from qalqan.desk import decided, outcomes, registry
from qalqan.engine.frames import Tables, empty, schema, table
from qalqan.errors import Conflict, NotFound
from qalqan.model.schema import EVIDENCE, OBSERVATIONS, Table
from qalqan.store import evidence, ledger, runs
from qalqan.store.manifest import Listed
from qalqan.store.workspace import Workspace

OBSERVED = "observed_"


def usable(ws: Workspace, at: datetime) -> set[str]:
    """Ids of the evidence whose lawful basis is in force at ``at``."""
    with ws.reading() as connection:
        kept = evidence.everything(connection)
    return {one.evidence.id for one in kept if one.evidence.basis.in_force(at)}


@dataclass(frozen=True, slots=True)
class Moment:
    """What there was to read at a moment: the ledger's size, the usable evidence, the files that reading left."""

    at: datetime
    size: int
    ids: frozenset[str]
    listed: Mapping[str, Listed]


def moment(ws: Workspace, at: datetime) -> Moment:
    """The workspace as it is now, with the bases in force at ``at``."""
    with ws.reading() as connection:
        size = ledger.size(connection)
    return Moment(at, size, frozenset(usable(ws, at)), ws.listed(outcomes.PREFIX))


def observations(ws: Workspace, at: datetime, of: Moment | None = None) -> Tables:
    """The observations an analysis may use: those whose evidence has a lawful basis in force at ``at``.

    With ``of`` later evidence does not come in while the tables are being loaded.
    """
    ids = set(of.ids) if of is not None else usable(ws, at)
    listed = None if of is None else of.listed

    def load(name: str) -> pl.DataFrame | None:
        if name == "evidence":
            return _evidence(ws)
        if name == "decided":
            return decided.binding(ws)
        if name == "registry":
            return registry.valid(ws, at)
        if not name.startswith(OBSERVED):
            return None
        kind = name.removeprefix(OBSERVED)
        return read(OBSERVATIONS[kind], outcomes.places(ws, kind, ids, listed))

    return Tables(load, ws.cache, ws.key("cards"))


def current_run(ws: Workspace) -> runs.Run:
    """The run that counts. Raises NotFound before any analysis."""
    with ws.reading() as connection:
        run = runs.current(connection)
    if run is None:
        raise NotFound("error-no-run")
    return run


def current(ws: Workspace) -> Tables:
    """The tables of the current run; observations beside them. Raises NotFound before any analysis."""
    run = current_run(ws)
    observed = observations(ws, run.at)

    def load(name: str) -> pl.DataFrame | None:
        if name.startswith(OBSERVED) or name in ("evidence", "decided", "registry"):
            return observed[name]
        place = run.tables.get(name)
        try:
            return read(table(name), [] if place is None else [ws.path / place])
        except FileNotFoundError as error:
            if current_run(ws).id == run.id:
                raise
            raise Conflict("error-run-replaced") from error

    known = Tables(load, ws.cache, ws.key("cards"))
    known.stamp = run.id
    return known


def read(described: Table, paths: Sequence[Path]) -> pl.DataFrame:
    """Files of one table under each other, in the table's total order; no file gives an empty frame."""
    if not paths:
        return empty(described)
    # a run made before a column was added lacks it: empty until the next analysis
    frame = pl.read_parquet(list(paths), schema=schema(described), glob=False, missing_columns="insert")
    if len(paths) == 1:
        return frame  # written in order
    return frame.sort(described.order, nulls_last=True, maintain_order=True)


def _evidence(ws: Workspace) -> pl.DataFrame:
    with ws.reading() as connection:
        kept = evidence.everything(connection)
    rows = [
        (one.evidence.id, one.evidence.sha256, one.path, one.region, one.evidence.basis.case or None) for one in kept
    ]
    return pl.DataFrame(rows, schema=schema(EVIDENCE), orient="row").sort("evidence")
