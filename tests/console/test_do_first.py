"""Where to begin: the first steps of every role, in every language, each a page that the role may open."""

from __future__ import annotations

import re
from html import unescape

import pytest

from qalqan.console.house import House
from qalqan.desk import first_steps, worker
from qalqan.govern.policy import Role
from qalqan.texts import say

from .conftest import Sign
from .do_house import bare, built, desk

__all__ = ["bare", "built", "desk"]  # fixtures


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_role_is_guided_by_links_that_work(bare: House, sign: Sign, language: str) -> None:
    for role in Role:
        client = sign(bare, role.value)
        page = client.get(f"/{language}/first").text
        cards = re.findall(r'<li class="card"><h2>\d+\. (?:<a href="([^"]+)">)?([^<]+)', page)
        told = first_steps.steps(bare.ws, role)
        assert [unescape(words) for _, words in cards] == [say.say(f"first-step-{one.name}", language) for one in told]
        assert len(cards) > (0 if role is Role.PARTNER else 1)
        for href, words in cards:
            followed = href and language == "kk"  # the addresses are the same in each
            assert not followed or client.get(href).status_code == 200, (role, words)
        assert say.say("first-step-backup", language) in page or role is not Role.ADMINISTRATOR
        assert f"/{language}/first" in client.get(f"/{language}/help").text


def test_what_is_done_is_marked(bare: House, desk: House, sign: Sign) -> None:
    """Of a workspace that has a run, files are there and an analysis; a whole check once the worker has done it."""
    state = {one.name: one.done for one in first_steps.steps(bare.ws, Role.INVESTIGATOR)}
    assert state == {"upload": False, "analyse": False, "decide": False, "act": False, "letter": None}
    state = {one.name: one.done for one in first_steps.steps(desk.ws, Role.INVESTIGATOR)}
    assert (state["upload"], state["analyse"], state["decide"]) == (True, True, False)
    client = sign(bare, "inspector")
    done = f'</a> <span class="badge good">{say.say("first-done", "ru")}'
    assert done not in client.get("/ru/first").text
    client.post("/ru/ledger/check", data={"csrf": client.csrf})
    worker.work(bare.path, once=True)
    assert done in client.get("/ru/first").text
