"""One's own account: passphrases are not guessed at any of its doors; short names of views do not fill the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from qalqan import clock
from qalqan.console.house import House
from qalqan.desk import login
from qalqan.errors import AccessError
from qalqan.store import drafts
from qalqan.texts.say import say

from .conftest import PASSPHRASE, Client, Sign

NEW = "көктемде гүл ашады"


def change(client: Client, old: str) -> str:
    told = {"csrf": client.csrf, "old": old, "new": NEW, "again": NEW}
    return client.post("/kk/account/passphrase", data=told).text


def off(client: Client, old: str) -> str:
    return client.post("/kk/account/codes/off", data={"csrf": client.csrf, "passphrase": old}).text


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands: how long a wrong passphrase takes to be refused does not matter."""
    now = clock.now()
    ticks = count()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(microseconds=next(ticks)))


@pytest.mark.parametrize("door", [change, off], ids=["change", "codes-off"])
def test_a_passphrase_is_not_guessed_in_the_account(own: House, sign: Sign, door: Callable[[Client, str], str]) -> None:
    """After as many wrong ones as the log-in allows even the right one waits, there and at the log-in; nobody else."""
    client = sign(own, "analyst")
    wait = say("error-log-in-wait", "kk", seconds=0, where="").split("0")[0]
    tries = own.settings.console.tries
    pages = [door(client, f"қате сөз {number}") for number in range(tries)]
    assert [one for one in pages if wait in one] == []
    assert wait in door(client, PASSPHRASE)
    with pytest.raises(AccessError, match="error-log-in-wait"):
        login.log_in(own.ws, "analyst", PASSPHRASE)
    assert login.log_in(own.ws, "head", PASSPHRASE).name == "Try head"


def test_a_right_passphrase_starts_the_count_anew(own: House, sign: Sign) -> None:
    client = sign(own, "analyst")
    for _ in range(own.settings.console.tries - 1):
        change(client, "қате сөз")
    assert say("account-passphrase-done", "kk") in change(client, PASSPHRASE)
    for _ in range(own.settings.console.tries - 1):
        change(client, "қате сөз")
    assert login.log_in(own.ws, "analyst", NEW).name == "Try analyst"


def test_names_of_views_have_a_quota_and_the_longest_unused_goes(
    own: House, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that was looked at stays; another officer's are not counted."""
    monkeypatch.setattr(drafts, "MOST_VIEWS", 4)
    client, other = sign(own, "analyst"), sign(own, "investigator")

    def keep(who: Client, number: int) -> str:
        answer = who.post("/api/v1/views", json={"state": {"n": number}}, headers={"x-csrf": who.csrf})
        return str(answer.json()["id"])

    broken = {"state": {"n": [1.5]}}  # has no one spelling, and so no name
    assert client.post("/api/v1/views", json=broken, headers={"x-csrf": client.csrf}).status_code == 422
    theirs = keep(other, 1000)
    names = [keep(client, number) for number in range(4)]
    assert client.get(f"/api/v1/views/{names[0]}").json() == {"state": {"n": 0}}
    assert keep(client, 1) == names[1]  # the same state again: used, too
    more = [keep(client, number) for number in (4, 5)]
    told = {one: client.get(f"/api/v1/views/{one}").status_code for one in (*names, *more, theirs)}
    assert [told[one] for one in names] == [200, 200, 404, 404]
    assert [told[one] for one in (*more, theirs)] == [200] * 3
