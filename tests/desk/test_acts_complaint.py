"""A complaint to an operator: whose numbers, what the letter tells and hides, two officers, the clock, the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.desk.paper_frames import CASE, LONE, OTHER, PHONE, at, frames, make, place
from tests.desk.test_acts import HEAD, INVESTIGATOR, Hand, approve, due, hand, line

from qalqan.clock import to_local
from qalqan.desk import acts, acts_list, letters
from qalqan.desk.letters import Ask
from qalqan.desk.verify import verify
from qalqan.errors import AccessError, NotFound, UsageError

__all__ = ["hand"]
KCELL, BEELINE, FIXED, POSED = "+77015550101", "+77055550202", "+77172555500", "+77015559999"
BOX, CAMPAIGN = "860016247921385", place(60)
GROUNDS = '[{"locators":[],"rule":"role-simbox","values":{"called":284},"weight":800}]'


def told() -> dict[str, list[dict[str, Any]]]:
    """The made-up run with one box of two operators' numbers that called the victim and many others."""
    calls = [
        {"call_id": place(60 + n), "at": at(n), "a": (KCELL, BEELINE)[n % 2], "b": f"+7778{n:07}", "duration_s": 9 + n,
         "service": "voice", "imei": BOX, "cell": "10209-31679", "locators": place(60 + n)}
        for n in range(8)
    ]  # fmt: skip
    base = calls[0]
    calls += [
        base | {"call_id": place(80), "b": PHONE, "duration_s": 300, "locators": place(80)},
        base | {"call_id": place(81), "a": POSED, "imei": None, "locators": place(81)},
        base | {"call_id": place(82), "a": FIXED, "locators": place(82)},
    ]
    member = {"campaign_id": CAMPAIGN, "kind": "phone", "calls": 5, "called": 5, "reported": 1, "first": at(0),
              "last": at(9), "score": 900, "grounds": "[]"}  # fmt: skip
    roles = ((KCELL, "simbox"), (BEELINE, "simbox"), (POSED, "spoofed"), (FIXED, "ordinary"))
    return frames() | {
        "calls": calls,
        "numbers": [{"number": n, "role": r, "score": 800, "grounds": GROUNDS} for n, r in roles],
        "call_campaign_members": [
            member | {"member": number, "cases": f"{CASE};{OTHER}" if number == KCELL else ""}
            for number, _ in roles[:3]
        ],
    }


@pytest.fixture
def ws(tmp_path: Path, hand: Hand) -> Path:
    make(tmp_path / "ws", told())
    return tmp_path / "ws"


def write(ws: Path, out: Path, **asked: Any) -> tuple[letters.MadeLetter, ...]:
    return letters.letters(ws, "complaint", Ask(**({"case": CASE} | asked)), out, lang="en")


def text(made: letters.MadeLetter) -> str:
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(made.paths[0]).pages).split())


def test_each_operator_gets_its_own_numbers_and_nobody_s_else(ws: Path, tmp_path: Path) -> None:
    beeline, kcell = write(ws, tmp_path / "out")
    assert [one.addressee.name for one in (beeline, kcell)] == ["Beeline", "Kcell"]
    assert KCELL in text(kcell)
    assert BOX in text(kcell)
    for secret in (BEELINE, POSED, PHONE, PHONE[1:]):
        assert secret not in text(kcell)
    assert OTHER in text(kcell), "the other case that this number reached"
    (one,) = write(ws, tmp_path / "all", to="«Кселл» АҚ")
    assert KCELL in text(one)
    assert BEELINE in text(one)


def test_without_a_measure_it_is_a_draft_that_nobody_can_approve(ws: Path, tmp_path: Path) -> None:
    made = write(ws, tmp_path / "out")[0]
    assert (made.subject, made.draft) == ("", "report-letter-complaint-propose")
    assert "DRAFT" in text(made)


def test_an_officer_names_numbers_devices_or_a_campaign(ws: Path, tmp_path: Path) -> None:
    assert [one.addressee.name for one in write(ws, tmp_path / "a", objects=("8 701 555 01 01",))] == ["Kcell"]
    by_device = write(ws, tmp_path / "b", objects=(BOX,))
    assert [one.addressee.name for one in by_device] == ["Beeline", "", "Kcell"]
    assert FIXED in text(by_device[1])
    with pytest.raises(UsageError, match="error-letter-posed"):
        write(ws, tmp_path / "c", objects=(POSED,))
    with pytest.raises(UsageError, match="error-letter-posed"):
        write(ws, tmp_path / "d", objects=(CAMPAIGN,))


def test_nothing_to_complain_of_is_said(ws: Path, tmp_path: Path) -> None:
    for asked in ({"case": LONE}, {"bank": "tele2"}, {"objects": ("+77077777777",)}):
        with pytest.raises(NotFound, match="error-letter-nothing"):
            write(ws, tmp_path / "out", **asked)
    with pytest.raises(UsageError, match="error-letter-needs"):
        write(ws, tmp_path / "out", case="", objects=(KCELL,))
    with pytest.raises(NotFound, match="error-letter-nothing"):
        acts.propose(ws, "complaint", LONE, by=INVESTIGATOR)


def test_two_officers_then_two_working_days_then_the_answer(ws: Path, hand: Hand, tmp_path: Path) -> None:
    made = acts.propose(ws, "complaint", CASE, by=INVESTIGATOR, out=tmp_path / "out")
    assert [one.measure for one in made] == [f"{CASE}/beeline:complaint", f"{CASE}/kcell:complaint"]
    measure = made[1].measure
    assert due(ws, measure) == ["approve"]
    with pytest.raises(AccessError):
        acts.send(ws, measure, by=HEAD, to="Kcell", how="h")
    approve(ws, made[1])
    (printed,) = write(ws, tmp_path / "out", bank="kcell")
    assert (printed.subject, printed.shown, printed.draft) == (made[1].subject, made[1].shown, "")
    assert "DRAFT" not in text(printed)
    acts.send(ws, measure, by=INVESTIGATOR, to="Kcell", how="protected channel")
    (answer,) = line(ws, measure).due
    # sent on Tuesday 1 April 2025: Wednesday and Thursday are the two working days
    assert (answer.what, answer.late, to_local(answer.by).isoformat() if answer.by else "") == (
        "answer", False, "2025-04-04T00:00:00+05:00",
    )  # fmt: skip
    hand.now = answer.by or hand.now
    assert line(ws, measure).due[0].late
    done = acts.answer(ws, measure, by=INVESTIGATOR, held=(), number="17", stopped=True)
    assert done.state == "held"
    assert (line(ws, measure).held, due(ws, measure)) == (None, [])
    assert "ask_release" in [step for step, _ in line(ws, measure).next], "a number is opened again on appeal"
    assert verify(ws).ok


def test_checked_and_left_open_is_an_answer_too(ws: Path) -> None:
    (made,) = acts.propose(ws, "complaint", CASE, bank="beeline", by=INVESTIGATOR)
    approve(ws, made)
    acts.send(ws, made.measure, by=INVESTIGATOR, to="Beeline", how="h")
    assert acts.answer(ws, made.measure, by=INVESTIGATOR, held=(), number="18").state == "empty"
    with pytest.raises(AccessError, match="error-act-move"):
        acts.send(ws, made.measure, by=INVESTIGATOR, to="Beeline", how="h")


def test_an_officer_may_propose_it_on_named_numbers_only_and_of_known_cases_only(ws: Path) -> None:
    """Named numbers alone are asked about; a letter that would tell of a case not to be known of is not made."""
    made = acts.propose(ws, "complaint", CASE, by=INVESTIGATOR, objects=(KCELL,))
    assert [one.measure for one in made] == [f"{CASE}/kcell:complaint"]
    with pytest.raises(UsageError, match="error-act-objects"):
        acts.propose(ws, "suspension", CASE, bank="601", by=INVESTIGATOR, objects=(KCELL,))
    asked: list[frozenset[str]] = []

    def refused(cases: frozenset[str]) -> None:
        asked.append(cases)
        raise NotFound("error-letter-nothing", kind="complaint", case="")

    with pytest.raises(NotFound):
        acts.propose(ws, "complaint", CASE, bank="beeline", by=INVESTIGATOR, allowed=refused)
    assert asked
    assert CASE in asked[0]
    assert [one.measure for one in acts_list.acts(ws)] == [f"{CASE}/kcell:complaint"], "nothing was proposed"
