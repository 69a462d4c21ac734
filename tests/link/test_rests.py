"""What a series rests on, and where a single case that holds two of them together is the place to part."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.test_series import LONE, group
from tests.link.tied import iban, phone, world
from tests.link.words import Word, said

from qalqan.link._cases import Cases, gather, parted
from qalqan.link._rests import FEWEST, halved, parts_at, rests


def hinged(left: int, right: int, *words: Word) -> Cases:
    """Two groups, each wholly tied, and case c500 of both; numbers of the cases in this order."""
    told = {f"c{100 + n}": [phone(1), iban(1), "@left_shop"] for n in range(left)}
    told |= {f"c{200 + n}": [phone(2), iban(2), "@right_shop"] for n in range(right)}
    told["c500"] = [iban(1), "@left_shop", iban(2), "@right_shop"]
    return gather(world({**told, **LONE, "c500": told["c500"]}, decided=said(words)))


def one_series(cases: Cases, size: int) -> np.ndarray:
    """The first cases, and c500, as one series; every other alone."""
    label = np.arange(len(cases.numbered.ids))
    label[:size] = 0
    label[cases.numbered.ids.to_list().index("c500")] = 0
    return label


def members(label: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame({"case": np.arange(label.size), "label": label})


def series(cases: Cases, label: np.ndarray) -> list[set[str]]:
    told = (
        pl.DataFrame({"case": cases.numbered.ids, "label": label})
        .group_by("label")
        .agg("case")
        .filter(pl.col("case").list.len() > 1)
    )
    return sorted((set(one) for one in told["case"]), key=min)


def names(first: int, size: int) -> set[str]:
    return {f"c{first + n}" for n in range(size)}


def test_a_series_that_one_case_holds_is_parted_and_the_case_stays_with_the_larger() -> None:
    cases = hinged(FEWEST + 1, FEWEST)
    found = series(cases, halved(cases, one_series(cases, 2 * FEWEST + 1)))
    assert found == [names(100, FEWEST + 1) | {"c500"}, names(200, FEWEST)]
    cases = hinged(FEWEST, FEWEST + 1)
    found = series(cases, halved(cases, one_series(cases, 2 * FEWEST + 1)))
    assert found == [names(100, FEWEST), names(200, FEWEST + 1) | {"c500"}]


def test_a_small_part_stays() -> None:
    cases = hinged(FEWEST + 3, FEWEST - 1)
    label = one_series(cases, 2 * FEWEST + 2)
    assert halved(cases, label).tolist() == label.tolist()


def test_an_officer_s_word_is_not_parted() -> None:
    cases = hinged(FEWEST + 1, FEWEST, ("link", "c100", "c200", True))
    label = one_series(cases, 2 * FEWEST + 1)
    assert halved(cases, label).tolist() == label.tolist()


def test_what_the_series_falls_into_without_its_hinge() -> None:
    cases = hinged(4, 3)
    known = rests(cases, members(one_series(cases, 7)))
    ids = cases.numbered.ids
    hinge = known.nodes["case"].to_list().index(ids.to_list().index("c500"))
    told = [{ids[n] for n in part} for part in parts_at(hinge, known)]
    assert told == [names(100, 4), names(200, 3)]


def test_things_of_one_case_of_the_series_hold_nothing() -> None:
    cases = gather(world({**group(100, 4, 1000), **LONE}))
    known = rests(cases, members(np.arange(len(cases.numbered.ids))))
    assert known.nodes.is_empty()


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True), min_size=14, max_size=24),
    st.lists(st.integers(0, 1), min_size=24, max_size=24),
)
def test_parting_only_parts(told: list[list[int]], sides: list[int]) -> None:
    cases = gather(world({f"c{n:03}": [phone(one) for one in has] for n, has in enumerate(told)}))
    size = len(told)
    label = np.array([sides.index(sides[n]) for n in range(size)])
    for start in (label, parted(cases)):
        found = halved(cases, start)
        assert all(found[one] == one <= n for n, one in enumerate(found))
        assert all(start[n] == start[one] for n, one in enumerate(found))
        assert all((found == one).sum() >= min(FEWEST, (start == start[one]).sum()) for one in found)
