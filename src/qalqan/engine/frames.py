"""The engine: Polars, embedded. Schemas as dtypes, tables by name, one total order.

Analyses are written over columns. A step receives :class:`Tables` and gives back frames; what it may read and
write stands in its card. Nothing here knows where the tables are kept: a loader is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

import polars as pl

from qalqan.errors import PartError
from qalqan.model.schema import DECIDED, EVIDENCE, OBSERVATIONS, REGISTRY, TABLES, Table

T = TypeVar("T")
DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "int": pl.Int64(),
    "bool": pl.Boolean(),
    "time": pl.Datetime("us", "UTC"),
}

_INPUTS = {one.name: one for one in (EVIDENCE, DECIDED, REGISTRY)}


def table(name: str) -> Table:
    """The description of a run table, of ``evidence``, ``decided``, ``registry`` or ``observed_…``."""
    if name in _INPUTS:
        return _INPUTS[name]
    if name.startswith("observed_"):
        return OBSERVATIONS[name.removeprefix("observed_")]
    return TABLES[name]


def schema(described: Table) -> pl.Schema:
    """The Polars schema of a table."""
    return pl.Schema({column.name: DTYPES[column.type] for column in described.columns})


def empty(described: Table) -> pl.DataFrame:
    """A frame of that table with no rows."""
    return pl.DataFrame(schema=schema(described))


def conform(frame: pl.DataFrame, described: Table) -> pl.DataFrame:
    """The frame with exactly the table's columns, types and total order; missing columns are empty.

    Raises PartError when the frame has a column the table does not know, or one of another type.
    """
    if not frame.columns:  # a selection of literals from nothing would be a row
        return empty(described)
    wanted = schema(described)
    if strange := sorted(set(frame.columns) - set(wanted)):
        raise PartError("error-table-column", where=described.name, columns=", ".join(strange))
    columns = [
        pl.col(name).cast(dtype, strict=True) if name in frame.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in wanted.items()
    ]
    try:
        return frame.select(columns).sort(described.order, nulls_last=True, maintain_order=True)
    except pl.exceptions.PolarsError as error:
        raise PartError("error-table-type", where=described.name, reason=str(error)) from error


class Tables(Mapping[str, pl.DataFrame]):
    """The tables a step may read: ``tables["transactions"]``, loaded when first asked for.

    Observations are ``observed_transaction`` and so on (only of evidence with a usable basis); run tables have
    their own names; ``evidence`` lists evidence, sha256, file, region and the case of its basis, ``decided`` what
    officers decided, ``registry`` the entries that count. ``cache`` is a folder for what can be made again, or None.
    """

    def __init__(self, load: Callable[[str], pl.DataFrame | None], cache: Path | None = None, key: bytes = b"") -> None:
        self._load = load
        self._held: dict[str, pl.DataFrame] = {}
        self.cache = cache
        self.stamp = ""  # names the contents of all tables (a manifest's hash), when the loader knows it
        self.key = key
        self.made: dict[str, object] = {}  # of stamped tables, which never change: what readers made of them

    @classmethod
    def of(cls, frames: Mapping[str, pl.DataFrame]) -> Tables:
        """Tables held in memory: missing ones are empty. For tests and small uses."""
        return cls(frames.get)

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self._held:
            loaded = self._load(name)
            self._held[name] = empty(table(name)) if loaded is None else loaded
        return self._held[name]

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What a reader makes of stamped tables, made once; of tables that still change it is made each time."""
        if not self.stamp:
            return make()
        if name not in self.made:
            self.made[name] = make()
        return cast("T", self.made[name])

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Hold a frame under a name: a step's result, for the steps after it."""
        self._held[name] = frame

    def drop(self, name: str) -> None:
        """Forget a held frame; it is loaded again when asked for."""
        self._held.pop(name, None)

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
