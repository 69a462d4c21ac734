"""The lens: fast look-ups over the tables of one run, made to answer a page.

Each (table, column) gets an index when it is first asked for, or ahead by :meth:`Lens.warm`; indexes are kept below
``cache/lens/<run>`` and mapped by the next process. What an answer costs grows with the answer, not with the table. A
run's tables never change, so a lens needs no care for changes: another run gets another lens. Safe for many threads.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.desk._lens_index import NONE, Index, Rows, keep, mapped, ordered
from qalqan.engine.frames import Tables, table

JOINED: Final = frozenset({("cases", "aliases"), ("campaigns", "message_ids"), ("call_campaigns", "cases")})
"""Columns of which a cell holds several values, parted by ';'."""
WARM: Final = (
    ("cases", "case_id"), ("cases", "kui_number"), ("cases", "aliases"), ("series", "case_id"), ("series", "series_id"),
    ("identifiers", "case_id"), ("identifiers", "value"), ("identifier_weights", "value"), ("links", "case_a"),
    ("links", "case_b"), ("losses", "case_id"), ("trails", "case_id"), ("trails", "account"), ("hops", "case_id"),
    ("holds", "case_id"), ("holds", "account"), ("transactions", "tx_id"), ("transactions", "from"),
    ("transactions", "to"), ("calls", "a"), ("calls", "b"), ("accounts", "account"), ("numbers", "number"),
    ("holders", "account"), ("subscribers", "number"), ("persons", "value"), ("persons", "person_id"),
    ("mentions", "case_id"), ("mentions", "value"), ("aliases", "alias"), ("aliases", "account"),
    ("transactions", "from_iin"), ("transactions", "to_iin"), ("messages", "case_id"), ("messages_read", "message_id"),
    ("trail_ends", "case_id"),
)  # fmt: skip
"""What the pages ask for first."""
KEPT_RUNS: Final = 2


@dataclass(frozen=True, slots=True)
class Sight:
    """What an officer may not know of: cases sealed before them, and the evidence that came in on their basis."""

    cases: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that may be known of: none of a hidden case, none told by hidden evidence alone."""
        if not self.cases and not self.evidence:
            return frame
        hidden: list[pl.Expr] = []
        for name in ("case_id", "case_a", "case_b", "other"):
            if name in frame.columns:
                hidden.append(pl.col(name).is_in(list(self.cases)))
        for name in ("value", "member"):
            if name in frame.columns and "kind" in frame.columns:
                hidden.append((pl.col("kind") == "case") & pl.col(name).is_in(list(self.cases)))
        if "evidence" in frame.columns:
            hidden.append(pl.col("evidence").is_in(list(self.evidence)))
        for name in ("locators", "locator", "source", "first"):
            if frame.schema.get(name) == pl.String:
                hidden.append(_only(name, self.evidence))
        return frame.filter(~pl.any_horizontal(hidden).fill_null(False)) if hidden else frame


def _only(name: str, evidence: frozenset[str]) -> pl.Expr:
    """Whether a cell names places, and all of them stand in these evidences."""
    told = pl.col(name).fill_null("").str.split(";")
    inside = told.list.eval(pl.element().str.split(":").list.first().is_in(list(evidence))).list.all()
    return inside & (pl.col(name).fill_null("") != "")


ALL: Final = Sight()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a table: its rows, their numbers in the table, how many there are in all, and whether more follow."""

    frame: pl.DataFrame
    rows: Rows
    total: int
    more: bool

    @property
    def last(self) -> int | None:
        """The number of the last row: where the next page begins after."""
        return int(self.rows[-1]) if len(self.rows) else None


@dataclass(slots=True)
class Lens:
    """Look-ups over the tables of one run; get one from :func:`over`."""

    tables: Tables
    cache: Path | None = None
    _indexes: dict[tuple[str, str], Index] = field(default_factory=dict)
    _orders: dict[tuple[str, str], tuple[NDArray[np.uint32], NDArray[np.uint32]]] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)
    _locks: dict[object, threading.RLock] = field(default_factory=dict)
    _door: threading.Lock = field(default_factory=threading.Lock)

    def frame(self, name: str) -> pl.DataFrame:
        """A whole table, loaded once."""
        with self.lock(name):
            return self.tables[name]

    def lock(self, of: object) -> threading.RLock:
        """One lock for each thing that is made once."""
        with self._door:
            return self._locks.setdefault(of, threading.RLock())

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Something made of this run's tables when it is first asked for, and kept."""
        with self.lock(("once", name)):
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

    def kept(self, name: str, make: Callable[[], Index]) -> Index:
        """An index by name: held, mapped from the cache, or made and put there."""

        def made() -> Index:
            found = None if self.cache is None else Index.load(self.cache, name)
            if found is None:
                found = make()
                if self.cache is not None:
                    with suppress(OSError):
                        found.save(self.cache, name)
            return found

        index: Index = self.once(f"index {name}", made)
        return index

    def stored(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A frame by name: held, mapped from the cache, or made and put there."""

        def made() -> pl.DataFrame:
            place = None if self.cache is None else self.cache / f"{name}.frame"
            if place is not None and (found := mapped(place)) is not None:
                return found
            told = make()
            if place is not None:
                with suppress(OSError):  # a full or read-only disk costs speed at the next start, nothing else
                    keep(told, place)
            return told

        frame: pl.DataFrame = self.once(f"frame {name}", made)
        return frame

    def index(self, name: str, column: str) -> Index:
        """The index of a column of a table."""
        joined = (name, column) in JOINED
        return self.kept(f"{name}.{column}", lambda: Index.of(self.frame(name)[column], joined=joined))

    def places(self, name: str, column: str, values: Iterable[str]) -> Rows:
        """The numbers of the rows whose column is one of the values, ascending."""
        return self.index(name, column).find(values)

    def rows(self, name: str, column: str, values: Iterable[str], sight: Sight = ALL) -> pl.DataFrame:
        """The rows whose column is one of the values, in the table's order."""
        return sight.of(self.frame(name)[self.places(name, column, values)])

    def count(self, name: str, column: str, values: Iterable[str]) -> int:
        """How many rows have one of the values (hidden ones too: for what only the program sees)."""
        return self.index(name, column).count(values)

    def page(
        self,
        name: str,
        size: int,
        *,
        by: str = "",
        down: bool = False,
        after: int | None = None,
        within: Rows | None = None,
        where: pl.Expr | None = None,
        sight: Sight = ALL,
    ) -> Page:
        """``size`` rows of a table in order of a column (its own order when none is named), after a row's number.

        ``within`` are the only rows looked at, ``where`` a condition on them. Without a condition a page costs the
        same wherever it lies: it is found by the rank of the row before it, never by counting from the start.
        """
        frame = self.frame(name)
        order, rank = self._order(name, by or table(name).order[0])
        if within is None and (where is not None or sight != ALL):
            within = np.arange(frame.height)
        if within is not None and (where is not None or sight != ALL):
            told = frame[within].with_columns(pl.Series("__row", within, dtype=pl.Int64))
            within = sight.of(told if where is None else told.filter(where))["__row"].to_numpy()
        if within is None:
            total = frame.height
            start = 0 if after is None else (total - int(rank[after]) if down else int(rank[after]) + 1)
            stop = min(start + size, total)
            near = (order[total - stop : total - start][::-1] if down else order[start:stop]).astype(np.int64)
            return Page(frame[near], near, total, stop < total)
        ranks = rank[within].astype(np.int64)
        rest = np.arange(len(within))
        if after is not None:
            rest = rest[ranks < int(rank[after])] if down else rest[ranks > int(rank[after])]
        key = -ranks[rest] if down else ranks[rest]
        near = np.argpartition(key, size - 1)[:size] if len(rest) > size else np.arange(len(rest))
        found = within[rest[near[np.argsort(key[near])]]].astype(np.int64)
        return Page(frame[found], found, len(within), len(rest) > size)

    def _order(self, name: str, column: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        with self.lock(("order", name, column)):
            if (name, column) not in self._orders:
                self._orders[name, column] = ordered(self.frame(name)[column])
            return self._orders[name, column]

    def row(self, name: str, text: str) -> int | None:
        """The number of a row that an address tells; none, when it is no row of the table."""
        told = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
        return told if 0 <= told < self.frame(name).height else None

    def warm(self, what: Sequence[tuple[str, str]] = WARM) -> None:
        """Make ready what pages ask for first; called in the background when a run begins to count."""
        for name, column in what:
            self.index(name, column)


def over(tables: Tables) -> Lens:
    """The lens over a run's tables: one for each :class:`Tables`, however many ask at once."""
    with _DOOR:
        found = _LENSES.get(tables.stamp) if tables.stamp else None
        if found is None or found.tables is not tables:
            folder = None
            if tables.stamp and tables.cache is not None:
                folder = tables.cache / "lens" / tables.stamp
                _forget(folder)
            found = Lens(tables, folder)
            if tables.stamp:
                _LENSES[tables.stamp] = found
                while len(_LENSES) > KEPT_RUNS:
                    _LENSES.pop(next(iter(_LENSES)))
        return found


def _forget(folder: Path) -> None:
    """Drop the indexes of runs that are long gone: all but the latest kept ones and this."""
    if not folder.parent.is_dir():
        return
    others = sorted((one for one in folder.parent.iterdir() if one != folder), key=lambda one: -one.stat().st_mtime)
    for one in others[KEPT_RUNS - 1 :]:
        shutil.rmtree(one, ignore_errors=True)


def sight(tables: Tables, hidden: Iterable[str]) -> Sight:
    """What is hidden with these cases: they, and all evidence whose lawful basis names one of them."""
    cases = frozenset(hidden)
    if not cases:
        return ALL
    lens = over(tables)
    own = lens.rows("cases", "case_id", cases)
    told = set(cases)
    for row in own.select("kui_number", "aliases").iter_rows():
        told |= {one for cell in row if cell for one in cell.split(";")}
    evidence = tables["evidence"].filter(pl.col("case").is_in(list(told)))["evidence"]
    return Sight(cases, frozenset(evidence.to_list()))


_LENSES: dict[str, Lens] = {}
_DOOR: Final = threading.Lock()

__all__ = ["ALL", "JOINED", "NONE", "WARM", "Lens", "Page", "Rows", "Sight", "over", "sight"]
