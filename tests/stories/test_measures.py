"""A story of a hold: proposed, approved by two, sanctioned, sent, answered with less, shared, expired, released.

By the commands, in an analysed region; every step stands in the ledger, and whatever is changed in one is found.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader
from tests.stories.conftest import Unit
from typer.testing import CliRunner

from qalqan import clock
from qalqan.cli.main import app
from qalqan.desk import acts_request, tables, verbs
from qalqan.desk.verify import verify
from qalqan.errors import AccessError
from qalqan.store import witness
from qalqan.store.workspace import Workspace

WORDS = "ұзақ құпиясөз"
INVESTIGATOR, HEAD = "Данияр", "Айгүл"


class Hand:
    """A clock that moves a second at each look, and further when told."""

    def __init__(self) -> None:
        self.now = datetime(2025, 9, 1, 4, 0, tzinfo=UTC)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def hand() -> Iterator[Hand]:
    before, made = clock._source, Hand()
    clock.use(made.tick)
    yield made
    clock.use(before)


@pytest.fixture
def ws(unit: Unit, tmp_path: Path, hand: Hand) -> Path:
    path = Path(shutil.copytree(unit.ws, tmp_path / "ws"))
    (tmp_path / "words").write_text(WORDS + "\n", "utf-8")
    for name, role in ((INVESTIGATOR, "investigator"), (HEAD, "head")):
        verbs.add_officer(path, name, role, WORDS)
    return path


def run(*words: object) -> Any:
    """A command's answer as JSON; its error is raised."""
    done = CliRunner().invoke(app, [str(one) for one in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def step(ws: Path, name: str, measure: str, who: str, *more: object) -> Any:
    signing = ("--officer", who, "--passphrase-file", ws.parent / "words", "--json")
    return run("act", name, ws, measure, *more, *signing)


def approve(ws: Path, told: dict[str, Any]) -> None:
    for who in (INVESTIGATOR, HEAD):
        verbs.decide(ws, told["subject"], "approve", officer=who, passphrase=WORDS, reason="тізбек тексерілді",
                     shown=told["shown"])  # fmt: skip


def listed(ws: Path, measure: str) -> dict[str, Any]:
    (line,) = [one for one in run("acts", ws, "--json") if one["measure"] == measure]
    return dict(line)


def two_cases_on_one_account(ws: Path) -> tuple[str, str, str, str]:
    """Two cases with money on one account of a bank, the bank and the account."""
    with Workspace.open(ws) as opened:
        known = tables.current(opened)
        held = known["holds"].filter((pl.col("amount_tiyn") > 0) & pl.col("bank").is_not_null())
        several = held.filter(pl.col("case_id").n_unique().over("account") > 1).sort("account", "case_id")
        for (account,), rows in several.group_by("account", maintain_order=True):
            first, second, *_ = rows["case_id"].to_list()
            bank = rows["bank"][0]
            claims = [acts_request.bare(opened, known, case, bank, act="suspension") for case in (first, second)]
            if all(account in {claim.account for claim in one.claims} for one in claims):
                return first, second, str(bank), str(account)
    raise AssertionError("the region has no account with two victims' money")


def test_a_hold_stands_up(ws: Path, hand: Hand, tmp_path: Path) -> None:  # noqa: PLR0915 - one story
    first, second, bank, account = two_cases_on_one_account(ws)
    seen = tmp_path / "witness"
    measures = []
    for case in (first, second):
        (told,) = run("act", "propose", ws, "suspension", "--case", case, "--bank", bank, "--out", tmp_path / "papers",
                      "--officer", INVESTIGATOR, "--passphrase-file", tmp_path / "words", "--json")  # fmt: skip
        assert [Path(path).suffix for path in told["paths"]] == [".pdf", ".docx", ".xlsx"]
        assert "DRAFT" in text(Path(told["paths"][0]))
        with pytest.raises(AccessError, match="error-act-move"):
            step(ws, "send", told["measure"], HEAD, "--to", "b", "--how", "h")
        approve(ws, told)
        (paper,) = run("request", ws, "hold", "--case", case, "--bank", bank, "--out", tmp_path / "papers", "--json")
        assert (paper["draft"], paper["shown"]) == ("", told["shown"])
        assert "DRAFT" not in text(Path(paper["paths"][0]))
        step(ws, "send", told["measure"], INVESTIGATOR, "--to", bank, "--how", "қорғалған арна")
        measures.append(told["measure"])
    mine, theirs = measures
    asked = [claim(ws, case, bank, account) for case in (first, second)]
    there = asked[0] * 9 // 10
    step(ws, "answer", mine, INVESTIGATOR, "--held", f"{account}={there / 100:.2f}", "--number", "77")
    step(ws, "answer", theirs, INVESTIGATOR, "--held", "none", "--number", "78")
    lines = [listed(ws, one) for one in measures]
    assert [one["state"] for one in lines] == ["held", "empty"]
    assert sum(one["share_tiyn"] for one in lines) == there
    assert lines[0]["share_tiyn"] < there
    assert abs(lines[0]["share_tiyn"] - there * asked[0] // sum(asked)) <= 1
    witness_of(ws, seen)

    (told,) = run("act", "propose", ws, "restriction", "--case", first, "--bank", bank, "--officer", INVESTIGATOR,
                  "--passphrase-file", tmp_path / "words", "--json")  # fmt: skip
    approve(ws, told)
    with pytest.raises(AccessError, match="error-act-sanction"):
        step(ws, "send", told["measure"], HEAD, "--to", "b", "--how", "h")
    today = clock.to_local(hand.now).date().isoformat()
    step(
        ws,
        "sanction",
        told["measure"],
        HEAD,
        "--body",
        "prosecutor",
        "--name",
        "прокуратура",
        "--number",
        "5",
        "--date",
        today,
    )
    step(ws, "send", told["measure"], HEAD, "--to", bank, "--how", "арна")
    assert listed(ws, mine)["state"] == "superseded"
    step(ws, "answer", told["measure"], HEAD, "--held", "all", "--number", "79")
    hand.now += timedelta(hours=25)
    assert ("tell", True) in {(due["what"], due["late"]) for due in listed(ws, told["measure"])["due"]}
    step(ws, "tell", told["measure"], HEAD, "--how", "тапсырысты хат")
    asked_for = step(ws, "release", told["measure"], INVESTIGATOR, "--reason", "иесі түсіндірді")
    approve(ws, asked_for)
    assert step(ws, "release", told["measure"], HEAD, "--to", bank, "--how", "арна")["state"] == "released"

    with pytest.raises(AccessError, match="error-act-repeat"):
        run("act", "propose", ws, "suspension", "--case", first, "--bank", bank, "--officer", INVESTIGATOR,
            "--passphrase-file", tmp_path / "words", "--reason", "жаңа дерек")  # fmt: skip
    (late,) = run("act", "propose", ws, "suspension", "--case", first, "--bank", bank, "--officer", HEAD,
                  "--passphrase-file", tmp_path / "words", "--reason", "жаңа дерек", "--json")  # fmt: skip
    approve(ws, late)
    step(ws, "send", late["measure"], INVESTIGATOR, "--to", bank, "--how", "арна")
    hand.now += timedelta(days=12)
    assert listed(ws, late["measure"])["state"] == "expired"
    report = verify(ws, seen)
    assert report.ok, report.findings
    assert report.checked["acts"] >= 14
    with sqlite3.connect(ws / "qalqan.db") as raw:
        raw.execute("UPDATE act_steps SET body = replace(body, '\"sum\":', '\"sum\":1') WHERE step = 'answer'")
    raw.close()
    assert not verify(ws, seen).ok


def test_one_command_asks_every_bank_of_a_case(ws: Path, tmp_path: Path) -> None:
    with Workspace.open(ws) as opened:
        held = tables.current(opened)["holds"].filter((pl.col("amount_tiyn") > 0) & pl.col("bank").is_not_null())
        case = held.group_by("case_id").agg(pl.col("bank").n_unique()).sort("bank", "case_id")["case_id"][-1]
        banks = held.filter(pl.col("case_id") == case)["bank"].unique().to_list()
    made = run(
        "request", ws, "hold", "--case", case, "--all-banks", "--out", tmp_path / "all", "--lang", "ru", "--json"
    )
    assert sorted(Path(one["paths"][0]).name for one in made) == sorted(f"hold-{case}-{bank}-ru.pdf" for bank in banks)
    assert {(one["subject"], one["draft"]) for one in made} == {("", "report-draft-measure")}
    assert len(banks) > 1
    for one in made:
        book = openpyxl.load_workbook(next(path for path in one["paths"] if path.endswith(".xlsx")))
        assert len(book.worksheets) == 2


def claim(ws: Path, case: str, bank: str, account: str) -> int:
    with Workspace.open(ws) as opened:
        told = acts_request.bare(opened, tables.current(opened), case, bank, act="suspension")
    return next(one.amount_tiyn for one in told.claims if one.account == account)


def witness_of(ws: Path, to: Path) -> None:
    with Workspace.open(ws, write=True) as opened:
        witness.write(opened, to)


def text(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)
