"""The console's way out to an OpenID Connect provider and back, through the application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from tests.desk.people import QUICK, WORDS
from tests.desk.provider import Provider, running

from qalqan.console.app import application
from qalqan.console.house import House
from qalqan.desk import _passphrase, accounts
from qalqan.settings import Console, Settings
from qalqan.store.workspace import Workspace


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as told:
        yield told


@pytest.fixture
def client(tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(_passphrase, "_hasher", lambda: QUICK)
    told = Console(address="http://testserver", oidc_issuer=provider.issuer, oidc_client="qalqan", passphrases=False)
    with Workspace.init(tmp_path / "ws") as made:
        secret, _ = accounts.first(made)
        accounts.enrol(made, secret, WORDS, name="Әкім", login="a.akimov")
    house = House(tmp_path / "ws", Settings(console=told))
    with TestClient(application(house), follow_redirects=False) as browser:
        yield browser


def out(client: TestClient, provider: Provider, login: str, back: str = "") -> str:
    """To the provider and back: the address at which the browser returns."""
    gone = client.get("/kk/oidc", params={"back": back})
    assert gone.status_code == 303
    assert gone.headers["location"].startswith(provider.issuer)
    assert "samesite=lax" in gone.headers["set-cookie"].lower()
    state, code = provider.consent(gone.headers["location"], login)
    return f"/kk/log-in/back?state={state}&code={code}"


def test_in_and_on_to_the_page_one_was_going_to(client: TestClient, provider: Provider) -> None:
    assert 'href="/kk/oidc' in client.get("/kk/log-in").text
    told = client.get(out(client, provider, "A.Akimov", "/kk/account"))
    assert told.status_code == 200, "no redirect: a strict cookie would not be shown on its next step"
    assert 'content="0; url=/kk/account"' in told.text
    cookies = told.headers.get_list("set-cookie")
    assert any(one.startswith("qalqan=") and "samesite=strict" in one.lower() for one in cookies)
    page = client.get("/kk/account")
    assert page.status_code == 200
    assert "Әкім" in page.text


def test_not_in_without_an_account_or_with_another_s_state(client: TestClient, provider: Provider) -> None:
    told = client.get(out(client, provider, "nobody"))
    assert told.status_code == 403
    way = out(client, provider, "a.akimov")
    client.cookies.delete("qalqan-oidc")
    assert client.get(way).status_code == 403
    assert client.get("/kk/log-in/back").status_code == 403
    assert client.get("/kk/log-in/back?error=access_denied&state=x").status_code == 403
    assert client.get("/kk/account").status_code == 303, "to the log-in"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_nobody_is_sent_elsewhere(client: TestClient, provider: Provider, back: str) -> None:
    told = client.get(out(client, provider, "a.akimov", back))
    assert told.status_code == 200
    assert "evil" not in told.text
    assert "javascript" not in told.text
    assert 'url=/kk/"' in told.text


def test_passphrases_are_not_taken_where_the_provider_alone_lets_in(client: TestClient, provider: Provider) -> None:
    told = client.post("/kk/log-in", data={"name": "a.akimov", "passphrase": WORDS})
    assert told.status_code == 403
    assert urlsplit(str(told.url)).path == "/kk/log-in"
