"""Circumstances of two groups of cases: values worked out by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.bipartite import log2_table
from qalqan.kernels.likeness import Circumstances, gap_factor, of_pairs, scheme_factor, sum_factor

LOG2 = log2_table(4096)
INVERSE = np.array([2000, 4000])  # half of all cases, a quarter


def scheme(of: list[int], counts: list[int], pull: int = 500) -> int:
    return scheme_factor(np.array(of), sum(of), np.array(counts), sum(counts), INVERSE, pull, LOG2)


@pytest.mark.parametrize(
    ("of", "counts", "factor"),
    [
        ([1, 0], [3, 0], 1.5),  # 1/2 + 1/2 * 1 * 2
        ([0, 1], [0, 2], 2.5),  # 1/2 + 1/2 * 1 * 4: the rarer scheme says more
        ([1, 0], [0, 2], 0.5),  # nobody there follows it
        ([1, 0], [1, 1], 1.0),  # as often there as anywhere
    ],
)
def test_the_factor_of_a_scheme(of: list[int], counts: list[int], factor: float) -> None:
    assert scheme(of, counts) == pytest.approx(1000 * np.log2(factor), abs=1)


def test_the_mean_over_the_cases_counts_not_their_sum() -> None:
    assert scheme([2, 0], [3, 0]) == scheme([1, 0], [3, 0])
    assert scheme([1, 1], [3, 0]) == pytest.approx(1000 * (np.log2(1.5) + np.log2(0.5)) / 2, abs=1)


def test_what_is_not_known_says_nothing() -> None:
    assert scheme([0, 0], [1, 0]) == scheme([1, 0], [0, 0]) == 0
    assert scheme([1, 0], [0, 1], pull=0) == 0
    assert gap_factor(-1, -1, 5, 9, 77, LOG2) == gap_factor(5, 9, -1, -1, 77, LOG2) == 0
    assert sum_factor(0, 0, 9000, 1, 541, 6000) == sum_factor(9000, 1, 0, 0, 541, 6000) == 0


def test_a_scheme_that_a_series_never_follows_is_never_impossible() -> None:
    assert scheme([1, 0], [0, 2], pull=1000) == -round(1000 * np.log2(1000))


@pytest.mark.parametrize(
    ("first", "last", "other_first", "other_last", "days"),
    [(10, 20, 15, 30, 0), (10, 20, 20, 20, 0), (10, 20, 27, 40, 7), (27, 40, 10, 20, 7), (10, 20, 21, 21, 1)],
)
def test_days_between(first: int, last: int, other_first: int, other_last: int, days: int) -> None:
    found = gap_factor(first, last, other_first, other_last, 80, LOG2)
    assert found == pytest.approx(-80 * np.log2(1 + days), abs=1)


def test_usual_sums() -> None:
    assert sum_factor(20_000, 2, 13_000, 1, 500, 6000) == -1500  # means of 10 and 13 doublings
    assert sum_factor(13_000, 1, 20_000, 2, 500, 6000) == -1500
    assert sum_factor(20_000, 2, 10_000, 1, 500, 6000) == 0
    assert sum_factor(0, 1, 30_000, 1, 500, 6000) == -3000, "at most six doublings speak"


def test_shares_are_counted_from_the_cases() -> None:
    told = Circumstances.of(np.array([0, 0, 0, 1, -1]), np.zeros(5), np.zeros(5), 500, 77, 541)
    assert told.inverse.tolist() == [4000 // 3, 4000]
    nothing = Circumstances.none(3)
    assert (nothing.scheme.tolist(), nothing.day.tolist(), nothing.pull) == ([-1] * 3, [-1] * 3, 0)


known = st.integers(-1, 3)


@given(st.lists(st.tuples(known, st.integers(-1, 90), st.integers(-1, 30_000)), min_size=2, max_size=6))
def test_circumstances_of_two_cases_are_those_of_two_series_of_one(told: list[tuple[int, int, int]]) -> None:
    scheme, day, sums = (np.array(column) for column in zip(*told, strict=True))
    about = Circumstances.of(scheme, day, sums, 600, 77, 541)
    a, b = (np.array(side) for side in zip(*combinations(range(len(told)), 2), strict=True))
    found = of_pairs(a, b, about)
    for n, (i, j) in enumerate(zip(a, b, strict=True)):
        counts = [np.bincount(scheme[[c]][scheme[[c]] >= 0], minlength=about.inverse.size) for c in (i, j)]
        assert found[n].tolist() == [
            scheme_factor(counts[0], int(counts[0].sum()), counts[1], int(counts[1].sum()), about.inverse, 600, LOG2),
            gap_factor(day[i], day[i], day[j], day[j], 77, LOG2),
            sum_factor(sums[i], int(sums[i] >= 0), sums[j], int(sums[j] >= 0), 541, about.most_ratio),
        ]


def test_circumstances_by_hand() -> None:
    about = Circumstances.of(
        np.array([0, 0, 1, 1]), np.array([10, 13, 10, -1]), np.array([9000, 11_000, -1, 9000]), 500, 80, 500
    )
    found = of_pairs(np.array([0, 0, 0]), np.array([1, 2, 3]), about)
    assert found[0].tolist() == [pytest.approx(585, abs=1), -160, -1000]
    assert found[1].tolist() == [-1000, 0, 0]
    assert found[2].tolist() == [-1000, 0, 0]
