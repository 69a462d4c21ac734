"""A small fast writer of XLSX: sheets of plain values, merged cells, true dates; the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="dd\\.mm\\.yyyy\\ hh:mm:ss"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/>'
    '</font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1">'
    '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Date:
    """A true date cell: an Excel serial number."""

    serial: float


Cell = str | int | float | Date | None


@dataclass(slots=True)
class Sheet:
    """Rows of one sheet and the ranges that are merged, such as ``A1:F1``."""

    name: str
    rows: list[Sequence[Cell]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook. Sheet names are cut to the 31 characters Excel allows."""
    strings: dict[str, int] = {}
    bodies = [_sheet(sheet, strings) for sheet in sheets]
    names = [sheet.name[:31] for sheet in sheets]
    books = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    rels = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    last = len(names) + 1
    rels += f'<Relationship Id="rId{last}" Type="{_REL}/styles" Target="styles.xml"/>'
    rels += f'<Relationship Id="rId{last + 1}" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PKG}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPE}.sheet.main+xml"/>{kinds}<Override PartName="/xl/styles.xml" '
        f'ContentType="{_TYPE}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PKG}/relationships"><Relationship Id="rId1" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{books}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PKG}/relationships">{rels}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{texts}</sst>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, body in parts.items():
            _put(book, name, _HEAD + body)
        _put(book, "xl/styles.xml", _STYLES)
        for n, body in enumerate(bodies, 1):
            _put(book, f"xl/worksheets/sheet{n}.xml", body)


def _put(book: zipfile.ZipFile, name: str, body: str) -> None:
    info = zipfile.ZipInfo(name, date_time=(2025, 7, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(info, body)


def _sheet(sheet: Sheet, strings: dict[str, int]) -> str:
    letters = [column_letters(i) for i in range(max((len(row) for row in sheet.rows), default=0))]
    lines = [f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>']
    for number, row in enumerate(sheet.rows, 1):
        cells = []
        for letter, value in zip(letters, row, strict=False):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                index = strings.setdefault(value, len(strings))
                cells.append(f'<c r="{letter}{number}" t="s"><v>{index}</v></c>')
            elif isinstance(value, Date):
                cells.append(f'<c r="{letter}{number}" s="1"><v>{value.serial!r}</v></c>')
            else:
                style = ' s="2"' if isinstance(value, float) else ""
                cells.append(f'<c r="{letter}{number}"{style}><v>{value!r}</v></c>')
        if cells:
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    lines.append("</sheetData>")
    if sheet.merged:
        lines.append(f'<mergeCells count="{len(sheet.merged)}">')
        lines.extend(f'<mergeCell ref="{place}"/>' for place in sheet.merged)
        lines.append("</mergeCells>")
    lines.append("</worksheet>")
    return "".join(lines)
