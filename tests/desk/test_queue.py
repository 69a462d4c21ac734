"""The review queue out of a made-up run: its order, what leaves it, what an item shows, precision."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.desk.paper_frames import CASE, OTHER, WORDS, frames, make

from qalqan.desk import _queue_proposals, controls, queue, tables
from qalqan.desk.acts_propose import Signer
from qalqan.desk.queue import Queue
from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.govern.policy import Role
from qalqan.model.decision import Verdict
from qalqan.model.schema import TABLES
from qalqan.store import officers as people
from qalqan.store.workspace import Workspace

BY = Signer("А. Қасым", WORDS)
KEY = b"k" * 32


def known(**rows: list[dict[str, object]]) -> Tables:
    """Tables of these rows alone."""
    made = {}
    for name in TABLES:
        shape = empty(table(name)).schema
        told = [{column: row.get(column) for column in shape} for row in rows.get(name, [])]
        made[name] = conform(pl.DataFrame(told, schema=shape, orient="row"), table(name))
    return Tables(made.get, None, b"")


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("queue") / "ws"
    told = frames()
    told["links"] = [{"case_a": OTHER, "case_b": CASE, "score": 998, "grounds": told["links"][0]["grounds"]}]
    told["holds"][0]["expected_tiyn"], told["holds"][1]["expected_tiyn"] = 90_00, 250_00
    make(path, told)
    return path


def test_money_still_there_comes_first_by_what_can_be_expected(ws: Path) -> None:
    with Workspace.open(ws) as open_:
        found = _queue_proposals.proposals(tables.current(open_))
    assert [(one.key, one.tiyn) for one in found["hold"]] == [(f"{CASE}/948", 250_00), (f"{CASE}/601", 90_00)]
    (link,) = found["link"]
    assert link.subject == f"link:{min(CASE, OTHER)}|{max(CASE, OTHER)}"
    assert link.tiyn == 340_00  # what is at stake in both cases


def test_harm_to_a_child_stands_before_all_other_messages() -> None:
    told = (("a", "scam", 1000), ("b", "harm", 600), ("c", "none", 999))
    read = [{"message_id": name, "class": what, "scam_score": score} for name, what, score in told]
    found = _queue_proposals.proposals(known(messages_read=read))["message"]
    assert [one.key for one in found] == ["b", "a"]
    assert not queue._item(found[0], {}).bulk


def test_a_weak_link_is_not_asked_about() -> None:
    links = [{"case_a": "1", "case_b": "2", "score": 499, "grounds": "[]"}]
    assert _queue_proposals.proposals(known(links=links))["link"] == []


def test_what_was_shown_changes_with_its_content_and_stands_with_every_voice(ws: Path) -> None:
    with Workspace.open(ws) as open_:
        told = _queue_proposals.proposals(tables.current(open_))["link"][0]
    one = queue._item(told, {})
    from dataclasses import replace

    assert queue._item(replace(told, score=997), {}).shown != one.shown
    assert queue._item(replace(told, at=None, case="x"), {}).shown == one.shown  # what is not shown as content


def test_a_decided_item_leaves_the_queue_and_a_moved_one_is_a_conflict(ws: Path) -> None:
    desk = Queue(percent=0)
    with Workspace.open(ws, write=True) as open_:
        run = tables.current(open_)
        me = people_id(open_, "А. Қасым")
        link = next(one for one in desk.open(open_, run, me, Role.INVESTIGATOR) if one.kind == "link")
        (seen,) = desk.items(open_, [link])
        with pytest.raises(UsageError):
            desk.decide(open_, run, ("link", link.subject), seen.stands, Verdict.APPROVE, "  ", BY)
        desk.decide(open_, run, ("link", link.subject), seen.stands, Verdict.REJECT, "ұқсамайды", BY)
        with pytest.raises(Conflict):
            desk.decide(open_, run, ("link", link.subject), seen.stands, Verdict.APPROVE, "ұқсайды", BY)
        assert link.subject not in [one.subject for one in desk.open(open_, run, me, Role.INVESTIGATOR)]
        (told,) = queue.precision(desk.decided(open_))
        assert (told.kind, told.approved, told.rejected, told.per_mille) == ("link", 0, 1, 0)
        queue.undo(open_, link.subject, "link", "шатастым", BY)
        with pytest.raises(NotFound):
            queue.undo(open_, link.subject, "link", "тағы", BY)
        other = people_id(open_, "Б. Әли")
        assert link.subject in [one.subject for one in desk.open(open_, run, other, Role.HEAD)]
        assert link.subject not in [one.subject for one in desk.open(open_, run, me, Role.INVESTIGATOR)]  # put off


def people_id(ws: Workspace, name: str) -> str:
    with ws.reading() as connection:
        return people.get(connection, name).id


def test_reasons_of_the_same_act_are_offered_first_each_once(ws: Path) -> None:
    with Workspace.open(ws) as open_:
        mine = queue.mine(open_, people_id(open_, "А. Қасым"))
    assert queue.reasons(mine, "link")[0] == "шатастым"
    assert len(set(queue.reasons([*mine, *mine], "hold"))) == len(queue.reasons([*mine, *mine], "hold"))


@pytest.mark.parametrize(
    ("subject", "act", "kind"),
    [("role:phone/+77", "role", "number"), ("role:iban/KZ", "role", "dropper"), ("link:1|2", "link", "link"),
     ("text:m", "text", "message"), ("letter:x", "letter", "")],
)  # fmt: skip
def test_a_decision_tells_which_kind_of_proposal_it_was_about(subject: str, act: str, kind: str) -> None:
    assert queue.kind_of(subject, act) == kind


def cases(many: int = 40) -> Tables:
    ground = json.dumps([{"locators": [], "rule": "tie-device", "values": {}, "weight": 5000}] * 3)
    links = [{"case_a": "c00", "case_b": "c01", "score": 999, "grounds": ground}]
    return known(cases=[{"case_id": f"c{n:02}", "mo": "rent"} for n in range(many)], links=links)


def test_control_items_have_a_known_answer_that_only_the_key_tells() -> None:
    made = controls.candidates(cases(), KEY)
    told = {controls.expected(one.subject, KEY) for one in made}
    assert told == {Verdict.APPROVE, Verdict.REJECT}
    assert {controls.expected(one.subject, b"x" * 32) for one in made} == {None}
    tied = {frozenset({"c00", "c01"})}
    for one in made:
        true = controls.expected(one.subject, KEY) is Verdict.APPROVE
        assert (frozenset({one.case, one.other}) in tied) is true
        assert (one.score < 600) is true  # only the score misleads


def test_control_items_are_mixed_in_at_the_share_asked_for_and_never_twice() -> None:
    items = list(controls.candidates(cases(), b"y" * 32)) * 50
    made = controls.candidates(cases(400), KEY)
    mixed = controls.mixed(items, made, (), "officer", KEY, 10)
    added = [one for one in mixed if controls.expected(one.subject, KEY) is not None]
    assert len({one.subject for one in added}) == len(added)
    assert [one for one in mixed if controls.expected(one.subject, KEY) is None] == items
    assert controls.mixed(items, made, (), "officer", KEY, 0) == items
    assert not {one.subject for one in controls.mixed(items, made, {added[0].subject}, "officer", KEY, 10)} & {
        added[0].subject
    }
