"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, every sheet a part, hidden ones too.

Values are read, formulas never run: a cell with a formula holds the value it was saved with. Files whose sheets
are large are streamed (:mod:`_sheet_stream`), so that a full sheet stays within its memory. Password-protected
files need a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Grid
from qalqan.intake.formats._cells import text
from qalqan.intake.formats._sheet_stream import Book, is_xlsx
from qalqan.intake.formats._zipped import office_kind
from qalqan.registry import Card

CARD = Card("sheet", "format-sheet", source="ECMA-376, MS-XLS, OpenDocument 1.3; python-calamine",
            errors=("a formula saved without a value reads as 0 or empty",))  # fmt: skip
CHUNK = 50_000
LARGE = 24_000_000
"""Bytes of unpacked sheet XML above which a workbook is streamed."""
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")


def sniff(head: bytes, name: str, size: int) -> int:
    """An office ZIP with sheets, or a compound file with a workbook in it."""
    if head.startswith(b"PK"):
        return 950 if office_kind(head) == "sheet" else 0
    if head.startswith(_CFB):
        if _LOCKED in head or any(mark in head for mark in _BOOK):
            return 950
        return 200 if _WORD in head else 600
    if head[:2] == b"\x09\x08" and head[2:4] in (b"\x10\x00", b"\x08\x00"):
        return 700
    return 0


def count(source: Path, context: Context) -> dict[str, int]:
    """Rows up to the last that holds a value, by sheet; of XLSX in the XML itself, apart from ``read``."""
    if is_xlsx(source):
        with _opened(source, context) as book:
            return {name: found for name in book.sheets if (found := book.last_row(name))}
    workbook = _workbook(source, context)
    return {name: sheet.total_height for name, sheet in _sheets(workbook) if sheet.end is not None}


def read(source: Path, context: Context) -> Iterator[Block]:
    """All sheets as grids. Raises NeedsPerson for a password, IntakeError for a broken file."""
    if is_xlsx(source):
        with _opened(source, context) as book:
            if book.size > LARGE:
                for name in book.sheets:
                    yield from book.grids(name, CHUNK, context)
                return
    for name, sheet in _sheets(_workbook(source, context)):
        yield from _grids(name, sheet)


def _opened(source: Path, context: Context) -> Book:
    return Book(source, context)


def _workbook(source: Path, context: Context) -> CalamineWorkbook:
    if _LOCKED in source.open("rb").read(1 << 16):
        raise NeedsPerson("reason-password", context.name)
    try:
        return CalamineWorkbook.from_path(str(source))
    except PasswordError as error:
        raise NeedsPerson("reason-password", context.name) from error
    except (CalamineError, OSError, ValueError, BaseException) as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise NeedsPerson("reason-password", context.name) from error
        raise IntakeError("reason-broken-sheet", context.name, detail=str(error)[:200]) from error


def _sheets(workbook: CalamineWorkbook) -> Iterator[tuple[str, Any]]:
    for about in workbook.sheets_metadata:
        if about.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            try:
                sheet = workbook.get_sheet_by_name(about.name)
            except CalamineError as error:
                raise IntakeError("reason-broken-sheet", about.name, detail=str(error)[:200]) from error
            if sheet.end is not None:
                yield about.name, sheet


def _grids(name: str, sheet: Any) -> Iterator[Grid]:
    """The sheet's rows from 1 to its last, in grids."""
    left = sheet.start[1]
    merged = tuple(
        (top[0] + 1, top[1] - left, end[0] + 1, end[1] - left) for top, end in (sheet.merged_cell_ranges or ())
    )
    rows: list[list[str | None]] = []
    first = 1
    for cells in sheet.iter_rows():
        rows.append([text(cell) for cell in cells])
        if len(rows) > CHUNK:
            yield grid(name, rows[:CHUNK], first, merged, last=False)
            first += CHUNK
            rows = rows[CHUNK:]
    yield grid(name, rows, first, merged, last=True)


def grid(
    name: str, rows: list[list[str | None]], first: int, merged: tuple[tuple[int, int, int, int], ...], *, last: bool
) -> Grid:
    """Rows of equal width as a grid whose rows are numbered from ``first``."""
    columns = [pl.Series(f"c{at}", values, dtype=pl.String) for at, values in enumerate(zip(*rows, strict=True))]
    numbers = pl.Series("row", range(first, first + len(rows)), dtype=pl.Int64)
    return Grid(name, pl.DataFrame(columns), numbers, last, merged if first == 1 else ())
