"""Today, upload, jobs and the correction of mappings through the application."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from qalqan.console.house import House
from qalqan.console.route import API
from qalqan.desk import jobs, uploads, worker
from qalqan.desk.ingest import ingest
from qalqan.store import evidence
from qalqan.texts import say

from .conftest import Sign
from .do_house import CASE, bare, built, desk

__all__ = ["bare", "built", "desk"]  # fixtures
TABLE = "Дата;Время;Номер А;Номер Б;Длительность\n14.03.2025;14:05:00;87075550199;87015550112;240\n"
PAGES = (
    "/", "/decisions", "/report-form", "/acts", "/act/new", "/registry", "/registry/new", "/letters",
    "/letters/instruct", "/upload", "/upload?go=1", "/jobs",
)  # fmt: skip
KEY = re.compile(
    r">\s*((?:queue|form|today|acts?|upload-page|jobs?-page|job|mapping-page|registry-page|letters-page|part|report|"
    r"console|texts|do)-[a-z0-9-]+)\s*<"
)


def told(client: TestClient, **more: str) -> dict[str, str]:
    return {"csrf": client.csrf} | more


def test_an_empty_workspace_guides(bare: House, sign: Sign) -> None:
    """The first steps, each where it can be taken; nothing breaks without any table."""
    client = sign(bare, "analyst")
    page = client.get("/kk/")
    assert page.status_code == 200
    assert say.say("today-first", "kk") in page.text
    assert 'href="/kk/upload"' in page.text
    for path in PAGES:
        assert client.get(f"/ru{path}").status_code in (200, 403), path


def test_harm_to_a_child_stands_at_the_top(desk: House, sign: Sign) -> None:
    """Before everything else, with its case; what it says stays hidden."""
    page = sign(desk, "duty_officer").get("/ru/").text
    assert page.index('class="alarm"') < page.index(say.say("queue-kind-hold", "ru"))
    assert "/ru/texts/" in page
    assert CASE in page
    assert "зиянды сөз" not in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("role", ["head", "duty_officer"])
def test_every_page_speaks_every_language(desk: House, sign: Sign, language: str, role: str) -> None:
    """No key is left where its words should stand."""
    client = sign(desk, role)
    kinds = [f"/decisions?kind={one}" for one in ("hold", "link", "series", "dropper", "number", "message")]
    for path in (*PAGES, *kinds):
        answer = client.get(f"/{language}{path}")
        assert answer.status_code in (200, 403), path
        assert KEY.findall(answer.text) == [], path


def test_a_file_by_the_plain_form_is_read_by_a_job(bare: House, sign: Sign) -> None:
    """Received, read on its basis by the worker, its page told; another officer's job is not found."""
    client = sign(bare, "analyst")
    files = {"files": ("звонки.csv", TABLE.encode(), "text/csv")}
    body = told(client, basis=f"case={CASE}", region="KZ-27")
    answer = client.post("/kk/upload", data=body, files=files)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    part = client.get(place, params={"part": "1"}, headers={"hx-request": "true"})
    assert "hx-trigger" in part.text
    assert "<html" not in part.text
    worker.work(bare.path, once=True)
    done = client.get(place).text
    assert say.say("job-state-done", "kk") in done
    assert "hx-trigger" not in done
    with bare.ws.reading() as connection:
        (kept,) = evidence.everything(connection)
    assert (kept.path, kept.evidence.basis.case, kept.region) == ("звонки.csv", CASE, "KZ-27")
    assert sign(bare, "investigator").get(place).status_code == 404
    assert sign(bare, "administrator").get(place).status_code == 200


def test_nothing_chosen_and_a_wrong_basis_are_told(bare: House, sign: Sign) -> None:
    """On the page, with what to do."""
    client = sign(bare, "analyst")
    assert client.post("/ru/upload", data=told(client, basis="")).status_code == 400
    page = client.get("/ru/upload", params={"expires": "завтра"})
    assert page.status_code == 400
    assert say.say("error-basis-date", "ru", value="завтра", where="")[:10] in page.text
    for role in ("inspector", "partner"):
        assert sign(bare, role).get("/ru/upload").status_code == 403


def test_an_upload_in_chunks_goes_on_where_it_stands(bare: House, sign: Sign) -> None:
    """Begun, cut off, begun again: the same upload; then read by a job that is one however often it is asked for."""
    client, whole = sign(bare, "analyst"), TABLE.encode()
    head = {"x-csrf": client.csrf}
    begin = {"name": "звонки.csv", "size": len(whole), "basis": f"case={CASE}", "region": "KZ-27"}
    first = client.post(f"{API}/uploads", json=begin, headers=head).json()
    raw = head | {"content-type": "application/octet-stream"}
    put = client.put(f"{API}/uploads/{first['id']}?offset=0", content=whole[:20], headers=raw)
    assert put.json()["received"] == 20
    assert client.post(f"{API}/uploads", json=begin, headers=head).json() == first | {"received": 20}
    gap = client.put(f"{API}/uploads/{first['id']}?offset=40", content=whole[40:], headers=raw)
    assert gap.status_code == 409
    assert sign(bare, "investigator").get(f"{API}/uploads/{first['id']}").status_code == 404
    assert client.put(f"{API}/uploads/{first['id']}?offset=20", content=whole[20:], headers=raw).json()[
        "received"
    ] == len(whole)
    asked = [client.post(f"{API}/jobs", json={"uploads": [first["id"]]}, headers=head).json() for _ in range(2)]
    assert asked[0]["id"] == asked[1]["id"]
    worker.work(bare.path, once=True)
    assert client.get(f"{API}/jobs/{asked[0]['id']}").json()["state"] == "done"
    assert uploads.listed(bare.path) == []


def test_a_job_is_cancelled_and_tried_again(bare: House, sign: Sign) -> None:
    """By the buttons of its page."""
    client = sign(bare, "analyst")
    place = client.post("/kk/jobs/analyse", data=told(client)).headers["location"]
    assert client.post(f"{place}/cancel", data=told(client)).status_code == 303
    (one,) = jobs.listed(bare.ws)
    assert one.state == "cancelled"
    assert client.post(f"{place}/retry", data=told(client)).status_code == 303
    assert jobs.listed(bare.ws)[0].state == "queued"


def test_a_column_is_given_another_meaning(bare: House, sign: Sign, tmp_path: object) -> None:
    """The form shows every column; what is posted becomes a job that reads the original again."""
    ingest(bare.path, [], bare.settings, basis=f"case={CASE}", take_best=True, typed={"з.csv": TABLE})
    client = sign(bare, "analyst")
    with bare.ws.reading() as connection:
        (kept,) = evidence.everything(connection)
    place = f"/kk/upload/mapping/{kept.evidence.id}"
    page = client.get(place)
    assert page.status_code == 200
    assert page.text.count('name="field_0_') == 5
    twice = told(client, kind_0="call", field_0_2="a", field_0_3="a")
    assert client.post(place, data=twice).status_code == 400
    strange = told(client, kind_0="call", field_0_2="password")
    assert client.post(place, data=strange).status_code == 400
    swapped = told(client, kind_0="call", field_0_2="b", field_0_3="a")
    assert client.post(place, data=swapped).status_code == 303
    (job,) = jobs.listed(bare.ws)
    assert (job.kind, job.arguments["evidence"]) == ("reread", kept.evidence.id)
    assert "b = 3 " in job.arguments["mapping"]
    assert "a = 4 " in job.arguments["mapping"]
