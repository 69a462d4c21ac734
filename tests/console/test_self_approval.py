"""Nobody approves what they approved already: by no door, in no second window, in no race. And two officers who race
for the same word have one effect.

Entries of the registry are adverse: an officer proposes each and thereby approves it as the first of two.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qalqan.console import sessions
from qalqan.console.house import House
from qalqan.desk import decisions, registry
from qalqan.desk.verify import verify
from qalqan.errors import AccessError

from .conftest import PASSPHRASE, Client, Sign
from .do_house import NUMBERS, built

__all__ = ["built"]  # a fixture
FULL = bool(os.environ.get("QALQAN_ACCEPTANCE"))
ATTEMPTS, RACES = (500, 60) if FULL else (14, 3)
API = "/api/v1/decisions"
REFUSED = {403, 404, 409}


@pytest.fixture(scope="module")
def court(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(Path(shutil.copytree(built, tmp_path_factory.mktemp("self") / "ws")))
    yield house
    house.close()


def entered(client: Client, start: int, many: int) -> list[str]:
    """Entries proposed, each by itself: their subjects."""
    made = []
    for number in range(start, start + many):
        body = {"kind": "phone", "value": f"+7701{number:07d}", "ground": "proposal", "reason": "банк жауабы"}
        answer = client.post("/api/v1/registry", json=body, headers={"x-csrf": client.csrf})
        assert answer.status_code == 200, answer.text
        assert (answer.json()["approvals"], answer.json()["needed"]) == (1, 2)
        made.append(str(answer.json()["subject"]))
    return made


def waiting(client: Client, kind: str) -> list[dict[str, str]]:
    """All items of a kind as an officer's queue gives them, page by page."""
    found, after = list[dict[str, str]](), ""
    while True:
        told = client.get(API, params={"kind": kind, "size": 100, "after": after}).json()
        found += told["items"]
        after = told["next"]
        if not after:
            return found


def body(item: dict[str, str]) -> dict[str, str]:
    return {"token": item["token"], "stands": item["stands"], "verdict": "approve", "reason": "растаймын"}


def by_api(client: Client, item: dict[str, str]) -> int:
    return client.post(API, json=body(item), headers={"x-csrf": client.csrf}).status_code


def by_page(client: Client, item: dict[str, str]) -> int:
    told = {"csrf": client.csrf, "kind": "registry", "at": item["token"], "stands": item["stands"]}
    return client.post("/kk/decisions", data=told | {"verdict": "approve", "reason": "растаймын"}).status_code


def by_several(client: Client, item: dict[str, str]) -> int:
    told = {"csrf": client.csrf, "kind": "registry", "chosen": f"{item['token']}.{item['stands']}"}
    return client.post("/ru/decisions/several", data=told | {"verdict": "approve", "reason": "растаймын"}).status_code


def by_program(client: Client, item: dict[str, str]) -> int:
    """The same session as a program's bearer token, without cookie and token against forgery."""
    with TestClient(client.app, base_url="http://localhost") as program:
        head = {"authorization": f"Bearer {client.cookies[sessions.COOKIE]}"}
        return program.post(API, json=body(item), headers=head).status_code


def approvals(house: House, subject: str) -> tuple[int, bool]:
    """How many officers approve it, and whether it may be done."""
    told = decisions.state(house.ws, subject, registry.ACT)
    return told.approvals, told.complete


def test_self_approval_is_refused_by_every_door(court: House, sign: Sign) -> None:
    mine, again, head = (sign(court, role, key=True) for role in ("investigator", "investigator", "head"))
    subjects = entered(mine, 1_000_000, ATTEMPTS)
    items = waiting(head, "registry")
    assert len(items) == ATTEMPTS
    assert waiting(mine, "registry") == []  # not asked of who approved it
    doors = (by_api, by_page, by_several, by_program)
    codes: Counter[int] = Counter()
    for number, item in enumerate(items):
        way = number % 7
        if way < 4:
            codes[doors[way](mine, item)] += 1
        elif way == 4:
            codes[by_api(again, item)] += 1
        elif way == 5:
            with ThreadPoolExecutor(4) as pool:
                raced = list(pool.map(lambda one: by_api(*one), [(mine, item), (again, item)] * 2))
            codes[max(raced) if set(raced) <= REFUSED else 200] += 1
        else:
            subject = subjects[number]
            shown = decisions.state(court.ws, subject, registry.ACT).shown
            with court.writing() as ws, pytest.raises(AccessError):
                decisions.decide(ws, "Try investigator", PASSPHRASE, subject, registry.ACT, "approve", "r",
                                 "investigation", "", shown)  # fmt: skip
            codes[403] += 1
    print("self-approval", dict(codes))
    assert codes.total() == ATTEMPTS
    assert set(codes) <= REFUSED
    assert {approvals(court, one) for one in subjects} == {(1, False)}
    assert len(waiting(head, "registry")) == ATTEMPTS  # all still wait for another officer
    assert by_page(head, items[0]) == 303  # the same doors are open to that one
    assert by_program(head, items[1]) == by_api(head, items[2]) == 200
    assert sorted(approvals(court, one) for one in subjects)[-3:] == [(2, True)] * 3


def test_two_officers_who_race_have_one_effect(court: House, sign: Sign) -> None:
    """Two others approve the same entry in the same moment: it is in force by one of them, the other is told."""
    mine, head, second = (sign(court, role, key=True) for role in ("investigator", "head", "second"))
    before = {one["token"] for one in waiting(head, "registry")}
    subjects = set(entered(mine, 2_000_000, RACES))
    items = [one for one in waiting(head, "registry") if one["token"] not in before]
    assert {one["token"] for one in waiting(second, "registry")} >= {one["token"] for one in items}
    for item in items:
        with ThreadPoolExecutor(4) as pool:
            codes = sorted(pool.map(lambda one: by_api(*one), [(head, item), (second, item)] * 2))
        assert codes[0] == 200
        assert set(codes[1:]) <= REFUSED, codes
    assert len(items) == RACES
    assert {approvals(court, one) for one in subjects} == {(2, True)}
    standing = [one for one in court_standing(court) if one.subject in subjects]
    assert len({(one.subject, one.officer) for one in standing}) == len(standing) == 2 * RACES


def court_standing(house: House) -> list[decisions.Decision]:
    """Every standing word on an entry."""
    with house.ws.reading() as connection:
        return list(decisions.kept.of_acts(connection, (registry.ACT,)))


def test_what_needs_one_officer_is_decided_by_one(court: House, sign: Sign) -> None:
    """The same number approved by one and rejected by another in the same moment: one word stands."""
    head, second = sign(court, "head", key=True), sign(court, "second", key=True)
    items = waiting(head, "number")
    assert len(items) == len(NUMBERS)
    for item in items:
        with ThreadPoolExecutor(2) as pool:
            codes = sorted(pool.map(lambda one: by_api(*one), [(head, item), (second, item)]))
        assert codes[0] == 200
        assert codes[1] in REFUSED
    with court.ws.reading() as connection:
        told = [one for one in decisions.kept.of_acts(connection, ("role",)) if one.subject.startswith("role:phone/")]
    assert len(told) == len(NUMBERS)
    assert verify(court.path).ok
