"""The hold request: sums and ranges, act and clock, sanction, drafts; PDF and DOCX with equal content."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from docx import Document
from tests.report import sample

from qalqan.report import docx, legal, pdf, request
from qalqan.report.request import Request

LANGS = ("kk", "ru", "en")
DRAFT = {"kk": "ЖОБА", "ru": "ПРОЕКТ", "en": "DRAFT"}
SANCTION = legal.Sanction("Орал қ. прокуратурасы", "12-345", "2025-03-14")


def pdf_text(told: Request, lang: str) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(request.sheet(told, lang)))).pages
    return "".join(page.extract_text() for page in pages)


def docx_text(told: Request, lang: str) -> str:
    document = Document(io.BytesIO(docx.render(request.sheet(told, lang))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize("lang", LANGS)
def test_pdf_and_letter_say_the_same(lang: str) -> None:
    told = sample.request()
    printed, letter = pdf_text(told, lang), docx_text(told, lang)
    bare = "".join(printed.split())
    missing = [word for word in words(letter) if word not in bare]
    assert missing == []


@pytest.mark.parametrize("lang", LANGS)
def test_it_names_the_sum_its_range_the_chain_and_the_hashes(lang: str) -> None:
    told = sample.request()
    said = " ".join(pdf_text(told, lang).split()).replace("\u00a0", " ")
    sums = ("120,000.00", "60,000.00", "300,000.00") if lang == "en" else ("120 000,00", "60 000,00", "300 000,00")
    assert all(one in said for one in sums)
    assert "KZ129480000000002003" in said
    for place in told.claims[0].chain[0].places:
        assert place.evidence in said
    assert {"kk": "Жалақы, зейнетақы", "ru": "Зарплата, пенсия", "en": "Salary, pension"}[lang] in said


def approved(**changes: object) -> Request:
    return sample.request(approvals=sample.APPROVALS, complete=True, **({"measure": "A/948:suspension"} | changes))


@pytest.mark.parametrize("act", legal.ACTS)
def test_a_draft_until_approved_and_sanctioned(act: str) -> None:
    assert sample.request(act=act, sanction=SANCTION, measure="A/948:x").draft == "report-draft-approvals"
    assert approved(act=act, sanction=SANCTION, measure="").draft == "report-draft-measure"
    needs = legal.act(act).sanction
    assert approved(act=act).draft == ("report-draft-sanction" if needs else "")
    assert approved(act=act, sanction=SANCTION).draft == ""
    for lang in LANGS:
        text = pdf_text(approved(act=act), lang)
        assert (DRAFT[lang] in text) == bool(needs)
        assert (DRAFT[lang] in docx_text(approved(act=act), lang)) == bool(needs)
        assert DRAFT[lang] not in pdf_text(approved(act=act, sanction=SANCTION), lang)


def test_the_clock_counts_from_the_day_of_the_last_approval() -> None:
    assert approved().issued.isoformat() == "2025-03-14"
    assert "26.03.2025" in pdf_text(approved(), "ru")  # five working days over Nauryz
    assert "24.03.2025" in pdf_text(approved(act="restriction", sanction=SANCTION), "ru")
    assert "12-345" in pdf_text(approved(act="restriction", sanction=SANCTION), "ru")


def test_equal_requests_give_equal_bytes(tmp_path: Path) -> None:
    for name in "ab":
        request.write(sample.request(), tmp_path / f"{name}.pdf", tmp_path / f"{name}.docx", "kk")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_it_is_pdf_a_and_the_letter_has_its_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(request.sheet(sample.request(), "kk"))))
    assert reader.xmp_metadata is not None
    assert "<pdfaid:part>2</pdfaid:part>" in reader.xmp_metadata.stream.get_data().decode()
    assert Document(io.BytesIO(docx.render(request.sheet(sample.request(), "kk")))).core_properties.language == "kk"


def test_a_renamed_bank_is_named_with_its_old_name() -> None:
    said = pdf_text(sample.request(bank="914"), "en")
    assert "Bereke Bank JSC" in said
    assert "SB Sberbank JSC" in said
