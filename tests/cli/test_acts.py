"""Measures by the command line, as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.paper_frames import CASE, FIRST, WORDS
from tests.desk.test_acts import HEAD, HOLD, INVESTIGATOR, Hand, approve, hand, made_once, sent, ws
from typer.testing import CliRunner

from qalqan.cli.console import out, tenge
from qalqan.cli.main import app
from qalqan.cli.tongue import t
from qalqan.desk import acts
from qalqan.desk.acts import Taken

__all__ = ["hand", "made_once", "ws"]


def say(*words: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in words], catch_exceptions=False, terminal_width=400)
    assert done.exit_code == 0, done.output
    return done.output


def signing(ws: Path, who: str) -> tuple[str, ...]:
    file = ws.parent / "words"
    file.write_text(WORDS + "\n", "utf-8")
    return "--officer", who, "--passphrase-file", str(file)


def test_the_list_says_state_sums_clock_and_what_is_next(ws: Path, hand: Hand) -> None:
    acts.answer(ws, sent(ws), by=INVESTIGATOR, held=[f"{FIRST}=40"], number="1")
    told = say("acts", ws)
    assert HOLD in told
    assert t("act-state-partly") in told
    assert "08.04.2025 24:00" in told
    assert FIRST not in told, "no account without a purpose"
    assert not any(key in told for key in ("act-kind-", "act-step-", "act-role-", "act-due-", "cli-acts-"))
    assert say("acts", ws, "--due").count(HOLD) == 0
    hand.turn(days=7)
    told = say("acts", ws, "--due", "--case", CASE)
    assert HOLD in told
    assert t("act-due-petition-restriction").split()[0] in told


def test_steps_say_what_they_did_and_what_to_approve(ws: Path) -> None:
    told = say("act", "propose", ws, "suspension", "--case", CASE, "--bank", "601", *signing(ws, INVESTIGATOR.officer))
    assert f"hold:{HOLD}" in told
    shown = told.split("--shown ")[1].split()[0]
    approve(ws, Taken(HOLD, "", f"hold:{HOLD}", shown))
    told = say("act", "send", ws, HOLD, "--to", "b", "--how", "h", *signing(ws, HEAD.officer))
    assert t("report-act-state-sent") in told
    told = say("act", "release", ws, HOLD, "--reason", "r", "--out", ws.parent / "o", *signing(ws, HEAD.officer))
    assert f"release:{HOLD}" in told
    assert len(list((ws.parent / "o").glob("release-*"))) == 2


def test_an_upgrade_names_the_form(ws: Path) -> None:
    from qalqan.store.tables import REVISION

    assert REVISION in say("upgrade", ws)


def test_what_is_to_be_seen_to_besides_is_said(ws: Path) -> None:
    measure = sent(ws)
    told = say("act", "answer", ws, measure, "--held", f"{FIRST}=120", "--number", "1", "--more", "--date",
               "01.04.2025", *signing(ws, HEAD.officer))  # fmt: skip
    assert t("act-note-over", account=FIRST, sum=tenge(20_00)) in " ".join(told.split("\n"))


def test_the_id_of_a_measure_is_never_broken_over_lines(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(ws)
    monkeypatch.setattr(out, "width", 90)
    assert HOLD in say("acts", ws)
