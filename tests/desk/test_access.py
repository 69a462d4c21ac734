"""How officers stand to cases: grants, organs, series, seals."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from qalqan import clock
from qalqan.desk import access, decisions, officers
from qalqan.engine.frames import Tables
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.govern.policy import Access, Relation, Role
from qalqan.model.decision import Verdict
from qalqan.store import accounts
from qalqan.store import officers as people
from qalqan.store.workspace import Workspace

WORDS = "ұзақ құпиясөз бар"
PEOPLE = {"Зере": "investigator", "Бас": "head", "Екінші": "head", "Банк": "partner", "Әкім": "administrator"}
CASES = pl.DataFrame(
    [
        ("C-1", "АВ-1;АВ-2", "К-1", "Алматы  ҚПД"),
        ("C-2", None, None, "алматы қпд"),
        ("C-3", "", None, "Астана ҚПД"),
        ("C-4", "", None, "Астана ҚПД"),
        ("C-5", "", "К-5", None),
    ],
    schema=["case_id", "aliases", "kui_number", "organ"],
    orient="row",
)
SERIES = pl.DataFrame(
    [("C-1", "C-1"), ("C-3", "C-1"), ("C-4", "C-4"), ("C-2", "")], schema=["case_id", "series_id"], orient="row"
)
KNOWN = Tables.of({"cases": CASES, "series": SERIES})
ALL = ["C-1", "C-2", "C-3", "C-4", "C-5"]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "ws"
    with Workspace.init(path) as made:
        for name, role in PEOPLE.items():
            officers.add(made, name, role, WORDS)
    return path


@pytest.fixture
def ws(staffed: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(staffed, tmp_path / "ws")
    with Workspace.open(tmp_path / "ws", write=True) as opened:
        yield opened


def id_of(ws: Workspace, name: str) -> str:
    with ws.reading() as connection:
        return people.get(connection, name).id


def stands(ws: Workspace, name: str = "Зере", role: Role = Role.INVESTIGATOR) -> list[str]:
    sight = access.sight(ws, KNOWN, id_of(ws, name), role)
    return [sight.relation(case).value for case in ALL]


def decide(ws: Workspace, who: str, subject: str, verdict: str = "approve", shown: str = "") -> str:
    act = subject.partition(":")[0]
    return decisions.decide(ws, who, WORDS, subject, act, Verdict(verdict), "r", "investigation", "", shown).id


def test_without_a_grant_every_case_is_another_s(ws: Workspace) -> None:
    assert stands(ws) == ["other"] * 5


def test_the_nearest_relation_counts(ws: Workspace) -> None:
    access.give(ws, "Бас", "Зере", "organ", " алматы ҚПД ")
    assert stands(ws) == ["organ", "organ", "other", "other", "organ"], "a case of no organ was registered here"
    mine = access.give(ws, "Бас", "Зере", "case", "АВ-2")
    assert stands(ws) == ["assigned", "organ", "series", "other", "organ"], "by any of its numbers; its series is near"
    access.give(ws, "Бас", "Зере", "series", "C-4")
    assert stands(ws) == ["assigned", "organ", "series", "series", "organ"]
    access.take_back(ws, "Бас", mine.id)
    assert stands(ws) == ["organ", "organ", "other", "series", "organ"]
    access.give(ws, "Бас", "Зере", "organ", "*")
    assert stands(ws) == ["organ", "organ", "organ", "series", "organ"]


def test_a_grant_ends_by_itself(ws: Workspace) -> None:
    access.give(ws, "Бас", "Зере", "case", "C-2", until=clock.now() + timedelta(seconds=0.2))
    access.give(ws, "Бас", "Зере", "case", "C-4", until=clock.now() + timedelta(days=1))
    time.sleep(0.25)
    assert stands(ws) == ["other", "other", "other", "assigned", "other"]


def test_who_may_give_what_to_whom(ws: Workspace) -> None:
    for giver in ("Зере", "Әкім", "Банк"):
        with pytest.raises(AccessError, match="error-verb-role"):
            access.give(ws, giver, "Екінші", "case", "C-1")
    with pytest.raises(AccessError, match="error-grant-self"):
        access.give(ws, "Бас", "Бас", "case", "C-1")
    for kind, value in (("case", "C-1"), ("organ", "*")):
        with pytest.raises(UsageError, match="error-grant-partner"):
            access.give(ws, "Бас", "Банк", kind, value)
    with pytest.raises(UsageError, match="error-grant"):
        access.give(ws, "Бас", "Зере", "street", "Абай")
    with pytest.raises(NotFound):
        access.give(ws, "Бас", "Ешкім", "case", "C-1")
    with pytest.raises(AccessError, match="error-verb-role"):
        access.take_back(ws, "Зере", "x")
    officers.revoke(ws, "Зере")
    with pytest.raises(AccessError, match="error-officer-revoked"):
        access.give(ws, "Бас", "Зере", "case", "C-1")
    with ws.reading() as connection:
        assert accounts.grants(connection) == []


def test_a_seal_hides_a_case_from_all_but_whom_it_was_given(ws: Workspace) -> None:
    access.give(ws, "Бас", "Зере", "organ", "*")
    with pytest.raises(AccessError, match="error-act-role"):
        decide(ws, "Зере", "seal:C-2")
    decide(ws, "Бас", "seal:К-1")
    assert stands(ws)[:2] == ["sealed", "organ"]
    assert stands(ws, "Екінші", Role.HEAD)[0] == "sealed"
    seen = access.visible(ws, KNOWN, id_of(ws, "Зере"), Role.INVESTIGATOR, ALL)
    assert seen == frozenset(ALL) - {"C-1"}
    with pytest.raises(NotFound, match="error-not-found"):
        access.reach(ws, KNOWN, id_of(ws, "Зере"), Role.INVESTIGATOR, verb="case", wanted="АВ-1", purpose="court")
    found = access.reach(ws, KNOWN, id_of(ws, "Бас"), Role.HEAD, verb="case", wanted="АВ-1", purpose="court")
    assert found == ("C-1", Access.MASKED)
    access.give(ws, "Екінші", "Зере", "case", "C-1")
    assert stands(ws)[0] == "assigned"


def test_a_seal_is_lifted_by_two_or_by_its_own_officer(ws: Workspace) -> None:
    first = decide(ws, "Бас", "seal:C-2")
    decide(ws, "Екінші", "unseal:C-2", shown=first)
    assert stands(ws)[1] == "sealed", "one is not enough"
    decide(ws, "Екінші", "seal:C-2", "reject")
    assert stands(ws)[1] == "sealed", "another's no does not lift it"
    decide(ws, "Зере", "unseal:C-2", shown="something else")
    assert stands(ws)[1] == "sealed", "both must have seen the seal"
    decide(ws, "Зере", "unseal:C-2", shown=first)
    assert stands(ws)[1] == "other"
    decide(ws, "Бас", "seal:C-2")
    assert stands(ws)[1] == "sealed", "a new seal is not lifted by what lifted the old one"
    decide(ws, "Бас", "seal:C-2", "reject")
    assert stands(ws)[1] == "other"


def test_rows_of_cases_that_may_not_be_seen_fall_out(ws: Workspace) -> None:
    frame = pl.DataFrame({"case_id": ["C-1", "C-2", None], "x": [1, 2, 3]})
    sight = access.sight(ws, KNOWN, id_of(ws, "Зере"), Role.INVESTIGATOR)
    assert sight.only(frame)["x"].to_list() == [1, 2, 3], "another's case is listed, masked"
    assert sight.only(frame, verb="decide")["x"].to_list() == [3]
    decide(ws, "Бас", "seal:C-1")
    sight = access.sight(ws, KNOWN, id_of(ws, "Зере"), Role.INVESTIGATOR)
    assert sight.only(frame)["x"].to_list() == [2, 3]
    steward = access.sight(ws, KNOWN, id_of(ws, "Зере"), Role.MODEL_STEWARD)
    assert steward.only(frame)["x"].to_list() == [3]


def test_a_partner_stands_near_requests_to_their_own_house(ws: Workspace) -> None:
    access.give(ws, "Бас", "Банк", "organ", "722")
    banker = id_of(ws, "Банк")
    assert access.request_relation(ws, banker, "722") is Relation.ASSIGNED
    assert access.request_relation(ws, banker, "601") is Relation.OTHER
    assert access.request_relation(ws, id_of(ws, "Әкім"), "722") is Relation.OTHER


def test_what_a_run_says_is_kept_by_its_name(ws: Workspace) -> None:
    known = Tables.of({"cases": CASES, "series": SERIES})
    known.stamp = "run-of-test-access"
    first = access.sight(ws, known, id_of(ws, "Зере"), Role.HEAD)
    known.drop("cases")
    known.put("cases", CASES.head(0))
    again = access.sight(ws, known, id_of(ws, "Зере"), Role.HEAD)
    assert again == first
