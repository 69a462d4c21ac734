"""Text tables: fields between commas, semicolons, tabs or bars, in any encoding of :mod:`_encoding`.

A row ends at a line's end outside quotes (RFC 4180). A quote opens only at the start of a field. When an open quote does
not close within ``QUOTED_LINES`` lines, or what it swallowed does not fit the table's width while the line alone
does, the quote was an ordinary sign and the row ends with its line. ``row`` counts rows; units are lines, and the further
lines of a quoted row are listed as skipped, so that a plain count of line ends accounts for all.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Grid, Skipped, Trouble
from qalqan.intake.formats._lines import lines, total_lines
from qalqan.intake.formats._text import encoding_of, head_text
from qalqan.registry import Card

CARD = Card("delimited", "format-delimited", source="RFC 4180 and what spreadsheets and cores of banks write")
SEPARATORS = (";", "\t", "|", ",", "^", "~")
CHUNK = 50_000
QUOTED_LINES = 60
MOST_COLUMNS = 2_000
_HEAD_LINES = 200


def sniff(head: bytes, name: str, size: int) -> int:
    """Text whose lines have one separator the same number of times. The name breaks ties."""
    text = head_text(head)
    if not text.strip() or "\0" in text[:4000] or _binary(text):
        return 0
    if text.lstrip()[:1] in "<{[":
        return 0
    named = name.lower().endswith((".csv", ".tsv", ".txt", ".tab", ".psv"))
    rows = [line for line in text.split("\n")[:-1] or [text]][:_HEAD_LINES]
    separator, share, width = dialect([row.rstrip("\r") for row in rows])
    if not separator:
        return 400 if _list(rows) else 220 if name.lower().endswith((".csv", ".tsv")) else 0
    score = 300 + min(width, 10) * 20 + share * 2 // 10
    return min(820, score + (60 if named else 0))


def _list(rows: list[str]) -> bool:
    """Lines that are one identifier each: addresses of sites, numbers, accounts."""
    filled = [row.strip().strip('"') for row in rows if row.strip()]
    alike = sum(1 for row in filled if " " not in row.strip("+") and any(map(str.isdigit, row)) or "://" in row or (
        "." in row and " " not in row))  # fmt: skip
    return len(filled) >= 2 and alike * 10 >= len(filled) * 8


def _binary(text: str) -> bool:
    piece = text[:8000]
    odd = sum(1 for sign in piece if (sign < " " and sign not in "\t\r\n\f\v\x1a") or sign == "\ufffd")
    return odd * 20 > len(piece)


def dialect(rows: list[str]) -> tuple[str, int, int]:
    """The separator, the share of lines (of 1000) that have its usual count, and the usual number of fields.

    The separator is the one whose most frequent count over lines covers most of the cells.
    """
    filled = [row for row in rows if row.strip()]
    best = ("", 0, 1)
    top = 0
    for separator in SEPARATORS:
        counts = Counter(_fields(row, separator) for row in filled)
        wide = Counter({width: count for width, count in counts.items() if width > 1})
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1] * min(item[0], 30), item[0]))
        share = count * 1000 // len(filled)
        weight = share * min(width, 30) * (6 if separator in "^~" else 10)
        if separator == "," and width < 4:
            weight //= 3
        if weight > top:
            top, best = weight, (separator, share, width)
    return best


def _fields(row: str, separator: str) -> int:
    if '"' not in row:
        return row.count(separator) + 1
    outside = row.split('"')[0::2]
    return sum(piece.count(separator) for piece in outside) + 1


def count(source: Path, context: Context) -> dict[str, int]:
    """Lines, counted by their ends in the bytes."""
    return {"": total_lines(source, encoding_of(source))}


def read(source: Path, context: Context) -> Iterator[Block]:
    """The rows as grids of one part. Raises IntakeError when the file is no text table."""
    encoding = encoding_of(source)
    most = context.limits.row_chars
    head = []
    for line in lines(source, encoding, most):
        head.append(line or "")
        if len(head) >= _HEAD_LINES:
            break
    if not head or not any(row.strip() for row in head):
        raise IntakeError("reason-empty-file", context.name)
    separator, _, width = dialect(head)
    separator = separator or "\t"
    reader = _Reader(separator, _width(head, separator, width), most)
    yield from reader.blocks(lines(source, encoding, most))


def _width(head: list[str], separator: str, width: int) -> int:
    """The usual number of fields, counting a field quoted over several lines as one."""
    try:
        rows = [len(row) for row in csv.reader(head, delimiter=separator)]
    except csv.Error:
        return width
    counts = Counter(size for size in rows if size > 1)
    return counts.most_common(1)[0][0] if counts and len(rows) * QUOTED_LINES > len(head) else width


class _Reader:
    """Rows out of lines, chunk by chunk."""

    def __init__(self, separator: str, width: int, most: int) -> None:
        self.separator, self.width, self.most = separator, width, most
        self.number = 0
        self.asides: list[Block] = []
        self.pending: list[str | None] = []
        csv.field_size_limit(max(most * 2, 1 << 20))

    def blocks(self, source: Iterator[str | None]) -> Iterator[Block]:
        """Grids of at most ``CHUNK`` rows, each with what was set aside in it; the last one says so."""
        held: Grid | None = None
        for rows, numbers in self._chunks(source):
            yield from self._told()
            if held is not None:
                yield held
            held = _grid(rows, numbers)
        yield from self._told()
        if held is not None:
            yield Grid(held.part, held.cells, held.rows, True)

    def _told(self) -> Iterator[Block]:
        yield from self.asides
        self.asides = []

    def _chunks(self, source: Iterator[str | None]) -> Iterator[tuple[list[list[str]], list[int]]]:
        rows: list[list[str]] = []
        numbers: list[int] = []
        plain: list[str] = []
        ahead = _Ahead(source)
        for line in ahead:
            if line is not None and '"' not in line:
                plain.append(line)
                self.number += 1
                numbers.append(self.number)
            else:
                rows += self._split(plain)
                plain = []
                self.number += 1
                if line is None:
                    self.asides.append(Trouble("", self.number, "", "", "reason-giant-row", "row_rejected"))
                else:
                    rows.append(self._quoted(line, ahead))
                    numbers.append(self.number)
            if len(numbers) >= CHUNK:
                rows += self._split(plain)
                yield rows, numbers
                rows, numbers, plain = [], [], []
        rows += self._split(plain)
        if numbers:
            yield rows, numbers

    def _split(self, plain: list[str]) -> list[list[str]]:
        return [line.split(self.separator) for line in plain]

    def _quoted(self, line: str, ahead: _Ahead) -> list[str]:
        """One row that has a quote in it, with the lines its quoted fields go on over."""
        if line.count('"') % 2 == 0 or not self._opens(line):
            return self._parse(line)
        text, more = line, 0
        for further in ahead.peek(QUOTED_LINES):
            if further is None or len(text) > self.most:
                break
            text, more = f"{text}\n{further}", more + 1
            if further.count('"') % 2:
                break
        closed = text.count('"') % 2 == 0
        alone = line.split(self.separator)
        joined = self._parse(text) if closed else []
        if not closed or (len(joined) != self.width and len(alone) == self.width):
            return [cell.strip('"') for cell in alone]
        ahead.skip(more)
        self.asides.append(Skipped("", (self.number,) * more, "skipped-continued"))
        return joined

    def _opens(self, line: str) -> bool:
        return line.startswith('"') or f'{self.separator}"' in line or f'{self.separator} "' in line

    def _parse(self, text: str) -> list[str]:
        try:
            return next(csv.reader([text], delimiter=self.separator), [""]) if "\n" not in text else next(
                csv.reader(text.splitlines(keepends=True), delimiter=self.separator), [""])  # fmt: skip
        except csv.Error:
            return text.split(self.separator)


class _Ahead:
    """An iterator that can look ahead a few items."""

    def __init__(self, source: Iterator[str | None]) -> None:
        self.source = source
        self.held: list[str | None] = []

    def __iter__(self) -> Iterator[str | None]:
        while True:
            if self.held:
                yield self.held.pop(0)
                continue
            try:
                yield next(self.source)
            except StopIteration:
                return

    def peek(self, size: int) -> Iterator[str | None]:
        """The next items, without taking them."""
        for at in range(size):
            while len(self.held) <= at:
                try:
                    self.held.append(next(self.source))
                except StopIteration:
                    return
            yield self.held[at]

    def skip(self, size: int) -> None:
        """Take items that were looked at."""
        del self.held[:size]


def _grid(rows: list[list[str]], numbers: list[int]) -> Grid:
    width = min(max(map(len, rows), default=1), MOST_COLUMNS)
    padded = [row if len(row) == width else (row + [""] * width)[:width] for row in rows]
    columns = [pl.Series(f"c{at}", values, dtype=pl.String) for at, values in enumerate(zip(*padded, strict=True))]
    return Grid("", pl.DataFrame(columns), pl.Series("row", numbers, dtype=pl.Int64), False)
