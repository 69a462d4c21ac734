"""Words and names compared as arrays: bounds, symmetry, what keys and lost letters cost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import name_pairs
from qalqan.link import name_match

WORDS = st.text(st.sampled_from("abekrstuyz?"), min_size=1, max_size=12)


def _codes(word: str) -> np.ndarray:
    codes = np.zeros(name_pairs.LONGEST, np.uint8)
    codes[: len(word)] = [name_pairs.LOST if sign == "?" else ord(sign) - 96 for sign in word]
    return codes


def _alike(a: str, b: str) -> int:
    return int(name_pairs.alike(_codes(a), len(a), _codes(b), len(b), name_pairs.PRICES))


@given(WORDS, WORDS)
def test_likeness_is_bounded_and_the_same_both_ways(a: str, b: str) -> None:
    assert 0 <= _alike(a, b) == _alike(b, a) <= 1000
    if "?" not in a:
        assert _alike(a, a) == 1000


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("erlan", "erlna"), ("erlan", "ertak")),  # two letters swapped
        (("ivanov", "ivpnov"), ("ivanov", "ivznov")),  # а and п lie side by side
        (("serik", "s?rik"), ("serik", "sarik")),  # a letter lost
        (("ahmet", "akmet"), ("ahmet", "asmet")),  # one spelling for another
        (("erlan", "erlam"), ("erlan", "mrlan")),  # the first letter is the firmest
    ],
)
def test_likely_slips_cost_less(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert _alike(*near) > _alike(*far)


def test_evidence_is_the_weighed_tally() -> None:
    known = name_match.cut(["Сынақов Ерлан Мысалұлы", "Synakov E.", "Үлгіжанова Әсел", ""])
    left, right = (side.astype(np.int32) for side in np.triu_indices(4, 1))
    arrays = [*name_match._arrays(known), left, right, name_pairs.PRICES]
    told = name_pairs.tally(*arrays)
    assert told.shape == (6, name_pairs.TELLS)
    assert (told[:, 0] == 1).all()
    weighed = told.astype(np.int64) @ name_pairs.WEIGHTS
    assert name_pairs.evidence(*arrays, name_pairs.WEIGHTS).tolist() == weighed.tolist()
