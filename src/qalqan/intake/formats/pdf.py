"""PDF statements with a text layer, page by page. A unit is a row of a ruled table or a line of text outside one.

Pages without text are scans: a person must read them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import Cells, shielded, shielded_count
from qalqan.intake.formats._pdf_rows import Columns, columns_of, inside, lines_of
from qalqan.registry import Card

CARD = Card(
    name="pdf",
    title="format-pdf",
    errors=(
        "in unruled tables a cell that wraps over lines becomes several rows",
        "a page without text among others is named, not read",
    ),
    source="ISO 32000-1, read by pdfminer.six and pdfplumber",
)
_LOCKED = (PDFPasswordIncorrect, PDFEncryptionError)
# A damaged font makes pdfminer warn a thousand times; what matters comes back as troubles.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def sniff(head: bytes, name: str, size: int) -> int:
    """The magic word within the first kilobyte."""
    return 950 if b"%PDF-" in head[:1024] else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Rows by the rulings and lines by the heights of words, without taking the text of a cell."""
    units = 0
    with _open(source, context) as document:
        for page in _pages(document):
            tables = _tables(page)
            boxes = [table.bbox for table in tables]
            units += sum(len(table.rows) for table in tables)
            units += len(lines_of([word for word in _words(page) if not inside(word, boxes)]))
    return {"": units}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """All pages as one sheet; a table that goes on over pages goes on here."""
    cells, columns = Cells(""), Columns()
    empty: list[int] = []
    with _open(source, context) as document:
        for number, page in enumerate(_pages(document), 1):
            found, columns = _rows(page, columns)
            if not found:
                empty.append(number)
            for line in found:
                cells.add(line)
            if cells.full:
                yield from cells.flush(last=False)
    if cells.next_row == 1:
        raise NeedsPerson("reason-scan", context.name)
    yield from cells.flush()
    for number in empty:
        yield Trouble("", 0, f"page {number}", "", "reason-scan-page", "kept_flagged")


@contextmanager
def _open(source: Path, context: Context) -> Iterator[Any]:
    try:
        document = pdfplumber.open(source)
    except _LOCKED as error:
        raise NeedsPerson("reason-password", context.name) from error
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], _LOCKED):
            raise NeedsPerson("reason-password", context.name) from error
        raise IntakeError("reason-broken", context.name, detail=type(error.args[0]).__name__) from error
    with document:
        yield document


def _pages(document: Any) -> Iterator[Any]:
    """Pages one by one, each forgotten before the next."""
    for page in document.pages:
        yield page
        page.close()


def _words(page: Any) -> list[dict[str, Any]]:
    return page.extract_words(keep_blank_chars=False, x_tolerance=2)  # type: ignore[no-any-return]


def _tables(page: Any) -> list[Any]:
    """Ruled tables of at least two columns; a frame around text is none."""
    return [table for table in page.find_tables() if max(len(row.cells) for row in table.rows) > 1]


def _rows(page: Any, before: Columns) -> tuple[list[list[str | None]], Columns]:
    """The rows of a page from the top, and the columns found for the next."""
    tables = _tables(page)
    words = [word for word in _words(page) if not inside(word, [table.bbox for table in tables])]
    lines = lines_of(words)
    columns = before if tables else columns_of(lines, before)
    placed: list[tuple[float, int, list[str | None]]] = []
    for line in lines:
        text = " ".join(str(word["text"]) for word in line)
        placed.append((float(line[0]["top"]), len(placed), [text] if tables else columns.cells(line)))
    for table in tables:
        for row, texts in zip(table.rows, table.extract(), strict=True):
            cells = [" ".join(text.split()) or None if text else None for text in texts]
            placed.append((float(row.bbox[1]), len(placed), cells))
    return [cells for _top, _order, cells in sorted(placed, key=lambda one: one[:2])], columns
