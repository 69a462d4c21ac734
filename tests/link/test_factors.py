"""What a workspace teaches of itself: schemes of surely tied cases, purity of classes; shrunk where pairs are few."""

from __future__ import annotations

import numpy as np
import pytest
from tests.link.tied import iban, phone, world

from qalqan.link._factors import LEAST_PURITY, MOST_CASES, PRIOR_PAIRS, PRIOR_PULL, Learned, learn
from qalqan.link._incidence import number

PAIRS = 40


def learned(told: dict[str, list[str]], scheme: dict[str, int], beforehand: dict[str, int] | None = None) -> Learned:
    tables = world(told)
    ids = tables["cases"]["case_id"].sort()
    numbers = np.array([scheme.get(one, -1) for one in ids], np.int64)
    return learn(number(tables["identifiers"], ids), numbers, beforehand or {})


def pairs(first: int, *, one: bool, two: bool) -> dict[str, list[str]]:
    """Pairs of cases that share a phone (``one``), an account (``two``)."""
    told = {}
    for n in range(first, first + PAIRS):
        for side in (0, 1):
            told[f"c{2 * n + side + 1000}"] = [phone(n)] * one + [iban(n)] * two
    return told


def schemes(told: dict[str, list[str]], *, agree: bool) -> dict[str, int]:
    """Half of the pairs of each scheme, or each pair of both."""
    return {case: (n // 2 if agree else n) % 2 for n, case in enumerate(told)}


def test_a_class_whose_pairs_disagree_is_less_pure() -> None:
    numbers, accounts = pairs(0, one=True, two=False), pairs(100, one=False, two=True)
    told, both = {**numbers, **accounts}, {**schemes(numbers, agree=True), **schemes(accounts, agree=False)}
    found = learned(told, both, {"number": 800, "account": 800}).purity
    assert (found["number"][1], found["account"][1]) == (PAIRS, PAIRS)
    assert found["account"][0] < 800 < found["number"][0]
    turned = learned(told, {case: (n // 2 if case in accounts else n) % 2 for n, case in enumerate(told)})
    assert turned.purity["number"][0] < turned.purity["account"][0]


def test_purity_by_hand() -> None:
    """Two schemes of half the cases each: chance 500; nothing taught of the pull: one group's pairs agree in 775."""
    told = pairs(0, one=True, two=False)
    found = learned(told, schemes(told, agree=True), {"number": 600})
    assert found.pull == (PRIOR_PULL, 0)
    assert found.purity == {"number": (min(1000, (1818 * PAIRS + 600 * PRIOR_PAIRS) // (PAIRS + PRIOR_PAIRS)), PAIRS)}
    poor = learned(told, schemes(told, agree=False), {"number": 0})
    assert poor.purity["number"][0] == LEAST_PURITY


@pytest.mark.parametrize(("agree", "share"), [(True, 1000), (False, 0)])
def test_pull_by_hand(agree: bool, share: int) -> None:
    told = pairs(0, one=True, two=True)
    found = learned(told, schemes(told, agree=agree))
    assert found.pull == ((share * PAIRS + PRIOR_PULL * PRIOR_PAIRS) // (PAIRS + PRIOR_PAIRS), PAIRS)


def test_where_no_scheme_is_known_nothing_is_learned() -> None:
    told = pairs(0, one=True, two=True)
    assert learned(told, {}, {"number": 700}) == Learned((PRIOR_PULL, 0), {})
    assert learned({}, {}) == Learned((PRIOR_PULL, 0), {})


def test_one_scheme_for_all_is_all_chance() -> None:
    told = pairs(0, one=True, two=True)
    assert learned(told, dict.fromkeys(told, 0)).pull == (PRIOR_PULL, 0)


def test_what_many_cases_have_is_not_asked() -> None:
    most = {f"c{n}": [phone(1)] for n in range(MOST_CASES)}
    assert learned(most, schemes(most, agree=True)).purity["number"][1] == MOST_CASES * (MOST_CASES - 1) // 2
    more = {**most, "c99": [phone(1)]}
    assert learned(more, schemes(more, agree=True)).purity == {}
