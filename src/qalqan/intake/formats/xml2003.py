"""XML spreadsheets of 2003 (SpreadsheetML), usually named ``.xls``. A unit is a ``Row``; the part is the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import Cells, lost, shielded, shielded_count, short
from qalqan.intake.formats._text import head_text
from qalqan.intake.formats._xml import elements, tags
from qalqan.registry import Card

CARD = Card(
    name="xml2003",
    title="format-xml2003",
    errors=("formulas are given by their stored value",),
    source="Microsoft Office 2003 XML Reference Schemas, SpreadsheetML",
)
COLUMNS = 16_384
ROWS = 1_048_576
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MARK = "urn:schemas-microsoft-com:office:spreadsheet"


def sniff(head: bytes, name: str, size: int) -> int:
    """XML whose root speaks SpreadsheetML."""
    text = head_text(head)[:20_000]
    return 960 if text.lstrip("\ufeff \r\n\t").startswith("<") and _MARK in text and "Workbook" in text else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Rows by sheet number, counted by tags without parsing the XML."""
    rows: dict[int, int] = {}
    sheet = 0
    for opens, _closes, name in tags(source, ("Worksheet", "Row")):
        if name == "Worksheet" and opens:
            sheet += 1
            rows[sheet] = 0
        elif name == "Row" and opens and sheet:
            rows[sheet] += 1
    return {f"sheet{number}": units for number, units in rows.items() if units}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Sheets in pieces; gaps that ``ss:Index`` leaves stay empty."""
    sheet, cells = 0, Cells("sheet1")
    stack: list[Element] = []
    broken: IntakeError | None = None
    try:
        for event, element, above in elements(source, context):
            if event == "start":
                stack.append(element)
                if element.tag == "Worksheet":
                    sheet += 1
                    cells = Cells(f"sheet{sheet}")
                continue
            stack.pop()
            if element.tag == "Row" and above[-1:] == ("Table",):
                _row(element, cells)
                stack[-1].remove(element)
            elif element.tag == "Worksheet":
                yield from cells.flush()
                cells = Cells(f"sheet{sheet + 1}")
            if cells.full:
                yield from cells.flush(last=False)
    except IntakeError as error:
        if error.key == "reason-xml-hostile" or (sheet < 2 and cells.next_row == 1):
            raise
        broken = error
    if broken is None:
        return
    given = cells.given
    yield from cells.flush()
    yield Trouble(cells.part, 0, "", short(str(broken)), broken.key, "kept_flagged")
    seen = count(source, context).get(cells.part, 0)
    yield from lost(cells.part, range(cells.next_row, cells.next_row + seen - given), broken.key)


def _row(element: Element, cells: Cells) -> None:
    """One row: cells in their columns, merged ones named."""
    number = min(_number(element, "Index", cells.next_row), ROWS)
    number = max(number, cells.next_row)
    line: list[str | None] = []
    merged: list[tuple[int, int, int]] = []
    for cell in element.findall("Cell"):
        column = _number(cell, "Index", len(line) + 1) - 1
        if column >= COLUMNS:
            break
        line.extend([None] * (column - len(line)))
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        line.append(_value(cell.find("Data")))
        line.extend([None] * min(across, COLUMNS - len(line)))
        if across or down:
            merged.append((column, len(line) - 1, down))
    cells.add(line, number)
    for first, last, down in merged:
        cells.merge(number, first, min(number + down, ROWS), last)


def _number(element: Element, name: str, default: int) -> int:
    text = (element.get(_SS + name) or element.get(name) or "").strip()[:9]
    return int(text) if text.isascii() and text.isdigit() else default


def _value(data: Element | None) -> str | None:
    """The value as the sheet shows it: days as ISO, whole numbers without ``.0``."""
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type") or data.get("Type") or ""
    if kind == "DateTime":
        return text.replace("T", " ").removesuffix(".000").strip() or None
    if kind == "Number":
        return text.removesuffix(".0") or None
    return text or None
