"""The registry in a workspace: two officers, expiry, appeal, import, what an analysis sees, what verify finds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import update

from qalqan.clock import UTC
from qalqan.desk import decisions, officers, registry, registry_import, tables, verify
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.tables import REGISTRY_STEPS
from qalqan.store.workspace import Workspace
from qalqan.values import iban, iin

pytestmark = pytest.mark.usefixtures("still")

NOW = datetime(2025, 6, 1, 6, 0, tzinfo=UTC)
WORDS = "ұзақ құпиясөз"
A, B, C, ANALYST = "А. Қасым", "Б. Әли", "Г. Сейіт", "В. Нұр"
ACCOUNT = next(f"KZ{n:02}7220000000001001" for n in range(2, 99) if iban.check(f"KZ{n:02}7220000000001001"))
PHONE = "+77015550112"
CHILD = next(f"070602500{n:03}" for n in range(999) if iin.check(f"070602500{n:03}"))  # 18 on 2 June 2025
GROWN = next(f"070601500{n:03}" for n in range(999) if iin.check(f"070601500{n:03}"))
SETTINGS = Settings()


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "ws"
    with Workspace.init(path) as ws:
        for name, role in ((A, "investigator"), (B, "head"), (C, "head"), (ANALYST, "analyst")):
            officers.add(ws, name, role, WORDS)
    return path


@pytest.fixture
def ws(made_once: Path, tmp_path: Path) -> Iterator[Workspace]:
    path = Path(shutil.copytree(made_once, tmp_path / "ws"))
    with Workspace.open(path, write=True) as opened:
        yield opened


def add(ws: Workspace, officer: str = A, **told: str) -> registry.Added:
    given = {"ground": "proposal", "kind": "phone", "value": "8 701 555 01 12", "reason": "үш іс"} | told
    return registry.add(ws, [given], SETTINGS, officer=officer, passphrase=WORDS)


def approve(ws: Workspace, made: registry.Added, officer: str = B, shown: str = "") -> None:
    decisions.decide(
        ws, officer, WORDS, made.subject, "registry", "approve", "read", "investigation", "", shown or made.shown
    )


def seen(ws: Workspace, at: datetime = NOW) -> list[dict[str, Any]]:
    return registry.valid(ws, at).to_dicts()


def step(ws: Workspace, entry: str, what: str, officer: str = A, **told: str) -> registry.Added:
    return registry.step(ws, entry, what, told, officer=officer, passphrase=WORDS)


def test_an_entry_counts_when_a_second_officer_approved_exactly_it(ws: Workspace) -> None:
    made = add(ws)
    assert (made.approvals, made.needed) == (1, 2)
    assert seen(ws) == []
    with pytest.raises(AccessError, match="error-decision-self"):
        approve(ws, made, A)
    approve(ws, made, B, "0" * 64)
    assert seen(ws) == []
    approve(ws, made)
    assert [(row["kind"], row["value"], row["ground"], row["proven"]) for row in seen(ws)] == [
        ("phone", PHONE, "proposal", False)
    ]


def test_only_a_verdict_is_proven_and_terms_go_by_ground(ws: Workspace) -> None:
    for told in (
        {"ground": "verdict", "court": "сот", "number": "1", "on": "2025-05-10"},
        {"ground": "afc", "number": "7", "on": "2025-05-10"}, {"ground": "proposal"},
    ):  # fmt: skip
        approve(ws, add(ws, **told))
    found = {row["ground"]: row for row in seen(ws)}
    assert {ground: row["proven"] for ground, row in found.items()} == {
        "verdict": True,
        "afc": False,
        "proposal": False,
    }
    days = {ground: (row["until"] - row["since"]).days for ground, row in found.items()}
    kept = SETTINGS.registry
    assert days == {"verdict": kept.verdict_days, "afc": kept.afc_days, "proposal": kept.proposal_days}


def test_expired_removed_upheld_and_stolen_take_no_part(ws: Workspace) -> None:
    made = add(ws)
    approve(ws, made)
    entry = made.entries[0]
    assert seen(ws, NOW + timedelta(days=SETTINGS.registry.proposal_days))
    assert seen(ws, NOW + timedelta(days=SETTINGS.registry.proposal_days + 1)) == []
    step(ws, entry, "appeal", who="адвокат", on="2025-06-01")
    assert [row["appealed"] for row in seen(ws)] == [True]
    step(ws, entry, "outcome", B, outcome="upheld", on="2025-06-01", reason="негізсіз")
    assert seen(ws) == []
    step(ws, entry, "remove", reason="қате")
    assert registry.lines(ws)[0].state == "removed"


def test_two_officers_bring_back_what_was_upheld(ws: Workspace) -> None:
    made = add(ws)
    approve(ws, made)
    entry = made.entries[0]
    with pytest.raises(AccessError, match="error-registry-not-suspended"):
        step(ws, entry, "restore", reason="негізді")
    step(ws, entry, "appeal", who="адвокат", on="2025-06-01")
    step(ws, entry, "outcome", B, outcome="upheld", on="2025-06-01", reason="негізсіз")
    step(ws, entry, "appeal", who="жәбірленуші", on="2025-06-01")
    assert registry.lines(ws)[0].state == "suspended"
    step(ws, entry, "outcome", C, outcome="dismissed", on="2025-06-01", reason="негізді")
    assert registry.lines(ws)[0].state == "suspended"
    back = step(ws, entry, "restore", reason="негізді")
    assert (back.approvals, back.needed) == (1, 2)
    assert [one.subject for one in registry.lines(ws)[0].pending] == [back.subject]
    with pytest.raises(AccessError, match="error-decision-self"):
        approve(ws, back, A)
    approve(ws, back, B, made.shown)
    assert seen(ws) == []
    approve(ws, back)
    assert len(seen(ws)) == 1
    assert registry.lines(ws)[0].pending == ()


def test_two_officers_make_a_victim_a_dropper_again_or_one_knowing(ws: Workspace) -> None:
    made = add(ws)
    approve(ws, made)
    entry = made.entries[0]
    knowing = step(ws, entry, "degree", degree="knowing", reason="хат алмасу")
    assert registry.lines(ws)[0].degree == "unknown"
    approve(ws, knowing)
    assert registry.lines(ws)[0].degree == "knowing"
    assert step(ws, entry, "degree", degree="stolen", reason="құжаты ұрланған").subject == ""
    assert registry.lines(ws)[0].state == "victim"
    back = step(ws, entry, "degree", degree="deceived", reason="алданған")
    assert registry.lines(ws)[0].state == "victim"
    approve(ws, back)
    assert registry.lines(ws)[0].state == "valid"
    one = step(ws, entry, "degree", degree="knowing", reason="тағы")
    decisions.decide(ws, B, WORDS, one.subject, "registry", "reject", "no", "investigation", "", one.shown)
    assert registry.lines(ws)[0].pending == ()
    assert registry.lines(ws)[0].degree == "deceived"
    ws.close()
    assert verify.verify(ws.path).ok


def test_an_officer_against_it_stops_an_entry(ws: Workspace) -> None:
    made = add(ws)
    approve(ws, made)
    decisions.decide(ws, B, WORDS, made.subject, "registry", "reject", "mistake", "investigation", "", made.shown)
    assert seen(ws) == []


def test_who_may_not(ws: Workspace) -> None:
    with pytest.raises(AccessError, match="error-registry-role"):
        add(ws, ANALYST)
    made = add(ws)
    with pytest.raises(AccessError, match="error-act-role"):
        approve(ws, made, ANALYST)
    step(ws, made.entries[0], "appeal", ANALYST, who="адвокат", on="2025-06-01")
    with pytest.raises(AccessError, match="error-registry-role"):
        step(ws, made.entries[0], "outcome", A, outcome="upheld", on="2025-06-01", reason="p")
    mine = add(ws, B, value="+77015550199").entries[0]
    step(ws, mine, "appeal", who="адвокат", on="2025-06-01")
    with pytest.raises(AccessError, match="error-registry-own"):
        step(ws, mine, "outcome", B, outcome="dismissed", on="2025-06-01", reason="p")
    step(ws, mine, "outcome", B, outcome="upheld", on="2025-06-01", reason="p")
    approve(ws, made)
    with pytest.raises(AccessError, match="error-registry-own"):
        step(ws, made.entries[0], "outcome", B, outcome="dismissed", on="2025-06-01", reason="p")
    step(ws, made.entries[0], "outcome", C, outcome="dismissed", on="2025-06-01", reason="p")
    with pytest.raises(NotFound, match="error-registry-entry"):
        step(ws, "none", "remove", reason="p")


@pytest.mark.parametrize("told", [
    {"value": "12345"}, {"kind": "iin", "value": "85010130012"}, {"kind": "account", "value": "KZ18601601790514065X"},
    {"kind": "account", "value": "440043******1234"}, {"kind": "name", "value": "Аты"}, {"ground": "afc"},
    {"ground": "verdict", "number": "1", "on": "2025-05-10"}, {"reason": ""}, {"until": "2025-01-01"},
    {"until": "9999-12-31"}, {"since": "9999-01-01"}, {"since": "2025-06-02"}, {"since": "31.02.2025"},
    {"ground": "afc", "number": "1", "on": "2025-06-02"}, {"kind": "iin", "value": CHILD}, {"earlier": "none"},
    {"ground": "afc", "number": "1", "on": "2025-05-10", "since": "1900-01-01"},
])  # fmt: skip
def test_wrong_entries_leave_nothing(ws: Workspace, told: dict[str, str]) -> None:
    with pytest.raises((UsageError, NotFound)):
        add(ws, **told)
    assert registry.lines(ws) == []


def test_days_end_with_the_ground_and_may_be_written_with_dots(ws: Workspace) -> None:
    last = (NOW + timedelta(days=SETTINGS.registry.proposal_days)).date()
    with pytest.raises(UsageError, match="error-registry-long"):
        add(ws, until=(last + timedelta(days=1)).isoformat())
    add(ws, since="01.06.2025", until=f"{last:%d.%m.%Y}")
    assert [(one.since.isoformat(), one.until) for one in registry.lines(ws)] == [("2025-06-01", last)]
    with pytest.raises(UsageError, match="error-registry-future"):
        step(ws, registry.lines(ws)[0].id, "appeal", who="адвокат", on="02.06.2025")


def test_a_minor_is_not_entered_and_an_adult_is(ws: Workspace) -> None:
    with pytest.raises(UsageError, match="error-registry-minor"):
        add(ws, kind="iin", value=CHILD)
    add(ws, kind="iin", value=GROWN)
    assert len(registry.lines(ws)) == 1


@pytest.mark.parametrize("marked", ["victim", "suspended", "appealed", "removed victim"])
def test_a_marked_identifier_is_entered_again_only_by_naming_it(ws: Workspace, tmp_path: Path, marked: str) -> None:
    entry = add(ws).entries[0]
    if "victim" in marked:
        step(ws, entry, "degree", degree="stolen", reason="құжаты ұрланған")
    else:
        step(ws, entry, "appeal", who="адвокат", on="2025-06-01")
    if marked == "suspended":
        step(ws, entry, "outcome", B, outcome="upheld", on="2025-06-01", reason="негізсіз")
    if marked == "removed victim":
        step(ws, entry, "remove", reason="жәбірленуші")
    with pytest.raises(AccessError, match="error-registry-earlier"):
        add(ws, B, reason="тағы")
    done = registry_import.load(ws, listed(tmp_path, ".csv"), SETTINGS, officer=A, passphrase=WORDS)
    assert [one.row for one in done.refused if one.reason == "reason-registry-earlier"] == [3, 8]
    assert PHONE not in {one.value for one in registry.lines(ws, purpose="investigation") if one.ground == "afc"}
    again = add(ws, B, reason="тағы", earlier=entry)
    assert next(one for one in registry.lines(ws) if one.id == again.entries[0]).stated["earlier"] == entry


def test_exactly_the_same_entry_is_not_entered_twice(ws: Workspace, tmp_path: Path) -> None:
    entry = add(ws).entries[0]
    with pytest.raises(UsageError, match="error-registry-same"):
        add(ws, B)
    step(ws, entry, "remove", reason="қате")
    add(ws, B)
    add(ws, ground="afc", kind="account", value=ACCOUNT, number="A-1", on="2025-05-12", reason="")
    done = registry_import.load(ws, listed(tmp_path, ".csv"), SETTINGS, officer=A, passphrase=WORDS)
    assert [one.row for one in done.refused if one.reason == "reason-registry-same"] == [3]


def test_values_are_masked_without_a_purpose_and_looking_in_clear_is_logged(ws: Workspace) -> None:
    add(ws)
    one = registry.lines(ws)[0]
    assert PHONE not in str(one)
    assert "reason" not in one.stated
    assert purposes.everything(ws) == []
    assert registry.lines(ws, purpose="investigation", officer=A)[0].value == PHONE
    assert [use.what for use in purposes.everything(ws)] == ["registry"]
    assert registry.lines(ws, value=PHONE)
    assert not registry.lines(ws, value="+77010000000")


ROWS = [
    ["Тізім", "", "", "", ""],
    ["№ записи", "Дата", "ИИК", "Телефон", "Действует до"],
    ["A-1", "12.05.2025", ACCOUNT, "87015550112", ""],
    ["A-2", "13.05.2025", "KZ18601601790514065X", "", ""],
    ["A-3", "", "", "87015550113", ""],
    ["A-4", "32.13.2025", "", "87015550114", ""],
    ["A-5", "14.05.2025", "", "", ""],
    ["A-6", "14.05.2025", "", "8 701 555 01 12", ""],
    ["A-7", "14.05.2025", "", "87015550115", "01.05.2025"],
    ["=A-8", "15.05.2025", "", "87015550116", "01.07.2025"],
]
REFUSED = [
    (4, "reason-registry-value"), (5, "reason-registry-missing"), (6, "reason-registry-day"),
    (7, "reason-registry-nobody"), (8, "reason-registry-twice"), (9, "reason-registry-until"),
]  # fmt: skip


def listed(folder: Path, suffix: str) -> Path:
    path = folder / f"list{suffix}"
    if suffix == ".xlsx":
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("Парақ")
            for at, row in enumerate(ROWS):
                sheet.write_row(at, 0, row)
    else:
        path.write_text("\n".join(";".join(row) for row in ROWS) + "\n", "utf-8-sig")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_list_is_taken_row_by_row_and_approved_as_one(ws: Workspace, tmp_path: Path, suffix: str) -> None:
    source, out = listed(tmp_path, suffix), tmp_path / "rejected.csv"
    done = registry_import.load(ws, source, SETTINGS, officer=A, passphrase=WORDS, rejected=out)
    assert done.rows == len(ROWS) - 2
    assert [(one.row, one.reason) for one in done.refused] == REFUSED
    assert len(out.read_text("utf-8-sig").splitlines()) == len(REFUSED) + 1
    assert seen(ws) == []
    approve(ws, done.added)
    found = {row["value"]: row for row in seen(ws)}
    assert sorted(found) == sorted([ACCOUNT, PHONE, "+77015550116"])
    assert not any(row["proven"] for row in found.values())
    assert found["+77015550116"]["until"].date().isoformat() == "2025-06-30"  # midnight of 1 July in Kazakhstan
    with pytest.raises(AccessError, match="error-registry-again"):
        registry_import.load(ws, source, SETTINGS, officer=A, passphrase=WORDS)


def test_what_was_refused_is_masked_and_its_file_is_an_unmasking(ws: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("ИИК;Дата;Номер\nKZ18601601790514065X;12.05.2025;1\n;850101300129;2\n", "utf-8")
    out = tmp_path / "rejected.csv"
    with pytest.raises(UsageError, match="error-registry-list"):
        registry_import.load(ws, source, SETTINGS, officer=A, passphrase=WORDS, rejected=out)
    assert "KZ18601601790514065X" in out.read_text("utf-8-sig")
    assert [(use.who, use.what, use.count) for use in purposes.everything(ws)] == [(A, "registry-rejected", 2)]
    hidden = [
        registry_import.Refused("", 2, column, value, "reason-registry-value").masked().value
        for column, value in (("account", "KZ18601601790514065X"), ("phone", "87015550112"), ("on", "850101300129"))
    ]
    assert not any(part in " ".join(hidden) for part in ("0514065", "5550112", "130012"))
    with pytest.raises(AccessError):
        registry_import.load(ws, source, SETTINGS, officer=A, passphrase="басқа құпиясөз", rejected=tmp_path / "no.csv")
    assert not (tmp_path / "no.csv").exists()


@pytest.mark.parametrize(("text", "error"), [
    ("", "error-registry-empty"), ("a;b\n1;2\n", "error-registry-head"),
    ("ИИК;Дата;Номер\nx;y;z\n", "error-registry-list"),
])  # fmt: skip
def test_a_list_without_headings_or_good_rows(ws: Workspace, tmp_path: Path, text: str, error: str) -> None:
    (tmp_path / "list.csv").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=error):
        registry_import.load(ws, tmp_path / "list.csv", SETTINGS, officer=A, passphrase=WORDS)
    with pytest.raises(UsageError, match="error-registry-file"):
        registry_import.load(ws, tmp_path / "none.csv", SETTINGS, officer=A, passphrase=WORDS)


def test_an_analysis_sees_the_entries_and_its_run_is_named_by_them(ws: Workspace) -> None:
    known = tables.observations(ws, NOW)
    assert known["registry"].is_empty()
    approve(ws, add(ws))
    assert tables.observations(ws, NOW)["registry"]["value"].to_list() == [PHONE]


def test_verify_finds_a_changed_step(ws: Workspace) -> None:
    made = add(ws)
    path = ws.path
    ws.close()
    assert verify.verify(path).ok
    with Workspace.open(path, write=True) as opened, opened._writing() as connection:
        connection.execute(
            update(REGISTRY_STEPS).where(REGISTRY_STEPS.c.entry == made.entries[0]).values(step="remove")
        )
    report = verify.verify(path)
    assert not report.ok
    told = {str(one) for one in report.findings}
    for what in ("registry-signature", "registry-order", "row-changed"):
        assert any(what in one for one in told), what
