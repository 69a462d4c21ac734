"""The gatekeeper: who is not signed in, whose role may not, whose token is wrong, whose case it is not."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from qalqan.console import route, sessions
from qalqan.console.app import application
from qalqan.console.house import House
from qalqan.console.route import PUBLIC, Mark, collected
from qalqan.errors import PartError
from qalqan.govern import policy
from qalqan.govern.policy import Role

from .conftest import PASSPHRASE, Sign

PLAIN = [mark for mark, _ in collected() if mark.method == "GET" and "{" not in mark.path]


def address(mark: Mark) -> str:
    """Where a route answers."""
    return f"/en{mark.path}" if mark.page else f"{route.API}{mark.path}"


def test_nobody_gets_in_without_a_session(house: House) -> None:
    """Pages lead to the log-in with the way back; resources say 401."""
    with TestClient(application(house), base_url="http://localhost", follow_redirects=False) as client:
        for mark in PLAIN:
            if mark.verb == PUBLIC:
                continue
            answer = client.get(address(mark))
            if mark.page:
                assert answer.status_code == 303
                assert "/log-in" in answer.headers["location"]
            else:
                assert answer.status_code == 401
                assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("role", [one.value for one in Role])
def test_a_role_opens_what_the_policy_says_and_nothing_else(house: House, sign: Sign, role: str) -> None:
    """Every plain page and resource against the table of verbs."""
    client = sign(house, role)
    for mark in PLAIN:
        answer = client.get(address(mark))
        may = mark.verb == PUBLIC or policy.may(Role(role), mark.verb)
        if mark.path == "/" and not may:
            assert answer.status_code == 303  # the role's own first page
        elif mark.path in ("/oidc", "/log-in/back"):  # no provider is set
            assert answer.status_code < 500
        elif mark.path == "/log-in":
            assert answer.status_code == 303
        elif may:
            assert answer.status_code in (200, 400, 404, 422), (mark, answer.status_code)  # some need a parameter
        else:
            assert answer.status_code == 403, mark


def test_a_case_is_not_shown_to_who_sees_no_cases(house: House, sign: Sign) -> None:
    """And whether it exists is not told either."""
    case = str(house.tables()["cases"]["case_id"][0])
    assert sign(house, "head").get(f"/en/case/{case}/money").status_code == 200
    assert sign(house, "administrator").get(f"/en/case/{case}/money").status_code == 403
    assert sign(house, "head").get("/en/case/999999999999999/money").status_code == 404


def test_a_change_needs_the_token_of_its_session(own: House, sign: Sign) -> None:
    """Another session's token, none, or another site: refused; a program's bearer token needs none."""
    client, other = sign(own, "head"), sign(own, "analyst")
    good = {"csrf": client.csrf}
    assert client.post("/en/log-out").status_code == 403
    assert client.post("/en/log-out", data={"csrf": other.csrf}).status_code == 403
    assert client.post("/en/log-out", data=good, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    bearer = client.cookies[sessions.COOKIE]
    with TestClient(application(own), base_url="http://localhost", follow_redirects=False) as program:
        assert program.post("/en/log-out", headers={"authorization": f"Bearer {bearer}"}).status_code == 303
    assert client.get("/en/board").status_code == 303  # the session has ended


def test_a_route_without_a_policy_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb that the table does not know."""
    from qalqan.console.pages import board

    monkeypatch.setattr(board.board, route.MARK, (Mark("GET", "/board", "no-such-verb"),))
    with pytest.raises(PartError):
        collected()


def test_log_in_begins_a_session_and_unlocks_the_key(own: House) -> None:
    """A wrong passphrase says neither which part is wrong; the right one leads back to where one wanted to go."""
    with TestClient(application(own), base_url="http://localhost", follow_redirects=False) as client:
        wrong = client.post("/kk/log-in", data={"name": "head", "passphrase": "something else entirely"})
        assert wrong.status_code == 403
        assert sessions.COOKIE not in client.cookies
        right = client.post("/kk/log-in", data={"name": "head", "passphrase": PASSPHRASE, "back": "/kk/board?since="})
        assert right.status_code == 303
        assert right.headers["location"] == "/kk/board?since="
        cookie = right.headers["set-cookie"]
        assert "HttpOnly; Path=/; SameSite=strict" in cookie
        assert client.get("/kk/board").status_code == 200
        assert len(own.keys) == 1
        outside = client.post("/kk/log-in", data={"name": "head", "passphrase": PASSPHRASE, "back": "//evil.example/"})
        assert outside.headers["location"] == "/kk/"


def test_headers_allow_nothing_from_elsewhere(house: House, sign: Sign) -> None:
    """The policy of contents, and no page that keeps its content in a cache."""
    answer = sign(house, "head").get("/ru/board")
    policy_ = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy_
    assert "unsafe" not in policy_
    assert answer.headers["cache-control"] == "no-store"
    assert " style=" not in answer.text
    assert " onclick" not in answer.text
