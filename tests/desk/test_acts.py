"""Measures through a workspace: steps signed, shares, clocks, releases, and what verify says of all that."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.desk.paper_frames import CASE, FIRST, NOW, OTHER, PEOPLE, VICTIM, WORDS, at, frames, make, place, put

from qalqan import clock
from qalqan.desk import acts, acts_list, acts_state, acts_steps, officers, papers, verbs
from qalqan.desk.acts import Signer, Taken
from qalqan.desk.acts_list import Line, _Grounds, _release
from qalqan.desk.verify import verify
from qalqan.errors import AccessError, NotFound, TamperError, UsageError
from qalqan.report.request import TOLD
from qalqan.store import acts as kept
from qalqan.store.workspace import Workspace

INVESTIGATOR, HEAD = (Signer(name, WORDS) for name in PEOPLE)
SECOND_VICTIM = "KZ127220000000009009"
HOLD, THEIRS = f"{CASE}/601:suspension", f"{OTHER}/601:suspension"


class Hand:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def turn(self, **by: int) -> datetime:
        self.now += timedelta(**by)
        return self.now

    def tick(self) -> datetime:
        """Each look at the clock is a second later: things have an order."""
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def hand() -> Iterator[Hand]:
    before, made = clock._source, Hand()
    clock.use(made.tick)
    yield made
    clock.use(before)


def two_victims() -> dict[str, list[dict[str, Any]]]:
    """The made-up run with a second victim's money on the same account."""
    told = frames()
    told["transactions"].insert(1, told["transactions"][0] | {
        "tx_id": place(21), "at": at(6), "from": SECOND_VICTIM, "amount_tiyn": 200_00, "locators": place(21), "seq": 4,
    })  # fmt: skip
    told["losses"].append(told["losses"][0] | {"case_id": OTHER, "tx_id": place(21), "amount_tiyn": 200_00})
    told["trails"].append(told["trails"][0] | {
        "case_id": OTHER, "first_in": at(6), "traced_in_tiyn": 200_00, "remaining_tiyn": 200_00,
        "remaining_low_tiyn": 200_00,
    })  # fmt: skip
    told["hops"].append(told["hops"][0] | {
        "case_id": OTHER, "from": SECOND_VICTIM, "amount_tiyn": 200_00, "at": at(6), "locator": place(21),
        "tx_id": place(21),
    })  # fmt: skip
    told["holds"].append(told["holds"][0] | {"case_id": OTHER, "amount_tiyn": 200_00, "low_tiyn": 200_00})
    return told


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("acts") / "ws"
    make(path, two_victims())
    return path


@pytest.fixture
def ws(made_once: Path, tmp_path: Path, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the workspace; keys are unlocked once, for the stretching of passphrases is slow on purpose."""
    path = Path(shutil.copytree(made_once, tmp_path / "ws"))
    with Workspace.open(path) as opened:
        keys = {name: officers.unlock(opened, name, WORDS) for name in PEOPLE}
    monkeypatch.setattr(officers, "unlock", lambda _ws, name, _words: keys[name])
    return path


def propose(ws: Path, kind: str = "suspension", case: str = CASE, bank: str = "601") -> Taken:
    (taken,) = acts.propose(ws, kind, case, bank=bank, by=INVESTIGATOR)
    return taken


def approve(ws: Path, taken: Taken, who: tuple[Signer, ...] = (INVESTIGATOR, HEAD), verdict: str = "approve") -> None:
    for one in who:
        verbs.decide(ws, taken.subject, verdict, officer=one.officer, passphrase=WORDS, reason="негізі бар",
                     shown=taken.shown)  # fmt: skip


def sent(ws: Path, case: str = CASE) -> str:
    taken = propose(ws, case=case)
    approve(ws, taken)
    acts.send(ws, taken.measure, by=INVESTIGATOR, to="«Halyk Bank» АҚ", how="қорғалған арна")
    return taken.measure


def line(ws: Path, measure: str) -> Line:
    (found,) = [one for one in acts_list.acts(ws) if one.measure == measure]
    return found


def due(ws: Path, measure: str) -> list[str]:
    return [one.what for one in line(ws, measure).due]


def test_a_hold_from_proposal_to_answer(ws: Path) -> None:
    taken = propose(ws)
    assert (taken.measure, taken.subject, taken.state) == (HOLD, f"hold:{HOLD}", "proposed")
    for step in ("send", "answer"):
        with pytest.raises(AccessError, match="error-act-move"):
            verbs.act(ws, step, HOLD, officer=HEAD.officer, passphrase=WORDS,
                      **({"to": "b", "how": "h"} if step == "send" else {"held": ["all"], "number": "1"}))  # fmt: skip
    approve(ws, taken, (INVESTIGATOR,))
    assert due(ws, HOLD) == ["approve"]
    approve(ws, taken, (HEAD,))
    assert [step for step, _ in line(ws, HOLD).next] == ["send", "withdraw"]
    with pytest.raises(AccessError, match="error-act-no-sanction"):
        acts.sanction(ws, HOLD, by=HEAD, body="prosecutor", name="p", number="1", on="2025-04-01")
    acts.send(ws, HOLD, by=INVESTIGATOR, to="банк", how="арна")
    assert line(ws, HOLD).ends == datetime(2025, 4, 8, 19, tzinfo=clock.UTC)  # five working days after Tuesday 1 April
    held = acts.answer(ws, HOLD, by=INVESTIGATOR, held=[f"{FIRST}=60,00"], number="77")
    assert held.state == "held"
    told = line(ws, HOLD)
    assert (told.asked, told.held, told.share) == (100_00, 60_00, 60_00)
    assert verify(ws).ok
    assert verify(ws).checked["acts"] == 3


def test_the_ledger_names_no_account_and_no_sum(ws: Path) -> None:
    acts.answer(ws, sent(ws), by=INVESTIGATOR, held=["all"], number="1")
    with sqlite3.connect(ws / "qalqan.db") as raw:
        bodies = [body for (body,) in raw.execute("SELECT body FROM ledger WHERE body LIKE '%act_step%'")]
    raw.close()
    assert len(bodies) == 3
    assert not any(secret in body for body in bodies for secret in (FIRST, VICTIM, CASE, "10000"))


def test_two_victims_on_one_account_share_what_the_bank_holds(ws: Path) -> None:
    for case in (CASE, OTHER):
        sent(ws, case)
    acts.answer(ws, HOLD, by=INVESTIGATOR, held=["all"], number="1")
    assert line(ws, HOLD).share == 100_00
    acts.answer(ws, THEIRS, by=INVESTIGATOR, held=["none"], number="2")
    assert (line(ws, THEIRS).state, line(ws, THEIRS).share) == ("empty", 66_67)
    assert line(ws, HOLD).share == 33_33


def test_a_bank_that_parts_by_parcels_is_believed(ws: Path) -> None:
    for case in (CASE, OTHER):
        sent(ws, case)
    acts.answer(ws, HOLD, by=INVESTIGATOR, held=[f"{FIRST}=90"], number="1", parted=True)
    acts.answer(ws, THEIRS, by=INVESTIGATOR, held=[f"{FIRST}=10"], number="2")
    assert (line(ws, HOLD).share, line(ws, THEIRS).share) == (90_00, 10_00)


def test_the_sums_of_two_cases_never_exceed_the_balance_and_the_paper_says_so(ws: Path) -> None:
    from qalqan.desk import acts_request, tables

    with Workspace.open(ws) as opened:
        known = tables.current(opened)
        claims = [acts_request.bare(opened, known, case, "601", act="suspension").claims[0] for case in (CASE, OTHER)]
    assert [(c.amount_tiyn, c.others, c.others_tiyn, c.balance_tiyn) for c in claims] == [
        (100_00, 1, 200_00, 300_00), (200_00, 1, 100_00, 300_00),
    ]  # fmt: skip


def test_expiry_needs_nobody_and_reminds_before(ws: Path, hand: Hand) -> None:
    measure = sent(ws)
    hand.turn(days=2)
    assert due(ws, measure) == ["answer"]
    assert line(ws, measure).due[0].late
    acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1")
    assert due(ws, measure) == []
    hand.turn(days=3)  # Sunday 6 April
    assert due(ws, measure) == []
    hand.turn(days=1)  # two working days are left, 7 and 8 April
    assert due(ws, measure) == ["petition-restriction"]
    hand.turn(days=3)
    assert (line(ws, measure).state, line(ws, measure).next, due(ws, measure)) == ("expired", (), [])
    with pytest.raises(AccessError, match="error-act-move"):
        acts.release(ws, measure, by=HEAD, reason="кеш")
    assert papers.request(ws, "hold", CASE, "601", ws.parent, lang="kk").draft, "an ended measure's paper is not final"
    for by, reason in ((INVESTIGATOR, "жаңа дерек"), (HEAD, " ")):
        with pytest.raises(AccessError, match="error-act-repeat"):
            acts.propose(ws, "suspension", CASE, bank="601", by=by, reason=reason)
    (again,) = acts.propose(ws, "suspension", CASE, bank="601", by=HEAD, reason="жаңа дерек")
    assert again.measure == f"{measure}.2"
    assert verify(ws).ok


def test_a_restriction_needs_its_sanction_supersedes_and_tells_the_owner(ws: Path, hand: Hand) -> None:
    first = sent(ws)
    acts.answer(ws, first, by=INVESTIGATOR, held=["all"], number="1")
    taken = propose(ws, "restriction")
    with pytest.raises(AccessError, match="error-act-alive"):
        propose(ws, "restriction")
    approve(ws, taken)
    assert due(ws, taken.measure) == ["sanction"]
    with pytest.raises(AccessError, match="error-act-sanction"):
        acts.send(ws, taken.measure, by=HEAD, to="b", how="h")
    given = {"name": "Орал қ. прокуратурасы", "number": "12-345", "on": "2025-04-01"}
    acts.sanction(ws, taken.measure, by=HEAD, body="prosecutor", **given)
    acts.send(ws, taken.measure, by=HEAD, to="b", how="h")
    assert line(ws, first).state == "superseded"
    assert due(ws, taken.measure) == ["answer", "tell"] or due(ws, taken.measure) == ["tell", "answer"]
    hand.turn(hours=25)
    assert [one.late for one in line(ws, taken.measure).due if one.what == "tell"] == [True]
    with pytest.raises(UsageError, match="error-act-states"):
        acts.tell(ws, taken.measure, by=INVESTIGATOR)
    acts.tell(ws, taken.measure, by=INVESTIGATOR, exception="ҚПК 161-бап: тергеуге кедергі")
    assert "tell" not in due(ws, taken.measure)
    assert verify(ws).ok


def test_return_gives_each_victim_their_share_and_ends_the_hold(ws: Path, tmp_path: Path) -> None:
    for case in (CASE, OTHER):
        sent(ws, case)
    with pytest.raises(AccessError, match="error-act-nothing-held"):
        propose(ws, "return")
    acts.answer(ws, HOLD, by=INVESTIGATOR, held=["all"], number="1")
    acts.answer(ws, THEIRS, by=INVESTIGATOR, held=[f"{FIRST}=50"], number="2")
    (taken,) = acts.propose(ws, "return", CASE, bank="601", by=INVESTIGATOR, out=tmp_path, lang="en")
    assert VICTIM in text(taken.paths[0])
    assert "To return" in text(taken.paths[0])
    assert (taken.subject, line(ws, taken.measure).asked) == (f"return:{taken.measure}", 50_00)
    approve(ws, taken)
    acts.sanction(ws, taken.measure, by=HEAD, body="prosecutor", name="прокуратура", number="3", on="2025-04-01")
    acts.send(ws, taken.measure, by=HEAD, to="b", how="h")
    with pytest.raises(UsageError, match="error-act-back"):
        acts.give_back(ws, taken.measure, by=HEAD, held=[f"{FIRST}=50,01"], number="9")
    with pytest.raises(AccessError, match="error-act-move"):
        acts.give_back(ws, HOLD, by=HEAD, held=["all"], number="9")
    assert acts.give_back(ws, taken.measure, by=HEAD, held=["none"], number="8").state == "sent"
    assert line(ws, HOLD).held == 100_00
    done = acts.give_back(ws, taken.measure, by=HEAD, held=["all"], number="9")
    mine = line(ws, HOLD)
    assert (done.state, mine.state, line(ws, THEIRS).state) == ("returned", "held", "held")
    assert (mine.held, mine.share, line(ws, THEIRS).share) == (50_00, 0, 100_00), "the rest is the other victim's"
    with pytest.raises(AccessError, match="error-act-nothing-held"):
        propose(ws, "return")
    (theirs,) = acts.propose(ws, "return", OTHER, bank="601", by=INVESTIGATOR)
    approve(ws, theirs)
    acts.sanction(ws, theirs.measure, by=HEAD, body="prosecutor", name="прокуратура", number="4", on="2025-04-01")
    acts.send(ws, theirs.measure, by=HEAD, to="b", how="h")
    acts.give_back(ws, theirs.measure, by=HEAD, held=["all"], number="10")
    assert (line(ws, HOLD).state, line(ws, THEIRS).state) == ("returned", "returned")
    assert verify(ws).ok


def test_what_is_held_or_was_returned_is_not_asked_for_again(ws: Path) -> None:
    first = sent(ws)
    acts.answer(ws, first, by=INVESTIGATOR, held=["all"], number="1")
    taken = propose(ws, "restriction")
    assert line(ws, taken.measure).asked == 100_00, "the next act takes over all of it"
    approve(ws, taken)
    acts.sanction(ws, taken.measure, by=HEAD, body="prosecutor", name="прокуратура", number="4", on="01.04.2025")
    acts.send(ws, taken.measure, by=HEAD, to="b", how="h")
    acts.answer(ws, taken.measure, by=HEAD, held=[f"{FIRST}=70"], number="2")
    (rest,) = acts.propose(ws, "suspension", CASE, bank="601", by=HEAD, reason="қалғаны")
    assert line(ws, rest.measure).asked == 30_00
    acts.withdraw(ws, rest.measure, by=HEAD, reason="r")
    back = propose(ws, "return")
    approve(ws, back)
    acts.sanction(ws, back.measure, by=HEAD, body="prosecutor", name="прокуратура", number="5", on="2025-04-01")
    acts.send(ws, back.measure, by=HEAD, to="b", how="h")
    acts.give_back(ws, back.measure, by=HEAD, held=["all"], number="9")
    (rest,) = acts.propose(ws, "suspension", CASE, bank="601", by=HEAD, reason="қалғаны")
    assert line(ws, rest.measure).asked == 30_00, "what was returned since the account was seen is not asked for"


def test_an_answer_above_what_was_asked_needs_its_flag_and_is_noted(ws: Path) -> None:
    measure = sent(ws)
    with pytest.raises(UsageError, match="error-act-over"):
        acts.answer(ws, measure, by=INVESTIGATOR, held=[f"{FIRST}=100,01"], number="1")
    told = acts.answer(ws, measure, by=INVESTIGATOR, held=[f"{FIRST}=120"], number="1", more=True)
    assert told.notes == (acts.Note("act-note-over", FIRST, 20_00),)
    assert due(ws, measure) == ["release-part"]


def test_an_answer_recorded_late_is_not_lost(ws: Path, hand: Hand) -> None:
    measure = sent(ws)
    hand.turn(days=9)
    assert [step for step, _ in line(ws, measure).next] == ["answer"]
    with pytest.raises(AccessError, match="error-act-move"):
        acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1", on="2025-04-09")
    assert acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1", on="02.04.2025").state == "expired"
    assert (line(ws, measure).held, line(ws, measure).next) == (100_00, ())
    assert verify(ws).ok


def test_accounts_whose_bank_is_unknown_are_told(ws: Path, tmp_path: Path) -> None:
    changed = two_victims()
    mine = [one for one in changed["holds"] if one["case_id"] == CASE]
    mine[-1]["bank"] = None
    put(ws, changed, "run2")
    taken = acts.propose(ws, "suspension", CASE, by=INVESTIGATOR)
    made = papers.requests(ws, "hold", CASE, tmp_path, lang="kk")
    for notes in (taken[0].notes, made[0].notes):
        assert [(one.key, one.tiyn) for one in notes] == [("act-note-bankless", mine[-1]["amount_tiyn"])]
        assert mine[-1]["account"] not in notes[0].account, "no account without a purpose"
    for one in mine:
        one["bank"] = None
    put(ws, changed, "run3")
    with pytest.raises(NotFound, match="error-act-no-bank"):
        acts.propose(ws, "suspension", CASE, by=INVESTIGATOR)


def test_no_release_is_due_of_what_a_victim_told_before_any_bank_answers(ws: Path) -> None:
    """An analysis without one row of the case's loss speaks neither for nor against a request made on a report."""
    measure = sent(ws)
    with Workspace.open(ws) as open_:
        one = acts_state.one(open_, measure)
    none: frozenset[str] = frozenset()
    silent, answered = (_Grounds({}, none, frozenset({CASE}), rows, frozenset()) for rows in (none, frozenset({CASE})))
    assert [due_.what for due_ in _release(one, silent)] == ["release-fell"]
    one.body["facts"]["rule"] = TOLD
    assert _release(one, silent) == []
    assert [due_.what for due_ in _release(one, answered)] == ["release-fell"]


def test_a_release_is_due_when_the_claim_falls_and_needs_two(ws: Path) -> None:
    measure = sent(ws)
    acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1")
    changed = two_victims()
    changed["holds"][0]["amount_tiyn"] = 30_00
    put(ws, changed, "run2")
    assert [(one.what, one.told) for one in line(ws, measure).due] == [("release-part", (("sum", 70_00),))]
    changed["holds"] = changed["holds"][1:]
    put(ws, changed, "run3")
    assert due(ws, measure) == ["release-fell"]
    with pytest.raises(AccessError, match="error-act-release-asked"):
        acts.release(ws, measure, by=HEAD, to="b", how="h")
    asked = acts.release(ws, measure, by=INVESTIGATOR, reason="жаңа жауап")
    assert asked.subject == f"release:{measure}"
    approve(ws, asked, (INVESTIGATOR,))
    with pytest.raises(AccessError, match="error-act-release-approved"):
        acts.release(ws, measure, by=HEAD, to="b", how="h")
    approve(ws, asked, (HEAD,))
    assert due(ws, measure) == ["release-approved"]
    assert acts.release(ws, measure, by=HEAD, to="b", how="h").state == "released"
    assert verify(ws).ok


def test_a_part_is_lifted_and_the_rest_stays_held(ws: Path, tmp_path: Path) -> None:
    measure = sent(ws)
    acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1")
    changed = two_victims()
    changed["holds"][0]["amount_tiyn"] = 30_00
    put(ws, changed, "run2")
    with pytest.raises(UsageError, match="error-act-part-none"):
        acts.release(ws, measure, by=INVESTIGATOR, reason="жаңа есеп", part=[f"{FIRST}=0"])
    with pytest.raises(UsageError, match="error-act-part"):
        acts.release(ws, measure, by=INVESTIGATOR, reason="жаңа есеп", part=[f"{FIRST}=100,01"])
    asked = acts.release(ws, measure, by=INVESTIGATOR, reason="жаңа есеп", part=[f"{FIRST}=70"], out=tmp_path)
    assert "70,00" in text(asked.paths[0])
    approve(ws, asked)
    assert acts.release(ws, measure, by=HEAD, to="b", how="h").state == "held"
    told = line(ws, measure)
    assert (told.held, told.share, told.due) == (30_00, 30_00, ())
    with pytest.raises(AccessError, match="error-act-release-asked"):
        acts.release(ws, measure, by=HEAD, to="b", how="h")
    whole = acts.release(ws, measure, by=INVESTIGATOR, reason="түгел")
    approve(ws, whole)
    assert acts.release(ws, measure, by=HEAD, to="b", how="h").state == "released"
    assert verify(ws).ok


def test_papers_of_a_sanctioned_act_and_of_its_release(ws: Path, tmp_path: Path) -> None:
    first = sent(ws)
    (taken,) = acts.propose(ws, "restriction", CASE, bank="601", by=INVESTIGATOR, out=tmp_path, lang="ru")
    assert [path.name for path in taken.paths] == [
        f"restriction-{CASE}-601-ru{end}" for end in (".pdf", ".docx", ".xlsx", "-petition.pdf", "-petition.docx")
    ]
    assert first in text(taken.paths[3])
    approve(ws, taken)
    acts.sanction(ws, taken.measure, by=HEAD, body="prosecutor", name="прокуратура", number="12-345", on="2025-04-01")
    final = papers.request(ws, "hold", CASE, "601", tmp_path, lang="ru", legal_act="restriction")
    assert (final.draft, "12-345" in text(final.paths[0]), "ПРОЕКТ" in text(final.paths[0])) == ("", True, False)
    acts.send(ws, taken.measure, by=HEAD, to="b", how="h")
    assert [step for step, _ in line(ws, taken.measure).next][-1] == "propose_arrest"
    asked = acts.release(ws, taken.measure, by=INVESTIGATOR, reason="түсіндірілді", out=tmp_path, lang="ru")
    assert "ПРОЕКТ" in text(asked.paths[0])
    approve(ws, asked)
    done = acts.release(ws, taken.measure, by=HEAD, to="b", how="h", out=tmp_path, lang="ru")
    assert ("ПРОЕКТ" in text(done.paths[0]), "түсіндірілді" in text(done.paths[0])) == (False, True)


def text(path: Path) -> str:
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_a_sanction_given_before_an_approval_was_taken_back_is_not_printed(ws: Path, tmp_path: Path) -> None:
    taken = propose(ws, "restriction")
    approve(ws, taken)
    with pytest.raises(UsageError, match="error-act-body"):
        acts.sanction(ws, taken.measure, by=HEAD, body="court", name="сот", number="1", on="2025-04-01")
    for day, wrong in (("2025-04-02", "error-act-future"), ("2025-04-01", "error-act-until")):
        with pytest.raises(UsageError, match=wrong):
            acts.sanction(
                ws, taken.measure, by=HEAD, body="prosecutor", name="п", number="1", on=day, until="2099-01-01"
            )
    given = {"body": "prosecutor", "name": "Орал қ. прокуратурасы", "on": "2025-04-01"}
    acts.sanction(ws, taken.measure, by=HEAD, number="12-345", **given)
    approve(ws, taken, (HEAD,), "reject")
    approve(ws, taken, (HEAD,))
    stale = papers.request(ws, "hold", CASE, "601", tmp_path, lang="ru", legal_act="restriction")
    assert (stale.draft, "12-345" in text(stale.paths[0])) == ("report-draft-sanction", False)
    acts.sanction(ws, taken.measure, by=HEAD, number="12-346", **given)
    fresh = papers.request(ws, "hold", CASE, "601", tmp_path, lang="ru", legal_act="restriction")
    assert (fresh.draft, "12-346" in text(fresh.paths[0])) == ("", True)


def test_a_closed_case_or_an_approval_taken_back_calls_for_release(ws: Path) -> None:
    measure = sent(ws)
    taken = Taken(measure, "", f"hold:{measure}", kept_shown(ws, measure))
    approve(ws, taken, (HEAD,), "reject")
    assert "release-doubted" in due(ws, measure)
    approve(ws, taken, (HEAD,))
    changed = two_victims()
    changed["cases"][0]["status"] = "terminated"
    put(ws, changed, "run2")
    assert "release-closed" in due(ws, measure)


def kept_shown(ws: Path, measure: str) -> str:
    with Workspace.open(ws) as opened, opened.reading() as connection:
        return kept.of_measure(connection, measure)[0].shown


def test_the_approved_paper_is_printed_whatever_later_runs_say(ws: Path, tmp_path: Path) -> None:
    taken = propose(ws)
    approve(ws, taken)
    changed = two_victims()
    changed["holds"][0]["amount_tiyn"] = 30_00
    put(ws, changed, "run2")
    made = papers.request(ws, "hold", CASE, "601", tmp_path, lang="ru")
    assert (made.subject, made.shown, made.draft) == (taken.subject, taken.shown, "")


def test_words_are_checked(ws: Path) -> None:
    measure = sent(ws)
    for held, wrong in (
        (["KZ00=5"], "error-act-account"), ([f"{FIRST}=көп"], "error-act-sum"), ([f"{FIRST}=-5"], "error-act-sum"),
        ([], "error-act-states"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=wrong):
            acts.answer(ws, measure, by=INVESTIGATOR, held=held, number="1")
    for on, wrong in (("2025-03-01", "error-act-time"), ("2031-01-01", "error-act-future"), ("кеше", "error-act-day")):
        with pytest.raises(UsageError, match=wrong):
            acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1", on=on)
    with pytest.raises(UsageError, match="error-act-long"):
        acts.answer(ws, measure, by=INVESTIGATOR, held=["all"], number="1" * 401)
    with pytest.raises(NotFound, match="error-act-none"):
        acts.withdraw(ws, f"{CASE}/722:arrest", by=HEAD, reason="r")
    with pytest.raises(UsageError, match="error-legal-act"):
        acts.propose(ws, "seizure", CASE, by=HEAD)
    with pytest.raises(NotFound, match="error-no-hold"):
        acts.propose(ws, "suspension", CASE, bank="722", by=HEAD)
    with pytest.raises(UsageError, match="error-act-step"):
        verbs.act(ws, "burn", measure, officer=HEAD.officer, passphrase=WORDS)
    assert [one.kind for one in acts_list.acts(ws, case=OTHER)] == []


def test_a_step_is_what_its_officer_signed(ws: Path) -> None:
    sent(ws)
    with Workspace.open(ws) as opened, opened.reading() as connection:
        steps = kept.everything(connection)
        keys = {one.id: one.public_key for one in officers.everybody(opened)}
    assert all(acts_steps.genuine(one, keys[one.officer]) for one in steps)
    first, other = steps[0], next(key for id_, key in keys.items() if id_ != steps[0].officer)
    assert not acts_steps.genuine(first, other)
    for changed in ({"body": {}}, {"shown": "x"}, {"previous": "x"}, {"at": NOW}, {"measure": "x"}, {"number": 9}):
        assert not acts_steps.genuine(replace(first, **changed), keys[first.officer])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE act_steps SET body = replace(body, '10000', '99000') WHERE number = 1",
        "UPDATE act_steps SET at = '2025-03-02T00:00:00.000000+00:00' WHERE number = 2",
        "UPDATE act_steps SET officer = 'x' WHERE number = 2",
        "DELETE FROM act_steps WHERE number = 2",
        "INSERT INTO act_steps SELECT 'z', measure, 9, 'answer', officer, at, previous, shown, body, signature"
        " FROM act_steps WHERE number = 2",
    ],
)
def test_whatever_is_changed_in_a_step_is_found(ws: Path, change: str) -> None:
    sent(ws)
    assert verify(ws).ok
    with sqlite3.connect(ws / "qalqan.db") as raw:
        assert raw.execute(change).rowcount == 1
    raw.close()
    report = verify(ws)
    assert not report.ok
    assert any(place.startswith("act_steps") for place, _ in report.findings)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE officers SET role = 'nobody'",
        "UPDATE act_steps SET body = 'x'",
        "UPDATE act_steps SET body = '[]'",
        "UPDATE act_steps SET at = 'soon'",
        "UPDATE act_steps SET measure = x'00'",
    ],
)
def test_verify_tells_what_cannot_be_read_and_never_falls_over(ws: Path, change: str) -> None:
    sent(ws)
    with sqlite3.connect(ws / "qalqan.db") as raw:
        raw.execute(change + " WHERE rowid = 1")
    raw.close()
    assert not verify(ws).ok
    if "SET body" in change:
        with pytest.raises(TamperError, match="error-act-history"):
            acts_list.acts(ws)
