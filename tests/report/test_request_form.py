"""The request as a workbook: opened by another library, and read back by our own intake as a statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake import make
from tests.report import sample

from qalqan.clock import to_local
from qalqan.report import request_form, request_kept
from qalqan.report.facts import Place, fingerprint
from qalqan.report.request import Request
from qalqan.report.request_book import Page, Sum, workbook
from qalqan.report.request_rows import Party, Row

LANGS = ("kk", "ru", "en")
VICTIM, FIRST, SECOND = make.iban("722", 1), make.iban("601", 2), make.iban("948", 3)
SUM = 1_250_000_05


def rows() -> tuple[Row, ...]:
    evidence = sample.SOURCES[0].evidence
    first = Row(
        (3,), sample.T0, SUM, SUM, "KZT", SUM, Party(VICTIM, "722"),
        Party(FIRST, "601"), "Перевод", "119", "", (Place(evidence, "Лист1", 17),),
    )  # fmt: skip
    second = replace(
        first, at=sample.T0 + timedelta(minutes=7), amount_tiyn=300_000_00, amount_minor=300_000_00, part_tiyn=1,
        payer=Party(FIRST, "601", make.NAMES[1], make.iin(5)), payee=Party(SECOND, "948", make.NAMES[4], make.iin(9)),
        purpose="=HYPERLINK(\"http://x\")", places=(Place(evidence, "Лист1", 18), Place(evidence, "Лист1", 40)),
    )  # fmt: skip
    return first, second


def told() -> Request:
    return sample.request(rows=rows(), measure="255900121000123/948:suspension", state="proposed")


@pytest.fixture(params=LANGS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "hold.xlsx"
    request_form.write(told(), path, request.param)
    return path, request.param


def test_another_library_opens_it_and_finds_sums_places_and_the_draft(written: tuple[Path, str]) -> None:
    path, lang = written
    book = openpyxl.load_workbook(path)
    accounts, chain = book.worksheets
    cells = [[cell.value for cell in row] for row in accounts.iter_rows()]
    assert {"kk": "ЖОБА", "ru": "ПРОЕКТ", "en": "DRAFT"}[lang] in str(cells[0][0])
    line = next(row for row in cells if row[1] == "KZ129480000000002003")
    assert [line[place] for place in (0, 2, 3, 5)] == [3, 120_000, 60_000, 300_000]
    head, *body = [[cell.value for cell in row] for row in chain.iter_rows()]
    assert tuple(head[:18]) == request_form.OFFICIAL
    assert len(body) == 2
    assert body[0][5] == 1_250_000.05
    assert body[1][19] == 0.01
    assert str(body[1][20]).endswith(f"{sample.SOURCES[0].evidence}:Лист1:18 (+1)")
    assert body[0][21] == sample.SOURCES[0].sha256


def test_a_text_like_a_formula_is_a_text(written: tuple[Path, str]) -> None:
    cell = openpyxl.load_workbook(written[0]).worksheets[1]["R3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).startswith("=HYPERLINK")


def test_our_own_intake_reads_it_back_as_a_statement(written: tuple[Path, str]) -> None:
    outcome = make.reading(written[0])
    assert outcome.file["record_kind"] == "transaction"
    assert (outcome.file["records"], outcome.file["rejected"]) == (2, 0)
    assert set(outcome.tables) <= {"transaction", "rejected", "skipped"}, "the sheet of accounts tells no facts"
    back = make.table(outcome, "transaction").sort("row")
    for row, one in zip(back.iter_rows(named=True), rows(), strict=True):
        assert (row["at"], row["amount_tiyn"], row["amount_minor"]) == (one.at, one.amount_tiyn, one.amount_minor)
        for side, party in (("payer", one.payer), ("payee", one.payee)):
            assert row[f"{side}_account"] == party.account
            assert row[f"{side}_bank"] == party.bank
            assert (row[f"{side}_name"] or "") == party.name
            assert (row[f"{side}_iin"] or "") == party.iin
        assert (row["knp"], row["operation"], row["currency"]) == (one.knp, one.operation, one.currency)
        assert [row[name] for name in ("own_account", "reference", "balance_tiyn")] == [None, None, None]


def test_a_day_without_a_time_stays_a_day(tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    request_form.write(replace(told(), rows=tuple(replace(one, day_only=True) for one in rows())), path, "kk")
    back = make.table(make.reading(path), "transaction")
    assert back["at_precision"].unique().to_list() == ["day"]
    assert to_local(back["at"][0]).date() == to_local(sample.T0).date()


def test_equal_requests_give_equal_bytes() -> None:
    assert request_form.book(told(), "kk") == request_form.book(told(), "kk")


@given(minor=st.integers(-(10**14), 10**14))
def test_sums_are_written_digit_by_digit(tmp_path_factory: pytest.TempPathFactory, minor: int) -> None:
    path = tmp_path_factory.mktemp("sum") / "s.xlsx"
    path.write_bytes(workbook([Page("s", [(Sum(minor),)], (9,), frozenset())]))
    value = openpyxl.load_workbook(path).worksheets[0]["A1"].value
    assert round(float(str(value)) * 100) == minor


def test_what_was_proposed_is_kept_whole() -> None:
    one = replace(told(), measure="", state="", shown="", subject="", approvals=(), complete=False)
    kept = request_kept.read(Request, request_kept.told(one))
    assert kept == one
    assert fingerprint(kept) == fingerprint(one)
    with pytest.raises(ValueError, match="no such paper"):
        request_kept.read(Request, {"bank": "601"})
