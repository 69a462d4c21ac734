"""Officers' words as steps ask for them, and what ties and series make of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.link.test_series import LONE, group, parts
from tests.link.tied import at, frame, phone, world
from tests.link.words import Word, said

from qalqan.engine.frames import Tables
from qalqan.link import _decided, series, ties
from qalqan.link._cases import gather
from qalqan.settings import Settings

TWO = {**group(100, 8, 1000), **group(200, 8, 2000), **LONE}


def with_words(told: Mapping[str, Sequence[str]], *words: Word) -> Tables:
    return world(told, decided=said(words))


def spoken(words: Iterable[Word], cases: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, bool]]:
    known = Tables.of({"decided": frame("decided", said(words)), "cases": frame("cases", cases)})
    return _decided.pairs(known).rows()


def links(tables: Tables) -> dict[tuple[str, str], tuple[int, list[dict[str, Any]]]]:
    made = ties.run(tables, Settings())["links"]
    return {(a, b): (score, json.loads(grounds)) for a, b, score, grounds in made.rows()}


def renumbered(kui: str, now: str) -> dict[str, Any]:
    """A case as the register tells it: its КУИ number stands among its other numbers as well."""
    return {"case_id": now, "kui_number": kui, "aliases": kui, "registered_at": at(0)}


def test_a_word_follows_a_case_to_its_register_number() -> None:
    word: Word = ("link", "12/25", "9/25", True)
    cases = [renumbered("9/25", "257100000000009"), {"case_id": "12/25", "kui_number": "12/25"}]
    assert spoken([word], cases) == [("12/25", "257100000000009", True)]
    assert spoken([word], [*cases[:1], renumbered("12/25", "111")]) == [("111", "257100000000009", True)]


def test_a_number_of_two_cases_is_followed_to_neither() -> None:
    cases = [renumbered("9/25", "1"), renumbered("9/25", "2"), {"case_id": "3"}]
    assert spoken([("link", "3", "9/25", True)], cases) == [("3", "9/25", True)]


def test_words_under_two_numbers_of_a_case_agree_or_bind_nothing() -> None:
    cases = [renumbered("9/25", "1"), {"case_id": "3"}]
    old, new = ("link", "3", "9/25"), ("link", "1", "3")
    assert spoken([(*old, True), (*new, True)], cases) == [("1", "3", True)]
    assert spoken([(*old, True), (*new, False)], cases) == []
    assert spoken([("link", "1", "9/25", True)], cases) == [], "a case and itself"


def test_values_that_tie_nothing_and_values_that_are_no_service_s() -> None:
    words: list[Word] = [
        ("service", "phone", "+1", True),
        ("service", "phone", "+2", False),
        ("value", "iban", "K1", False),
        ("value", "phone", "+1", False),
        ("value", "phone", "+3", True),
    ]
    known = Tables.of({"decided": frame("decided", said(words))})
    assert _decided.barred(known).rows() == [("iban", "K1"), ("phone", "+1")]
    assert _decided.own(known).rows() == [("phone", "+2")]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_pairs_held_apart_are_in_no_tie_however_many_they_are(count: int) -> None:
    words: list[Word] = [("link", f"c{100 + n}", f"c{101 + n}", False) for n in range(0, 2 * count, 2)]
    free, held = links(with_words(TWO)), links(with_words(TWO, *words))
    pairs = {(a, b) for _, a, b, _ in words}
    assert pairs <= set(free)
    assert set(held) == set(free) - pairs


@pytest.mark.parametrize("count", [1, 2, 3])
def test_pairs_said_to_be_one_group_s_are_tied_by_the_word(count: int) -> None:
    words: list[Word] = [("link", f"c{500 + n}", f"c{501 + n}", True) for n in range(0, 2 * count, 2)]
    tables = with_words(TWO, *words)
    found = links(tables)
    for _, a, b, _ in words:
        score, grounds = found[a, b]
        assert (score, [one["rule"] for one in grounds]) == (1000, ["tie-decided"])
        assert parts(tables)[a] == {a, b}
    assert set(found) == set(links(with_words(TWO))) | {(a, b) for _, a, b, _ in words}


def test_the_word_stands_before_what_is_shared() -> None:
    _, grounds = links(with_words(TWO, ("link", "c100", "c101", True)))["c100", "c101"]
    assert [one["rule"] for one in grounds][:2] == ["tie-decided", "tie-told"]


def test_a_pair_held_apart_shares_no_series() -> None:
    found = parts(with_words(TWO, ("link", "c100", "c101", False)))
    assert not any({"c100", "c101"} <= members for name, members in found.items() if name)


def test_two_guests_of_a_series_who_are_held_apart_are_not_both_in_it() -> None:
    told = {**TWO, **group(300, 8, 3000)}
    told["c102"], told["c202"] = [*told["c102"], *told["c303"]], [*told["c202"], *told["c303"]]

    def guests(*words: Word) -> set[str]:
        cases = gather(with_words(told, *words))
        ids = cases.numbered.ids.to_list()
        label = np.array([ids.index(f"c{one[1]}00") if one[1] in "123" else n for n, one in enumerate(ids)])
        found = series._second(series._held(cases, label), cases, label)
        return {ids[case] for case, at_ in found.select("case", "label").rows() if ids[at_] == "c300"}

    assert guests() == {"c102", "c202"}
    assert len(guests(("link", "c102", "c202", False))) < 2


def test_a_word_holds_over_a_case_that_alone_holds_two_series() -> None:
    told = {**TWO, "c104": [*TWO["c104"], *TWO["c203"]]}
    found = parts(with_words(told, ("link", "c101", "c206", True)))
    assert any({"c101", "c206"} <= members for members in found.values())


def test_words_of_cases_that_are_not_here_wait() -> None:
    words: list[Word] = [("link", "c100", "c999", True), ("link", "c100", "c998", False)]
    assert links(with_words(TWO, *words)) == links(with_words(TWO))


def test_a_word_against_an_officer_s_other_word_keeps_apart() -> None:
    words: list[Word] = [
        ("link", "c500", "c501", True),
        ("link", "c501", "c502", True),
        ("link", "c500", "c502", False),
    ]
    found = parts(with_words(TWO, *words))
    assert not any({"c500", "c502"} <= members for name, members in found.items() if name)


def test_a_series_is_named_by_no_other_series_case() -> None:
    """The first case of one series, a guest in another, does not lend it its name."""
    told = {**TWO, "c100": [*TWO["c100"], *TWO["c203"]]}
    found = parts(world(told))
    assert sum("c100" in members for members in found.values()) == 2
    assert not any({"c101", "c201"} <= members for name, members in found.items() if name)


def test_barred_values_give_no_ground() -> None:
    words: list[Word] = [("value", "handle", "@shop_1000_0", False), ("service", "phone", phone(1001), True)]
    found = links(with_words(TWO, *words))
    spoken_of = {one["values"].get("value") for _, grounds in found.values() for one in grounds}
    assert not spoken_of & {"@shop_1000_0", phone(1001)}
    assert {"@shop_2000_0", phone(1002)} <= spoken_of
    assert isinstance(with_words(TWO, *words)["decided"], pl.DataFrame)
