"""Money, calls, texts, ledger, training, administration: what each page shows and to whom."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from fastapi.testclient import TestClient

from qalqan.console.house import House
from qalqan.desk import audit, training
from qalqan.store import officers

from .conftest import PASSPHRASE, Sign


def case_of(house: House) -> str:
    """A case whose money can be held."""
    rows = house.tables()["holds"].filter(pl.col("bank").is_not_null())
    return str(rows.sort("expected_tiyn", "case_id", descending=[True, False])["case_id"][0])


def test_money_of_a_case_at_any_moment(house: House, sign: Sign) -> None:
    """Half an hour after the loss less has gone than at the end; a picture and its table; a wrong moment is told."""
    client, case = sign(house, "analyst"), case_of(house)
    early = client.get(f"/en/case/{case}/money?minutes=0")
    said = re.findall(r'aria-valuetext="([^"]+)"><output for="minutes">([^<]+)</output>', early.text)
    assert len(said) == 1
    assert said[0][0] == said[0][1]
    assert said[0][0].endswith(" · 0 min after the first loss")
    late = client.get(f"/en/case/{case}/money?minutes=43200")
    assert early.status_code == late.status_code == 200
    assert late.text.count("<tr data-from") >= early.text.count("<tr data-from")
    picture = client.get(f"/en/case/{case}/money/sankey.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert client.get(f"/en/case/{case}/money?minutes=soon").status_code == 400
    assert client.get(f"/en/case/{case}/money?rule=luck").status_code == 400


def test_accounts_are_masked_until_a_purpose_is_given(own: House, sign: Sign) -> None:
    """Not one account in clear without it; with it, one entry in the log, and only that case."""
    case = case_of(own)
    mine = own.tables()["trails"].filter((pl.col("case_id") == case) & (pl.col("kind") == "account"))["account"]
    accounts = [one for one in mine.to_list() if one.startswith("KZ")]
    client = sign(own, "investigator")
    before = client.get(f"/en/case/{case}/money").text
    uses = len(audit.uses(own.ws))
    assert accounts
    assert not any(one in before for one in accounts)
    told = {
        "csrf": client.csrf,
        "purpose": "investigation",
        "words": "",
        "case": case,
        "back": f"/en/case/{case}/money",
    }  # type: ignore[attr-defined]
    assert client.post("/en/unmask", data=told).status_code == 303
    after = client.get(f"/en/case/{case}/money").text
    assert any(one in after for one in accounts)
    assert len(audit.uses(own.ws)) == uses + 1
    assert not any(one in client.get("/en/money").text for one in accounts)


def test_the_ledger_pages_by_key_and_proves(house: House, sign: Sign) -> None:
    """Newest first, no entry twice, each with the hashes to the root."""
    client = sign(house, "inspector")
    seen: list[int] = []
    before = 0
    while told := audit.entries(house.ws, before=before, size=7):
        seen += [one.seq for one in told]
        before = told[-1].seq
    assert seen == list(range(audit.log(house.ws).size, 0, -1))
    proof = audit.proof(house.ws, 3)
    assert proof.root == audit.log(house.ws).root
    page = client.get("/en/ledger/3")
    assert all(one in page.text for one in proof.path)
    assert client.get("/en/ledger/999999").status_code == 404
    assert client.get("/en/ledger?act=a%22b").status_code == 400
    assert [one.act for one in audit.entries(house.ws, act="init")] == ["init"]


def test_training_scores_by_the_truth(own: House, region: Path, sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    """All right answers give the full score, none gives nothing; the page shows both."""
    monkeypatch.setattr(training, "demo", lambda place, **_: shutil.copytree(region, place))
    place = training.folder(own.path)
    assert not training.ready(place)
    client = sign(own, "analyst")
    assert client.get("/en/training/1").status_code == 404
    training.prepare(place)
    asked = training.exam(place, 2)
    assert training.exam(place, 2) == asked
    right = training.judge(asked, {one.id: str(one.right) for one in asked})
    assert right.right == len(asked) >= 8
    assert training.judge(asked, {one.id: "77" for one in asked}).right == 0
    form = {one.id: str(one.right) for one in asked} | {"csrf": client.csrf}
    page = client.post("/ru/training/2", data=form)
    assert f"{len(asked)}" in page.text


def test_an_administrator_invites_and_ends(own: House, sign: Sign) -> None:
    """The link works once; the new officer's session ends with the account."""
    client = sign(own, "administrator")
    told = {"csrf": client.csrf, "name": "Жаңа Қызметкер", "role": "analyst", "login": "zhana"}
    page = client.post("/en/admin/invite", data=told).text
    path = "/en/join/" + page.split("/en/join/")[1].split("<")[0]
    with TestClient(client.app, base_url="http://localhost", follow_redirects=False) as fresh:
        words = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
        assert fresh.post(path, data=words | {"again": "other"}).status_code == 400
        assert fresh.post(path, data=words).status_code == 303
        assert fresh.post(path, data=words).status_code == 403
        assert fresh.get("/en/cases").status_code == 200
        with own.ws.reading() as connection:
            new = officers.get(connection, "Жаңа Қызметкер").id
        assert client.post("/en/admin/end", data={"csrf": client.csrf, "officer": new}).status_code == 303
        assert fresh.get("/en/cases").status_code == 303
    assert sign(own, "analyst").get("/en/admin").status_code == 403


def test_a_partner_sees_only_their_own_requests(house: House, sign: Sign) -> None:
    """And no case, by any address."""
    client = sign(house, "partner")
    assert client.get("/kk/own-requests").status_code == 200
    for path in ("/kk/cases", "/kk/money", f"/kk/case/{case_of(house)}", "/kk/ledger", "/kk/board", "/kk/search?q=7"):
        assert client.get(path).status_code == 403


def test_problems_of_the_api_are_in_the_askers_language(house: House, sign: Sign) -> None:
    """RFC 9457, with the words a person can read."""
    client = sign(house, "partner")
    told = client.get("/api/v1/cases", headers={"accept-language": "ru"})
    assert told.status_code == 403
    problem = json.loads(told.text)
    assert problem["status"] == 403
    assert any("а" <= sign_ <= "я" for sign_ in problem["title"].lower())
