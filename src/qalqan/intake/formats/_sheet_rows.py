"""Rows of one XLSX sheet out of its XML, in grids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.parsers import expat

import polars as pl

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Grid
from qalqan.intake.formats._cells import moment, number

MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
_DAY_ZERO = datetime(1899, 12, 30)
_DIGITS = "0123456789"


class Sheet:
    """Takes the XML of a sheet in pieces and gives back its rows from 1 to the last one."""

    def __init__(self, strings: list[str], styles: list[str]) -> None:
        self.strings, self.styles = strings, styles
        self.rows: list[list[str | None]] = []
        self.width = 1
        self.next_row = 1
        self._row: list[str | None] = []
        self._column = 0
        self._kind = ""
        self._style = ""
        self._text: list[str] = []
        self._inside = False
        self._letters: dict[str, int] = {}

    def grids(self, part: str, blocks: Iterator[bytes], chunk: int) -> Iterator[Grid]:
        """Grids of ``chunk`` rows; the last one says so."""
        parser = self._parser()
        first = 1
        for block in blocks:
            parser.Parse(block, False)
            while len(self.rows) > chunk:
                yield self._grid(part, self.rows[:chunk], first, last=False)
                del self.rows[:chunk]
                first += chunk
        parser.Parse(b"", True)
        while self.rows and not any(self.rows[-1]):
            self.rows.pop()
        while len(self.rows) > chunk:
            yield self._grid(part, self.rows[:chunk], first, last=False)
            del self.rows[:chunk]
            first += chunk
        if self.rows:
            yield self._grid(part, self.rows, first, last=True)

    def _grid(self, part: str, rows: list[list[str | None]], first: int, *, last: bool) -> Grid:
        width = self.width
        padded = [row if len(row) == width else row + [None] * (width - len(row)) for row in rows]
        columns = [pl.Series(f"c{at}", one, dtype=pl.String) for at, one in enumerate(zip(*padded, strict=True))]
        return Grid(part, pl.DataFrame(columns), pl.Series("row", range(first, first + len(rows))), last)

    def _parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse(*_: object) -> None:
            raise IntakeError("reason-xml-hostile", "")

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        return parser

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            place = attributes.get("r")
            if place is None:
                self._column += 1
            else:
                letters = place.rstrip(_DIGITS)
                self._column = self._letters.get(letters) or self._index(letters)
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
        elif tag in ("v", "t"):
            self._inside = True
        elif tag == "row":
            place = attributes.get("r")
            row = int(place) if place else self.next_row
            if row > MOST_ROWS:
                raise IntakeError("reason-broken-sheet", "", detail="row number")
            while self.next_row < row:
                self.rows.append([])
                self.next_row += 1
            self._row = []
            self._column = 0

    def _data(self, data: str) -> None:
        if self._inside:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._inside = False
        elif tag == "c":
            if self._text:
                value = self._value("".join(self._text))
                self._text.clear()
                row, column = self._row, self._column
                if len(row) < column - 1:
                    row.extend([None] * (column - 1 - len(row)))
                row.append(value)
        elif tag == "row":
            self.width = max(self.width, len(self._row))
            self.rows.append(self._row)
            self.next_row += 1

    def _index(self, letters: str) -> int:
        found = 0
        for sign in letters:
            found = found * 26 + ord(sign) - 64
        if not 0 < found <= MOST_COLUMNS:
            raise IntakeError("reason-broken-sheet", "", detail="column")
        self._letters[letters] = found
        return found

    def _value(self, text: str) -> str | None:
        kind = self._kind
        if kind == "s":
            return self.strings[int(text)] or None
        if kind == "n":
            style = self.styles[int(self._style)] if self._style and self.styles else ""
            return self._dated(float(text), style) if style else plain(text)
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return text or None

    def _dated(self, days: float, style: str) -> str:
        """A day number as ISO date and time, a part of a day as a clock, a span as hours."""
        if style == "span" or days < 1:
            seconds = round(days * 86_400)
            return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        if days > 2_958_466:
            return number(days)
        whole = _DAY_ZERO + timedelta(milliseconds=round(days * 86_400_000))
        return moment(whole)


def plain(text: str) -> str:
    """A number as its file writes it, unless that has an exponent or more figures than a person typed."""
    if len(text) < 16 and "E" not in text and "e" not in text:
        return text[:-2] if text.endswith(".0") else text
    return number(float(text))
