"""A victim's line on its page, as a resource and as a table: the same rows, by the same filters, in the address."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

from qalqan.console.house import House
from qalqan.desk import timeline

from .conftest import Sign

ROW = re.compile(r'<tr id="([cmthr]\d+\.\d+)">')
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def busiest(house: House) -> str:
    """The case whose line has the most rows."""
    known = house.tables()
    return max(known["cases"]["case_id"], key=lambda one: timeline.places(known, one, house.settings).rows.height)


def pages(client, address: str) -> list[str]:  # type: ignore[no-untyped-def]
    """The keys of all rows, page after page by its own links; every page keeps the filters."""
    found, asked = [], parse_qs(urlsplit(address).query)
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        found += ROW.findall(answer.text)
        told = NEXT.search(answer.text)
        address = told[1].replace("&amp;", "&") if told else ""
        assert not address or asked.items() <= parse_qs(urlsplit(address).query).items()
    return found


def test_page_resource_and_table_tell_the_same_rows(house: House, sign: Sign) -> None:
    case, client = busiest(house), sign(house, "head")
    at, api = f"/ru/case/{case}/timeline", f"/api/v1/cases/{case}/timeline"
    rows = timeline.places(house.tables(), case, house.settings).rows
    assert rows.height > 60
    seen = {}
    for query in ("", "whole=1", "whole=1&kind=call-in", "kind=sign", "whole=1&channel=voice"):
        seen[query] = pages(client, f"{at}?{query}")
        told = client.get(f"{api}?{query}&size=500").json()
        alone = (
            told["rows"]
            if not told["before"]
            else client.get(f"{api}?{query}&size=500&before={told['previous']}").json()["rows"]
        )
        assert told["total"] == len({one["key"] for one in (*alone, *told["rows"])})
        assert set(seen[query]) <= {one["key"] for one in (*alone, *told["rows"])}
        table = client.get(f"/ru/case/{case}/timeline.csv?{query}")
        assert table.headers["x-rows"] == str(told["total"])
        assert len(list(csv.reader(io.StringIO(table.text)))) == told["total"] + 1
        assert told["every"] == rows.height
    assert len(seen["whole=1"]) == rows.height
    assert {one["kind"] for one in client.get(f"{api}?whole=1&kind=call-in").json()["rows"]} == {"call-in"}


def test_the_page_says_how_many_rows_there_are_and_leads_to_them(house: House, sign: Sign) -> None:
    case, client = busiest(house), sign(house, "analyst")
    page = client.get(f"/en/case/{case}/timeline").text
    told = client.get(f"/api/v1/cases/{case}/timeline").json()
    assert f"{told['near']} rows around the loss, {told['every']} in all" in page
    for one in told["stretches"]:
        query = f"{'day' if len(one['name']) == 10 else 'month'}={one['name']}"
        assert f"timeline?{query}" in page
        assert client.get(f"/api/v1/cases/{case}/timeline?{query}").json()["total"] == one["rows"]
    for part, key in told["signature"].items():
        assert part
        led = client.get(f"/en/case/{case}/timeline?at={key}").text
        assert f"at={key}#{key}" in page
        assert f'<tr id="{key}">' in led
    assert client.get(f"/en/case/{case}/timeline?kind=nothing").text.count("<tr id=") == 0
    assert client.get(f"/en/case/{case}/timeline?day=never").status_code == 400
    whole = client.get(f"/en/case/{case}/timeline?whole=1&kind=call-in").text
    (inline,) = re.findall(r"(?s)<svg.*?</svg>", whole[whole.index('<figure class="themed">') :])
    assert not re.findall(r'"#[0-9a-f]{6}"', inline)  # every colour is the theme's
    picture = client.get(f"/en/case/{case}/timeline.svg?whole=1&kind=call-in")
    assert inline.count("<circle") == picture.text.count("<circle")
    calls = client.get(f"/api/v1/cases/{case}/timeline?whole=1").json()["kinds"]["call-in"]
    assert picture.text.count("<circle") == min(40, calls)
