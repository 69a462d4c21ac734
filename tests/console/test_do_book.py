"""The gate's book waits in the review queue from the moment it is drafted, for the first officer too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qalqan.console.house import House
from qalqan.desk import decisions, drafted, lists
from qalqan.desk.verify import verify
from qalqan.gate.publish import publish
from qalqan.store import ledger

from .conftest import Client, Sign
from .do_house import NUMBERS, built, desk

__all__ = ["built", "desk"]  # fixtures
DAYS = 3000  # the frames' run is of 2025


def papers(client: Client) -> list[dict[str, Any]]:
    return list(client.get("/api/v1/decisions", params={"kind": "paper"}).json()["items"])


def verdict(client: Client, item: dict[str, Any], told: str = "approve") -> int:
    body = {"token": item["token"], "stands": item["stands"], "verdict": told, "reason": "тізім қаралды"}
    return int(client.post("/api/v1/decisions", json=body, headers={"x-csrf": client.csrf}).status_code)


def test_from_a_draft_to_a_signed_book(desk: House, sign: Sign, tmp_path: Path) -> None:
    client, head, second = sign(desk, "investigator", key=True), sign(desk, "head", key=True), sign(desk, "second")
    assert papers(head) == []
    first = publish(desk.path, tmp_path / "out", days=DAYS)
    assert first.draft
    for one in (client, head, second):  # nobody has spoken: it asks every officer who may decide
        (item,) = papers(one)
        assert (item["needed"], item["approved"], item["shown"]) == (2, 0, first.shown)
    assert papers(sign(desk, "analyst")) == []  # who may not decide on it
    page = head.get("/kk/decisions", params={"kind": "paper"}).text
    assert "callers" in page
    assert not [one for one in NUMBERS if one in page]
    entries = _size(desk)
    publish(desk.path, tmp_path / "out", days=DAYS)
    assert _size(desk) == entries + 1, "the use alone is logged: the same draft waits once"
    assert verdict(client, papers(client)[0]) == 200
    assert papers(client) == []
    assert [one["approved"] for one in papers(head)] == [1]
    assert verdict(head, papers(head)[0]) == 200
    assert papers(second) == []
    assert decisions.state(desk.ws, lists.SUBJECT, "block", first.shown).complete
    assert not publish(desk.path, tmp_path / "out", days=DAYS).draft
    assert verify(desk.path).ok


def test_a_newer_draft_takes_the_place_and_a_rejected_one_waits_no_more(
    desk: House, sign: Sign, tmp_path: Path
) -> None:
    client, head = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    never = tmp_path / "never.csv"
    never.write_text("1414\n", "utf-8")
    lists.lists(desk.path, tmp_path / "out", days=DAYS)
    assert verdict(client, papers(client)[0]) == 200
    fresh = publish(desk.path, tmp_path / "out", days=DAYS, extra={"never": [never]})
    (item,) = papers(client)
    assert (item["shown"], item["approved"]) == (fresh.shown, 0), "another content needs its own approvals"
    assert verdict(head, papers(head)[0], "reject") == 200
    assert papers(client) == papers(head) == []
    with desk.ws.reading() as connection:
        (kept,) = drafted.standing(connection)
        assert kept.counts["never"] == 1
        assert drafted.standing(connection, kept.until) == [], "what has ended waits for nobody"


def _size(house: House) -> int:
    with house.ws.reading() as connection:
        return ledger.size(connection)
