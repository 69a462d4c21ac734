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
from qalqan.report.blocks import Block, Heading, Para, Sheet, Signature

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


RULED = {"kk": ("Қаулы етті", "Сұраймыз"), "ru": ("Постановил", "Просим"), "en": ("It is ruled", "It is asked")}


@pytest.mark.parametrize("lang", LANGS)
def test_a_ruling_rules_and_a_petition_asks(lang: str) -> None:
    ruled, asked = RULED[lang]
    for act, mine, other in (("restriction", ruled, asked), ("arrest", asked, ruled), ("return", asked, ruled)):
        headings = [one.text for one in _blocks(act, lang) if isinstance(one, Heading)]
        assert any(one.startswith(mine) for one in headings)
        assert not any(one.startswith(other) for one in headings)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("act", sorted(SANCTIONED))
def test_the_body_marks_consent_or_refusal_and_signs_once(act: str, lang: str) -> None:
    blocks = _blocks(act, lang)
    boxes = [one.text for one in blocks if isinstance(one, Para) and one.text.startswith(acts_letters.BOX)]
    assert len(set(boxes)) == 2
    assert "____" not in boxes[0]
    assert "____" in boxes[1], "a refusal gives its reason"
    labels = [one.label for one in blocks if isinstance(one, Signature)]
    assert "____" not in "".join(labels[:2]), "the line is drawn"
    assert printed(acts_letters.petition(sample.request(act=act), "", lang)).count(acts_letters.BOX) == 2


def _blocks(act: str, lang: str) -> tuple[Block, ...]:
    return acts_letters.petition(sample.request(act=act), "", lang).blocks


def test_kazakh_says_that_money_was_followed_not_searched_for() -> None:
    for act in SANCTIONED:
        said = printed(acts_letters.petition(sample.request(act=act), "", "kk"))
        assert "ізі қадағаланды" in said
        assert "ізделді" not in said
        assert "ізделген" not in said


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
