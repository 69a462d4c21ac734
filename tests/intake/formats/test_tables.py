"""Readers that give sheets: HTML, XML 2003, DOCX, PDF, JSON."""

from __future__ import annotations

import io
import json

import docx
import pypdf
import pytest
import typst
from tests.intake.formats.examples import HTML, JSONL, XML2003, docx_letter, pdf_statement, tiny_pdf, workbook
from tests.intake.formats.gather import Files, formats

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Grid


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16"])
def test_page(files: Files, encoding: str) -> None:
    text = HTML if encoding == "cp1251" else HTML.replace("<meta charset=windows-1251>", "")
    told = files.read("html", text.encode(encoding))
    assert told.rows == [
        (1, ("Выписка",)), (2, ("Счёт KZ86125KZT5004100100",)), (3, ("Дата", None, "Сумма")), (4, ("день", "час дня")),
        (5, ("1", "внутри", "3")), (6, ("Конец",)),
    ]  # fmt: skip
    (grid,) = [one for one in told.blocks if isinstance(one, Grid)]
    assert grid.merged == ((3, 0, 3, 1), (3, 2, 4, 2))


def test_rows_of_a_long_page_come_in_pieces(files: Files) -> None:
    rows = 45_000
    page = "<table>" + "".join(f"<tr><td>{n}</td><td>сумма {n}</td></tr>" for n in range(rows)) + "</table>"
    told = files.read("html", page.encode())
    grids = [one for one in told.blocks if isinstance(one, Grid)]
    assert [one.last for one in grids] == [False] * (len(grids) - 1) + [True]
    assert len(grids) > 1
    assert told.cells == [(str(n), f"сумма {n}") for n in range(rows)]
    assert files.count("html", page.encode()) == {"": rows}


def test_a_page_without_anything(files: Files) -> None:
    with pytest.raises(IntakeError) as told:
        files.read("html", b"<html><body><script>x</script></body></html>")
    assert told.value.key == "reason-page-empty"


def test_xml_sheet(files: Files) -> None:
    told = files.read("xml2003", XML2003.encode())
    assert told.rows == [
        (1, ("Шапка", None, None, "x")), (5, (None, "2025-02-01 10:11:12", "12")), (1, ("z",)),
    ]  # fmt: skip
    assert [one.part for one in told.blocks if isinstance(one, Grid)] == ["sheet1", "sheet2"]
    assert [one.merged for one in told.blocks if isinstance(one, Grid)] == [((1, 0, 1, 2),), ()]


def test_letter(files: Files) -> None:
    told = files.read("docx", docx_letter())
    assert told.cells == [
        ("Исх. № 5",), ("r0c0 r0c1", None, "r0c2"), ("r1c0", "r1c1", "r1c2"), ("r2c0", "r2c1", "r2c2"), ("Подпись",),
    ]  # fmt: skip


def test_letter_without_a_table(files: Files) -> None:
    letter = docx.Document()
    letter.add_paragraph("Бірінші")
    letter.add_paragraph("Екінші")
    out = io.BytesIO()
    letter.save(out)
    assert files.read("docx", out.getvalue()).cells == [("Бірінші",), ("Екінші",)]


def test_old_word_needs_a_person(files: Files) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    assert formats()["docx"].sniff(data, "no-name", len(data)) > 900
    with pytest.raises(NeedsPerson) as told:
        files.read("docx", data)
    assert told.value.key == "reason-old-word"


def test_a_workbook_is_no_letter_and_no_archive() -> None:
    data = workbook()
    assert formats()["docx"].sniff(data[:4096], "a.docx", len(data)) == 0
    assert formats()["zip"].sniff(data[:4096], "a.zip", len(data)) == 0
    assert formats()["zip"].sniff(docx_letter()[:4096], "a.zip", 9) == 0


@pytest.mark.parametrize("ruled", [True, False])
def test_statement_over_pages(files: Files, *, ruled: bool) -> None:
    told = files.read("pdf", pdf_statement(ruled=ruled))
    assert told.cells[:4] == [
        ("Выписка по счёту",), ("Счёт KZ86125KZT5004100100",), ("Дата", "Сумма", "Назначение"),
        ("10.02.2025", "10 000,00", "Перевод на карту номер 10"),
    ]  # fmt: skip
    assert told.cells.count(("Дата", "Сумма", "Назначение")) == 2
    assert [cells[1] for cells in told.cells if len(cells) == 3 and cells[0] != "Дата"] == [
        f"{n} 000,00" for n in range(10, 24)
    ]
    assert [number for number, _cells in told.rows] == list(range(1, len(told.rows) + 1))


def test_scans_and_locked_statements_need_a_person(files: Files) -> None:
    scan = typst.compile(b"#set page(width: 5cm, height: 5cm)\n#rect(width: 2cm, height: 2cm)")
    with pytest.raises(NeedsPerson) as told:
        files.read("pdf", scan)
    assert told.value.key == "reason-scan"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_statement()))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NeedsPerson) as told:
        files.read("pdf", out.getvalue())
    assert told.value.key == "reason-password"


def test_a_scanned_page_among_others_is_named(files: Files) -> None:
    pages = "#set page(width: 9cm, height: 5cm)\nText of a page\n#pagebreak()\n#rect()\n#pagebreak()\nEnd"
    mixed = typst.compile(pages.encode())
    told = files.read("pdf", mixed)
    assert [(one.column, one.reason) for one in told.troubles] == [("page 2", "reason-scan-page")]
    assert told.cells == [("Text of a page",), ("End",)]


def test_json_lines(files: Files) -> None:
    told = files.read("jsonl", JSONL)
    assert told.rows == [
        (0, ("a", "b.c", "b.d", "e")), (1, ("1", "2.50", "x; y")), (2, ("ж",)), (4, ("true",)),
    ]  # fmt: skip
    assert [(one.row, one.reason) for one in told.troubles] == [(3, "reason-json-line")]


@pytest.mark.parametrize("wrap", ["{}", '{{"data": {}}}', '{{"n": 2,\n"data": {{"rows": {}}}}}'])
def test_json_arrays(files: Files, wrap: str) -> None:
    rows = json.dumps([{"a": 1, "b": {"c": "x"}}, {"a": 2}], indent=1)
    told = files.read("jsonl", wrap.format(rows).encode())
    assert told.rows == [(0, ("a", "b.c")), (1, ("1", "x")), (2, ("2",))]


def test_json_keeps_figures_as_written(files: Files) -> None:
    told = files.read("jsonl", b'{"a": 100.10, "b": 12345678901234567890, "c": 1e2}')
    assert told.cells[1] == ("100.10", "12345678901234567890", "1e2")


def test_a_small_statement(files: Files) -> None:
    assert files.read("pdf", tiny_pdf()).cells == [("Date Sum",), ("01.02.2025 5",)]
