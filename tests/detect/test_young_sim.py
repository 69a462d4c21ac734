"""Rule S4: a young card and its volume."""

from __future__ import annotations

import pytest
from tests.detect.called import at, background, box, person, seen

from qalqan.detect._call_features import OLD_H

BOX = person(9001)


@pytest.mark.parametrize(
    ("since", "young", "newer", "age"), [(110, 30, 30, 10), (-400, 0, 30, 520), (-3000, 0, 0, 3120)]
)
def test_the_contracts_age_counts(since: float, young: int, newer: int, age: int) -> None:
    contract = [{"number": BOX, "from": at(since), "locators": "s::1"}]
    told = seen(BOX, background(), box(BOX, 120, 30, 0), subscribers=contract)
    assert (told["young"], told["newer"], told["age"]) == (young, newer, age)


def test_without_a_contract_the_first_sight_counts_but_not_on_the_first_day() -> None:
    assert seen(BOX, background(), box(BOX, 120, 30, 0))["young"] == 30
    told = seen(BOX, background(), box(BOX, 10, 30, 0), box(BOX, 120, 30, 500))
    assert (told["young"], told["age"]) == (0, OLD_H)
