"""The first rows of each table of a file, as they stand in it: examples for a person who says what its columns mean.

Read in the sandbox's child as the file itself was read, up to a bound of rows; nothing is typed and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Context, Grid
from qalqan.intake.formats.explorer import turned
from qalqan.intake.recognise import recognise
from qalqan.intake.request import Request
from qalqan.intake.table import Finder, Piece

ROWS: Final = 200
"""Rows of a table that examples are chosen from."""
MOST_ROWS: Final = 20_000
"""Rows of the file that are looked at: further tables of a long file have no examples."""
EXAMPLES: Final = 3
MOST_SIGNS: Final = 80


def glimpse(request: Request) -> list[dict[str, Any]]:
    """Of each table its part, headers, and up to ``EXAMPLES`` different values a column, the most frequent first.

    Empty when no reader can read the file.
    """
    tables: dict[tuple[str, tuple[str, ...]], list[pl.DataFrame]] = {}
    try:
        for piece in _pieces(request):
            known = tables.setdefault((piece.table.part, piece.table.headers), [])
            if sum(one.height for one in known) < ROWS:
                known.append(piece.cells.head(ROWS))
    except IntakeError:  # what was seen before it broke is still an example
        pass
    return [
        {"part": part, "headers": list(headers), "columns": _examples(pl.concat(cells, how="diagonal"))}
        for (part, headers), cells in tables.items()
    ]


def _pieces(request: Request) -> Iterator[Piece]:
    """The tables' rows, until enough of the file was looked at."""
    ranked = recognise(request.path, request.name).ranked
    scratch = request.out / "members"
    scratch.mkdir(parents=True, exist_ok=True)
    finders: dict[str, Finder] = {}
    seen = 0
    for block in turned(ranked[0][2].read(request.path, Context(request.name, request.limits, scratch, request.depth))):
        if not isinstance(block, Grid):
            continue
        finder = finders.setdefault(block.part, Finder(block.part))
        yield from (found for found in finder.feed(block) if isinstance(found, Piece))
        seen += block.cells.height
        if seen >= MOST_ROWS:
            return


def _examples(cells: pl.DataFrame) -> list[list[str]]:
    """Of each column its most frequent values, ties in order of appearance."""
    made: list[list[str]] = []
    for name in cells.columns:
        column = cells[name].cast(pl.String).drop_nulls().str.strip_chars()
        filled = column.filter(column != "").str.head(MOST_SIGNS)
        counted = filled.value_counts(name="n") if filled.len() else pl.DataFrame()
        if not counted.height:
            made.append([])
            continue
        order = filled.unique(maintain_order=True).to_frame().with_row_index("first")
        ranked = order.join(counted, on=name).sort("n", "first", descending=[True, False])
        made.append(ranked[name].head(EXAMPLES).to_list())
    return made
