"""Pages of cases, series, things, evidence and graph: what they tell, their filters, keys and parts."""

from __future__ import annotations

import csv
import io
import re

import httpx
import polars as pl
import pytest

from qalqan.console.house import House

from .conftest import Sign


def _tied(house: House) -> str:
    return str(house.tables()["identifiers"]["case_id"][0])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_is_told_in_every_language(house: House, sign: Sign, language: str) -> None:
    """No key of a text is shown instead of its words."""
    client, case = sign(house, "analyst"), _tied(house)
    evidence = str(house.tables()["evidence"]["evidence"][0])
    thing = house.seals.seal("thing", "phone:" + str(house.tables()["numbers"]["number"][0]))
    for path in ("/search?q=770", "/cases", f"/case/{case}", "/series", "/graph", f"/case/{case}/graph", "/evidence",
                 f"/evidence/{evidence}", "/unmask", f"/thing/{thing}"):  # fmt: skip
        text = client.get(f"/{language}{path}").text
        assert "<h1" in text, path
        assert re.findall(r"\b(?:read|column|thing|part|table)-[a-z-]+\b(?![^<]*>)", text) == [], path


def test_cases_page_by_key_and_every_one_is_shown_once(house: House, sign: Sign) -> None:
    """Following «next» gives every case of a filter once; the CSV gives the same, and says how many."""
    client = sign(house, "analyst")
    known = house.tables()["cases"]
    told, after = [], ""
    while True:
        page = client.get("/api/v1/cases", params={"size": 5, "after": after, "by": "damage_tiyn"}).json()
        told += [row["values"]["case_id"] for row in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert page["total"] == known.height
    wanted = known.sort("damage_tiyn", "case_id", nulls_last=False).reverse()["case_id"].to_list()
    assert told == wanted
    answer = client.get("/kk/cases.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert int(answer.headers["x-rows"]) == len(rows) == known.height


def test_filters_are_kept_in_the_address(house: House, sign: Sign) -> None:
    """A region's cases, and the same filter in the links of the page."""
    client = sign(house, "analyst")
    region = str(house.tables()["cases"]["region"].drop_nulls()[0])
    text = client.get("/kk/cases", params={"region": region}).text
    own = house.tables()["cases"].filter(pl.col("region") == region)
    shown = set(re.findall(r'href="/kk/case/([^"]+)"', text))
    assert shown == set(own.sort("registered_at", descending=True)["case_id"].head(50).to_list())
    assert f"region={region}" in text


@pytest.mark.parametrize("path", ["/cases?since=zz&until=9999-99-99", "/cases?after=none", "/cases?series=none",
                                  "/series?after=none&by=zz", "/evidence?after=zz&state=zz"])  # fmt: skip
def test_odd_addresses_break_nothing(house: House, sign: Sign, path: str) -> None:
    """What cannot be understood filters nothing, or names nothing."""
    assert sign(house, "analyst").get(f"/kk{path}").status_code in (200, 404)


@pytest.mark.parametrize("path", ["/case/999", "/series/999", "/thing/zzz", "/evidence/zz", "/evidence/zz/row?at=zz",
                                  "/group/999", "/graph?thing=zz", "/case/999/graph"])  # fmt: skip
def test_what_is_not_there_is_said_so(house: House, sign: Sign, path: str) -> None:
    """404 with words, also as a part for the side panel."""
    client = sign(house, "analyst")
    assert client.get(f"/kk{path}").status_code == 404
    part = client.get(f"/kk{path}", headers={"hx-request": "true", "hx-target": "panel-inside"})
    assert part.status_code == 404
    assert "<html" not in part.text


def test_the_panel_gets_the_page_s_part_alone(house: House, sign: Sign) -> None:
    """The same address without the frame."""
    headers = {"hx-request": "true", "hx-target": "panel-inside"}
    text = sign(house, "analyst").get(f"/kk/case/{_tied(house)}", headers=headers).text
    assert "<h1" in text
    assert "<html" not in text
    assert 'class="rooms"' not in text


def test_a_row_says_who_told_it(house: House, sign: Sign) -> None:
    """File, hash, row and run; the row stands among its neighbours."""
    client = sign(house, "analyst")
    source = str(house.tables()["cases"]["source"][0]).split(";")[0]
    evidence = source.split(":")[0]
    at = house.seals.seal("place", source)
    text = client.get(f"/en/evidence/{evidence}/row?at={at}").text
    kept = house.tables()["evidence"].filter(pl.col("evidence") == evidence)
    assert kept["sha256"][0] in text
    run = house.run()
    assert run is not None
    assert run.id in text
    assert 'aria-current="true"' in text
    other = client.get(f"/en/evidence/0000000000000000/row?at={at}")
    assert other.status_code == 404


def test_a_thing_s_rows_go_on_by_key(house: House, sign: Sign) -> None:
    """All transfers of an account, each once."""
    known = house.tables()["transactions"]
    busy = known.group_by("from").len().drop_nulls().sort("len", "from", descending=True)["from"][0]
    token = house.seals.seal("thing", f"iban:{busy}")
    client = sign(house, "analyst")
    answer = client.get(f"/kk/thing/{token}/csv/transactions")
    rows = known.filter((pl.col("from") == busy) | (pl.col("to") == busy)).height
    assert int(answer.headers["x-rows"]) == rows == len(answer.text.splitlines()) - 1
    assert busy not in answer.text
    assert client.get(f"/kk/thing/{token}/rows/transactions?after=99999999999").status_code == 200
    assert client.get(f"/kk/thing/{token}/rows/cases").status_code == 404


def test_a_note_is_kept_and_never_written_over(own: House, sign: Sign) -> None:
    """The second window that saved an older version is told of the conflict."""
    client, case = sign(own, "analyst"), _tied(own)

    def send(text: str, version: int) -> httpx.Response:
        told = {"csrf": client.csrf, "text": text, "version": str(version)}
        return client.post(f"/kk/case/{case}/note", data=told)

    assert send("қызыл алма", 0).status_code == 303
    assert "қызыл алма" in client.get(f"/kk/case/{case}").text
    both = send("көк алма", 0)
    assert both.status_code == 409
    assert "қызыл алма" in both.text
    assert "көк алма" in both.text
    assert "көк алма" not in client.get(f"/kk/case/{case}").text
    assert send("көк алма", 1).status_code == 303
    assert "көк алма" in client.get(f"/kk/case/{case}").text
    assert "көк алма" not in sign(own, "investigator").get(f"/kk/case/{case}").text


def test_the_graph_counts_before_it_opens(house: House, sign: Sign) -> None:
    """Counts by kind add up; pages of neighbours give each once, the rarest first."""
    client, case = sign(house, "analyst"), _tied(house)
    node = f"case:{case}"
    counted = client.get("/api/v1/graph/count", params={"node": node}).json()
    own = house.tables()["identifiers"].filter(pl.col("case_id") == case)
    assert counted["total"] == sum(one["count"] for one in counted["kinds"]) == own.height
    got, after = [], "0"
    while after:
        page = client.get("/api/v1/graph/around", params={"node": node, "after": after, "most": 3}).json()
        assert all(link["from"] == node for link in page["links"])
        got += page["nodes"]
        assert page["rest"] == own.height - len(got)
        after = page["next"]
    assert len({one["id"] for one in got}) == own.height
    assert [one["rarity"] for one in got] == sorted((one["rarity"] for one in got), reverse=True)
    back = client.get("/api/v1/graph/around", params={"node": got[0]["id"], "kinds": "case"}).json()
    assert node in {one["id"] for one in back["nodes"]}
    assert client.get("/api/v1/graph/count", params={"node": "nothing"}).status_code == 404


def test_a_state_is_kept_under_a_short_name(own: House, sign: Sign) -> None:
    """The same state has the same name."""
    client = sign(own, "analyst")
    headers = {"x-csrf": client.csrf}
    names = {client.post("/api/v1/views", json={"state": {"acts": [1, 2]}}, headers=headers).json()["id"] for _ in "ab"}
    assert len(names) == 1
    assert client.get(f"/api/v1/views/{names.pop()}").json() == {"state": {"acts": [1, 2]}}
    assert client.post("/api/v1/views", json={"state": {}}).status_code == 403
