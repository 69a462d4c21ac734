"""qalqan droppers: accounts that are most probably droppers', with grounds; masked unless a purpose is given."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from qalqan.desk import tables
from qalqan.errors import UsageError
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

TABLE = "possible_droppers"


@dataclass(frozen=True, slots=True)
class Listed:
    """The first rows of the ranking, the most probable first, and how many accounts it has."""

    rows: pl.DataFrame
    total: int


def droppers(ws: Workspace, top: int, *, officer: str = "", purpose: str = "") -> Listed:
    """The ``top`` most probable accounts of the table ``possible_droppers``; a purpose shows them clear and is logged.

    Raises UsageError when ``top`` is below 1.
    """
    if top < 1:
        raise UsageError("error-top", value=top)
    found = tables.current(ws)[TABLE]
    order = ["score", "cases", "came_tiyn", "account"]
    rows = found.sort(order, descending=[True, True, True, False], nulls_last=True).head(top)
    if not purpose:
        return Listed(redact.masked(rows, TABLES[TABLE]), found.height)
    purposes.log(ws, officer or "-", purpose, "droppers", rows.height)
    return Listed(rows, found.height)
