"""The dossier through the application: made, approved by two of its very content, taken; masked without a purpose."""

from __future__ import annotations

import io
import re
import zipfile

from pypdf import PdfReader

from qalqan.console.house import House
from qalqan.desk import decisions, tables
from qalqan.model.decision import Verdict

from .conftest import PASSPHRASE, Client, Sign

SHOWN = re.compile(r'name="shown" value="(\w{64})"')


def post(client: Client, page: str, **more: str) -> str:
    answer = client.post(page, data={"csrf": client.csrf} | more)
    return answer.text if answer.status_code != 303 else answer.headers["location"]


def test_a_dossier_is_approved_by_two_and_taken_masked_or_for_a_purpose(own: House, sign: Sign) -> None:
    """Made on its page, approved by two officers of its very content, never twice by one; its files hold no account
    of anybody but for a stated purpose."""
    run = tables.current(own.ws)
    case, account = (
        run["trails"].filter(run["trails"]["kind"] == "account").sort("case_id").select("case_id", "account").row(0)
    )
    page = f"/kk/case/{case}/dossier"
    first, head, analyst = (sign(own, role, key=True) for role in ("investigator", "head", "analyst"))
    assert page in first.get(f"/kk/case/{case}").text
    assert [sign(own, role).get(page).status_code for role in ("inspector", "partner", "administrator")] == [403] * 3
    found = SHOWN.search(post(first, page, do="show"))
    assert found
    shown = {"do": "approve", "shown": found[1], "why": "тізбек тексерілді"}
    assert not SHOWN.search(post(analyst, page, do="show"))  # no word of theirs: nothing to sign
    assert "done=1" not in post(analyst, page, **shown)
    assert "done=1" not in post(first, page, **(shown | {"shown": "0" * 64}))  # of something else
    assert "done=1" in post(first, page, **shown)
    assert "done=1" not in post(first, page, **shown)
    assert [page in client.get("/kk/").text for client in (first, analyst, head)] == [False, False, True]
    assert "done=1" in post(head, page, **shown)
    assert page not in head.get("/kk/").text
    assert account not in taken(first, page)
    told = taken(head, page)
    assert "Try investigator" in told
    assert "Try head" in told
    head.post("/kk/unmask", data={"csrf": head.csrf, "purpose": "investigation", "case": case, "back": page})
    assert account in taken(head, page)


def taken(client: Client, page: str) -> str:
    """Everything that the files say."""
    answer = client.post(page, data={"csrf": client.csrf, "do": "take"})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = {name: archive.read(name) for name in archive.namelist()}
    (document,) = [name for name in told if name.endswith(".pdf")]
    pages = PdfReader(io.BytesIO(told.pop(document))).pages
    plain = "".join(page.extract_text() for page in pages)
    return " ".join([plain, plain.replace("\n", ""), *(one.decode("utf-8-sig") for one in told.values())])


def test_a_series_has_one_too_and_only_whole(own: House, sign: Sign) -> None:
    """Of a series by its name; none is told apart from one of which a case may not be known."""
    series = tables.current(own.ws)["series"].filter(tables.current(own.ws)["series"]["series_id"] != "")
    client = sign(own, "investigator")
    name = series["series_id"].sort()[0]
    assert "dossier" in client.get(f"/kk/series/{name}").text
    assert client.get("/kk/dossier", params={"series": name}).status_code == 200
    assert client.get("/kk/dossier", params={"series": "nothing"}).status_code == 404
    assert sign(own, "inspector").get("/kk/dossier", params={"series": name}).status_code == 403


def test_a_series_dossier_waits_only_for_who_may_have_it_whole(own: House, sign: Sign) -> None:
    """On the first page of the second officer, until a case of the series is sealed from them."""
    known = tables.current(own.ws)["series"]
    name = known.filter(known["series_id"] != "")["series_id"].sort()[0]
    page, query = "/kk/dossier", f"series={name}"
    head, second = sign(own, "head", key=True), sign(own, "investigator")
    found = SHOWN.search(post(head, page, do="show", series=name))
    assert found
    assert "done=1" in post(head, page, do="approve", shown=found[1], why="тізбек тексерілді", series=name)
    assert query in second.get("/kk/").text
    other = next(case for case in known.filter(known["series_id"] == name)["case_id"] if case != name)
    with own.writing() as ws:
        told = (f"seal:{other}", "seal", Verdict.APPROVE, "жабық", "investigation", other, "")
        decisions.decide(ws, "Try head", PASSPHRASE, *told)
    assert query not in second.get("/kk/").text
