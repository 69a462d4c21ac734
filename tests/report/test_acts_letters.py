"""Petitions and releases: the same sums as the request, a draft until approved, in three languages."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest
from docx import Document
from tests.report import sample

from qalqan.report import acts_letters, docx, pdf
from qalqan.report.acts_letters import Release
from qalqan.report.blocks import Sheet

LANGS = ("kk", "ru", "en")
DRAFT = {"kk": "ЖОБА", "ru": "ПРОЕКТ", "en": "DRAFT"}
SANCTIONED = {"restriction": "161", "arrest": "162", "return": ""}


def printed(made: Sheet) -> str:
    return " ".join(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(made))).pages).split()
    )


def letter(made: Sheet) -> str:
    document = Document(io.BytesIO(docx.render(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("act", sorted(SANCTIONED))
def test_a_petition_asks_for_exactly_the_sums_of_the_request(act: str, lang: str) -> None:
    claims = tuple(replace(one, protected=(("salary", 77_000_00),)) for one in sample.request().claims)
    made = acts_letters.petition(sample.request(act=act, claims=claims), "A/948:suspension", lang)
    said = printed(made)
    plain = said.replace("\u00a0", " ")
    assert "report-" not in said
    assert ("120,000.00" if lang == "en" else "120 000,00") in plain
    assert ("77,000.00" if lang == "en" else "77 000,00") in plain
    assert SANCTIONED[act] in said
    assert "A/948:suspension" in said
    assert DRAFT[lang] in said
    missing = [word for word in set(re.findall(r"\w+", letter(made))) if word not in "".join(said.split())]
    assert missing == []
    approved = sample.request(act=act, approvals=sample.APPROVALS, complete=True)
    assert DRAFT[lang] not in printed(acts_letters.petition(approved, "", lang))


@pytest.mark.parametrize("lang", LANGS)
def test_a_release_says_why_and_is_a_draft_until_approved(lang: str) -> None:
    request = sample.request(measure="A/948:suspension", approvals=sample.APPROVALS, complete=True)
    told = Release("иесі түсіндірді", ((request.claims[0].account, 90_000_00),), "f" * 64, "release:A/948:suspension")
    said = printed(acts_letters.release(request, told, lang))
    assert "report-" not in said
    assert "иесі түсіндірді" in said
    assert ("90,000.00" if lang == "en" else "90 000,00") in said.replace("\u00a0", " ")
    assert DRAFT[lang] in said
    done = replace(told, approvals=sample.APPROVALS, complete=True)
    assert DRAFT[lang] not in printed(acts_letters.release(request, done, lang))
