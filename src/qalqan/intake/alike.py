"""Small tables that are read alike wait for one another and are typed together.

A workbook with a sheet for every account holds dozens of tables of a few rows under the same header. Typing costs
mostly per call, not per row, so the rows of such tables go through typing at once; what a letter-head says and what is
decided by table stays with each table (:data:`~qalqan.intake.typed.base.TABLE`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import polars as pl

from qalqan.intake import normalise
from qalqan.intake.mapping import Mapping
from qalqan.intake.normalise import Typed
from qalqan.intake.table import Piece
from qalqan.intake.typed.base import TABLE, Reading

K = TypeVar("K")
KINDS: Final = frozenset({"transaction", "call"})
_SMALL = 2_000
_MOST = 50_000


@dataclass(slots=True)
class One(Generic[K]):
    """A piece of a table with its named columns and whatever its owner knows of it."""

    piece: Piece
    frame: pl.DataFrame
    known: K


@dataclass(slots=True)
class Alike(Generic[K]):
    """Pieces that wait, by what makes them alike."""

    groups: dict[Hashable, list[One[K]]] = field(default_factory=dict)
    rows: int = 0

    def takes(self, one: One[K], mapping: Mapping, reading: Reading) -> bool:
        """Whether the piece may wait; if so it does."""
        if mapping.kind not in KINDS or one.frame.height > _SMALL or "own_account" in one.frame.columns:
            return False
        head = one.piece.table.letterhead
        key = (
            mapping.kind, reading, tuple(mapping.headers().items()), tuple(one.frame.columns), head.currency,
            head.given,
        )  # fmt: skip
        self.groups.setdefault(key, []).append(one)
        self.rows += one.frame.height
        return True

    @property
    def full(self) -> bool:
        """Whether so many rows wait that they should be typed now."""
        return self.rows >= _MOST

    def take(self) -> list[list[One[K]]]:
        """All that waits, group by group; nothing waits after."""
        groups, self.groups, self.rows = list(self.groups.values()), {}, 0
        return groups


def type_together(group: list[One[K]], mapping: Mapping, reading: Reading) -> Iterator[tuple[One[K], Typed]]:
    """Every piece of a group with its own observations and refusals, in the order of the group."""
    heads = [one.piece.table.letterhead for one in group]
    shifted = [one.frame.with_columns(pl.col("row") + at * TABLE) for at, one in enumerate(group)]
    typed = normalise.type_rows(mapping.kind, pl.concat(shifted), reading, mapping.headers(), heads)
    frames, refused = _by_table(typed.frame), _by_table(typed.refused)
    for at, one in enumerate(group):
        yield one, Typed(typed.kind, frames.get(at, typed.frame.clear()), refused.get(at, typed.refused.clear()))


def _by_table(frame: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """The rows of each table, in their order and with their own numbers."""
    if not frame.height:
        return {}
    marked = frame.with_columns((pl.col("row") // TABLE).alias("#table"), pl.col("row") % TABLE)
    parts = marked.partition_by("#table", maintain_order=True, include_key=True)
    return {int(part["#table"][0]): part.drop("#table") for part in parts}
