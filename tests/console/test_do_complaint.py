"""A complaint to an operator through the application: its numbers looked at and chosen, two officers, the clock, the
operator's answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk import paper_frames as made
from tests.desk.paper_frames import CASE
from tests.desk.test_acts_complaint import BEELINE, BOX, KCELL, POSED, told

from qalqan.console.house import House
from qalqan.desk import acts_state
from qalqan.desk.verify import verify

from .conftest import Client, Sign
from .do_house import build

MEASURE = f"{CASE}/kcell:complaint"
TOKENS = re.compile(r'name="chosen" value="([A-Za-z0-9_-]+)"')


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose victim was called from one box with numbers of two operators."""
    path = build(tmp_path_factory.mktemp("complaint") / "ws", run=False)
    made.put(path, told(), "run1")
    return path


@pytest.fixture
def house(called: Path, tmp_path: Path) -> Iterator[House]:
    """A copy of one's own."""
    one = House(Path(shutil.copytree(called, tmp_path / "ws")))
    yield one
    one.close()


def form(client: Client, **more: object) -> dict[str, object]:
    return {"csrf": client.csrf, "kind": "complaint", "case": CASE} | more


def step(client: Client, what: str, **stated: str) -> int:
    after = client.get("/api/v1/acts/one", params={"id": MEASURE}).json()["after"]
    told_ = {"id": MEASURE, "step": what, "after": after, "csrf": client.csrf} | stated
    return int(client.post("/kk/act/step", data=told_).status_code)


def test_numbers_are_looked_at_masked_and_chosen(house: House, sign: Sign) -> None:
    client, duty = sign(house, "investigator", key=True), sign(house, "duty_officer", key=True)
    first = client.post("/kk/act/new", data=form(client))  # the choice in the list alone proposes nothing
    assert first.status_code == 200
    tokens = TOKENS.findall(first.text)
    assert len(tokens) == 2
    for secret in (KCELL, KCELL[1:], BEELINE, POSED, BOX):
        assert secret not in first.text
    listed = client.get("/api/v1/acts/complaint", params={"case": CASE}).json()
    assert [one["token"] for one in listed] == tokens
    assert {one["name"] for one in listed} == {"Kcell", "Beeline"}
    mine = next(one["token"] for one in listed if one["operator"] == "kcell")
    assert acts_state.everything(house.ws) == []
    none = client.post("/kk/act/new", data=form(client, looked="1"))
    assert none.status_code == 400
    posed = client.post("/kk/act/new", data=form(client, looked="1", chosen=mine, objects=POSED))
    assert posed.status_code == 400, "nobody complains of a number that somebody only posed with"
    assert POSED in posed.text, "what was typed is not lost"
    assert duty.post("/kk/act/new", data=form(duty, looked="1", chosen=mine)).status_code == 403
    strange = client.post("/kk/act/new", data=form(client, looked="1", chosen="x" * 40))
    assert strange.status_code == 404
    done = client.post("/kk/act/new", data=form(client, looked="1", chosen=mine, reason="жәбірленуші шағымданды"))
    assert done.status_code == 303, done.text
    (kept,) = acts_state.everything(house.ws)
    assert (kept.id, list(kept.asked)) == (MEASURE, [KCELL])


def test_two_officers_two_days_and_the_operators_answer(house: House, sign: Sign) -> None:
    client, head = sign(house, "investigator", key=True), sign(house, "head", key=True)
    body = {"kind": "complaint", "case": CASE, "bank": "kcell"}
    assert client.post("/api/v1/acts", json=body, headers={"x-csrf": client.csrf}).status_code == 200
    shown = client.get("/ru/decisions", params={"kind": "measure"}).text
    assert "Kcell" in shown
    assert "kcell" not in shown.replace("kcell:complaint", "").replace("kcell%3A", "")
    for one in (client, head):
        (item, *_) = one.get("/api/v1/decisions", params={"kind": "measure"}).json()["items"]
        body = {"token": item["token"], "stands": item["stands"], "verdict": "approve", "reason": "негізі бар"}
        assert one.post("/api/v1/decisions", json=body, headers={"x-csrf": one.csrf}).status_code == 200
    assert step(client, "send", to="Kcell", how="арна") == 303
    (line,) = client.get("/api/v1/acts").json()
    assert [one["what"] for one in line["due"]] == ["answer"], "the clock runs"
    page = client.get("/ru/act", params={"id": MEASURE}).text
    assert "Kcell" in page
    assert KCELL not in page
    assert 'name="stopped"' in page
    assert 'name="held_1"' not in page, "nothing is held of a complaint"
    paper = client.get("/kk/act/paper/complaint.pdf", params={"id": MEASURE})
    assert paper.content[:5] == b"%PDF-"
    after = client.get("/api/v1/acts/one", params={"id": MEASURE}).json()["after"]
    answer = {"id": MEASURE, "step": "answer", "after": after, "stated": {"number": "7-11"}, "flags": ["stopped"]}
    assert client.post("/api/v1/acts/step", json=answer, headers={"x-csrf": client.csrf}).json()["state"] == "held"
    for language, words in (
        ("kk", "оператор тоқтата тұрды"),
        ("ru", "приостановлены оператором"),
        ("en", "suspended by the operator"),
    ):
        assert words in client.get(f"/{language}/act", params={"id": MEASURE}).text.casefold()
        assert words in client.get(f"/{language}/acts").text.casefold()
    assert verify(house.path).ok


def test_the_api_proposes_on_all_numbers_or_those_named(house: House, sign: Sign) -> None:
    client = sign(house, "head", key=True)
    body = {"kind": "complaint", "case": CASE, "bank": "beeline", "objects": [BEELINE]}
    (made_,) = client.post("/api/v1/acts", json=body, headers={"x-csrf": client.csrf}).json()
    assert (made_["id"], made_["state"]) == (f"{CASE}/beeline:complaint", "proposed")
    wrong = body | {"kind": "suspension", "bank": "601"}
    assert client.post("/api/v1/acts", json=wrong, headers={"x-csrf": client.csrf}).status_code == 400
    assert client.get("/api/v1/acts/complaint", params={"case": "999"}).status_code == 404
