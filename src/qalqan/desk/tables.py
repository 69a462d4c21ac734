"""Tables out of a workspace: observations of usable evidence, and the tables of the current run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import polars as pl

from qalqan.engine.frames import Tables, empty, schema, table
from qalqan.errors import NotFound
from qalqan.model.schema import OBSERVATIONS, Table
from qalqan.store.workspace import Workspace

OBSERVED = "observed_"


def observations(ws: Workspace, at: datetime) -> Tables:
    """The observations an analysis may use: those whose evidence has a lawful basis in force at ``at``."""
    usable = [one.id for one in ws.evidence() if one.basis.in_force(at)]

    def load(name: str) -> pl.DataFrame | None:
        if name == "evidence":
            return _evidence(ws)
        if not name.startswith(OBSERVED):
            return None
        kind = name.removeprefix(OBSERVED)
        paths = [ws.lake_path(f"observations/{one}/{kind}.parquet") for one in sorted(usable)]
        return read(OBSERVATIONS[kind], paths)

    return Tables(load, ws.cache, ws.key("cards"))


def current(ws: Workspace) -> Tables:
    """The tables of the current run; observations beside them. Raises NotFound before any analysis."""
    run = ws.current_run()
    if run is None:
        raise NotFound("error-no-run")
    observed = observations(ws, run.as_of)

    def load(name: str) -> pl.DataFrame | None:
        if name.startswith(OBSERVED) or name == "evidence":
            return observed[name]
        return read(table(name), [ws.lake_path(f"runs/{run.id}/{name}.parquet")])

    return Tables(load, ws.cache, ws.key("cards"))


def read(described: Table, paths: Iterable[Path]) -> pl.DataFrame:
    """All existing files of one table under each other, in the table's total order."""
    there = [path for path in paths if path.exists()]
    if not there:
        return empty(described)
    frame = pl.read_parquet(there, schema=schema(described), glob=False)
    return frame.sort(described.order, nulls_last=True, maintain_order=True)


def _evidence(ws: Workspace) -> pl.DataFrame:
    rows = [(one.id, one.sha256, one.name, one.region) for one in ws.evidence()]
    return pl.DataFrame(
        rows, schema={name: pl.String() for name in ("evidence", "sha256", "file", "region")}, orient="row"
    ).sort("evidence")
