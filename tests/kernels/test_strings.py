"""Likeness of texts: bounds, symmetry, known values, distance against a plain oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from qalqan.kernels import strings

WORDS = st.text(st.sampled_from("абвгд"), min_size=1, max_size=12)
ONE, OTHER = np.array([0]), np.array([1])


def _both(kernel, a: str, b: str) -> tuple[int, int]:
    texts = strings.Texts.of([a, b])
    return int(kernel(texts.signs, texts.start, ONE, OTHER)[0]), int(kernel(texts.signs, texts.start, OTHER, ONE)[0])


@given(WORDS, WORDS)
def test_distance_is_the_known_one(a: str, b: str) -> None:
    assert _both(strings.distance, a, b) == (OSA.distance(a, b),) * 2


@given(WORDS, WORDS)
def test_jaro_winkler_is_the_known_one_up_to_rounding(a: str, b: str) -> None:
    assert _both(strings.jaro_winkler, a, b)[0] == pytest.approx(1000 * JaroWinkler.similarity(a, b), abs=1)


@given(WORDS, WORDS)
def test_prefix(a: str, b: str) -> None:
    same, again = _both(strings.prefix, a, b)
    assert same == again
    assert a[:same] == b[:same]
    assert a[same : same + 1] != b[same : same + 1] or a == b


def test_nothing_is_like_nothing() -> None:
    texts = strings.Texts.of(["", "", "а"])
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert strings.jaro_winkler(texts.signs, texts.start, left, right).tolist() == [0, 0, 0]
    assert strings.distance(texts.signs, texts.start, left, right).tolist() == [-1, -1, -1]


def test_long_texts_are_cut() -> None:
    texts = strings.Texts.of(["я" * 500])
    assert texts.signs.size == strings.LONGEST
