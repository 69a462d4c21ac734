"""Today: first steps of a workspace that begins, what came after the run, the urgent, the unfinished."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.paper_frames import CASE, PEOPLE, WORDS, at, frames, make

from qalqan.desk import jobs, officers, report_form, tables, today
from qalqan.desk.case_new import Form
from qalqan.govern.policy import Role
from qalqan.settings import Settings
from qalqan.store import drafts
from qalqan.store.workspace import Workspace

WORDS_HEARD = Form(words="қоңырау шалды", registered_at="2025-03-14 10:00")


def test_an_empty_workspace_says_how_to_begin(tmp_path: Path) -> None:
    path = tmp_path / "ws"
    with Workspace.init(path) as ws:
        me = officers.add(ws, "А", "head", WORDS).id
        told = today.today(ws, None, me, Role.HEAD)
        assert told.steps == today.FIRST
        assert (told.files, told.fresh, told.run_at, told.harm) == (0, 0, None, ())
    report_form.send(path, Settings(), WORDS_HEARD, by=me)
    with Workspace.open(path) as ws:
        told = today.today(ws, None, me, Role.HEAD)
    assert told.steps == ("analyse", "decide")
    assert (told.files, told.fresh, len(told.reports)) == (1, 1, 1)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("today") / "ws"
    told = frames()
    told["messages"] = [
        {"message_id": one, "at": at(1), "text": "x", "case_id": CASE, "seq": 1} for one in ("m1", "m2", "m3")
    ]
    told["messages_read"] = [
        {"message_id": "m1", "class": "harm", "scam_score": 700},
        {"message_id": "m2", "class": "scam", "scam_score": 999},
        {"message_id": "m3", "class": "harm", "scam_score": 900},
    ]  # fmt: skip
    make(made, told)
    return made


def test_what_drives_a_child_to_self_harm_is_told_likeliest_first(path: Path) -> None:
    with Workspace.open(path) as ws:
        told = today.today(ws, tables.current(ws), "nobody", Role.ANALYST)
    assert [(one.message, one.case, one.score) for one in told.harm] == [("m3", CASE, 900), ("m1", CASE, 700)]


def test_ones_own_unfinished_things_and_nobody_elses(path: Path) -> None:
    with Workspace.open(path, write=True) as ws:
        mine, other = (officers.everybody(ws)[n].id for n in (0, 1))
        with ws.beside() as connection:
            drafts.save(connection, mine, "report", "new", {"words": "x"}, 0)
        jobs.add(ws, "analyse", {}, mine)
        told = today.today(ws, None, mine, Role(PEOPLE[officers.everybody(ws)[0].name]))
        assert [one.kind for one in told.drafts] == ["report"]
        assert [one.kind for one in told.jobs] == ["analyse"]
        theirs = today.today(ws, None, other, Role.ANALYST)
        assert (theirs.drafts, theirs.jobs) == ((), ())
