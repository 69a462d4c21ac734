"""The victim's loan: creditors found in the rows, papers in three languages, the creditor's answer and its clock."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from tests.desk.paper_frames import CASE, FIRST, LONE, VICTIM, WORDS, at, frames, make, place
from tests.desk.test_acts import HEAD, INVESTIGATOR, Hand, approve, due, hand, line

from qalqan.desk import acts, acts_loan, papers, tables
from qalqan.desk.verify import verify
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.report.acts_loan import LoanPaper
from qalqan.store.workspace import Workspace

__all__ = ["hand"]
PAID = {"operation": "Выдача займа", "purpose": "Выдача займа по договору № МК-2025/771", "knp": "421"}


def with_loans() -> dict[str, list[dict[str, Any]]]:
    """The made-up run with loans paid out to the victim: two by one lender, one by another, and what is none."""
    told = frames()
    plain = told["transactions"][0]

    def row(number: int, minutes: int, payer: str, payee: str, tiyn: int, **more: Any) -> dict[str, Any]:
        base = {"tx_id": place(number), "locators": place(number), "at": at(minutes), "from": payer, "to": payee,
                "amount_tiyn": tiyn, "from_bank": None, "from_kind": "text", "seq": number}  # fmt: skip
        return plain | base | more

    told["transactions"] += [
        row(30, -50, "КредитНау", VICTIM, 300_00, from_name="ТОО МФО «КредитНау»", from_iin="200140000017", **PAID),
        row(31, -40, "КредитНау", VICTIM, 200_00, from_name="ТОО МФО «КредитНау»", from_iin="200140000017", **PAID
            | {"purpose": "Выдача микрокредита"}),
        row(32, -30, "CASPKZKALOAN", VICTIM, 900_00, from_name="Счёт выдачи займов", **PAID | {"purpose": "Займ"}),
        row(33, -60 * 24 * 9, "CASPKZKALOAN", VICTIM, 7_00, from_name="Счёт выдачи займов", **PAID),
        row(34, -20, "CASPKZKALOAN", FIRST, 5_00, from_name="Счёт выдачи займов", **PAID),
        row(35, 2, VICTIM, "CASPKZKALOAN", 1_00, purpose="Погашение займа по договору 5"),
    ]  # fmt: skip
    return told


@pytest.fixture
def ws(tmp_path: Path, hand: Hand) -> Path:
    make(tmp_path / "ws", with_loans())
    return tmp_path / "ws"


def found(ws: Path, case: str = CASE) -> tuple[LoanPaper, ...]:
    with Workspace.open(ws) as opened:
        return acts_loan.found(opened, tables.current(opened), case)


def test_creditors_are_found_with_sums_and_contracts(ws: Path) -> None:
    bank, lender = sorted(found(ws), key=lambda paper: -paper.total_tiyn)
    assert (bank.creditor, bank.total_tiyn, [one.contract for one in bank.payouts]) == ("722", 900_00, [""])
    assert (lender.creditor, lender.creditor_name) == ("200140000017", "ТОО МФО «КредитНау»")
    assert [(one.amount_tiyn, one.contract) for one in lender.payouts] == [(300_00, "МК-2025/771"), (200_00, "")]
    assert (lender.loans, lender.loans_tiyn, lender.gone_tiyn) == (3, 1_400_00, 500_00)
    assert all(one.sources for one in (bank, lender))
    assert found(ws, LONE) == ()


def test_a_loan_is_stopped_by_two_and_the_creditor_has_three_days(ws: Path, hand: Hand, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="error-act-no-loan"):
        acts.propose(ws, "loan", CASE, bank="601", by=INVESTIGATOR)
    made = acts.propose(ws, "loan", CASE, by=INVESTIGATOR, out=tmp_path / "out")
    assert [one.measure for one in made] == [f"{CASE}/200140000017:loan", f"{CASE}/722:loan"]
    assert [len(one.paths) for one in made] == [4, 4]
    measure = made[1].measure
    assert papers.request(ws, "loan", CASE, "722", tmp_path / "out", lang="kk").draft == "report-draft-approvals"
    with pytest.raises(AccessError, match="error-act-move"):
        acts.send(ws, measure, by=HEAD, to="b", how="h")
    approve(ws, made[1])
    unruled = papers.request(ws, "loan", CASE, "722", tmp_path / "out", lang="kk")
    assert unruled.draft == "report-draft-ruling"
    assert ["ЖОБА" in text(unruled.paths[n]) for n in (0, 2)] == [False, True]
    assert "деп танылды" not in text(unruled.paths[2])
    assert due(ws, measure) == ["rule"]
    with pytest.raises(AccessError, match="error-act-ruling"):
        acts.send(ws, measure, by=HEAD, to="b", how="h")
    acts.rule(ws, measure, by=INVESTIGATOR, number="17/9", on="01.04.2025")
    final = papers.request(ws, "loan", CASE, "722", tmp_path / "out", lang="kk")
    assert final.draft == ""
    assert "01.04.2025 № 17/9 қаулымен" in text(final.paths[2])
    assert "ЖОБА" not in text(final.paths[0]) + text(final.paths[2])
    assert "Сәуле Ахметова" in text(final.paths[2])
    acts.send(ws, measure, by=HEAD, to="b", how="h")
    hand.turn(days=2)
    assert not line(ws, measure).due[0].late
    hand.turn(days=2)
    assert (due(ws, measure), line(ws, measure).due[0].late) == (["answer"], True)
    with pytest.raises(UsageError, match="error-act-stopped"):
        acts.answer(ws, measure, by=HEAD, held=[], number="7")
    assert acts.answer(ws, measure, by=HEAD, held=[], number="7", stopped=True).state == "held"
    assert verify(ws).ok


def test_a_bank_that_keeps_a_lenders_account_is_not_the_lender(tmp_path: Path, hand: Hand) -> None:
    told = with_loans()
    for row in told["transactions"][-6:-4]:
        row["from_bank"] = "722"
    told["transactions"][-5]["from_iin"] = None
    make(tmp_path / "ws", told)
    names = {one.creditor: one.creditor_name for one in found(tmp_path / "ws")}
    assert names["722"] == "Счёт выдачи займов"
    assert names["200140000017"] == "ТОО МФО «КредитНау»"
    assert len(names) == 3, "without a BIN the lender stands by its name, never by the bank of its account"


def test_a_refusal_ends_it(ws: Path) -> None:
    (made,) = acts.propose(ws, "loan", CASE, bank="722", by=INVESTIGATOR)
    approve(ws, made)
    acts.rule(ws, made.measure, by=HEAD, number="1", on="2025-04-01")
    acts.send(ws, made.measure, by=HEAD, to="b", how="h")
    assert acts.answer(ws, made.measure, by=HEAD, held=[], number="8", refused="шарт жарамды").state == "refused"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_papers_say_the_same_in_print_and_letter(ws: Path, tmp_path: Path, lang: str) -> None:
    (made,) = acts.propose(ws, "loan", CASE, bank="200140000017", by=INVESTIGATOR, out=tmp_path, lang=lang)
    printed, letter = text(made.paths[2]), words(made.paths[3])
    for said in (printed, letter):
        assert "МК-2025/771" in said
        assert {"kk": "ЖОБА", "ru": "ПРОЕКТ", "en": "DRAFT"}[lang] in said
        assert "report-" not in said
        assert "Сәуле Ахметова" not in said, "a child is named only on an approved paper"
    assert "(?)" in printed
    assert {"kk": "жәбірленуші", "ru": "потерпевш", "en": "victim"}[lang] in text(made.paths[0]).lower()


def text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def words(path: Path) -> str:
    document = Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


def test_words_alone_do_not_open_the_papers(ws: Path) -> None:
    with pytest.raises(NotFound, match="error-act-none"):
        papers.request(ws, "loan", CASE, "722", None, lang="kk")
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        acts.propose(ws, "loan", CASE, by=acts.Signer(HEAD.officer, WORDS + "x"))
