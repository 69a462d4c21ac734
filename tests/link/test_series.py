"""Series: parted by description, not closed; overlaps allowed; the same whatever the order of rows."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.link.tied import iban, phone, world

from qalqan.engine.frames import Tables
from qalqan.link import series
from qalqan.settings import Settings

LONE = {f"c{n}": [phone(9000 + n)] for n in range(500, 560)}


def parts(tables: Tables) -> dict[str, set[str]]:
    made = series.run(tables, Settings())["series"]
    found: dict[str, set[str]] = {}
    for case, name in made.select("case_id", "series_id").rows():
        found.setdefault(name, set()).add(case)
    return found


def group(first: int, size: int, mark: int) -> dict[str, list[str]]:
    """A group that rotates phones, accounts, handles: each serves a few cases in a row, the ends share nothing."""
    return {
        f"c{first + n}": [phone(mark + (n + shift) // 3) for shift in (0, 1)]
        + [iban(mark + (n + shift) // 4) for shift in (0, 2)]
        + [f"@shop_{mark}_{(n + shift) // 6}" for shift in (0, 3)]
        for n in range(size)
    }


def test_two_groups_and_lone_cases_fall_apart() -> None:
    found = parts(world({**group(100, 8, 1000), **group(200, 6, 2000), **LONE}))
    assert found["c100"] == {f"c{n}" for n in range(100, 108)}
    assert found["c200"] == {f"c{n}" for n in range(200, 206)}
    assert found[""] == set(LONE)


def test_an_account_sold_to_both_groups_does_not_glue_them() -> None:
    told = {**group(100, 10, 1000), **group(200, 10, 2000), **LONE}
    for case in ("c103", "c104", "c204", "c205"):
        told[case] = [*told[case], iban(777)]
    found = parts(world(told))
    assert found["c100"] == {f"c{n}" for n in range(100, 110)}
    assert found["c200"] == {f"c{n}" for n in range(200, 210)}


def test_a_hub_in_every_third_case_glues_nothing() -> None:
    told = {**group(100, 8, 1000), **group(200, 8, 2000), **LONE}
    told = {case: [*has, phone(1)] if n % 3 == 0 else has for n, (case, has) in enumerate(told.items())}
    found = parts(world(told))
    assert found[""] == set(LONE)
    assert found["c100"].isdisjoint(found["c200"])


def test_a_case_of_two_groups_stands_in_both() -> None:
    told = {**group(100, 8, 1000), **group(200, 8, 2000), **LONE}
    told["c104"] = [*told["c104"], *told["c203"]]
    found = parts(world(told))
    assert sum("c104" in members for members in found.values()) == 2
    assert {case for members in found.values() if "c104" in members for case in members} == set(told) - set(LONE)


def test_the_score_is_an_integer_and_a_lone_case_has_none() -> None:
    made = series.run(world({**group(100, 4, 1000), **LONE}), Settings())["series"]
    scores = dict(made.select("case_id", "score").rows())
    assert all(500 <= scores[f"c{n}"] <= 1000 for n in range(100, 104))
    assert scores["c500"] == 0


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True), min_size=2, max_size=20),
    st.integers(0, 99),
)
def test_the_order_of_rows_never_matters(told: list[list[int]], seed: int) -> None:
    tables = world({f"c{n:03}": [phone(one) for one in has] for n, has in enumerate(told, 1)})
    names = ("cases", "mentions", "identifiers", "identifier_weights")
    shuffled = Tables.of({name: tables[name].sample(fraction=1.0, shuffle=True, seed=seed) for name in names})
    first: Any = series.run(tables, Settings())["series"]
    assert first.equals(series.run(shuffled, Settings())["series"])
    assert set(first["case_id"]) == {f"c{n:03}" for n in range(1, len(told) + 1)}
