"""What sealed evidence alone tells is nowhere: not in another case's money, its pictures, its victim's line."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.desk import paper_frames as made

from qalqan.console.house import House
from qalqan.desk import access, decisions, lens, money_page, papers, seen
from qalqan.desk._queue_proposals import proposals
from qalqan.model.decision import Verdict
from qalqan.model.evidence import Basis, Evidence
from qalqan.store import evidence as kept
from qalqan.store.workspace import Workspace

from .conftest import PASSPHRASE, Client, Sign
from .do_house import CASE, LONE, built, frames

__all__ = ["built"]  # a fixture
SHA = hashlib.sha256(b"sealed").hexdigest()
CALLER = "+77071234567"


def place(row: int) -> str:
    return f"{SHA[:16]}:Лист1:{row}"


@pytest.fixture
def told_by_two(built: Path, tmp_path: Path) -> Iterator[House]:
    """The second hop, a call and a message of the case stand in a file that came in on another case."""
    path = Path(shutil.copytree(built, tmp_path / "ws"))
    open_ = Evidence(made.SHA, "жауап.xlsx", 10, made.NOW, Basis(case=CASE, request="1"))
    hidden = Evidence(SHA, "жабық.xlsx", 10, made.NOW, Basis(case=LONE, request="2"))
    with Workspace.open(path, write=True) as ws:
        for one in (open_, hidden):
            ws.commit("ingest", {"evidence": one.id}, change=lambda c, one=one: kept.add(c, one, one.name))
    told = frames()
    for name in ("transactions", "hops"):
        for row in told[name]:
            if made.SECOND in (row["from"], row["to"]):
                row["locators" if name == "transactions" else "locator"] = place(18)
    told["calls"] += [told["calls"][0] | {"call_id": place(7), "a": CALLER, "locators": place(7)}]
    told["messages"] += [told["messages"][0] | {"message_id": place(8), "source": place(8), "text": "жабық хабар"}]
    made.put(path, told, "run2")
    house = House(path)
    yield house
    house.close()


def seal(house: House) -> None:
    """A head closes the case on which the second file came in."""
    with house.writing() as ws:
        told = (f"seal:{LONE}", "seal", Verdict.APPROVE, "жабық", "investigation", LONE, "")
        decisions.decide(ws, "Try head", PASSPHRASE, *told)


PAGES = ("/kk/case/{}", "/kk/case/{}/money", "/kk/case/{}/timeline?whole=1", "/api/v1/cases/{}")
PICTURES = ("/kk/case/{}/money/sankey.svg", "/kk/case/{}/money/hops.svg", "/kk/case/{}/timeline.svg")


def read(client: Client) -> str:
    """All pages and pictures of the case's money and victim, and the hold list, in clear where the asker may."""
    parts = [one.format(CASE) for one in (*PAGES, *PICTURES)]
    for purpose_of in (CASE, ""):
        told = {"csrf": client.csrf, "purpose": "investigation", "case": purpose_of}
        assert client.post("/kk/unmask", data=told).status_code == 303
        if purpose_of:
            answers = [client.get(one) for one in parts]
    answers.append(client.get("/kk/money"))
    assert [one.status_code for one in answers] == [200] * len(answers)
    return "\n".join(one.text for one in answers)


def test_sealed_evidence_tells_nothing_of_another_case(told_by_two: House, sign: Sign) -> None:
    """Before the seal the investigator reads it all; after it what the other file says remains; a head reads it all."""
    signs = (made.SECOND, made.SECOND[-6:], CALLER, "жабық хабар", "300\u202f₸")
    client = sign(told_by_two, "investigator")
    before = read(client)
    assert all(one in before for one in (made.SECOND, CALLER, "жабық хабар", "300\u202f₸"))
    seal(told_by_two)
    after = read(client)
    assert made.FIRST in after
    assert made.CALLER in after
    assert [one for one in signs if one in after] == []
    assert made.SECOND in read(sign(told_by_two, "head"))
    assert SHA[:16] not in after


def test_the_money_then_stays_where_it_was_seen_last(told_by_two: House) -> None:
    """Without the hidden transfer its sum still lies on the account before it: the trace is made anew, not cut."""
    known = told_by_two.tables()
    hidden = seen.tables(known, lens.sight(known, {LONE}), told_by_two.settings)
    assert seen.tables(known, lens.ALL, told_by_two.settings) is known
    assert seen.tables(known, lens.sight(known, {LONE}), told_by_two.settings) is hidden
    for tables, left in ((known, 100_00), (hidden, 400_00)):
        trail = money_page.money(tables, told_by_two.settings, CASE).trail
        assert trail.filter(account=made.FIRST)["remaining_tiyn"].to_list() == [left]
        assert (made.SECOND in trail["account"].to_list()) is (tables is known)
        assert (made.SECOND in tables["holds"]["account"].to_list()) is (tables is known)
    assert hidden["calls"].height == known["calls"].height - 1
    assert LONE not in hidden["cases"]["case_id"].to_list()


def test_proposals_and_papers_are_made_without_it(told_by_two: House, sign: Sign, tmp_path: Path) -> None:
    """Who may not know of the file is proposed the hold on the account before it, for what then still lies there, and
    gets papers of that; a head gets all of it, and is told that it rests on a sealed case."""
    seal(told_by_two)
    known, path = told_by_two.tables(), told_by_two.path
    theirs = access.known_to(told_by_two.ws, known, "Try investigator")
    assert access.known_to(told_by_two.ws, known, "Try head") is known
    asked = {who: {one.key: one.tiyn for one in proposals(tables)["hold"] if one.case == CASE}
             for who, tables in (("head", known), ("investigator", theirs))}  # fmt: skip
    assert asked["head"] != asked["investigator"]
    told = {}
    for who in ("head", "investigator"):
        client = sign(told_by_two, who)
        items = client.get("/api/v1/decisions", params={"kind": "hold"}).json()["items"]
        told[who] = {one["tiyn"] for one in items if one["case"] == CASE}
        assert told[who] == set(asked[who].values())
        made_ = papers.requests(path, "hold", CASE, tmp_path / who, lang="en", officer=f"Try {who}")
        assert ("act-note-sealed" in {note.key for one in made_ for note in one.notes}) is (who == "head")
    text = {}
    for who in ("head", "investigator"):
        out = tmp_path / f"{who}.pdf"
        papers.dossier(path, "case", CASE, out, lang="en", officer=f"Try {who}", purpose="investigation")
        text[who] = " ".join(page.extract_text() for page in PdfReader(out).pages)
    assert made.SECOND in text["head"].replace(" ", "")
    assert made.SECOND not in text["investigator"].replace(" ", "")
    assert ["sealed case" in text[who] for who in ("head", "investigator")] == [True, False]
