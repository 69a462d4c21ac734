"""What a review of the console found: ways around seals, units and masks, each closed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request
from tests.desk import paper_frames as made

from qalqan.console import hand, queue_view, sessions
from qalqan.console.ask import Ask
from qalqan.console.eyes import Eyes
from qalqan.console.house import House
from qalqan.desk import access, controls, decisions, login, signing
from qalqan.govern.policy import Role
from qalqan.store import accounts
from qalqan.store import officers as people
from qalqan.store.workspace import Workspace
from qalqan.texts.say import say

from .conftest import PASSPHRASE, Client, Sign
from .do_house import CASE, HARM, LONE, OTHER, built, desk, frames

__all__ = ["built", "desk"]  # fixtures
KUI = "КУИ-27-777/25"
ACCOUNT = "KZ436017777000000001"
PHONE = "+77012223344"


@pytest.fixture(scope="module")
def nearby(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another run: the last case goes by a second number, is another unit's, and has an account of its own."""
    path = Path(shutil.copytree(built, tmp_path_factory.mktemp("near") / "ws"))
    told = frames()
    for row in told["cases"]:
        if row["case_id"] == LONE:
            row |= {"kui_number": KUI, "organ": "Алматы қ. ПД", "victim_name": "Бөтен Адамов"}
        elif row["case_id"] in (CASE, OTHER):
            row["organ"] = "Орал қ. ПБ"
    told["series"] = [row | {"score": 950 if row["case_id"] == CASE else 900} for row in told["series"]]
    told["series"] += [{"case_id": LONE, "series_id": OTHER, "score": 800}]
    told["holds"] += [told["holds"][0] | {"case_id": LONE, "account": ACCOUNT, "rank": 1}]
    told["victims_in_progress"] = [
        {"victim_id": made.place(at), "number": phone, "at": made.at(at), "until": made.at(at + 9), "rule": "code",
         "tell": "operator", "score": 900, "grounds": "[]", "case_id": case, "locators": made.place(at)}
        for at, case, phone in ((1, CASE, made.PHONE), (2, LONE, PHONE))
    ]  # fmt: skip
    told["call_campaigns"] = [
        {"campaign_id": "c::1", "numbers": 2, "called": 3, "reported": 2, "cases": f"{CASE};{LONE}", "grounds": "[]",
         "first": made.at(0), "last": made.at(9)}
    ]  # fmt: skip
    told["identifiers"] = [
        *told.get("identifiers", []),
        {"case_id": LONE, "kind": "phone", "value": PHONE, "rule": "named", "sure": 900, "locators": made.place(9)},
    ]
    made.put(path, told, "run2")
    with Workspace.open(path) as ws, ws.reading() as connection:
        for name in ("Try investigator", "Try analyst", "Try duty_officer"):
            known = [one for one in accounts.grants(connection, people.get(connection, name).id) if one.ended is None]
            (grant,) = known
            access.take_back(ws, "Try head", grant.id)
            access.give(ws, "Try head", name, "organ", "Орал қ. ПБ")
    return path


@pytest.fixture
def near(nearby: Path, tmp_path: Path) -> Iterator[House]:
    """A copy of it of one's own."""
    house = House(Path(shutil.copytree(nearby, tmp_path / "near")))
    yield house
    house.close()


def seal(house: House, case: str) -> None:
    with house.writing() as ws:
        decisions.decide(
            ws, "Try head", PASSPHRASE, f"seal:{case}", "seal", "approve", "құпия", "investigation", case, ""
        )


def unmask(client: Client, case: str = "") -> None:
    told = {"csrf": client.csrf, "purpose": "investigation", "case": case}
    assert client.post("/kk/unmask", data=told).status_code == 303


def propose(client: Client, case: str) -> int:
    body = {"kind": "suspension", "case": case, "bank": "601"}
    return client.post("/api/v1/acts", json=body, headers={"x-csrf": client.csrf}).status_code


@pytest.mark.parametrize("closed", [True, False])
def test_another_number_of_a_case_is_no_way_into_it(near: House, sign: Sign, closed: bool) -> None:
    """A measure is proposed by the case that is loaded: a sealed or another unit's one is not reached by its second
    number."""
    if closed:
        seal(near, LONE)
    client = sign(near, "investigator", key=True)
    assert propose(client, LONE) == propose(client, KUI) == 404
    form = {"csrf": client.csrf, "kind": "suspension", "case": KUI, "bank": "601"}
    assert client.post("/kk/act/new", data=form).status_code == 404
    assert propose(client, CASE) != 404


def test_clear_data_of_lists_are_those_of_cases_that_the_purpose_covers(near: House, sign: Sign) -> None:
    """Another unit's case stays masked in lists, in the graph and on the page of its phone; the head sees it."""
    phone = near.seals.seal("thing", f"phone:{PHONE}")
    pages = ("/kk/money", f"/api/v1/graph/around?node=case:{LONE}", f"/kk/thing/{phone}", f"/api/v1/things/{phone}")
    for role, seen in (("investigator", False), ("head", True)):
        client = sign(near, role)
        unmask(client)
        told = [client.get(one) for one in pages]
        assert [one.status_code for one in told] == [200] * len(pages)
        assert [any(value in one.text for value in (ACCOUNT, PHONE)) for one in told] == [seen] * len(pages)
        assert made.FIRST in told[0].text  # their own unit's


@pytest.mark.parametrize(
    ("subject", "hidden"),
    [
        (f"person:iin:{made.CHILD}|phone:{made.PHONE}", (made.CHILD, made.PHONE)),
        (f"person:name:Сәуле Ахметова&phone:{made.PHONE}|iin:{made.CHILD}", ("Ахметова", made.CHILD, made.PHONE)),
        ("text:0123456789abcdef:чат с Сәуле +77015550112.txt:4", ("Сәуле", "7015550112")),
        (f"role:iban/{made.FIRST}", (made.FIRST,)),
    ],
)
def test_what_a_decision_is_about_is_masked(desk: House, sign: Sign, subject: str, hidden: tuple[str, ...]) -> None:
    """Persons, messages and values in the subjects of decisions, on the ledger's page and among one's own."""
    with desk.writing() as ws:
        act = subject.partition(":")[0]
        decisions.decide(ws, "Try investigator", PASSPHRASE, subject, act, "reject", "себебі", "investigation", "", "")
    client = sign(desk, "investigator")
    for address in ("/kk/ledger/decisions", "/kk/decisions"):
        text = client.get(address).text
        assert "себебі" in text
        assert not [one for one in hidden if one in text], address


def test_calls_tell_nothing_of_a_sealed_case_and_keep_another_units_masked(near: House, sign: Sign) -> None:
    """Victims in progress and campaigns: rows and numbers of cases."""
    client = sign(near, "investigator")
    unmask(client)
    before = client.get("/kk/calls").text
    assert made.PHONE in before
    assert LONE in before
    assert PHONE not in before
    seal(near, LONE)
    after = client.get("/kk/calls").text
    assert CASE in after
    assert LONE not in after


def test_the_ledgers_decisions_do_not_name_a_sealed_case(near: House, sign: Sign) -> None:
    """The seal itself is a decision; who was not given the case reads nothing of it, an inspector does."""
    seal(near, LONE)
    for role, seen in (("investigator", False), ("inspector", True), ("head", True)):
        for query in ("", f"?case={KUI}", "?act=seal"):
            told = sign(near, role).get(f"/kk/ledger/decisions{query}")
            assert told.status_code == 200
        assert (LONE in told.text) is seen, role


def test_a_letter_is_judged_by_the_cases_it_tells_of(near: House, sign: Sign) -> None:
    """One's own case beside another's series; a series of which a case is sealed."""
    client = sign(near, "investigator")
    told = {"csrf": client.csrf, "case": LONE, "series": CASE, "to": "Прокурор", "number": "1", "do": "show"}
    assert client.post("/kk/letters/join", data=told).status_code == 404
    fine = client.post("/kk/letters/join", data=told | {"case": ""})
    assert fine.status_code == 200, fine.text
    seal(near, OTHER)
    assert client.post("/kk/letters/join", data=told | {"case": CASE}).status_code == 404
    assert client.post("/kk/letters/join", data=told | {"case": ""}).status_code == 404


def test_files_are_not_brought_into_a_case_one_may_not_act_in(near: House, sign: Sign) -> None:
    """By page and resource, by any of its numbers."""
    seal(near, LONE)
    client = sign(near, "investigator")
    head = {"x-csrf": client.csrf}
    for case, status in ((LONE, 404), (KUI, 404), (CASE, 200), ("КУИ-27-1/99", 200)):
        body = {"name": "a.csv", "size": 3, "basis": f"case={case};request=1"}
        assert client.post("/api/v1/uploads", json=body, headers=head).status_code == status, case
    form = {"csrf": client.csrf, "basis": f"case={KUI};request=1"}
    assert client.post("/kk/upload", data=form, files={"files": ("a.csv", b"a;b")}).status_code == 404


def test_messages_are_named_sealed(desk: House, sign: Sign) -> None:
    """Their ids hold the names of parts: a chat's file is called by a person or a number."""
    client = sign(desk, "investigator")
    token = desk.seals.seal("message", HARM)
    for address in ("/kk/texts", "/kk/"):
        text = client.get(address).text
        assert f"/kk/texts/{token}" in text
        assert f"/texts/{HARM}" not in text
    assert client.get(f"/kk/texts/{token}").status_code == 200
    assert client.get(f"/kk/texts/{HARM}").status_code == 404
    assert client.get("/kk/texts?after=²").status_code == client.get("/kk/texts?after=99999").status_code == 200


def report(client: Client, **more: str) -> int:
    body = {"words": "Банктен деп қоңырау шалды", "registered_at": "2025-03-15 10:00"} | more
    return client.post("/api/v1/reports", json=body, headers={"x-csrf": client.csrf}).status_code


def test_a_report_goes_by_no_number_of_anothers_case(near: House, sign: Sign) -> None:
    """Its author could propose measures in that case: refused by page and resource, under any of its numbers."""
    client = sign(near, "duty_officer", key=True)
    for number in (LONE, KUI):
        assert report(client, number=number) == 404
        assert report(client, number="T20250315-1000-aaaa", kui_number=number) == 404
    form = {"csrf": client.csrf, "words": "сөз", "registered_at": "2025-03-15 10:00", "number": KUI}
    told = client.post("/kk/report-form", data=form | {"do": "send_anyway"})
    assert told.status_code == 404
    assert report(client, number="T20250315-1000-aaaa", words=f"Қоңырау шалған {made.CALLER}, {PHONE}") == 200
    seal(near, CASE)
    told = client.get("/kk/report-form/T20250315-1000-aaaa")
    assert told.status_code == 200
    assert CASE not in told.text
    assert report(client, number=CASE) == 404


def test_addresses_with_strange_numbers_are_answered(desk: House, sign: Sign) -> None:
    """Figures of other scripts, and more of them than a machine's number has."""
    client = sign(desk, "investigator")
    for address in (
        "/kk/acts?after=",
        "/kk/money?after=",
        "/kk/style?nodes=",
        "/kk/decisions?several=",
        "/kk/texts?after=",
    ):
        for number in ("²", "٣", "9" * 30, "9" * 5000):
            assert client.get(address + number).status_code == 200, (address, number[:9])


def test_a_file_named_in_kazakh_is_given() -> None:
    """A header holds Latin letters alone: the name stands beside in its own."""
    told = hand.attached('hold-КУИ_27"\r\n.pdf')["content-disposition"]
    assert told.isascii()
    assert told.isprintable()
    assert "filename*=UTF-8''hold-%D0%9A%D0%A3%D0%98_27" in told


def test_nothing_tells_a_control_item_from_a_link(desk: House, sign: Sign) -> None:
    """Neither the length of its name, nor a missing note, nor what others said of it, nor the lists of decisions."""
    queue_view.queue_of(desk).percent = 100
    first, second = sign(desk, "investigator", key=True), sign(desk, "analyst", key=True)
    items = second.get("/api/v1/decisions?kind=link&size=100").json()["items"]
    acts = {one["token"]: desk.seals.open(queue_view.WHAT, one["token"]).split("\n")[1].split(":")[0] for one in items}
    assert set(acts.values()) == {"link", controls.ACT}
    assert len({len(token) for token in acts}) == 1
    mine = [one for one in items if acts[one["token"]] == controls.ACT]
    for one in mine:
        page = first.get("/kk/decisions", params={"at": one["token"]}).text
        assert (say("queue-against-weak", "kk") in page) is (one["score"] < 700)
        body = {"token": one["token"], "stands": one["stands"], "verdict": "approve", "reason": "бақылау себебі"}
        assert first.post("/api/v1/decisions", json=body, headers={"x-csrf": first.csrf}).status_code == 200
    theirs = {one["token"]: one for one in second.get("/api/v1/decisions?kind=link&size=100").json()["items"]}
    for one in mine:
        assert theirs[one["token"]]["approved"] == 0
        assert "бақылау себебі" not in second.get("/kk/decisions", params={"at": one["token"]}).text
    case = mine[0]["case"]
    for address in ("/kk/ledger/decisions", f"/kk/case/{case}"):
        assert "бақылау себебі" not in second.get(address).text
    assert "бақылау себебі" in sign(desk, "head").get("/kk/ledger/decisions").text


def test_a_passphrase_is_not_guessed_in_an_open_session(desk: House, sign: Sign) -> None:
    """After a few wrong ones even the right one has to wait; another session does not."""
    client, other = sign(desk, "investigator"), sign(desk, "investigator")
    told = {"csrf": client.csrf, "back": "/kk/"}
    for _ in range(signing.TRIES):
        assert client.post("/kk/sign", data=told | {"passphrase": "қате сөз"}).status_code == 403
    assert client.post("/kk/sign", data=told | {"passphrase": PASSPHRASE}).status_code == 403
    told["csrf"] = other.csrf
    assert other.post("/kk/sign", data=told | {"passphrase": PASSPHRASE}).status_code == 303


def test_eyes_cover_a_case_only_for_its_own_purpose(near: House, sign: Sign) -> None:
    """What a file or message belongs to is judged by any number of its case; a head's seal keeps even a head masked."""

    def covers(told: Client, role: str, case: str | None) -> bool:
        token = str(told.cookies.get(sessions.COOKIE))
        with near.ws.reading() as connection:
            officer = people.get(connection, f"Try {role}")
        found = login.alive(near.ws, sessions.hashed(near, token))
        assert found is not None
        signed = sessions.Signed(found[0].token, officer.id, officer.name, Role(role), "", unmasking=found[0].unmasking)
        request = Request({"type": "http", "headers": [], "query_string": b"", "path": "/kk/"})
        return Eyes(Ask(request, near, "kk", signed, clear=True), "evidence").covers(case)

    client, head = sign(near, "investigator"), sign(near, "head")
    for one in (client, head):
        unmask(one)
    assert [covers(client, "investigator", one) for one in (CASE, LONE, KUI, "", None)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert covers(head, "head", KUI)
    seal(near, LONE)
    assert not covers(head, "head", KUI)


def test_a_proposed_series_is_not_named_by_a_sealed_case(near: House, sign: Sign) -> None:
    """A series goes by its smallest case: by the smallest that may be known of, in the queue as on its page."""
    client = sign(near, "analyst")
    seal(near, CASE)
    page = client.get("/kk/decisions?kind=series")
    assert page.status_code == 200
    assert f"/kk/series/{OTHER}" in page.text
    assert CASE not in page.text
