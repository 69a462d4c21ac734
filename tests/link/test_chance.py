"""Chance: exact tails beside whole-number counting, and the correction."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.link._chance import corrected, log_meetings, log_share


@given(st.data())
def test_a_share_is_as_rare_as_counting_says(data: st.DataObject) -> None:
    every = data.draw(st.integers(1, 40))
    drawn, marked = data.draw(st.integers(0, every)), data.draw(st.integers(0, every))
    hit = data.draw(st.integers(max(0, drawn + marked - every), min(drawn, marked)))
    ways = sum(comb(marked, x) * comb(every - marked, drawn - x) for x in range(hit, min(drawn, marked) + 1))
    wanted = float(Fraction(ways, comb(every, drawn)))
    if hit * every <= drawn * marked:
        wanted = 1.0  # no more than expected: not asked
    found = log_share(*(np.array([n, n]) for n in (hit, drawn, marked, every)))
    assert np.exp(found) == pytest.approx([wanted, wanted])


@given(st.integers(0, 12), st.floats(0.001, 3))
def test_meetings_are_no_rarer_than_poisson(count: int, rate: float) -> None:
    tail = 1 - sum(exp(-rate) * rate**k / factorial(k) for k in range(count))
    assert exp(log_meetings(np.array([count]), np.array([rate]))[0]) >= tail - 1e-9


def test_the_correction_counts_every_question() -> None:
    p = np.log(np.array([0.01, 0.0001, 0.5]))
    harmonic = sum(1 / n for n in range(1, 101))
    found = corrected(p, 100)
    assert found[1] == pytest.approx(0.0001 * 100 * harmonic)
    assert found.max() == 1.0
    assert (np.argsort(found, kind="stable") == np.array([1, 0, 2])).all()
    assert corrected(np.empty(0), 5).size == 0


@given(st.lists(st.floats(-50, 0), min_size=1, max_size=20), st.integers(0, 200))
def test_a_correction_never_makes_rarer_and_keeps_the_order(logs: list[float], more: int) -> None:
    p = np.array(logs)
    found = corrected(p, p.size + more)
    assert (found >= np.exp(p) - 1e-12).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
