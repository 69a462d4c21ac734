"""Documents out of a workspace: masking, approvals bound to content, minors, drafts, errors."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pypdf
import pytest
from docx import Document

from qalqan import clock
from qalqan.clock import UTC
from qalqan.desk import decisions, officers, papers
from qalqan.engine.frames import conform, empty, table
from qalqan.errors import NotFound, PartError, UsageError
from qalqan.link import follow
from qalqan.model.evidence import Basis, Evidence
from qalqan.model.schema import TABLES
from qalqan.store import evidence as kept
from qalqan.store import purposes, runs
from qalqan.store.workspace import Workspace

T0 = datetime(2025, 3, 14, 9, 0, tzinfo=UTC)
NOW = datetime(2025, 4, 1, 6, 0, tzinfo=UTC)
CASE, OTHER, LONE = "255900121000123", "255900121000456", "255900121000999"
VICTIM, FIRST, SECOND, CASH = "KZ127220000000001001", "KZ126010000000002001", "KZ129480000000002003", "atm at 601"
CALLER, PHONE = "+77075550199", "+77015550112"
SHA = hashlib.sha256(b"reply").hexdigest()
CHILD = "100315500127"  # born 2010-03-15
WORDS = "ұзақ құпиясөз"
PEOPLE = {"А. Қасым": "investigator", "Б. Әли": "head"}


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def place(row: int) -> str:
    return f"{SHA[:16]}:Лист1:{row}"


def frames() -> dict[str, list[dict[str, Any]]]:
    """A run's tables: one case with a trail, tied to another; a third with nothing."""
    case = {"region": "KZ-27", "registered_at": at(300), "organ": "Орал қ. ПБ", "article": "190", "mo": "safe_account",
            "status": "registered", "status_at": at(300)}  # fmt: skip
    hold = {"case_id": CASE, "as_of": at(300), "last_seen": at(60)}
    trail = {"case_id": CASE, "rule": "fifo", "as_of": at(300), "last_seen": at(60)}
    hop = {"case_id": CASE, "rule": "fifo"}
    ground = (
        '[{"locators":["' + place(7) + '"],"rule":"tie-called",'
        '"values":{"cases":2,"kind":"phone","other":"tie-called","value":"' + CALLER + '"},"weight":9000}]'
    )
    return {
        "cases": [
            case | {"case_id": CASE, "victim_name": "Сәуле Ахметова", "victim_iin": CHILD, "victim_phone": PHONE,
                    "victim_account": VICTIM, "damage_tiyn": 500_00, "source": place(2), "plot": "Сәулеге қоңырау шалған"},
            case | {"case_id": OTHER, "damage_tiyn": 900_00, "source": place(3)},
            case | {"case_id": LONE, "damage_tiyn": None, "source": place(4), "registered_at": None},
        ],
        "transactions": [
            {"tx_id": place(17), "at": at(5), "from": VICTIM, "to": FIRST, "amount_tiyn": 500_00, "seq": 1,
             "locators": place(17), "at_precision": "second"},
            {"tx_id": place(18), "at": at(20), "from": FIRST, "to": SECOND, "amount_tiyn": 300_00, "seq": 2,
             "locators": place(18), "at_precision": "day"},
            {"tx_id": place(19), "at": at(30), "from": FIRST, "to": CASH, "amount_tiyn": 100_00, "seq": 3,
             "locators": place(19), "at_precision": "second"},
        ],
        "losses": [{"case_id": CASE, "tx_id": place(17), "amount_tiyn": 500_00, "score": 900, "grounds": "[]"}],
        "trails": [
            trail | {"account": FIRST, "kind": "account", "bank": "601", "hop": 1, "first_in": at(5), "traced_in_tiyn": 500_00,
                     "remaining_tiyn": 100_00, "remaining_low_tiyn": 50_00, "remaining_high_tiyn": 200_00},
            trail | {"account": SECOND, "kind": "frontier", "bank": "948", "hop": 2, "first_in": at(20),
                     "traced_in_tiyn": 300_00, "remaining_tiyn": 300_00},
            trail | {"account": CASH, "kind": "sink", "bank": "601", "hop": 2, "first_in": at(30), "traced_in_tiyn": 100_00,
                     "remaining_tiyn": 100_00, "end_point": "atm"},
        ],
        "hops": [
            hop | {"seq": 1, "from": VICTIM, "to": FIRST, "amount_tiyn": 500_00, "at": at(5), "locator": place(17), "tx_id": place(17)},
            hop | {"seq": 2, "from": FIRST, "to": SECOND, "amount_tiyn": 300_00, "at": at(20), "locator": place(18), "tx_id": place(18)},
            hop | {"seq": 3, "from": FIRST, "to": CASH, "amount_tiyn": 100_00, "at": at(30), "locator": place(19), "tx_id": place(19)},
        ],
        "holds": [
            hold | {"rank": 1, "account": FIRST, "bank": "601", "amount_tiyn": 100_00, "low_tiyn": 50_00, "high_tiyn": 200_00},
            hold | {"rank": 2, "account": SECOND, "bank": "948", "amount_tiyn": 300_00, "low_tiyn": 0, "high_tiyn": 300_00},
        ],
        "holders": [{"account": FIRST, "holder": "Ерлан Оспанов", "iin": "850101300123", "locators": place(9)}],
        "coverage": [{"account": FIRST, "from": at(-999), "to": at(9999), "locators": place(1)}],
        "links": [{"case_a": CASE, "case_b": OTHER, "score": 710, "grounds": ground}],
        "series": [{"case_id": CASE, "series_id": CASE, "score": 710}, {"case_id": OTHER, "series_id": CASE, "score": 700},
                   {"case_id": LONE, "series_id": "", "score": 0}],
        "calls": [{"call_id": place(7), "at": at(-10), "a": CALLER, "b": PHONE, "duration_s": 240, "service": "voice",
                   "locators": place(7)}],
        "numbers": [{"number": CALLER, "role": "caller", "score": 800, "grounds": ground}],
        "accounts": [{"account": FIRST, "bank": "601", "role": "dropper1", "score": 850, "grounds": ground}],
    }  # fmt: skip


def make(path: Path, told: dict[str, list[dict[str, Any]]], run_id: str = "run1") -> None:
    """A workspace with officers, one evidence and a run of these tables."""
    with Workspace.init(path) as ws:
        for name, role in PEOPLE.items():
            officers.add(ws, name, role, WORDS)
        original = Evidence(SHA, "жауап.xlsx", 10, NOW, Basis(request="1"))
        ws.commit("ingest", {"evidence": original.id}, change=lambda c: kept.add(c, original, "банк/жауап.xlsx"))
    put(path, told, run_id)


def put(path: Path, told: dict[str, list[dict[str, Any]]], run_id: str) -> None:
    with Workspace.open(path, write=True) as ws:
        folder, made, names = ws.stage(), {}, {}
        for name in TABLES:
            wanted = empty(table(name)).schema
            rows = [{column: row.get(column) for column in wanted} for row in told.get(name, [])]
            frame = conform(pl.DataFrame(rows, schema=wanted, orient="row"), table(name))
            frame.write_parquet(folder / f"{name}.parquet")
            names[name] = f"runs/{run_id}/{name}.parquet"
            made[names[name]] = folder / f"{name}.parquet"
        run = runs.Run(run_id, NOW, "0.1.0", {}, run_id, {}, hashlib.sha256(run_id.encode()).hexdigest(), names)
        ws.commit("analyse", {"run": run_id}, lake=made, change=lambda c: runs.add(c, run))


@dataclass(frozen=True)
class Other:
    """What another rule answers, for tests that do not care about it."""

    trail: pl.DataFrame


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fixed clock, and other rules that leave everything on the first account."""

    def other(known: Any, settings: Any, case: str, rule: str, as_of: Any, known_at: Any) -> Other:
        rows = {"case_id": [case], "account": [FIRST], "kind": ["account"], "rule": [rule], "remaining_tiyn": [450_00]}
        return Other(conform(pl.DataFrame(rows), table("trails")))

    monkeypatch.setattr(follow, "trace", other, raising=False)
    before = clock._source
    clock.use(lambda: NOW)
    yield
    clock.use(before)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "ws"
    make(path, frames())
    return path


@pytest.fixture
def ws(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "ws"))


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
    said = text(papers.dossier(ws, "case", CASE, tmp_path / "d.pdf", lang="en", purpose="investigation").path)
    assert "Difference: 0." in said
    assert "жауап.xlsx, Лист1, row 17" in said
    assert f"[{SHA[:16]}]" in said
    assert "No answer yet from: Eurasian Bank JSC" in said
    assert "1 transfers carry a date without a time" in said
    assert "The series was formed by the program" in said
    assert "possible dropper (first account)" in said
    assert "haircut (pro rata)" in said


def test_two_approvals_of_this_very_content_lift_the_draft_and_a_change_brings_it_back(ws: Path, tmp_path: Path) -> None:
    out = tmp_path / "d.pdf"
    draft = papers.dossier(ws, "case", CASE, out, lang="ru")
    assert draft.subject == f"release:case/{CASE}"
    approve(ws, draft.subject, "release", draft.shown)
    final = papers.dossier(ws, "case", CASE, out, lang="kk", purpose="court")
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
    assert [path.name for path in made.paths] == [f"hold-{CASE}-601-ru.pdf", f"hold-{CASE}-601-ru.docx"]
    said = text(made.paths[0])
    assert FIRST in said
    assert SECOND not in said
    assert "100,00" in said
    assert "Ахметова" not in said
    letter = Document(io.BytesIO(made.paths[1].read_bytes()))
    assert any(FIRST in cell.text for t in letter.tables for row in t.rows for cell in row.cells)
    assert made.subject == f"hold:{CASE}/601"
    assert [(use.purpose, use.what) for use in uses(ws)] == [("request", f"hold:{CASE}/601")]


def test_the_chain_of_a_far_account_goes_back_to_the_victim(ws: Path, tmp_path: Path) -> None:
    said = text(papers.request(ws, "hold", CASE, "948", tmp_path, lang="en").paths[0])
    assert VICTIM in said
    assert "row 17" in said
    assert "row 18" in said
    assert "row 19" not in said


def test_a_sanctioned_request_needs_its_sanction_and_the_very_text_approved(ws: Path, tmp_path: Path) -> None:
    given = {"lang": "kk", "legal_act": "restriction"}
    bare = papers.request(ws, "hold", CASE, "601", tmp_path, **given)
    approve(ws, bare.subject, "hold", bare.shown)
    assert papers.request(ws, "hold", CASE, "601", tmp_path, **given).draft == "report-draft-sanction"
    sanction = "Орал қ. прокуратурасы; 12-345; 2025-03-14"
    fresh = papers.request(ws, "hold", CASE, "601", tmp_path, sanction=sanction, **given)
    assert fresh.draft == "report-draft-approvals"
    approve(ws, fresh.subject, "hold", fresh.shown)
    final = papers.request(ws, "hold", CASE, "601", tmp_path, sanction=sanction, **given)
    assert final.draft == ""
    assert "ЖОБА" not in text(final.paths[0])
    assert "12-345" in text(final.paths[0])


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
    for wrong in ({"act": "block"}, {"legal_act": "seizure"}, {"lang": "xx"}, {"sanction": "yes"}):
        told = {"act": "hold", "lang": "kk"} | wrong
        with pytest.raises(UsageError):
            papers.request(ws, told.pop("act"), CASE, "601", tmp_path, **told)
    with pytest.raises(UsageError, match="error-paper-what"):
        papers.dossier(ws, "person", CASE, tmp_path / "d.pdf", lang="kk")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="error-paper-out"):
        papers.dossier(ws, "case", CASE, tmp_path / "file" / "d.pdf", lang="kk")
