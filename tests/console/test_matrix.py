"""The authorisation matrix on the running application: every role × every route that names a case × six relations.

What each should answer is computed from the policy table alone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import polars as pl
import pytest

from qalqan.console import route
from qalqan.console.house import House
from qalqan.console.route import Mark, collected
from qalqan.desk import access, accounts, decisions
from qalqan.govern import policy
from qalqan.govern.policy import Access, Relation, Role
from qalqan.store import officers as people

from .conftest import PASSPHRASE, Sign

ROUTES = [mark for mark, _ in collected() if mark.case]
REFUSED = (403, 404)


@dataclass(frozen=True)
class Cases:
    """One case for every relation; ``none`` is a number that no case has."""

    of: dict[Relation, str]
    organ: str
    series: str


def chosen(house: House) -> Cases:
    """Cases with a loss: one assigned, one tied to it, one of the officer's organ, one of another, one sealed."""
    known = house.tables()
    lost = known["cases"].filter(pl.col("case_id").is_in(known["losses"]["case_id"].implode()))
    told = lost.join(known["series"].select("case_id", "series_id"), on="case_id", how="left").drop_nulls("organ")
    tied = told.filter(pl.col("series_id").fill_null("") != "").sort("case_id")
    series = str(tied["series_id"].mode().sort()[0])
    inside = tied.filter(pl.col("series_id") == series)
    own = inside.row(0, named=True)
    mate = inside.filter(pl.col("organ") != own["organ"]).row(0, named=True)
    lone = told.filter(pl.col("series_id").fill_null("") != series).sort("organ", "case_id")
    organ = lone.row(0, named=True)
    other = lone.filter(pl.col("organ") != organ["organ"]).row(0, named=True)
    sealed = lone.filter(~pl.col("case_id").is_in([organ["case_id"], other["case_id"]])).row(0, named=True)
    of = {
        Relation.ASSIGNED: own["case_id"], Relation.SERIES: mate["case_id"], Relation.ORGAN: organ["case_id"],
        Relation.OTHER: other["case_id"], Relation.SEALED: sealed["case_id"], Relation.NONE: "999999999999999",
    }  # fmt: skip
    return Cases(of, organ["organ"], series)


def enrolled(house: House, cases: Cases) -> None:
    """An officer of every role who has one organ and one case; a case is sealed by the head."""
    with house.ws.reading() as connection:
        boss, head = people.get(connection, "Try administrator"), people.get(connection, "Try head")
    for role in Role:
        name = f"Narrow {role.value}"
        organs = ("601",) if role is Role.PARTNER else (cases.organ,)
        secret, _ = accounts.invite(house.ws, boss.id, name, role.value, login=name, organs=organs)
        officer = accounts.enrol(house.ws, secret, PASSPHRASE)
        if role is not Role.PARTNER:
            access.give(house.ws, head.id, officer.id, "case", cases.of[Relation.ASSIGNED])
    case = cases.of[Relation.SEALED]
    with house.writing() as ws:
        decisions.decide(
            ws, head.id, PASSPHRASE, f"seal:{case}", "seal", "approve", "his own family", "investigation", case, "",
        )  # fmt: skip


def expected(role: Role, mark: Mark, relation: Relation) -> bool:
    """Whether the policy lets this pass; a case that does not exist is never found."""
    if relation is Relation.NONE:
        return False
    return policy.access(role, mark.verb, relation) is not Access.REFUSED


def address(mark: Mark, case: str) -> str:
    """A route's address for a case; its other parameters name nothing."""
    told = mark.path.replace(f"{{{mark.case}}}", case).replace(f"{{{mark.case}:path}}", case)
    for part in [one for one in told.split("/") if "{" in one]:
        told = told.replace(part, {"{what}.svg": "sankey.svg"}.get(part, "x"))
    return f"/en{told}" if mark.page else f"{route.API}{told}"


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_route_of_a_case_answers_as_the_policy_says(matrix: tuple[House, Cases], sign: Sign, role: Role) -> None:
    """A refusal tells nothing of the case; what is allowed never answers with a refusal of the policy."""
    house, cases = matrix
    client = sign(house, f"narrow {role.value}")
    for mark in ROUTES:
        told_of: dict[Relation, str] = {}
        for relation, case in cases.of.items():
            where = address(mark, case)
            if mark.method == "GET":
                answer = client.get(where)
            else:
                told = {"x-csrf": client.csrf}  # type: ignore[attr-defined]
                answer = client.request(mark.method, where, headers=told, **({} if mark.page else {"json": {}}))
            assert answer.status_code < 500, (role, mark, relation)
            let_in = expected(role, mark, relation)
            if not let_in:
                assert answer.status_code in REFUSED, (role, mark, relation, answer.status_code)
                told_of[relation] = answer.text.replace(case, "N")
            elif mark.path.count("{") == 1:
                assert answer.status_code not in REFUSED, (role, mark, relation, answer.status_code)
        assert len(set(told_of.values())) == 1, (role, mark)  # a refusal tells not even whether there is such a case


@pytest.fixture(scope="module")
def matrix(analysed: object, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A copy with narrow officers and a sealed case."""
    folder = tmp_path_factory.mktemp("matrix") / "ws"
    shutil.copytree(str(analysed), folder)
    house = House(folder)
    cases = chosen(house)
    enrolled(house, cases)
    yield house, cases
    house.close()


def test_signed_in_narrow_officers_exist(matrix: tuple[House, Cases]) -> None:
    """The relations are what the test says they are."""
    house, cases = matrix
    with house.ws.reading() as connection:
        officer = people.get(connection, "Narrow investigator")
    for relation, case in cases.of.items():
        if relation is not Relation.NONE:
            assert access.relation(house.ws, house.tables(), officer.id, Role.INVESTIGATOR, case) is relation
