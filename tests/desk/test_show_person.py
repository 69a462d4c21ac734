"""The sheet of a person: found by id and by anything they are known by (invented people)."""

from __future__ import annotations

import pytest

from qalqan.desk import show
from qalqan.engine.frames import Tables, conform, table
from qalqan.link import persons
from qalqan.settings import Settings

from ..link.tied import frame

ACCOUNT, PHONE, IIN = "KZ86125KZT5004100100", "+77011234567", "900101300017"


def _known() -> Tables:
    rows = [
        {"account": ACCOUNT, "holder": "Сынақов Ерлан", "iin": IIN, "phone": PHONE, "locators": "h::1"},
        {"account": "KZ12722C000012345678", "holder": "Үлгібаева Әсел", "iin": IIN, "locators": "h::2"},
    ]
    known = Tables.of({"holders": frame("holders", rows)})
    for name, made in persons.run(known, Settings()).items():
        known.put(name, made)
    known.put("numbers", conform(frame("numbers", [{"number": PHONE, "role": "caller"}]), table("numbers")))
    return known


@pytest.mark.parametrize("wanted", [f"account:{ACCOUNT}", ACCOUNT, f"phone:{PHONE}", "8 701 123 45 67"])
def test_a_person_is_found_by_whatever_they_are_known_by(wanted: str) -> None:
    sheet = show.Sheet("person", wanted)
    show._SHEETS["person"](_known(), sheet, wanted)
    sections = {one.table: one for one in sheet.sections}
    assert list(sections) == ["persons", "person_pairs", "numbers"]
    assert sections["persons"].rows["person_id"].unique().to_list() == [f"account:{ACCOUNT}"]
    assert sections["numbers"].total == 1


def test_nobody_is_an_empty_sheet() -> None:
    sheet = show.Sheet("person", "name:ЕШКІМ")
    show._SHEETS["person"](_known(), sheet, "name:ЕШКІМ")
    assert sheet.sections == []
