"""Officers and what they sign: two keys for an adverse act, nobody approves twice, races included."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qalqan.desk import decisions, officers
from qalqan.errors import AccessError, NotFound, TamperError, UsageError, WorkspaceError
from qalqan.model.decision import Verdict
from qalqan.store import decisions as kept
from qalqan.store.workspace import Workspace

PEOPLE = {"А. Қасым": "investigator", "Б. Әли": "head", "В. Ким": "analyst", "Г. Нұр": "administrator"}
WORDS = "ұзақ құпиясөз"
HOLD = "hold:C-1/722"
RACES = 500 if os.environ.get("QALQAN_ACCEPTANCE") else 10


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its officers, made once: the stretching of passphrases is slow on purpose."""
    path = tmp_path_factory.mktemp("staffed") / "ws"
    with Workspace.init(path) as made:
        for name, role in PEOPLE.items():
            officers.add(made, name, role, WORDS)
    return path


@pytest.fixture
def ws(staffed: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(staffed, tmp_path / "ws")
    with Workspace.open(tmp_path / "ws", write=True) as opened:
        yield opened


def say(ws: Workspace, who: str, verdict: str = "approve", act: str = "hold", shown: str = "s1", **more: str) -> None:
    given = {"subject": HOLD, "reason": "grounds", "purpose": "investigation", "case": "C-1"} | more
    decisions.decide(
        ws, who, WORDS, given["subject"], act, verdict, given["reason"], given["purpose"], given["case"], shown
    )


def test_an_adverse_act_needs_two_different_officers(ws: Workspace) -> None:
    assert not decisions.state(ws, HOLD, "hold").complete
    say(ws, "А. Қасым")
    half = decisions.state(ws, HOLD, "hold")
    assert (half.approvals, half.needed, half.complete) == (1, 2, False)
    with pytest.raises(AccessError, match="error-decision-self"):
        say(ws, "А. Қасым")
    say(ws, "Б. Әли")
    done = decisions.state(ws, HOLD, "hold")
    assert (set(done.approved_by), done.complete) == ({"А. Қасым", "Б. Әли"}, True)


def test_a_later_decision_replaces_and_a_rejection_stops(ws: Workspace) -> None:
    say(ws, "А. Қасым")
    say(ws, "Б. Әли")
    say(ws, "Б. Әли", "reject")
    state = decisions.state(ws, HOLD, "hold")
    assert (state.approved_by, state.complete, len(state.decisions)) == (("А. Қасым",), False, 2)
    say(ws, "Б. Әли")
    assert decisions.state(ws, HOLD, "hold").complete
    with ws.reading() as connection:
        assert len(kept.everything(connection)) == 4, "nothing is edited"


def test_approvals_of_different_papers_do_not_add_up(ws: Workspace) -> None:
    say(ws, "А. Қасым", shown="s1")
    say(ws, "Б. Әли", shown="s2")
    assert decisions.state(ws, HOLD, "hold").approved_by == ("Б. Әли",)
    assert decisions.state(ws, HOLD, "hold", "s1").approved_by == ("А. Қасым",)
    say(ws, "А. Қасым", shown="s2")
    assert decisions.state(ws, HOLD, "hold").complete


def test_other_subjects_and_acts_stand_apart(ws: Workspace) -> None:
    say(ws, "А. Қасым")
    say(ws, "Б. Әли", subject="hold:C-2/722")
    say(ws, "Б. Әли", act="block")
    assert not decisions.state(ws, HOLD, "hold").complete


def test_a_tie_needs_one(ws: Workspace) -> None:
    say(ws, "В. Ким", act="link", subject="link:A|B")
    state = decisions.state(ws, "link:A|B", "link")
    assert (state.needed, state.complete) == (1, True)
    say(ws, "В. Ким", act="link", subject="link:A|B")


def test_who_may_not_decide_is_refused(ws: Workspace) -> None:
    for who, act in (("В. Ким", "hold"), ("Г. Нұр", "link")):
        with pytest.raises(AccessError, match="error-act-role"):
            say(ws, who, act=act)
    with pytest.raises(UsageError, match="error-act-unknown"):
        say(ws, "Б. Әли", act="arrest")
    with pytest.raises(AccessError, match="error-purpose-unknown"):
        say(ws, "Б. Әли", purpose="curiosity")
    with pytest.raises(UsageError, match="error-decision-reason"):
        say(ws, "Б. Әли", reason=" ")
    with pytest.raises(UsageError, match="error-decision-subject"):
        say(ws, "Б. Әли", subject="hold")
    with pytest.raises(NotFound):
        say(ws, "nobody")
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        decisions.decide(ws, "Б. Әли", "guess", HOLD, "hold", "approve", "r", "court", "C-1", "s")
    with ws.reading() as connection:
        assert kept.everything(connection) == []


def test_a_decision_is_what_its_officer_signed(ws: Workspace) -> None:
    say(ws, "Б. Әли")
    with ws.reading() as connection:
        ((decision, replaces),) = kept.everything(connection)
    key, other = (one.public_key for one in officers.everybody(ws) if one.name in ("Б. Әли", "В. Ким"))
    assert decisions.genuine(decision, replaces, key)
    assert not decisions.genuine(decision, replaces, other)
    assert not decisions.genuine(decision, "x", key)
    for changed in ({"reason": "x"}, {"verdict": Verdict.REJECT}, {"shown": "x"}, {"id": "0" * 32}):
        assert not decisions.genuine(replace(decision, **changed), replaces, key)  # type: ignore[arg-type]


def test_an_adverse_decision_is_signed_into_a_checkpoint_at_once(ws: Workspace) -> None:
    say(ws, "Б. Әли")
    with ws.reading() as connection:
        entries = connection.exec_driver_sql("SELECT max(seq) FROM ledger").scalar()
        assert connection.exec_driver_sql("SELECT max(size) FROM checkpoints").scalar() == entries


def test_the_end_of_a_right(ws: Workspace) -> None:
    say(ws, "А. Қасым")
    assert officers.revoke(ws, "А. Қасым").revoked is not None
    with pytest.raises(AccessError, match="error-officer-revoked"):
        say(ws, "А. Қасым", "reject")
    with pytest.raises(UsageError, match="error-officer-revoked"):
        officers.revoke(ws, "А. Қасым")
    assert decisions.state(ws, HOLD, "hold").approvals == 1, "what was decided stays"


def test_officers_are_told_apart(ws: Workspace) -> None:
    with pytest.raises(UsageError, match="error-officer-name"):
        officers.add(ws, " б.  әли ", "head", WORDS)
    with pytest.raises(UsageError, match="error-officer-name"):
        officers.add(ws, " ", "head", WORDS)
    with pytest.raises(UsageError, match="error-role-unknown"):
        officers.add(ws, "Д", "chief", WORDS)
    with pytest.raises(UsageError, match="error-passphrase-short"):
        officers.add(ws, "Д", "head", "short")
    assert len({officers.fingerprint(one) for one in officers.everybody(ws)}) == len(PEOPLE)


def test_a_swapped_key_file_is_refused(ws: Workspace) -> None:
    one, two = (ws.file(f"officers/{who.id}.json") for who in officers.everybody(ws)[:2])
    one.write_bytes(two.read_bytes())
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        officers.unlock(ws, "А. Қасым", WORDS)
    one.write_bytes(b"{}")
    with pytest.raises(TamperError, match="error-officer-key"):
        officers.unlock(ws, "А. Қасым", WORDS)


def test_one_officer_cannot_approve_twice_even_at_once(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _, private = officers.unlock(ws, "А. Қасым", WORDS)
    (who,) = [one for one in officers.everybody(ws) if one.name == "А. Қасым"]
    monkeypatch.setattr(officers, "unlock", lambda *_: (who, private))  # the stretching of the passphrase is slow
    ws.close()
    for number in range(RACES):
        subject, came = f"hold:C-{number}/722", []

        def approve(subject: str = subject, came: list[str] = came) -> None:
            try:
                with Workspace.open(ws.path, write=True, wait=60.0) as mine:
                    say(mine, "А. Қасым", subject=subject)
                came.append("kept")
            except (AccessError, WorkspaceError) as error:
                came.append(error.key)

        threads = [threading.Thread(target=approve) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(came) == ["error-decision-self", "kept"]
        with Workspace.open(ws.path) as reader:
            assert decisions.state(reader, subject, "hold").approvals == 1
