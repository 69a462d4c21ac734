"""A sheet as an editable letter (DOCX): the same blocks as the PDF, with styles of the editor.

Equal sheets give equal bytes: the package's own times are those of the sheet, and its members carry the first day
of the ZIP format.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from qalqan.clock import UTC
from qalqan.report.blocks import (
    Block,
    Code,
    Figure,
    Grid,
    Heading,
    Notice,
    Pairs,
    Para,
    Points,
    Sheet,
    Signature,
)  # fmt: skip
from qalqan.report.signs import drawable

FONT = "Times New Roman"
RED = RGBColor(0xA0, 0x18, 0x18)
GREY = RGBColor(0x5D, 0x68, 0x74)
_PLACES = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "centre": WD_ALIGN_PARAGRAPH.CENTER}
_LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def render(sheet: Sheet) -> bytes:
    """The DOCX of a sheet; figures stand in it as their words, since the letter is for editing."""
    document = Document()
    _set_up(document, sheet)
    if sheet.draft:
        _words(document.add_paragraph(), f"{sheet.draft} — {sheet.draft_note}", bold=True, colour=RED)
    for block in sheet.blocks:
        _add(document, block)
    packed = io.BytesIO()
    document.save(packed)
    return _settled(packed.getvalue())


def _set_up(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    properties = normal.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:cs"), FONT)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), _LOCALES.get(sheet.lang, sheet.lang))
    properties.append(tongue)
    at = datetime.fromtimestamp(sheet.moment, UTC).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author, core.language, core.comments = sheet.title, "Qalqan", sheet.lang, ""
    core.created = core.modified = at
    core.last_modified_by, core.revision = "Qalqan", 1
    head = f"{sheet.draft} · {sheet.head}" if sheet.draft else sheet.head
    _words(section.header.paragraphs[0], head, size=8, colour=RED if sheet.draft else GREY)
    _words(section.footer.paragraphs[0], sheet.foot, size=8, colour=GREY)


def _words(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    size: float = 0,
    colour: RGBColor | None = None,
    fixed: bool = False,
) -> None:
    run = paragraph.add_run(drawable(text))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    if fixed:
        run.font.name = "Courier New"


def _add(document: Any, block: Block) -> None:  # noqa: PLR0912 - one branch a kind of block
    match block:
        case Heading(text, level):
            document.add_heading(drawable(text), level + 1)
        case Para(text, style):
            paragraph = document.add_paragraph()
            paragraph.alignment = _PLACES.get(style)
            size = {"centre": 14.0, "lead": 12.0, "small": 9.0}.get(style, 0)
            _words(paragraph, text, bold=style == "centre", size=size, colour=GREY if style == "small" else None)
        case Points(items):
            for item in items:
                _words(document.add_paragraph(style="List Bullet"), item)
        case Pairs(rows):
            _table(document, Grid((), rows, "ll", (35, 65)))
        case Grid():
            _table(document, block)
        case Figure():
            _words(document.add_paragraph(), f"{block.alt} {block.caption}", size=9, colour=GREY)
        case Notice(title, lines, _):
            if title:
                _words(document.add_paragraph(), title, bold=True)
            for line in lines:
                _words(document.add_paragraph(), line, size=10)
        case Code(lines):
            for line in lines:
                _words(document.add_paragraph(), line, size=9, fixed=True)
        case Signature(label, told):
            _words(document.add_paragraph(), f"{label}    ____________________")
            _words(document.add_paragraph(), told, size=9, colour=GREY)


def _table(document: Any, grid: Grid) -> None:
    head, rows, align, widths, mono = grid.head, grid.rows, grid.align, grid.widths, grid.mono
    told = ([head] if head else []) + list(rows)
    if not told:
        return
    table = document.add_table(rows=len(told), cols=len(align), style="Table Grid")
    table.autofit = False
    for at, row in enumerate(told):
        for column, text in enumerate(row):
            cell = table.rows[at].cells[column]
            cell.width = Mm(170 * widths[column] // sum(widths))
            paragraph = cell.paragraphs[0]
            if align[column] == "r":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _words(
                paragraph, text, bold=bool(head) and at == 0, size=7 if column in mono else 8.5, fixed=column in mono
            )
    document.add_paragraph()


def _settled(packed: bytes) -> bytes:
    """The package with its members in their order and without the time of packing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            new.writestr(zipfile.ZipInfo(name, _FIRST_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
