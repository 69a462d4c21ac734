"""Rows of a text table out of pieces of whole lines: the plain ones at once, the odd ones line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import polars as pl

from qalqan.intake.blocks import Block, Grid, Skipped, Trouble
from qalqan.intake.formats._dialect import QUOTED_LINES

CHUNK = 50_000
MOST_COLUMNS = 2_000


class Fields:
    """Cuts lines into fields; see :mod:`qalqan.intake.formats.delimited` for the rules."""

    def __init__(self, separator: str, width: int, most: int) -> None:
        self.separator, self.width, self.most = separator, width, most
        self.number = 0
        self.asides: list[Block] = []
        self.frames: list[pl.DataFrame] = []
        self.numbers: list[pl.Series] = []
        csv.field_size_limit(max(most * 2, 1 << 20))

    def blocks(self, source: Iterator[str | None]) -> Iterator[Block]:
        """Grids of some ``CHUNK`` rows, each after what was set aside in it; the last one says so."""
        held: Grid | None = None
        for _ in self._gathered(source):
            yield from self._told()
            if held is not None:
                yield held
            held = self._grid()
        yield from self._told()
        if self.frames:
            if held is not None:
                yield held
            held = self._grid()
        if held is not None:
            yield Grid(held.part, held.cells, held.rows, True)

    def _told(self) -> Iterator[Block]:
        yield from self.asides
        self.asides = []

    def _gathered(self, source: Iterator[str | None]) -> Iterator[None]:
        """Take pieces until a chunk is full, over and over."""
        rest = ""
        for piece in source:
            if piece is None:
                self._slowly(rest, final=True)
                rest = ""
                self.number += 1
                self.asides.append(Trouble("", self.number, "", "", "reason-giant-row", "row_rejected"))
                continue
            text = rest + piece
            rest = "" if self._at_once(text) else self._slowly(text, final=False)
            if sum(map(len, self.numbers)) >= CHUNK:
                yield
        self._slowly(rest, final=True)

    def _at_once(self, text: str) -> bool:
        """Cut a piece in one go when all its lines are plain and of the table's width."""
        if self.width < 2 or self.separator not in text:
            return False
        count = text.count("\n") + (not text.endswith("\n"))
        try:
            frame = pl.read_csv(
                io.BytesIO(text.encode("utf-8", "replace")), has_header=False, separator=self.separator,
                quote_char='"' if '"' in text else None,
                schema={f"c{at}": pl.String for at in range(self.width)},
            )  # fmt: skip
        except (pl.exceptions.PolarsError, ValueError):
            return False
        if frame.height != count:
            return False
        self._put(frame)
        return True

    def _put(self, frame: pl.DataFrame) -> None:
        self.frames.append(frame)
        first = self.number + 1
        self.numbers.append(pl.int_range(first, first + frame.height, eager=True).alias("row"))
        self.number += frame.height

    def _slowly(self, text: str, *, final: bool) -> str:
        """Cut a piece line by line; gives back the lines whose quoted field may go on in the next piece."""
        if not text:
            return ""
        lines = text.removesuffix("\n").split("\n")
        rows: list[list[str]] = []
        starts: list[int] = []
        at = 0
        while at < len(lines):
            line = lines[at]
            starts.append(self.number + at + 1)
            if '"' not in line:
                rows.append(line.split(self.separator))
                at += 1
                continue
            near = not final and at + QUOTED_LINES >= len(lines)
            if near and self._open(line) and not any(one.count('"') % 2 for one in lines[at + 1 :]):
                starts.pop()
                break
            cells, used = self._quoted(lines, at)
            rows.append(cells)
            if used > 1:
                self.asides.append(Skipped("", tuple(range(starts[-1] + 1, starts[-1] + used)), "skipped-continued"))
            at += used
        if rows:
            self.frames.append(_frame(rows))
            self.numbers.append(pl.Series("row", starts, dtype=pl.Int64))
        self.number += at
        return "\n".join([*lines[at:], ""]) if at < len(lines) else ""

    def _quoted(self, lines: list[str], at: int) -> tuple[list[str], int]:
        """One row that has a quote in it, and how many lines it takes."""
        line = lines[at]
        if not self._open(line):
            return self._parse([line]), 1
        taken, size = [line], len(line)
        for further in lines[at + 1 : at + 1 + QUOTED_LINES]:
            taken.append(further)
            size += len(further)
            if further.count('"') % 2 or size > self.most:
                break
        closed = sum(one.count('"') for one in taken) % 2 == 0
        alone = line.split(self.separator)
        joined = self._parse(taken) if closed else []
        if not closed or (len(joined) != self.width and len(alone) == self.width):
            return [cell.strip('"') for cell in alone], 1
        return joined, len(taken)

    def _open(self, line: str) -> bool:
        """Whether a quote at the start of a field stays open at the line's end."""
        starts = line.startswith('"') or f'{self.separator}"' in line
        return starts and line.count('"') % 2 == 1

    def _parse(self, lines: list[str]) -> list[str]:
        try:
            return next(csv.reader([f"{line}\n" for line in lines], delimiter=self.separator), [""])
        except csv.Error:
            return "\n".join(lines).split(self.separator)

    def _grid(self) -> Grid:
        """What was gathered, as a grid that is not the last."""
        cells = pl.concat(self.frames, how="diagonal") if len(self.frames) > 1 else self.frames[0]
        rows = pl.concat(self.numbers)
        self.frames, self.numbers = [], []
        return Grid("", cells, rows, False)


def _frame(rows: list[list[str]]) -> pl.DataFrame:
    width = min(max(map(len, rows), default=1), MOST_COLUMNS)
    padded = [row if len(row) == width else (row + [""] * width)[:width] for row in rows]
    return pl.DataFrame(
        [pl.Series(f"c{at}", values, dtype=pl.String) for at, values in enumerate(zip(*padded, strict=True))]
    )
