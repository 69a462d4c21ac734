"""Word letters (DOCX): tables as rows of a sheet, paragraphs between them as rows of one cell.

A unit is a row of an outermost table or a paragraph outside tables. Rows are numbered as a reader counts them, from the
first row of the first table; paragraphs have the numbers after the last row. Old ``.doc`` files need a person.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import Cells, shielded, shielded_count, short
from qalqan.intake.formats._metered import Metered
from qalqan.intake.formats._unpack import BROKEN, Budget
from qalqan.intake.formats._xml import elements, tags
from qalqan.intake.formats._zipped import office_kind
from qalqan.registry import Card

CARD = Card(
    name="docx",
    title="format-docx",
    errors=("text boxes and foot-notes are not read",),
    source="ECMA-376, Office Open XML, WordprocessingML",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COLUMNS = 2000
_WORD = "WordDocument".encode("utf-16-le")
_BOOK = "Workbook".encode("utf-16-le")
_HIDDEN = frozenset({"Fallback", "txbxContent", "del", "moveFrom"})


def sniff(head: bytes, name: str, size: int) -> int:
    """An office ZIP with a Word document; an old Word file, which only a person can open."""
    if head.startswith(OLE):
        if _WORD in head:
            return 940
        return 500 if name.lower().endswith((".doc", ".docx", ".dot")) and _BOOK not in head else 0
    return 970 if head.startswith(b"PK\x03\x04") and office_kind(head) == "word" else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Rows and paragraphs, counted by tags without parsing the XML."""
    return {"": sum(_units(source, context))}


def _units(source: Path, context: Context) -> tuple[int, int]:
    """Rows of outermost tables, and paragraphs outside tables."""
    rows = outside = tables = paragraphs = hidden = 0
    with _document(source, context) as stream:
        for opens, closes, name in tags(stream, (*_HIDDEN, "tbl", "tr", "p")):
            step = opens - closes
            if name in _HIDDEN:
                hidden += step
            elif hidden:
                continue
            elif name == "tbl":
                tables += step
            elif name == "tr" and opens and tables == 1:
                rows += 1
            elif name == "p":
                outside += opens and not tables and not paragraphs
                paragraphs += step
    return rows, outside


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """The letter as one sheet, in the order of the page."""
    cells = Cells("")
    row, paragraph = 0, _units(source, context)[0]
    broken: IntakeError | None = None
    stack: list[Element] = []
    with _document(source, context) as stream:
        try:
            for event, element, above in elements(stream, context):
                if event == "start":
                    stack.append(element)
                    continue
                stack.pop()
                if _HIDDEN.intersection(above):
                    continue
                if element.tag in _HIDDEN:
                    element.clear()
                elif element.tag == "tr" and above.count("tbl") == 1:
                    row += 1
                    _row(element, cells, row)
                    stack[-1].remove(element)
                elif element.tag == "p" and "tbl" not in above and "p" not in above:
                    paragraph += 1
                    cells.add([_text(element) or None], paragraph)
                    stack[-1].remove(element)
                if cells.full:
                    yield from cells.flush(last=False)
        except IntakeError as error:
            broken = error
    if not cells.given:
        raise broken or IntakeError("reason-page-empty", context.name)
    yield from cells.flush()
    if broken is not None:
        yield Trouble("", 0, "", short(str(broken)), broken.key, "kept_flagged")


@contextmanager
def _document(source: Path, context: Context) -> Iterator[IO[bytes]]:
    """The letter's main part, unpacked as it is read, within the limits of archives."""
    with source.open("rb") as stream:
        if stream.read(8) == OLE:
            raise NeedsPerson("reason-old-word", context.name)
    budget = Budget(source.stat().st_size, context)
    try:
        with zipfile.ZipFile(source) as archive:
            names = [name for name in archive.namelist() if name.lower() == "word/document.xml"]
            names += [name for name in archive.namelist() if name.startswith("word/document")]
            if not names:
                raise IntakeError("reason-archive-broken", context.name, detail="word/document.xml")
            with archive.open(names[0]) as packed:
                yield io.BufferedReader(Metered(packed, budget), 1 << 16)
    except BROKEN as error:
        raise IntakeError("reason-archive-broken", context.name, detail=type(error).__name__) from error


def _row(element: Element, cells: Cells, number: int) -> None:
    """One row of a table; a cell merged upward is empty, one merged across leaves empty cells after it."""
    line: list[str | None] = []
    merged: list[tuple[int, int]] = []
    for cell in element.iterfind("tc"):
        span = _value(cell, "tcPr/gridSpan")
        across = min(max(int(span), 1), 200) if span.isascii() and span.isdigit() else 1
        above = cell.find("tcPr/vMerge")
        told = "" if above is not None and _value(cell, "tcPr/vMerge") != "restart" else _cell(cell)
        if len(line) + across > COLUMNS:
            break
        if across > 1:
            merged.append((len(line), len(line) + across - 1))
        line.extend([told or None, *[None] * (across - 1)])
    cells.add(line, number)
    for first, last in merged:
        cells.merge(number, first, number, last)


def _cell(cell: Element) -> str:
    return " ".join(told for told in (_text(one) for one in cell.iter("p")) if told)


def _text(paragraph: Element) -> str:
    """The visible text of a paragraph; tabs and breaks are spaces."""
    pieces = [
        (one.text or "") if one.tag == "t" else " " for one in paragraph.iter() if one.tag in ("t", "tab", "br", "cr")
    ]
    return " ".join("".join(pieces).split())


def _value(element: Element, path: str) -> str:
    found = element.find(path)
    if found is None:
        return ""
    return next((value for name, value in found.attrib.items() if name.rpartition("}")[2] == "val"), "")
