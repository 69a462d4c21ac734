"""A control item of the queue looks like a link: by its sum, its place, and all that is kept of a decision on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.desk import paper_frames as made

from qalqan.console import queue_view
from qalqan.console.house import House
from qalqan.desk import controls
from qalqan.store import ledger
from qalqan.texts.say import say

from .conftest import Client, Sign
from .do_house import CASE, OTHER, built, desk, frames

__all__ = ["built", "desk"]  # fixtures
REASON = "бақылау себебі"


@pytest.fixture
def mixed(desk: House) -> House:
    """Every link has a control item beside it; strangers have money at stake, as links have."""
    told = frames()
    strangers = [row["case_id"] for row in told["cases"] if row["case_id"].startswith("25590012")]
    told["holds"] = [told["holds"][0] | {"case_id": one, "expected_tiyn": 7_000 + 100 * n, "rank": 1}
                     for n, one in enumerate([CASE, OTHER, *strangers])]  # fmt: skip
    made.put(Path(desk.path), told, "run2")
    queue_view.queue_of(desk).percent = 100
    return desk


def items(client: Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get("/api/v1/decisions?kind=link&size=100").json()["items"]
    return found


def is_control(house: House, token: str) -> bool:
    return f"\n{controls.ACT}:" in f"\n{house.seals.open(queue_view.WHAT, token).split(chr(10))[1]}"


def test_its_sum_and_place_are_those_of_a_link(mixed: House, sign: Sign) -> None:
    """Sums are what can be expected of the two cases' money; the list is in one order; no pair stands in it twice."""
    found = items(sign(mixed, "analyst"))
    mine = [one for one in found if is_control(mixed, one["token"])]
    assert mine
    assert len(mine) < len(found)
    assert all(int(one["tiyn"]) > 0 for one in found)
    order = [(-int(one["tiyn"]), -int(one["score"]), one["case"], one["other"]) for one in found]
    assert order == sorted(order)
    pairs = [frozenset((one["case"], one["other"])) for one in found]
    assert len(set(pairs)) == len(pairs)
    assert {tuple(sorted(one)) for one in found} == {tuple(sorted(found[0]))}


def test_what_is_kept_of_it_names_it_to_no_one_who_may_meet_it(mixed: House, sign: Sign) -> None:
    """Not the ledger's entry, not lists of decisions, by no filter, not even one's own; head and inspector read it."""
    client, other = sign(mixed, "investigator", key=True), sign(mixed, "analyst")
    item = next(one for one in items(client) if is_control(mixed, one["token"]))
    before = client.get("/api/v1/decisions/precision").json()
    body = {"token": item["token"], "stands": item["stands"], "verdict": "approve", "reason": REASON}
    told = client.post("/api/v1/decisions", json=body, headers={"x-csrf": client.csrf})
    assert told.status_code == 200
    assert controls.ACT not in told.text
    said = say(f"decided-act-{controls.ACT}", "kk")
    with mixed.ws.reading() as connection:
        seq = ledger.size(connection) - 1
    for who in (client, other):
        for page in (
            "/kk/ledger",
            f"/kk/ledger/{seq}",
            "/kk/ledger/decisions",
            "/kk/decisions",
            f"/kk/case/{item['case']}",
        ):
            shown = who.get(page)
            assert shown.status_code == 200
            assert not re.search(rf"\b{controls.ACT}\b|{said}", shown.text), page
    pair = f"{item['case']} · {item['other']}"
    for query, seen in (("", True), ("?act=link", True), ("?act=control", False)):
        page = client.get(f"/kk/ledger/decisions{query}").text
        assert (REASON in page) is seen, query
        assert (pair in page) is seen, query
        assert REASON not in other.get(f"/kk/ledger/decisions{query}").text
    assert REASON in client.get(f"/kk/case/{item['case']}").text
    after = client.get("/api/v1/decisions/precision").json()
    assert sum(one["approved"] for one in after) == sum(one["approved"] for one in before) + 1
    assert other.get("/api/v1/decisions/precision").json() == before
    for role in ("head", "inspector"):
        assert said in sign(mixed, role).get("/kk/ledger/decisions").text
