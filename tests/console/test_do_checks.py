"""A whole check through the application: queued, told while it runs, its outcome kept, one at a time."""

from __future__ import annotations

from qalqan.console.house import House
from qalqan.desk import worker

from .conftest import Sign
from .do_house import bare, built

__all__ = ["bare", "built"]  # fixtures


def test_an_inspector_has_everything_checked(bare: House, sign: Sign) -> None:
    """The page says what waits and that no worker runs, then what was found, of which moment; the ledger shows it."""
    client, analyst, head = sign(bare, "inspector"), sign(bare, "analyst"), sign(bare, "head")
    assert client.get("/api/v1/checks").json() == {"now": None, "worker": False, "last": None}
    assert "30 күнде" in client.get("/kk/ledger").text
    assert client.post("/kk/ledger/check", data={"csrf": client.csrf}).headers["location"] == "/kk/ledger/check"
    page = client.get("/ru/ledger/check").text
    assert "hx-get" in page
    assert "qalqan worker" in page  # nobody does it yet: what to do
    queued = analyst.post("/api/v1/checks", headers={"x-csrf": analyst.csrf}).json()["now"]
    assert queued["id"] == client.get("/api/v1/checks").json()["now"]["id"]
    assert analyst.post("/kk/ledger/check/cancel", data={"csrf": analyst.csrf}).status_code == 403
    assert head.delete("/api/v1/checks", headers={"x-csrf": head.csrf}).json()["now"] is None
    assert client.post("/kk/ledger/check", data={"csrf": client.csrf}).status_code == 303
    assert worker.work(bare.path, once=True).done == 1
    part = client.get("/kk/ledger/check", params={"part": "1"}, headers={"hx-request": "true"}).text
    assert 'class="good" role="status"' in part
    assert "<html" not in part
    assert "hx-get" not in part
    last = client.get("/api/v1/checks").json()["last"]
    assert last["ok"]
    assert not last["findings"]
    assert last["root"] in client.get("/en/ledger/check").text
    assert 'class="badge good"' in client.get("/en/ledger").text
