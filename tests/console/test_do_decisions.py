"""Deciding through the application: keystrokes, conflicts, races, several at once, undo, control items."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from tests.desk.paper_frames import CALLER, FIRST, SECOND

from qalqan.console import queue_view
from qalqan.console.house import House
from qalqan.desk import controls, decided, decisions, lists
from qalqan.model.decision import Decision, Verdict
from qalqan.store import decisions as kept
from qalqan.store import officers as people

from .conftest import PASSPHRASE, Sign
from .do_house import DROPPERS, NUMBERS, built, desk

__all__ = ["built", "desk"]  # fixtures
API = "/api/v1/decisions"
HIDDEN = re.compile(r'name="(at|stands)" value="([^"]+)"')


def queue(client: TestClient, kind: str) -> list[dict[str, object]]:
    answer = client.get(API, params={"kind": kind})
    assert answer.status_code == 200
    return list(answer.json()["items"])


def verdict(client: TestClient, item: dict[str, object], told: str = "approve", reason: str = "негізі бар") -> int:
    body = {"token": item["token"], "stands": item["stands"], "verdict": told, "reason": reason}
    return int(client.post(API, json=body, headers={"x-csrf": client.csrf}).status_code)


def form(client: TestClient, kind: str, **more: str) -> dict[str, str]:
    page = client.get("/kk/decisions", params={"kind": kind})
    assert page.status_code == 200
    return {"csrf": client.csrf, "kind": kind} | dict(HIDDEN.findall(page.text)) | more


def standing(house: House, act: str) -> list[Decision]:
    with house.ws.reading() as connection:
        return [one for one, _ in kept.everything(connection) if one.act == act]


def test_one_keystroke_signs_and_opens_the_next(desk: House, sign: Sign) -> None:
    """The verdict is kept with its reason and what was shown; the page goes on to another item."""
    client = sign(desk, "investigator", key=True)
    before = queue(client, "dropper")
    answer = client.post("/kk/decisions", data=form(client, "dropper", verdict="reject", reason="отбасы"))
    assert answer.status_code == 303
    (done,) = standing(desk, "role")
    assert (done.verdict, done.reason, done.shown) == (Verdict.REJECT, "отбасы", before[0]["shown"])
    assert before[0]["token"] not in {one["token"] for one in queue(client, "dropper")}
    assert "отбасы" in client.get("/kk/decisions").text  # offered again


def test_a_reason_is_required_and_nothing_typed_is_lost(desk: House, sign: Sign) -> None:
    """Without a reason nothing is kept; with a wrong passphrase the reason stays in the form."""
    client = sign(desk, "investigator", key=True)
    assert client.post("/kk/decisions", data=form(client, "number", verdict="approve", reason=" ")).status_code == 400
    locked = sign(desk, "head")
    told = form(locked, "number", verdict="approve", reason="ұзақ себеп", passphrase="қате сөз")
    answer = locked.post("/kk/decisions", data=told)
    assert answer.status_code == 403
    assert 'value="ұзақ себеп"' in answer.text
    assert standing(desk, "role") == []


def test_two_officers_on_one_item_lose_nothing(desk: House, sign: Sign) -> None:
    """The second, who looked before the first decided, is told and keeps the reason typed; then decides as well."""
    first, second = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    mine, theirs = form(first, "number", verdict="approve", reason="бірінші"), form(second, "number")
    assert first.post("/kk/decisions", data=mine).status_code == 303
    late = second.post("/kk/decisions", data=theirs | {"verdict": "reject", "reason": "екінші"})
    assert late.status_code == 409
    assert 'value="екінші"' in late.text
    assert "бірінші" in late.text  # what the other said is shown
    assert [one.reason for one in standing(desk, "role")] == ["бірінші"]
    again = {"csrf": second.csrf, "kind": "number", "verdict": "reject", "reason": "екінші"}
    assert second.post("/kk/decisions", data=again | dict(HIDDEN.findall(late.text))).status_code == 303
    assert sorted(one.reason for one in standing(desk, "role")) == ["бірінші", "екінші"]


def test_an_adverse_act_needs_another_officer(desk: House, sign: Sign) -> None:
    """A hold is proposed with one approval; its officer cannot be the second, another can."""
    client = sign(desk, "investigator", key=True)
    item = queue(client, "hold")[0]
    assert verdict(client, item) == 200
    waiting = client.get(API, params={"kind": "measure"}).json()
    assert waiting["total"] == 0  # not for the one who approved
    head = sign(desk, "head", key=True)
    (measure,) = queue(head, "measure")
    assert (measure["needed"], measure["approved"]) == (2, 1)
    assert verdict(client, measure) in (403, 409)
    assert verdict(head, measure) == 200
    assert head.get(API, params={"kind": "measure"}).json()["total"] == 0
    assert {one.officer for one in standing(desk, "hold")} == {_id(desk, "Try investigator"), _id(desk, "Try head")}


def test_approving_twice_at_once_is_one_approval(desk: House, sign: Sign) -> None:
    """Two windows of one officer, raced 12 times: never two approvals by one hand."""
    client, head = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    verdict(client, queue(client, "hold")[0])
    (measure,) = queue(head, "measure")
    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(lambda _: verdict(head, measure), range(12)))
    assert codes.count(200) == 1
    assert set(codes) <= {200, 403, 404, 409}
    assert len([one for one in standing(desk, "hold") if one.officer == _id(desk, "Try head")]) == 1


def _id(house: House, name: str) -> str:
    with house.ws.reading() as connection:
        return people.get(connection, name).id


def test_undo_is_a_new_decision(desk: House, sign: Sign) -> None:
    """The word is taken back by a later record; the earlier one stays, and the item is open again for others."""
    client, head = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    item = queue(client, "number")[0]
    verdict(client, item, "reject", "қате")
    assert item["token"] not in {one["token"] for one in queue(head, "number")}
    page = client.get("/kk/decisions", params={"kind": "number"}).text
    what = re.findall(r'name="what" value="([^"]+)"', page)[0]
    told = {"csrf": client.csrf, "what": what, "reason": "шатастым"}
    assert client.post("/kk/decisions/undo", data=told).status_code == 303
    assert [one.verdict for one in standing(desk, "role")] == [Verdict.REJECT, Verdict.UNSURE]
    assert item["token"] in {one["token"] for one in queue(head, "number")}
    assert client.post("/kk/decisions/undo", data=told).status_code == 404


def test_several_at_once_only_where_nothing_adverse(desk: House, sign: Sign) -> None:
    """Numbers together, holds never."""
    client = sign(desk, "investigator", key=True)
    chosen = [f"{one['token']}.{one['stands']}" for one in queue(client, "number")[:3]]
    told = {"csrf": client.csrf, "kind": "number", "verdict": "approve", "reason": "бірге"}
    assert client.post("/ru/decisions/several", data=told | {"chosen": chosen}).status_code == 303
    assert len(standing(desk, "role")) == len(chosen)
    hold = queue(client, "hold")[0]
    refused = client.post("/ru/decisions/several", data=told | {"chosen": [f"{hold['token']}.{hold['stands']}"]})
    assert refused.status_code == 403
    assert standing(desk, "hold") == []


@pytest.mark.parametrize("role", ["inspector", "partner", "model_steward"])
def test_roles_without_decisions_are_refused(desk: House, sign: Sign, role: str) -> None:
    """Neither the page nor the resource."""
    client = sign(desk, role)
    assert client.get("/kk/decisions").status_code == 403
    assert client.post("/kk/decisions", data={"csrf": client.csrf}).status_code == 403
    assert client.get(API).status_code == 403


def test_a_change_without_the_token_is_refused(desk: House, sign: Sign) -> None:
    """Page and resource alike."""
    client = sign(desk, "head", key=True)
    assert client.post("/kk/decisions", data={"verdict": "approve"}).status_code == 403
    assert client.post(API, json={}).status_code == 403


def test_a_write_model_takes_nothing_it_does_not_name(desk: House, sign: Sign) -> None:
    """No mass assignment."""
    client = sign(desk, "head", key=True)
    body = {"token": "x" * 20, "stands": "0" * 32, "verdict": "approve", "reason": "r", "officer": "another"}
    answer = client.post(API, json=body, headers={"x-csrf": client.csrf})
    assert answer.status_code == 422


def test_the_queue_shows_no_personal_value_while_masked(desk: House, sign: Sign) -> None:
    """Accounts, numbers and names of the proposals stand nowhere on the page, nor in the resource."""
    client = sign(desk, "investigator")
    told = "".join(client.get("/kk/decisions", params={"kind": kind}).text + client.get(API, params={"kind": kind}).text
                   for kind in ("dropper", "hold", "number", "link", "message"))  # fmt: skip
    planted = [*DROPPERS, *NUMBERS, FIRST, SECOND, CALLER, "Мәди Оспанов", "Сәуле Ахметова", "зиянды сөз"]
    assert [one for one in planted if one in told] == []


def test_results_of_control_items_are_the_heads_alone(desk: House, sign: Sign) -> None:
    """A false control item approved counts as bias; only the head's page says so, and it binds no analysis."""
    key = desk.ws.key("controls")
    (false, *_) = [one for one in controls.candidates(desk.tables(), key)
                   if controls.expected(one.subject, key) is controls.FALSE]  # fmt: skip
    client = sign(desk, "analyst", key=True)
    (item,) = queue_view.queue_of(desk).items(desk.ws, [false])
    token = desk.seals.seal(queue_view.WHAT, f"{item.kind}\n{item.subject}")
    assert verdict(client, {"token": token, "stands": item.stands}) == 200
    assert decided.binding(desk.ws).is_empty()
    name = "Бақылау ұсыныстары"
    assert name in sign(desk, "head").get("/kk/decisions").text
    assert name not in client.get("/kk/decisions").text
    assert "control" not in client.get("/kk/decisions").text


def test_the_gate_book_waits_for_its_second_officer(desk: House, sign: Sign) -> None:
    """What one approved elsewhere by its hash is in the other's queue, with how many rows each list has."""
    told = lists.content(desk.ws, lists.DAYS, {})
    with desk.writing() as ws:
        decisions.decide(
            ws, "Try investigator", PASSPHRASE, lists.SUBJECT, "block", Verdict.APPROVE, "тізім", "prevention", "",
            told.shown,
        )  # fmt: skip
    head = sign(desk, "head", key=True)
    page = head.get("/ru/decisions", params={"kind": "paper"}).text
    assert "callers" in page
    assert not [one for one in NUMBERS if one in page]
    (item,) = queue(head, "paper")
    assert verdict(head, item) == 200
    assert decisions.state(desk.ws, lists.SUBJECT, "block", told.shown).complete
