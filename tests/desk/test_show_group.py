"""qalqan show group: members, the ties that cut it first, and what follows from its series; by a case's number, too."""

from __future__ import annotations

import pytest
from tests.link import gang as g
from tests.link.tied import at

from qalqan.desk.show import _SHEETS, Sheet
from qalqan.engine.frames import Tables
from qalqan.link import groups, possible_victims
from qalqan.settings import Settings


@pytest.fixture(scope="module")
def known() -> Tables:
    payer = {"tx_id": "p", "from": "KZ00722C000000000200", "to": g.FIRST, "at": at(2.4), "amount_tiyn": 90_000_00,
             "from_kind": "iban", "locators": "b::p"}  # fmt: skip
    tables = g.tables_of(g.gang(transactions=[payer]))
    for step in (groups, possible_victims):
        for name, frame in step.run(tables, Settings()).items():
            tables.put(name, frame)
    return tables


@pytest.mark.parametrize("wanted", ["c1", "c3"])
def test_a_group_is_shown_by_its_id_or_a_case_of_it(known: Tables, wanted: str) -> None:
    sheet = Sheet("group", wanted)
    _SHEETS["group"](known, sheet, wanted)
    shown = {one.table: one.rows for one in sheet.sections}
    assert list(shown) == ["groups", "group_ties", "possible_victims"]
    assert shown["groups"].height == known["groups"].height
    assert shown["groups"]["role"][0] == "organiser"
    assert shown["group_ties"]["cuts_off"].is_sorted(descending=True)


def test_an_unknown_group_shows_nothing(known: Tables) -> None:
    sheet = Sheet("group", "c7")
    _SHEETS["group"](known, sheet, "c7")
    assert sheet.sections == []
