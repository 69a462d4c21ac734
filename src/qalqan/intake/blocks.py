"""What a format reader gives: grids of cells, records with named fields, members, troubles.

A reader is a file in ``formats/`` with

    CARD                                            what it is called
    sniff(head, name, size) -> int                  0-1000: how surely the content is this format; the name breaks ties
    count(source, context) -> dict[str, int]        units per part, counted apart from ``read``
    read(source, context) -> Iterator[Block]        blocks in the order of the file

All cells and fields are strings as the source wrote them (numbers without a needless ``.0``, spreadsheet
dates as ISO ``YYYY-MM-DD HH:MM:SS``); typing happens in one room, after the mapping. A reader raises IntakeError when
the file is not what it seemed, NeedsPerson for a scan or a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from qalqan.settings import Intake


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know: the file's name, the limits, a folder for unpacked members."""

    name: str
    limits: Intake
    scratch: Path
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A piece of a sheet: String columns c0, c1, … and the source's own row numbers.

    ``rows`` has as many items as ``cells`` has rows. A long part comes in several grids, ``last`` on the final one.
    ``merged`` names merged cells as (row, column, last row, last column), all in the numbering of ``rows``
    and 0-based columns.
    """

    part: str
    cells: pl.DataFrame
    rows: pl.Series
    last: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """Rows whose fields the format itself names: an ``int`` column ``row`` and String columns that are
    fields of the observation table ``kind``; ``raw_amount`` style fields are named in ``normalise``.

    ``hints`` say how to read them: ``dates`` (ymd, dmy, mdy), ``zone`` (utc or local), ``decimal`` (point or comma).
    """

    kind: str
    part: str
    frame: pl.DataFrame
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive or letter, unpacked to ``path``; it becomes an evidence of its own."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Skipped:
    """Units that are no records and why: a header, a total, a blank row."""

    part: str
    rows: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell, row or part that could not be used. ``row`` 0 means the whole part."""

    part: str
    row: int
    column: str
    value: str
    reason: str
    action: str


Block = Grid | Records | Member | Skipped | Trouble
