"""What a shared identifier is worth: fewer bits the more cases have it, never under half, nothing without trust."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.tied import iban, phone, world

from qalqan.link._incidence import number
from qalqan.link._model import CLASSES, FARTHEST, LEAST, TRAINED_CASES, classes, crowding, shipped, weights

MODEL = shipped()
CLASS = st.sampled_from(CLASSES)


def weight(name: str, degree: int, trust: int = 1000, purity: int | None = None, cases: int = TRAINED_CASES) -> int:
    learned = {} if purity is None else {name: purity}
    found = weights(MODEL, pl.Series([name]), np.array([degree]), np.array([trust]), learned, cases)
    return int(found[0])


def test_the_shipped_model_knows_every_class() -> None:
    assert set(MODEL.bits) == set(MODEL.slope) == set(CLASSES)
    assert set(MODEL.purity) <= set(CLASSES)
    assert min(MODEL.bits.values()) > 0 <= min(MODEL.slope.values())


def test_by_hand() -> None:
    plain = replace(MODEL, bits={**MODEL.bits, "account": 4000}, slope={**MODEL.slope, "account": 700})
    found = weights(plain, pl.Series(["account"] * 5), np.array([1, 2, 4, 8, 64]), np.full(5, 1000), {}, 400)
    assert found.tolist() == [0, 4000, 3300, 2600, 2000]
    assert weights(plain, pl.Series(["account"]), np.array([4]), np.array([500]), {}, 400).tolist() == [1650]


@given(CLASS, st.integers(2, 300), st.integers(0, 1000))
def test_more_cases_or_less_trust_never_weigh_more(name: str, degree: int, trust: int) -> None:
    assert weight(name, degree + 1, trust) <= weight(name, degree, trust) <= weight(name, degree)
    assert weight(name, degree) >= MODEL.bits[name] * LEAST // 1000
    assert weight(name, degree, 0) == weight(name, 1) == 0


@given(CLASS, st.integers(0, 1000), st.integers(0, 999))
def test_a_workspace_s_purity_moves_a_class_so_far_and_no_farther(name: str, purity: int, more: int) -> None:
    moved = weight(name, 2, purity=purity)
    assert abs(moved - MODEL.bits[name]) <= FARTHEST
    assert moved <= weight(name, 2, purity=min(purity + more, 1000))
    if name in MODEL.purity:
        assert weight(name, 2, purity=MODEL.purity[name]) == MODEL.bits[name]
    else:
        assert moved == MODEL.bits[name], "of what was never measured nothing is concluded"


def test_purity_at_its_ends_moves_a_class_to_the_limit_where_it_is_followed_fully() -> None:
    eager = replace(MODEL, follow=1000, bits=dict.fromkeys(CLASSES, 5000))
    found = [
        int(weights(eager, pl.Series(["account"]), np.array([2]), np.array([1000]), {"account": one}, 400)[0])
        for one in (0, MODEL.purity["account"], 1000)
    ]
    assert found == [5000 - FARTHEST, 5000, 5000 + FARTHEST]


def test_doublings_count_from_the_share_of_the_training() -> None:
    assert weight("account", 20, cases=4000) == weight("account", 2)
    assert weight("account", 4, cases=50) == weight("account", 4), "a small workspace is no denser world"


def test_crowding_says_less_in_a_larger_workspace() -> None:
    assert crowding(MODEL, 10) == crowding(MODEL, TRAINED_CASES) == MODEL.crowd
    assert crowding(MODEL, 64 * TRAINED_CASES) == round(MODEL.crowd / 2)


@pytest.mark.parametrize(("rules", "name"), [(("tie-told",), "number"), (("tie-told", "tie-held"), "holder")])
def test_a_holder_s_number_is_a_class_of_its_own(rules: tuple[str, ...], name: str) -> None:
    rows = pl.DataFrame({"ident": [0] * len(rules), "kind": ["phone"] * len(rules), "rule": rules})
    assert classes(rows).to_list() == [name]


def test_an_account_is_followed_only_where_nobody_tells_it() -> None:
    rows = pl.DataFrame(
        {
            "ident": [0, 0, 1, 1, 2, 3],
            "kind": ["iban"] * 4 + ["imei", "unheard-of"],
            "rule": ["tie-followed", "tie-followed", "tie-followed", "tie-told", "tie-device", "tie-told"],
        }
    )
    assert classes(rows).to_list() == ["followed", "account", "device", "other"]


def test_classes_stand_in_the_order_of_the_identifiers() -> None:
    tables = world({"c1": [phone(1), "@name_one"], "c2": [iban(1)]})
    numbered = number(tables["identifiers"], tables["cases"]["case_id"])
    kinds = numbered.idents["kind"].to_list()
    assert classes(numbered.rows).to_list() == [
        {"handle": "web", "iban": "account", "phone": "number"}[k] for k in kinds
    ]
