"""Personal values never travel to who gave no purpose: not in words, attributes, addresses, files or resources."""

from __future__ import annotations

import polars as pl
import pytest

from qalqan.console.house import House
from qalqan.desk import decisions
from qalqan.store import purposes

from .conftest import PASSPHRASE, Client, Sign
from .planted import kind, names, seen, values, walk

START = ("/cases", "/series", "/evidence", "/search?q=9702", "/graph", "/unmask", "/cases?by=damage_tiyn")


@pytest.mark.parametrize("role", ["duty_officer", "inspector", "head"])
def test_no_page_carries_a_personal_value_without_a_purpose(house: House, sign: Sign, role: str) -> None:
    """A walk over pages of every kind, along their own links."""
    planted = values(house.tables())
    assert len(planted) > 500
    client = sign(house, role)
    case = str(house.tables()["cases"]["case_id"][0])
    pages = walk(client, [f"/kk{one}" for one in START] + [f"/ru/case/{case}", f"/en/case/{case}/graph"], 4)
    assert {kind(one) for one in pages} >= {"thing", "case", "evidence", "evidence/row?", "series", "case/graph"}
    told = {address: found for address, text in pages.items() if (found := seen(text, planted))}
    assert told == {}


def test_no_resource_or_file_carries_one_either(house: House, sign: Sign) -> None:
    """Resources of the API and streamed CSV."""
    planted = values(house.tables())
    client = sign(house, "analyst")
    known = house.tables()
    case, series = str(known["identifiers"]["case_id"][0]), known["series"]["series_id"].drop_nulls().to_list()
    api = "/api/v1"
    addresses = [
        f"{api}/cases", f"{api}/cases/{case}", f"{api}/series", f"{api}/search?q=770", f"{api}/evidence",
        f"{api}/graph/around?node=case:{case}&most=200", "/kk/cases.csv",
        *(f"{api}/series/{one}" for one in series[:3] if one),
    ]  # fmt: skip
    told = client.get(f"{api}/cases/{case}").json()
    things = {thing for section in told["sections"] for row in section["rows"] for thing in row["ids"].values()}
    places = [place for section in told["sections"] for row in section["rows"] for place in row["places"]]
    assert things
    assert places
    addresses += [f"{api}/things/{one}" for one in sorted(things)[:8]] + places[:4]
    addresses += [f"/kk/thing/{one}/csv/mentions" for one in sorted(things)[:4]]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        assert not seen(answer.text, planted), address


def _unmasked(client: Client, case: str, purpose: str = "investigation") -> int:
    told = {"csrf": client.csrf, "purpose": purpose, "case": case, "words": "тексеру", "back": f"/kk/case/{case}"}
    return client.post("/kk/unmask", data=told).status_code


def test_a_purpose_opens_one_case_is_logged_and_ends(own: House, sign: Sign) -> None:
    """The case's page is then in clear, another's is not; ended, it is masked again."""
    client = sign(own, "investigator")
    rows = names(own.tables()).rows()
    (case, name, iin, phone), (other, other_name, *_) = rows[0], rows[1]
    words = f"қоңырау {phone} нөмірінен, {name}"
    with own.writing() as ws:
        told = (f"value:phone/{phone}", "value", "approve", words, "investigation", case, "")
        decisions.decide(ws, "Try head", PASSPHRASE, *told)
    before = len(purposes.everything(own.ws))
    masked = client.get(f"/kk/case/{case}").text
    assert f"қоңырау •••{phone[-2:]} нөмірінен" in masked  # a colleague's own words
    assert words not in masked
    assert words not in client.get("/kk/ledger/decisions").text
    assert name not in client.get(f"/kk/case/{case}").text
    assert _unmasked(client, case) == 303
    clear = client.get(f"/kk/case/{case}").text
    assert all(one in clear for one in (name, iin, phone, words))
    assert other_name not in client.get(f"/kk/case/{other}").text
    use = purposes.everything(own.ws)
    assert len(use) == before + 1
    assert (use[-1].purpose, use[-1].what) == ("investigation: тексеру", f"console:{case}")
    client.post("/kk/unmask/end", data={"csrf": client.csrf})
    assert name not in client.get(f"/kk/case/{case}").text


def test_within_an_opened_case_only_its_own_things_are_clear(own: House, sign: Sign) -> None:
    """A thing of another case, looked at through this one, stays masked."""
    client = sign(own, "investigator")
    known = own.tables()
    owners = known["identifiers"].group_by("kind", "value").agg(cases="case_id").filter(kind="phone")
    alone = {cases[0]: value for _, value, cases in owners.iter_rows() if len(cases) == 1}
    (case, mine), (_, theirs) = sorted(alone.items())[:2]
    _unmasked(client, case)
    for value, clear in ((mine, True), (theirs, False)):
        token = own.seals.seal("thing", f"phone:{value}")
        assert (value in client.get(f"/kk/case/{case}/thing/{token}").text) is clear
        assert value not in client.get(f"/kk/thing/{token}").text


def test_who_may_not_unmask_does_not(own: House, sign: Sign) -> None:
    """An inspector, a word that is no purpose, a case that is none, a form without the token."""
    case = str(own.tables()["cases"]["case_id"][0])
    assert _unmasked(sign(own, "inspector"), case) == 403
    client = sign(own, "investigator")
    assert _unmasked(client, case, "curiosity") == 403
    assert _unmasked(client, "999") == 404
    assert client.post("/kk/unmask", data={"purpose": "court", "case": case}).status_code == 403
    assert not [one for one in purposes.everything(own.ws) if one.what == f"console:{case}"]


def test_the_way_back_never_leads_out_of_the_house(own: House, sign: Sign) -> None:
    """An address from elsewhere is not followed."""
    client = sign(own, "investigator")
    case = str(own.tables()["cases"]["case_id"][0])
    for back in ("https://evil.example/", "//evil.example/", "/kk//evil.example", "/kk/\\evil.example", "/xx/"):
        told = {"csrf": client.csrf, "purpose": "court", "case": case, "back": back}
        assert client.post("/kk/unmask", data=told).headers["location"] == "/kk/"


def test_clear_lists_leave_other_units_cases_masked(own: House, sign: Sign) -> None:
    """A purpose for lists covers the cases that the officer may see in clear, no others."""
    client = sign(own, "investigator")
    with own.ws.reading() as connection:
        from qalqan.store import accounts, officers

        officer = officers.get(connection, "Try investigator").id
        grants = [one.id for one in accounts.grants(connection, officer)]
        head = officers.get(connection, "Try head").id
    from qalqan.desk import access

    for grant in grants:
        access.take_back(own.ws, head, grant)
    rows = names(own.tables()).rows()
    case = rows[0][0]
    access.give(own.ws, head, officer, "case", case)
    series = own.tables()["series"].filter(pl.col("series_id") != "")
    near = series.filter(pl.col("series_id").is_in(series.filter(case_id=case)["series_id"].implode()))
    tied = {case, *near["case_id"]}
    owned = own.tables()["identifiers"].filter(kind="phone").group_by("value").agg("case_id")
    alone = {cases[0]: value for value, cases in sorted(owned.iter_rows()) if len(cases) == 1}
    mine, theirs = alone[case], next(value for other, value in alone.items() if other not in tied)

    def finds(value: str) -> bool:
        page = client.get("/kk/search", params={"q": value[:-2]}).text
        return own.seals.seal("thing", f"phone:{value}") in page

    assert not finds(mine)  # a part of a masked number finds nothing
    _unmasked(client, "")
    assert [finds(mine), finds(theirs)] == [True, False]
    text = client.get("/kk/cases.csv").text
    assert rows[0][1] in text
    assert [name for other, name, *_ in rows[1:] if other not in tied and name in text] == []
