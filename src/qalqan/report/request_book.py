"""A small workbook (XLSX, ECMA-376) of plain values: the same bytes for the same cells, and no cell is ever a formula.

Texts are inline strings, which no program evaluates; those that begin like a formula are marked as quoted besides
(CWE-1236). Sums are written digit by digit from whole tiyn, never through a binary fraction.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from qalqan.report.signs import drawable

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _BOLD, _MONEY, _QUOTED, _TITLE = range(5)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MOST_SIGNS: Final = 32_000  # a cell holds 32,767
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="3"><font><sz val="10"/><name val="Arial"/></font>'
    '<font><b/><sz val="10"/><name val="Arial"/></font><font><b/><sz val="13"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf fontId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="4" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf fontId="0" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf fontId="2" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in hundredths: a true number in the cell."""

    minor: int


Cell = str | int | Sum | None


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, rows, widths of columns in signs, which rows (from 0) are heads, the last row that stays."""

    name: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    heads: frozenset[int]
    titles: frozenset[int] = frozenset()
    frozen: int = 0


def workbook(pages: Sequence[Page]) -> bytes:
    """The workbook. Sheet names are cut to the 31 signs there may be."""
    numbers = range(1, len(pages) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(_name(page.name))} sheetId="{n}" r:id="rId{n}"/>'
        for n, page in zip(numbers, pages, strict=True)
    )
    rels = "".join(_relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    rels += _relation(len(pages) + 1, "styles", "styles.xml")
    kinds = "".join(_override(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PKG}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{_override("/xl/workbook.xml", "sheet.main")}{kinds}'
        f"{_override('/xl/styles.xml', 'styles')}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PKG}/relationships">'
        f"{_relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PKG}/relationships">{rels}</Relationships>',
        "xl/styles.xml": _STYLES,
    } | {f"xl/worksheets/sheet{n}.xml": _sheet(page) for n, page in zip(numbers, pages, strict=True)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(info, _HEAD + body)
    return made.getvalue()


def _name(text: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in text)[:31]


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"/>'


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>'


def _sheet(page: Page) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(page.widths, 1)
    )
    view = ""
    if page.frozen:
        view = (
            f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{page.frozen}" '
            f'topLeftCell="A{page.frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
    rows = []
    for number, row in enumerate(page.rows):
        style = _BOLD if number in page.heads else _TITLE if number in page.titles else _PLAIN
        cells = "".join(_cell(f"{_letters(at)}{number + 1}", value, style) for at, value in enumerate(row))
        rows.append(f'<row r="{number + 1}">{cells}</row>')
    return (
        f'<worksheet xmlns="{_MAIN}">{view}<cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _cell(place: str, value: Cell, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Sum):
        whole, rest = divmod(abs(value.minor), 100)
        return f'<c r="{place}" s="{_MONEY}"><v>{"-" if value.minor < 0 else ""}{whole}.{rest:02}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = drawable(value)[:_MOST_SIGNS]
    if style == _PLAIN and text.startswith(_FORMULA):
        style = _QUOTED
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(index: int) -> str:
    high, low = divmod(index, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)
