"""What two records are compared by: fields whose agreement is a level, from 0 (one of them says nothing) to the best.

A level array is uint8 (P). Level 1 is plain disagreement. A field knows the values that may agree on its best level, so
that a rare value can weigh more than a common one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.kernels import shared, strings

Ints = NDArray[np.int64]
Levels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sets:
    """What each of N records has of one kind: ``value[start[i]:start[i + 1]]`` are rising numbers."""

    start: Ints
    value: Ints

    @classmethod
    def of(cls, records: int, record: Ints, value: Ints) -> Sets:
        """From rows (record, value); repeated ones count once."""
        rows = np.unique(np.stack([record, value]), axis=1) if record.size else np.zeros((2, 0), np.int64)
        start = np.zeros(records + 1, np.int64)
        np.cumsum(np.bincount(rows[0], minlength=records), out=start[1:])
        return cls(start, rows[1])


@dataclass(frozen=True, slots=True)
class Field:
    """One thing compared. ``compare(left, right)`` gives the level of each pair of records, 0 to ``top``.

    ``values`` (N) numbers each record's value, -1 for none; agreement on levels ``rare`` and above weighs by how rare
    the value is; ``sets`` does the same for records that have several. Without both, every agreement on a level weighs
    the same. ``crowd``: a value is held no commoner than it would be among so many records, for a name is no commoner
    in the world because few records are at hand.
    """

    name: str
    top: int
    compare: Callable[[Ints, Ints], Levels]
    values: Ints | None = None
    rare: int = 255
    crowd: int = 0
    sets: Sets | None = None


def numbered(column: pl.Series) -> Ints:
    """Each distinct value as a number in order of value, -1 for null."""
    distinct = column.drop_nulls().unique().sort()
    if distinct.is_empty():
        return np.full(len(column), -1, np.int64)
    codes = column.replace_strict(distinct, pl.Series(range(len(distinct)), dtype=pl.Int64), default=-1)
    return np.ascontiguousarray(codes.fill_null(-1).to_numpy(), np.int64)


def equal(name: str, column: pl.Series, *, rarity: bool = True) -> Field:
    """Levels: 1 differs, 2 equal."""
    codes = numbered(column)

    def compare(left: Ints, right: Ints) -> Levels:
        a, b = codes[left], codes[right]
        return np.where((a < 0) | (b < 0), 0, 1 + (a == b)).astype(np.uint8)

    return Field(name, 2, compare, codes if rarity else None, 2)


def _texts(column: pl.Series) -> strings.Texts:
    """The texts of a column; none becomes empty."""
    return strings.Texts.of(column.cast(pl.String).fill_null("").to_list())


def alike(name: str, column: pl.Series, steps: Sequence[int], *, rarity: bool = True) -> Field:
    """Levels by Jaro-Winkler likeness: 1 below the first of ``steps`` (rising, 0-1000), one each, the best: equal."""
    codes, texts = numbered(column), _texts(column)
    bars = np.array(steps, np.int32)
    top = len(steps) + 2

    def compare(left: Ints, right: Ints) -> Levels:
        a, b = codes[left], codes[right]
        level: Ints = 1 + np.searchsorted(
            bars, strings.jaro_winkler(texts.signs, texts.start, left, right), side="right"
        )
        level[a == b] = top
        level[(a < 0) | (b < 0)] = 0
        return level.astype(np.uint8)

    return Field(name, top, compare, codes if rarity else None, top)


def misprint(name: str, column: pl.Series, most: int, *, rarity: bool = True) -> Field:
    """Levels by misprints: 1 more than ``most``, then fewer by one a level; the best: equal."""
    codes, texts = numbered(column), _texts(column)
    top = most + 2

    def compare(left: Ints, right: Ints) -> Levels:
        apart = strings.distance(texts.signs, texts.start, left, right)
        level: Ints = np.maximum(top - apart, 1)
        level[apart < 0] = 0
        return level.astype(np.uint8)

    return Field(name, top, compare, codes if rarity else None, top)


def sharing(name: str, sets: Sets, crowd: int = 0) -> Field:
    """Levels: 1 both have some and share none, 2 share one; the rarest shared one weighs."""

    def compare(left: Ints, right: Ints) -> Levels:
        return np.asarray(shared.level(sets.start, sets.value, left, right))

    return Field(name, 2, compare, None, 2, crowd, sets)


def crossed(name: str, one: Field, other: Field) -> Field:
    """Two fields that depend on each other as one: a level for each pair of their levels.

    Independence is the weak spot of the model (a post code tells the town); what belongs together is learned together.
    """
    wide = other.top + 1
    top = (one.top + 1) * wide - 1

    def compare(left: Ints, right: Ints) -> Levels:
        return (one.compare(left, right) * np.uint8(wide) + other.compare(left, right)).astype(np.uint8)

    return Field(name, top, compare)


def parted(name: str, column: pl.Series, parts: Sequence[pl.Series], *, misprints: int = 1) -> Field:
    """A value that narrows down, as a post code does: ``parts`` are its beginnings, the widest first.

    Levels: 1 differs, then one for each part that agrees, then one for a misprint or fewer, then equal.
    """
    codes, texts = numbered(column), _texts(column)
    coarse = [numbered(part) for part in parts]
    top = len(parts) + 3

    def compare(left: Ints, right: Ints) -> Levels:
        level = np.ones(left.size, np.uint8)
        for at, part in enumerate(coarse):
            level[(part[left] == part[right]) & (part[left] >= 0)] = at + 2
        apart = strings.distance(texts.signs, texts.start, left, right)
        level[(apart >= 0) & (apart <= misprints)] = top - 1
        level[codes[left] == codes[right]] = top
        level[(codes[left] < 0) | (codes[right] < 0)] = 0
        return level

    return Field(name, top, compare, codes, top)
