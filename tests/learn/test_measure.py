"""Figures against what they must be by definition."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.learn import measure


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_auroc_counts_pairs(rows: list[tuple[int, bool]]) -> None:
    scores = np.array([float(score) for score, _ in rows])
    positive = np.array([yes for _, yes in rows])
    pairs = [(a > b) + 0.5 * (a == b) for a, y in rows if y for b, n in rows if not n]
    told = measure.auroc(scores, positive)
    assert math.isnan(told) if not pairs else abs(told - sum(pairs) / len(pairs)) < 1e-12


def test_recall_and_calibration() -> None:
    scores = np.concatenate([np.linspace(0, 0.5, 100), np.linspace(0.45, 1.0, 12)])
    positive = np.arange(112) >= 100
    assert measure.recall(scores, positive) == (scores[100:] > scores[98]).mean()
    assert measure.ece(np.array([0.25] * 4), np.array([True, False, False, False])) == 0
    assert measure.ece(np.array([0.95] * 2), np.array([False, False])) == 0.95
    assert measure.average_precision(np.array([3.0, 2.0, 1.0]), np.array([True, False, True])) == (1 + 2 / 3) / 2
