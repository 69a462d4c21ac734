"""Every letter there is: texts in three languages, dated law, PDF/A and DOCX with equal content, drafts, no victim."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pytest
from docx import Document

from qalqan import registry
from qalqan.govern import policy
from qalqan.report import docx, legal, pdf
from qalqan.report._data import table
from qalqan.report.blocks import Para, Points
from qalqan.report.facts import Approval, Case, Ground, Place, Seal, Source, Tie
from qalqan.report.letters import _contract as contract
from qalqan.report.letters import _sheet as printer
from qalqan.report.letters._facts import Addressee, Caller, Coin, Letter, Node, Site, Spoken, Thing, Visit
from qalqan.report.letters._tables import token
from qalqan.report.wording import Words
from qalqan.texts import say

LANGS = ("kk", "ru", "en")
NAMES = tuple(registry.parts(contract.ROOM))
DRAFT = {"kk": "ЖОБА", "ru": "ПРОЕКТ", "en": "DRAFT"}
LAWYER = {"kk": "заңгер қол қоюға тиіс", "ru": "должен подписать юрист", "en": "a native-speaking lawyer must sign"}
T0 = datetime(2025, 3, 14, 9, 0, tzinfo=UTC)
SHA = "ab" * 32
SPOT = Place(SHA[:16], "Лист1", 7)
SANCTION = legal.Sanction("Орал қ. прокуратурасы", "12-345", "2025-03-14")
APPROVALS = tuple(Approval(f"Офицер {n}", T0, f"d{n}") for n in (1, 2))
KINDS = {"hours", "working_days", "days", "none"}


def template(name: str) -> contract.Template:
    return registry.part(contract.ROOM, name).TEMPLATE


def letter(name: str, **more: object) -> Letter:
    """A whole letter of invented facts."""
    shape = template(name)
    case = Case(
        "259900121000001", registered_at=T0, region="KZ-27", organ="ПБ Уральск", article="190 ч.2", damage_tiyn=500_00,
        victim_name="СӘУЛЕ АХМЕТОВА", plot="ОҚИҒА-77", places=(SPOT,),
    )  # fmt: skip
    other = replace(case, id="259900121000002", region="KZ-75", organ="ПБ Алматы")
    kind = shape.ends[0] if shape.ends else "atm"
    ground = Ground("end-by-operation", 800, (("rows", "3"), ("told", "Снятие наличных")), (SPOT,))
    visit = Visit(
        case.id, "ATM270001", kind, "KZ126010000000002001", "440043******1234", "601", 250_000_00, 300_000_00, 2, T0,
        T0.replace(minute=3), T0.replace(hour=8, minute=50), T0.replace(minute=13), (SPOT,),
    )  # fmt: skip
    box = Caller(
        "+77015550101", "simbox", 870, 41, 40, 7, T0, T0.replace(day=15), ("860016247921385",), ("401022337453222",),
        ("10209-31679",), (case.id,), (replace(ground, rule="role-simbox"),),
        (Spoken(T0, "+7747•••01", 240, case.id, (SPOT,)), Spoken(T0, "+7747•••02", None, "", (SPOT,))),
    )  # fmt: skip
    made = Letter(
        name, Addressee(shape.addressees[0], "", "601" if shape.addressees[0] == "bank" else ""), (case, other), "S1",
        Seal("1.0", "run1", "cd" * 32), number="5-12", target="KZ-75", asked=("Қосымша сұрақ / дополнительный вопрос",),
        ties=(Tie(case.id, other.id, 900, (ground,)),), visits=(visit,),
        node=Node("ATM270001", kind, "601", "", 930, (ground,)),
        sites=(Site("olx-pay.site", "olx-pay.site", "olx-pay.site", 960, "lookalike", "olx", 2, (ground,), (SPOT,)),),
        things=(Thing("phone", "+77075550199", (SPOT,)), Thing("handle", "@aina", ())),
        callers=(box,),
        since=T0, until=T0.replace(day=16), total_tiyn=250_000_00, as_of=T0,
        needs_sanction=contract.law(name).sanction, sources=(Source(SHA[:16], "жауап.xlsx", SHA),), shown="ef" * 32,
        subject=f"{shape.act}:{name}/1", needed=policy.needed(shape.act),
    )  # fmt: skip
    return replace(made, **more)


def pdf_text(told: Letter, lang: str) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(printer.sheet(told, lang)))).pages
    return "".join(page.extract_text() for page in pages)


def docx_text(told: Letter, lang: str) -> str:
    document = Document(io.BytesIO(docx.render(printer.sheet(told, lang))))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


def test_the_letters_there_are() -> None:
    assert set(NAMES) == {
        "assist", "atm", "bank", "block", "complaint", "exchange", "foreign", "instruct", "join", "merchant", "p2p",
        "preserve", "transfer", "wallet",
    }  # fmt: skip
    assert set(table("letters")) - {"as_of", "source", "signed"} == set(NAMES)
    ends = [kind for name in NAMES for kind in template(name).ends]
    assert sorted(ends) == sorted({*ends}), "two letters for one kind of end point"
    assert set(ends) == {"atm", "exchange", "p2p", "wallet", "foreign", "merchant", "aggregator", "bank"}


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_whole(name: str) -> None:
    shape, law = template(name), contract.law(name)
    assert shape.act in policy.ACTS
    assert shape.subject in {"case", "series", "site", "calls", "end"}
    assert law.clock in KINDS
    assert law.articles
    assert law.sanction in {"", "prosecutor", "court"}
    assert policy.needed(shape.act) == (2 if shape.adverse else 1), "what touches rights takes two"
    keys = [f"report-letter-{name}-{what}" for what in ("title", "lead")]
    keys += [f"report-letter-{name}-ask-{n}" for n in range(1, shape.asks + 1)]
    keys += [f"report-letter-to-{kind.replace('_', '-')}" for kind in shape.addressees]
    keys += [f"report-letter-{name}-appeal"] if shape.adverse else []
    keys += [
        f"report-letter-code-{one.code}" if one.article else f"report-letter-law-{one.code}" for one in law.articles
    ]
    missing = [(key, lang) for key in keys for lang in LANGS if not say.has(key, lang)]
    assert missing == []
    assert not say.has(f"report-letter-{name}-ask-{shape.asks + 1}", "en"), "a point that is never printed"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_in_every_language(name: str, lang: str) -> None:
    told = letter(name)
    printed, edited = pdf_text(told, lang), docx_text(told, lang)
    bare = "".join(printed.split())
    assert [word for word in set(re.findall(r"\w+", edited)) if word not in bare] == []
    flat = " ".join(printed.split())
    assert "report-" not in flat, "a message that nobody wrote"
    assert DRAFT[lang] in flat
    assert LAWYER[lang] in flat
    assert "efefefef" in bare
    assert SHA[:16] in bare
    assert "259900121000001" in flat
    assert "СӘУЛЕ" not in flat.upper(), "an addressee needs no victim"
    assert "ОҚИҒА" not in flat
    assert "Қосымшасұрақ" in bare
    if any(one.unsure for one in contract.law(name).articles):
        assert "(?)" in flat


@pytest.mark.parametrize("name", NAMES)
def test_drafts_until_approved_and_sanctioned(name: str) -> None:
    assert letter(name).draft == ("report-draft-approvals" if template(name).adverse else "report-letter-draft-one")
    approved = letter(name, approvals=APPROVALS, complete=True)
    if contract.law(name).sanction:
        assert letter(name).lacking == (letter(name).draft, "report-draft-sanction")
        assert approved.draft == "report-draft-sanction"
        assert DRAFT["ru"] in pdf_text(approved, "ru")
        assert "НЕТ САНКЦИИ ПРОКУРОРА" in pdf_text(approved, "ru")
        approved = replace(approved, sanction=SANCTION)
    assert approved.draft == ""
    said = pdf_text(approved, "ru")
    assert DRAFT["ru"] not in said
    assert "НЕТ САНКЦИИ" not in said
    assert "Офицер 1" in said


def test_the_camera_s_window_and_whole_sum_stand_in_the_letter_to_the_bank() -> None:
    said = " ".join(pdf_text(letter("atm"), "en").split()).replace("\u00a0", " ")
    assert "2025-03-14 13:50:00" in said
    assert "2025-03-14 14:13:00" in said
    assert "300,000.00" in said
    assert "250,000.00" in said
    assert "440043******1234" in said


@pytest.mark.parametrize("kind", ["operator", "bank", "platform", "exchange", "provider"])
def test_what_is_to_be_kept_is_told_by_addressee(kind: str) -> None:
    said = {lang: pdf_text(letter("preserve", addressee=Addressee(kind, "Мекеме")), lang) for lang in LANGS}
    assert all("Мекеме" in one for one in said.values())
    assert "+77075550199" in said["kk"]
    others = {pdf_text(letter("preserve", addressee=Addressee(one)), "en") for one in ("operator", "platform")}
    assert len(others) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_an_instruction_asks_only_about_what_there_is(lang: str) -> None:
    every = [say.say(f"report-letter-instruct-ask-{n}", lang) for n in (1, 2, 3, 4)]
    camera = letter("instruct", asked=())
    assert _points(camera, lang) == every
    dark = replace(camera, visits=tuple(replace(one, watch_from=None, watch_to=None) for one in camera.visits))
    assert _points(dark, lang) == [every[0], *every[2:]], "no camera's window, no footage to take"
    assert _points(letter("instruct", visits=()), lang) == ["Қосымша сұрақ / дополнительный вопрос"]


def _points(told: Letter, lang: str) -> list[str]:
    words = Words(lang)
    blocks = printer._asks(told, template(told.kind), words)
    return [one for block in blocks if isinstance(block, Points) for one in block.items]


def test_tokens_that_move_on_are_counted_once() -> None:
    first = Coin("259900121000001", "USDT", "Ta", "Tb", 650_000_000, T0, "", (SPOT,))
    moves = (
        first, replace(first, payer="Tb", payee="Tc", amount_minor=600_000_000),
        replace(first, payer="Tc", payee="Ta", amount_minor=600_000_000), replace(first, amount_minor=610_000_000),
    )  # fmt: skip
    told = letter("assist", visits=(), node=None, chain=moves)
    words = Words("en")
    assert printer._total(told, words) == token(660_000_000, "USDT", words), "of the last 610 only 10 are new"
    at_node = replace(told, node=Node("Tb", "exchange", "", "", 900, ()))
    assert printer._total(at_node, words) == token(1_260_000_000, "USDT", words)
    elsewhere = replace(told, chain=(first, replace(first, case_id="259900121000002")))
    assert printer._total(elsewhere, words) == token(1_300_000_000, "USDT", words), "each case's own tokens"
    assert printer._total(told, words) in pdf_text(told, "en").replace("\n", " ")


@pytest.mark.parametrize("lang", LANGS)
def test_a_block_says_what_the_address_looks_like_and_no_more(lang: str) -> None:
    site = letter("block").sites[0]
    leads = []
    for verdict, brand in (("lookalike", "olx"), ("lookalike", ""), ("suspicious", ""), ("unknown", "")):
        told = letter("block", sites=(replace(site, verdict=verdict, brand=brand),))
        made = printer.sheet(told, lang).blocks
        leads.append(next(one.text for one in made if isinstance(one, Para) and one.style == "lead"))
    assert leads[1] == leads[2]
    assert len(set(leads)) == 3
    assert "olx" in leads[0]
    facts = ("используется для", "пайдаланылады:", "is used in")
    assert not any(one in lead for one in facts for lead in leads)


def test_a_region_is_named_in_words() -> None:
    assert "Алматы" in pdf_text(letter("transfer"), "kk")
    assert "KZ-75" not in "".join(pdf_text(letter("transfer"), "kk").split("1-бекіту")[0])


def test_a_signed_template_says_who_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert contract.signed("kk") == ""
    monkeypatch.setitem(table("letters")["signed"], "kk", "А. Заңгер, 2026-05-01")
    said = " ".join(pdf_text(letter("join"), "kk").split())
    assert "А. Заңгер, 2026-05-01" in said
    assert LAWYER["kk"] not in said


def test_equal_letters_give_equal_bytes() -> None:
    one, two = (printer.sheet(letter("wallet"), "kk") for _ in range(2))
    assert pdf.render(one) == pdf.render(two)
    assert docx.render(one) == docx.render(two)


@pytest.mark.parametrize("lang", LANGS)
def test_a_complaint_names_numbers_their_devices_calls_and_the_last_day(lang: str) -> None:
    said = " ".join(pdf_text(letter("complaint", approvals=APPROVALS, complete=True), lang).split())
    for told in ("+77015550101", "860016247921385", "401022337453222", "10209-31679", "+7747•••01"):
        assert told in said
    assert Words(lang)("letter-reached", calls="41", called="40", reported="7") in said
    # approved on Friday 14 March 2025: Monday and Tuesday are the two working days
    assert Words(lang).day(datetime(2025, 3, 18, tzinfo=UTC).date()) in said
