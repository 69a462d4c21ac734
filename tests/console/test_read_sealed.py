"""A sealed case is known of only to whom it was given: no page, list, search, graph or resource tells of it."""

from __future__ import annotations

import polars as pl
import pytest

from qalqan.console.house import House
from qalqan.desk import access, decisions
from qalqan.model.decision import Verdict
from qalqan.store import accounts, officers

from .conftest import PASSPHRASE, Sign


@pytest.fixture
def sealed(own: House) -> tuple[House, str]:
    """A case of a series, sealed by the head: the series goes by its number."""
    known = own.tables()["series"].filter(pl.col("series_id") != "")
    case = str((known["series_id"] if known.height else own.tables()["cases"]["case_id"])[0])
    seal = (f"seal:{case}", "seal", Verdict.APPROVE, "жабық", "investigation", case, "")
    with own.writing() as ws:
        decisions.decide(ws, "Try head", PASSPHRASE, *seal)
    return own, case


def test_nothing_tells_of_it(sealed: tuple[House, str], sign: Sign) -> None:
    """The analyst finds neither the case nor its number anywhere."""
    house, case = sealed
    client = sign(house, "analyst")
    for path in (f"/kk/case/{case}", f"/kk/case/{case}/graph", f"/kk/group/{case}", f"/api/v1/cases/{case}",
                 f"/api/v1/graph/count?node=case:{case}", f"/kk/series/{case}", f"/api/v1/series/{case}"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    tables = house.tables()
    members = tables["series"].filter(pl.col("series_id") == case)["case_id"].to_list()
    others = [one for one in members if one != case]
    paths = ["/kk/cases", "/kk/cases.csv", "/kk/series", f"/kk/search?q={case[-6:]}", "/api/v1/cases?size=500",
             "/api/v1/series"]  # fmt: skip
    paths += [f"/kk/series/{min(others)}", f"/kk/graph?series={min(others)}"] if len(others) > 1 else []
    paths += [f"/kk/case/{one}" for one in others[:3]]
    shared = tables["identifiers"].filter(pl.col("case_id") == case)
    paths += [
        f"/kk/thing/{house.seals.seal('thing', f'{kind}:{value}')}"
        for kind, value in shared.select("kind", "value").head(6).iter_rows()
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        assert case not in answer.text.replace(f'value="{case[-6:]}"', ""), path


def test_its_victim_is_not_found_by_name_or_number(sealed: tuple[House, str], sign: Sign) -> None:
    """Search counts nothing that only the sealed case tells."""
    house, case = sealed
    client = sign(house, "analyst")
    name = str(house.tables()["cases"].filter(pl.col("case_id") == case)["victim_name"][0])
    for asked in (name, case):
        told = client.get("/api/v1/search", params={"q": asked}).json()
        assert [hit for one in told for hit in one["hits"] if hit["value"] == case] == []


def test_its_source_row_is_not_shown(sealed: tuple[House, str], sign: Sign) -> None:
    """Nor as a neighbour of another row of the register."""
    house, case = sealed
    client = sign(house, "analyst")
    source = str(house.tables()["cases"].filter(pl.col("case_id") == case)["source"][0]).split(";")[0]
    evidence, part, row = source.split(":")
    at = house.seals.seal("place", source)
    assert client.get(f"/kk/evidence/{evidence}/row?at={at}").status_code == 404
    beside = house.seals.seal("place", f"{evidence}:{part}:{int(row) + 1}")
    assert case not in client.get(f"/kk/evidence/{evidence}/row?at={beside}").text


def test_who_was_given_it_sees_it_and_a_head_sees_it_masked(sealed: tuple[House, str], sign: Sign) -> None:
    """The seal does not hide it from its own investigator."""
    house, case = sealed
    assert sign(house, "investigator").get(f"/kk/case/{case}").status_code == 404
    with house.ws.reading() as connection:
        mine, head = (officers.get(connection, f"Try {role}").id for role in ("investigator", "second"))
        assert accounts.grants(connection, mine)
    access.give(house.ws, head, mine, "case", case)
    assert sign(house, "investigator").get(f"/kk/case/{case}").status_code == 200
    assert sign(house, "head").get(f"/kk/case/{case}").status_code == 200
