"""An index over one column of text: the distinct values in order, and the rows of each.

Kept as two plain files that a new process maps instead of building again. A look-up costs the logarithm of the distinct
values and the rows it finds, whatever the table holds.
"""

from __future__ import annotations

import secrets
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rows = NDArray[np.int64]
_LAST: Final = "\U0010ffff"  # no text that begins with a prefix stands after the prefix and this sign
NONE: Final[Rows] = np.empty(0, np.int64)
FEW: Final = 24  # values sought one by one


@dataclass(frozen=True, slots=True)
class Index:
    """``keys`` in order; the rows of key ``k`` are ``rows[starts[k]:starts[k + 1]]``, ascending."""

    keys: pl.Series
    starts: NDArray[np.int64]
    rows: NDArray[np.uint32]

    @classmethod
    def of(cls, values: pl.Series, *, joined: bool = False) -> Index:
        """The index of a column of text; empty cells have no key. ``joined``: a cell holds several, parted by ';'."""
        told = pl.DataFrame({"key": values.cast(pl.String)}).with_row_index("row").drop_nulls()
        if joined:
            told = told.with_columns(pl.col("key").str.split(";")).explode("key").drop_nulls().unique()
        told = told.filter(pl.col("key") != "").sort("key", "row")
        first = told.select((pl.col("key") != pl.col("key").shift(1)).fill_null(True))["key"].arg_true()
        starts = np.append(first.to_numpy().astype(np.int64), told.height)
        return cls(told["key"].gather(first).rechunk(), starts, told["row"].to_numpy().astype(np.uint32))

    def find(self, values: Iterable[str]) -> Rows:
        """The rows that have one of the values, ascending, each once."""
        at = self._at(values)
        if len(at) < FEW:
            found = [self.rows[self.starts[k] : self.starts[k + 1]] for k in at]
            return NONE if not found else distinct(found[0] if len(found) == 1 else np.concatenate(found))
        first = self.starts[at]
        size = self.starts[at + 1] - first
        ends = np.cumsum(size)
        return distinct(self.rows[np.arange(ends[-1]) + np.repeat(first - ends + size, size)])

    def count(self, values: Iterable[str]) -> int:
        """How many entries the values have together."""
        at = self._at(values)
        return int((self.starts[at + 1] - self.starts[at]).sum())

    def begins(self, prefix: str, most: int) -> tuple[list[str], int]:
        """The first ``most`` keys that begin with a text, and how many do."""
        low = int(self.keys.search_sorted(prefix, "left"))
        high = int(self.keys.search_sorted(prefix + _LAST, "left"))
        return self.keys.slice(low, min(most, high - low)).to_list(), high - low

    def _at(self, values: Iterable[str]) -> Rows:
        """The places of those values that are keys. Few are sought one by one: a search by Polars costs a query."""
        wanted = sorted({one for one in values if one})
        if not wanted or not len(self.keys):
            return NONE
        if len(wanted) < FEW:
            near = ((bisect_left(self.keys, one), one) for one in wanted)
            return np.array([at for at, one in near if at < len(self.keys) and self.keys[at] == one], np.int64)
        sought = pl.Series(wanted, dtype=pl.String)
        places = self.keys.search_sorted(sought, "left").to_numpy()
        inside = np.minimum(places, len(self.keys) - 1)
        there = (self.keys.gather(inside) == sought).to_numpy() & (places < len(self.keys))
        told: Rows = inside[there].astype(np.int64)
        return told

    def save(self, folder: Path, name: str) -> None:
        """Keep it in a folder under a name; a half-written file is never seen. Raises OSError."""
        _put(folder / f"{name}.rows", lambda path: _write_rows(path, self.rows))
        keep(pl.DataFrame({"key": self.keys, "start": self.starts[:-1]}), folder / f"{name}.keys")

    @classmethod
    def load(cls, folder: Path, name: str) -> Index | None:
        """The one kept there, mapped; None when there is none."""
        told, rows = mapped(folder / f"{name}.keys"), folder / f"{name}.rows"
        try:
            if told is None:
                return None
            placed = np.load(rows, mmap_mode="r").view(np.ndarray)  # each slice of a memmap costs 20 µs more
        except (OSError, ValueError):
            return None  # what can be made again is not worth an error
        return cls(told["key"], np.append(told["start"].to_numpy(), len(placed)), placed)


def distinct(rows: NDArray[Any]) -> Rows:
    """Rows in order, each once (sorting is much quicker here than numpy's own way by hashing)."""
    told = np.sort(rows.astype(np.int64))
    return told[np.concatenate([[True], told[1:] != told[:-1]])] if len(told) else told


def keep(frame: pl.DataFrame, place: Path) -> None:
    """A frame as a file that is mapped, not read. Raises OSError."""
    _put(place, lambda path: frame.write_ipc(path, compression="uncompressed"))


def mapped(place: Path) -> pl.DataFrame | None:
    """The frame kept there; None when there is none, or none that can be read."""
    try:
        return pl.read_ipc(place) if place.is_file() else None
    except (OSError, pl.exceptions.PolarsError):
        return None


def _put(place: Path, write: Callable[[Path], None]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.parent / f".{secrets.token_hex(6)}"
    try:
        write(half)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)


def _write_rows(path: Path, rows: NDArray[np.uint32]) -> None:
    with path.open("wb") as file:
        np.save(file, rows)


def ordered(values: pl.Series) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Rows in order of a column (empty cells first, equal ones in order of row), and the rank of each row."""
    told = pl.DataFrame({"value": values}).with_row_index("row").sort("value", "row", nulls_last=False)
    order = told["row"].to_numpy().astype(np.uint32)
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    return order, rank
