"""Documents out of a workspace: masking, approvals bound to content, minors, drafts, errors."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pypdf
import pytest
from docx import Document
from tests.desk.paper_frames import (
    CALLER,
    CASE,
    CHILD,
    FIRST,
    LONE,
    OTHER,
    PEOPLE,
    PHONE,
    SECOND,
    SHA,
    VICTIM,
    WORDS,
    frames,
    put,
)

from qalqan.desk import decisions, papers
from qalqan.errors import NotFound, PartError, UsageError
from qalqan.report import legal
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

pytestmark = pytest.mark.usefixtures("still")


def text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def approve(ws: Path, subject: str, act: str, shown: str) -> None:
    with Workspace.open(ws, write=True) as opened:
        for name in PEOPLE:
            decisions.decide(opened, name, WORDS, subject, act, "approve", "grounds read", "investigation", CASE, shown)


def uses(ws: Path) -> list[purposes.Use]:
    with Workspace.open(ws) as opened:
        return purposes.everything(opened)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_without_a_purpose_persons_are_masked_and_nothing_is_logged(ws: Path, tmp_path: Path, lang: str) -> None:
    made = papers.dossier(ws, "case", CASE, tmp_path / "d.pdf", lang=lang)
    said = text(made.path).replace(" ", "")
    for secret in ("Ахметова", "Оспанов", VICTIM, FIRST, CALLER, PHONE, CHILD, "Сәулегеқоңырау"):
        assert secret not in said
    assert uses(ws) == []
    assert made.draft == "report-draft-approvals"
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()


def test_a_purpose_shows_and_is_logged_but_a_child_stays_unnamed(ws: Path, tmp_path: Path) -> None:
    made = papers.dossier(ws, "case", CASE, tmp_path / "d.pdf", lang="en", officer="А. Қасым", purpose="investigation")
    said = text(made.path)
    assert "Ерлан Оспанов" in said
    assert FIRST in said
    assert CALLER in said
    assert "Сәуле Ахметова" not in said
    assert CHILD not in said
    assert "Persons under 18 are concerned (1)" in said
    assert [(use.who, use.purpose, use.what) for use in uses(ws)] == [("А. Қасым", "investigation", "report:case")]


def test_the_content_is_what_the_tables_say(ws: Path, tmp_path: Path) -> None:
    said = text(
        papers.dossier(
            ws, "case", CASE, tmp_path / "d.pdf", lang="en", officer=next(iter(PEOPLE)), purpose="investigation"
        ).path
    )
    assert "Difference: 0." in said
    assert "жауап.xlsx, Лист1, row 17" in said
    assert f"[{SHA[:16]}]" in said
    assert "No answer yet from: Eurasian Bank JSC" in said
    assert "1 transfers carry a date without a time" in said
    assert "The series was formed by the program" in said
    assert "possible dropper (first account)" in said
    assert "haircut (pro rata)" in said


def test_two_approvals_of_this_very_content_lift_the_draft_and_a_change_brings_it_back(
    ws: Path, tmp_path: Path
) -> None:
    out = tmp_path / "d.pdf"
    draft = papers.dossier(ws, "case", CASE, out, lang="ru")
    assert draft.subject == f"release:case/{CASE}"
    approve(ws, draft.subject, "release", draft.shown)
    final = papers.dossier(ws, "case", CASE, out, lang="kk", officer=next(iter(PEOPLE)), purpose="court")
    assert (final.draft, final.shown) == ("", draft.shown)
    assert "ЖОБА" not in text(out)
    assert "А. Қасым" in text(out)
    assert "Сәуле Ахметова" in text(out)  # approved with the child on the paper
    changed = frames()
    changed["links"][0]["score"] = 711
    put(ws, changed, "run2")
    again = papers.dossier(ws, "case", CASE, out, lang="kk")
    assert again.draft == "report-draft-approvals"
    assert again.shown != draft.shown


def test_equal_content_gives_equal_bytes(ws: Path, tmp_path: Path) -> None:
    one = papers.dossier(ws, "case", CASE, tmp_path / "a.pdf", lang="kk")
    two = papers.dossier(ws, "case", CASE, tmp_path / "b.pdf", lang="kk")
    assert one.sha256 == two.sha256


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_series_and_a_case_with_nothing_are_laid_out(ws: Path, tmp_path: Path, lang: str) -> None:
    series = text(papers.dossier(ws, "series", CASE, tmp_path / "s.pdf", lang=lang).path)
    assert OTHER in series
    bare = text(papers.dossier(ws, "case", LONE, tmp_path / "l.pdf", lang=lang).path)
    assert LONE in bare
    assert "report-" not in series + bare


def test_a_request_names_the_sum_and_both_files_say_it(ws: Path, tmp_path: Path) -> None:
    made = papers.request(ws, "hold", CASE, "601", tmp_path / "out", lang="ru", officer="А. Қасым")
    assert [path.name for path in made.paths] == [f"hold-{CASE}-601-ru.{kind}" for kind in ("pdf", "docx", "xlsx")]
    said = text(made.paths[0])
    assert FIRST in said
    assert SECOND not in said
    assert "100,00" in said
    assert "Ахметова" not in said
    letter = Document(io.BytesIO(made.paths[1].read_bytes()))
    assert any(FIRST in cell.text for t in letter.tables for row in t.rows for cell in row.cells)
    assert (made.subject, made.draft) == ("", "report-draft-measure")
    assert [(use.purpose, use.what) for use in uses(ws)] == [("request", f"hold:{CASE}/601")]


def test_the_chain_of_a_far_account_goes_back_to_the_victim(ws: Path, tmp_path: Path) -> None:
    said = text(papers.request(ws, "hold", CASE, "948", tmp_path, lang="en").paths[0])
    assert VICTIM in said
    assert "row 17" in said
    assert "row 18" in said
    assert "row 19" not in said


@pytest.mark.parametrize("act", legal.ACTS)
def test_without_a_recorded_measure_no_approval_makes_a_paper_final(ws: Path, tmp_path: Path, act: str) -> None:
    given = {"lang": "kk", "legal_act": act}
    bare = papers.request(ws, "hold", CASE, "601", tmp_path, **given)
    for subject in (f"hold:{CASE}/601", f"hold:{CASE}/601:{act}", f"return:{CASE}/601:{act}"):
        approve(ws, subject, subject.partition(":")[0], bare.shown)
    made = papers.request(ws, "hold", CASE, "601", tmp_path, **given)
    assert (made.draft, made.shown) == ("report-draft-measure", bare.shown)
    assert "ЖОБА" in text(made.paths[0])
    assert "qalqan act propose" in text(made.paths[0])


def test_sums_above_the_loss_are_never_asked_for(ws: Path, tmp_path: Path) -> None:
    changed = frames()
    changed["holds"][0]["amount_tiyn"] = 201_00
    put(ws, changed, "run2")
    with pytest.raises(PartError, match="error-hold-over-loss"):
        papers.request(ws, "hold", CASE, "601", tmp_path, lang="kk")


def test_what_there_is_not_is_said(ws: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="error-no-hold"):
        papers.request(ws, "hold", CASE, "722", tmp_path, lang="kk")
    with pytest.raises(NotFound, match="error-not-found"):
        papers.dossier(ws, "case", "nothing", tmp_path / "d.pdf", lang="kk")
    with pytest.raises(NotFound, match="error-not-found"):
        papers.dossier(ws, "series", "", tmp_path / "d.pdf", lang="kk")
    for wrong in ({"act": "block"}, {"legal_act": "seizure"}, {"lang": "xx"}):
        told = {"act": "hold", "lang": "kk"} | wrong
        with pytest.raises(UsageError):
            papers.request(ws, told.pop("act"), CASE, "601", tmp_path, **told)
    with pytest.raises(UsageError, match="error-paper-what"):
        papers.dossier(ws, "person", CASE, tmp_path / "d.pdf", lang="kk")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="error-paper-out"):
        papers.dossier(ws, "case", CASE, tmp_path / "file" / "d.pdf", lang="kk")
