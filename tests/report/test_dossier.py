"""The dossier as PDF/A: sections, metadata, draft marks, determinism, hostile text, empty and huge cases."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pypdf
import pytest
from tests.report import sample

from qalqan.report import dossier, pdf
from qalqan.report.balances import Balances
from qalqan.report.facts import Against, Dossier, Hop, fingerprint

LANGS = ("kk", "ru", "en")
DRAFT = {"kk": "ЖОБА", "ru": "ПРОЕКТ", "en": "DRAFT"}
SECTIONS = {
    "kk": (
        "Не айтылады",
        "Істің деректері",
        "Ақша қазір қайда",
        "Ақша жолы",
        "Іздеу қағидасы",
        "Оқиғалар барысы",
        "Байланыстар және олардың негіздері",
        "Деректердегі олқылықтар",
        "Қарсы дәлелдер",
        "Машина есептеген және шешілмеген",
        "Қалай тексеруге болады",
        "Қосымша: түпнұсқалар",
    ),
    "ru": (
        "Что утверждается",
        "Данные дела",
        "Где деньги сейчас",
        "Путь денег",
        "Правило прослеживания",
        "Ход событий",
        "Связи и их основания",
        "Пробелы в данных",
        "Что говорит против",
        "Что вычислено машиной и не решено",
        "Как проверить",
        "Приложение: оригиналы",
    ),
    "en": (
        "What is claimed",
        "Data of the case",
        "Where the money is now",
        "Money trail",
        "Rule of tracing",
        "Timeline",
        "Ties and their grounds",
        "Gaps in the data",
        "What speaks against",
        "Made by a machine and undecided",
        "How to verify",
        "Annex: originals",
    ),
}


def text_of(told: Dossier, lang: str) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(dossier.sheet(told, lang)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@cache
def usual(lang: str) -> str:
    return text_of(sample.dossier(), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_obligatory_section_stands_in_every_language(lang: str) -> None:
    at = [usual(lang).index(f"{n}. {title}") for n, title in enumerate(SECTIONS[lang], 1)]
    assert at == sorted(at)


@pytest.mark.parametrize("lang", LANGS)
def test_grounds_name_file_row_and_hash_and_the_annex_whole_hashes(lang: str) -> None:
    told = usual(lang)
    for source in sample.SOURCES:
        assert source.file.rsplit("/", 1)[-1] in told
        assert f"[{source.sha256[:16]}]" in told
        assert source.sha256 in told.replace(" ", "")
    assert "a" * 64 in told
    assert "b" * 64 in told
    assert "qalqan verify WS" in told


@pytest.mark.parametrize("lang", LANGS)
def test_no_message_is_missing_and_no_variable_unfilled(lang: str) -> None:
    told = usual(lang) + text_of(sample.series(), lang)
    assert "report-" not in told
    assert "{ $" not in told
    assert "error-" not in told


@pytest.mark.parametrize("lang", LANGS)
def test_metadata_say_pdf_a_2b_title_language_and_the_moment_of_the_picture(lang: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(dossier.sheet(sample.dossier(), lang))))
    assert reader.xmp_metadata is not None
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert "255900121000123" in xmp
    assert reader.xmp_metadata.dc_language == [lang]
    assert reader.xmp_metadata.xmp_create_date is not None
    assert reader.xmp_metadata.xmp_create_date.replace(tzinfo=None) == sample.minutes(300).replace(tzinfo=None)


@pytest.mark.parametrize("lang", LANGS)
def test_draft_stands_on_every_page_until_two_approve(lang: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(dossier.sheet(sample.dossier(), lang)))).pages
    assert all(page.extract_text().count(DRAFT[lang]) >= 2 for page in pages)  # head and watermark
    approved = sample.dossier(approvals=sample.APPROVALS, complete=True)
    told = text_of(approved, lang)
    assert DRAFT[lang] not in told
    assert "Сейтқали Н." in told
    assert approved.draft == ""
    assert sample.dossier().draft == "report-draft-approvals"


def test_equal_dossiers_give_equal_bytes_and_the_hash_is_of_the_file(tmp_path: Path) -> None:
    first = dossier.write(sample.dossier(), tmp_path / "a.pdf", "kk")
    second = dossier.write(sample.dossier(), tmp_path / "b.pdf", "kk")
    assert first == second
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_approvals_bind_to_content_but_not_to_the_ledger_they_grow() -> None:
    told = sample.dossier()
    shown = fingerprint(told)
    free = {"approvals": sample.APPROVALS, "closed": True, "complete": True, "masked": True, "shown": "x"}
    assert fingerprint(replace(told, **free)) == shown
    assert fingerprint(replace(told, seal=replace(told.seal, root="e" * 64, entries=5000))) == shown
    changed = {
        "id": "other", "loss_tiyn": 1, "rule": "lifo", "cases": (), "ties": (), "stands": (), "hops": (), "gaps": (),
        "against": (), "roles": (), "sources": (), "rules": (), "events": (), "losses": (), "series": (), "as_of": None,
        "seal": replace(told.seal, result_hash="0" * 64), "balances": Balances(sample.T0, sample.T0, ()),
    }  # fmt: skip
    for name, value in changed.items():
        assert fingerprint(replace(told, **{name: value})) != shown, name
    rest = {"what", "known_at", "ties_total", "events_total", "minors", "subject", "needed"}
    assert {one.name for one in fields(Dossier)} == set(changed) | set(free) | rest


HOSTILE = '#eval("1+1") *bold* _it_ $x^2$ @ref <lab> `raw` \\ =HYPERLINK("http://x") #image("/etc/passwd") [a](b) // /*'


def test_markup_of_others_is_shown_as_it_is() -> None:
    case = replace(sample.case(), plot=HOSTILE, organ=HOSTILE)
    told = text_of(sample.dossier(cases=(case,)), "ru")
    assert told.replace(" ", "").count(HOSTILE.replace(" ", "")) == 2


def test_huge_and_strange_text_is_cut_and_said() -> None:
    case = replace(sample.case(), plot="я" * 100_000, victim_name="\u202e😀\x00")
    told = text_of(sample.dossier(cases=(case,)), "en")
    assert "100,000 characters in all" in told
    assert "[U+202E][U+1F600][U+0000]" in told


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("what", ["case", "series"])
def test_an_empty_case_is_laid_out(lang: str, what: str) -> None:
    bare = sample.dossier(
        what=what, as_of=None, loss_tiyn=0, series=(), ties=(), ties_total=0, losses=(), stands=(), hops=(), rules=(),
        events=(), events_total=0, gaps=(), against=(), roles=(), sources=(),
        cases=(sample.case(),) if what == "case" else (),
    )  # fmt: skip
    told = text_of(bare, lang)
    assert "report-" not in told
    assert SECTIONS[lang][8] in told


def test_five_hundred_hops_are_cut_with_the_number_said() -> None:
    first = sample.hops()
    many = tuple(
        Hop("255900121000123", n, first[n % 6].source, first[n % 6].target, first[n % 6].source_number,
            first[n % 6].target_number, 1000 + n, sample.minutes(n), first[0].places)
        for n in range(500)
    )  # fmt: skip
    told = text_of(sample.dossier(hops=many), "en")
    assert "the 120 largest of 500" in told


def test_a_trail_that_does_not_add_up_says_so() -> None:
    told = text_of(sample.dossier(loss_tiyn=1), "en")
    assert "CONSERVATION CHECK FAILED" in told
    assert "CONSERVATION CHECK FAILED" not in usual("en")


@pytest.mark.parametrize("lang", LANGS)
def test_no_one_is_called_guilty(lang: str) -> None:
    said = usual(lang).lower()
    banned = {
        "kk": ("айыпталушы", "қылмыскер"),
        "ru": ("обвиняемый", "преступник", "мошенник"),
        "en": ("culprit", "accused of the"),
    }
    assert not [word for word in banned[lang] if word in said]
    wanted = {"kk": "ықтимал дроппер", "ru": "возможный дроппер", "en": "possible dropper"}
    assert wanted[lang] in said


def test_every_kind_of_counter_evidence_has_words() -> None:
    kinds = ("weak_tie", "hub", "other_rule", "look_alike", "missing", "many_phone", "many_account", "wide", "damage",
             "unsure_loss", "day_only", "same_time", "machine_series", "many_series")  # fmt: skip
    for lang in LANGS:
        told = text_of(sample.dossier(against=tuple(Against(kind) for kind in kinds)), lang)
        assert "against-" not in told
