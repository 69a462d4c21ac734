"""The most alike cases: those of a slow comparison of all pairs, whatever the threads; what bars a pair."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernels.test_alike import slowly, world

from qalqan.kernels import alike_rank
from qalqan.kernels.alike import Traits
from qalqan.kernels.alike_rank import MILLION, Field, Odds, Sums

CHANCE = np.rint(MILLION / (1 + np.exp2(-np.arange(-20_000, 20_001) / 1000))).astype(np.int64)
ODDS = Odds(-3000, 900, np.arange(12, dtype=np.int64) * 20 - 100, CHANCE)
KEEP = 4


def field(of: Traits, series: np.ndarray, barred: list[int], reach: int = 50) -> Field:
    """Every case within reach of every other, in the order of their numbers; no rare words."""
    n = of.scheme.size
    row = np.arange(n, dtype=np.int32)
    ends = np.zeros(n, np.int32), np.full(n, n, np.int32)
    stems = int(of.words.max(initial=0)) + 1
    nothing = np.zeros(stems + 1, np.int64)
    return Field(row, row, *ends, row, row, reach, reach, np.zeros(0, np.int32), nothing, series,
                 int(series.max()) + 1, np.array(sorted(barred), np.int64))  # fmt: skip


def chance(i: int, j: int, of: Traits, worth: object) -> int:
    bits = ODDS.base + ODDS.slope * sum(slowly(i, j, of, worth)) // 1000  # type: ignore[arg-type]
    bits += int(ODDS.own[i] + ODDS.own[j])
    return int(CHANCE[min(max(bits + 20_000, 0), 40_000)])


def some_series(seed: int, n: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    series = np.stack([rng.integers(-1, 3, n), np.full(n, -1)], axis=1).astype(np.int32)
    series[0] = 1, 2  # a case of two series
    return series


def one_series(i: int, j: int, series: np.ndarray) -> bool:
    return bool({*series[i].tolist()} & {*series[j].tolist()} - {-1})


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_the_best_are_those_of_a_slow_comparison(seed: int) -> None:
    of, worth = world(seed)
    n = of.scheme.size
    series = some_series(seed, n)
    barred = [1 * n + 5, 2 * n + 3]
    others, chances, (at, of_series, total) = alike_rank.scan(of, worth, field(of, series, barred), ODDS, KEEP)
    for i in range(n):
        free = [j for j in range(n) if j != i and not one_series(i, j, series)]
        free = [j for j in free if min(i, j) * n + max(i, j) not in barred]
        told = sorted((-chance(i, j, of, worth), j) for j in free)
        wanted = [(j, -weight) for weight, j in told[:KEEP]]
        assert [pair for pair in zip(others[i].tolist(), chances[i].tolist(), strict=True) if pair[0] >= 0] == wanted
        sums: dict[int, int] = {}
        for weight, j in told:
            if series[j, 0] >= 0 and -weight >= alike_rank.LEAST:
                sums[int(series[j, 0])] = sums.get(int(series[j, 0]), 0) - weight
        rows = slice(at[i], at[i + 1])
        assert dict(zip(of_series[rows].tolist(), total[rows].tolist(), strict=True)) == sums


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_threads_change_nothing(seed: int) -> None:
    of, worth = world(seed)
    asked = field(of, some_series(seed, of.scheme.size), [])
    one, three = (alike_rank.scan(of, worth, asked, ODDS, KEEP, threads) for threads in (1, 3))
    assert (one[0] == three[0]).all()
    assert (one[1] == three[1]).all()
    assert all((a == b).all() for a, b in zip(one[2], three[2], strict=True))


def test_only_neighbours_within_reach_are_compared() -> None:
    of, worth = world(3)
    series = np.full((of.scheme.size, 2), -1, np.int32)
    others, _, _ = alike_rank.scan(of, worth, field(of, series, [], reach=1), ODDS, KEEP)
    assert sorted(others[5][others[5] >= 0].tolist()) == [4, 6]
    assert sorted(others[0][others[0] >= 0].tolist()) == [1]


def test_a_rare_word_brings_far_cases_together() -> None:
    of, worth = world(3)
    series = np.full((of.scheme.size, 2), -1, np.int32)
    near = field(of, series, [], reach=1)
    stem = int(of.words[of.word_at[0]])
    has = np.array([c for c in range(of.scheme.size) if stem in of.words[of.word_at[c] : of.word_at[c + 1]]], np.int32)
    bounds = np.zeros(near.rare_at.size, np.int64)
    bounds[stem + 1 :] = has.size
    others, _, _ = alike_rank.scan(of, worth, near._replace(rare=has, rare_at=bounds), ODDS, 11)
    assert set(others[0][others[0] >= 0].tolist()) == {1, *has.tolist()} - {0}


def test_mates_of_the_other_raise_its_chance() -> None:
    """Case 0 is like 1 and 2, which are one series; 3 is alone and as like as 1."""
    home = np.array([-1, 0, 0, -1])
    found = (np.array([0, 1, 1, 1, 1]), np.array([0]), np.array([400_000]))
    sums = alike_rank.sums(found, home, 1)
    others, chances = np.array([[1, 3]] * 4, np.int32), np.array([[200_000, 200_000]] * 4, np.int32)
    best, told, alone = alike_rank.settle(others, chances, sums, 2)
    assert best[0].tolist() == [1, 3]
    assert told[0].tolist() == [MILLION - 800_000 * 880 // 1000, 200_000]  # 0.6 of the mean 0.2 of the one mate
    assert alone[0].tolist() == [200_000, 200_000]


def test_sums_by_pairs_of_series() -> None:
    found = (np.array([0, 2, 3, 3]), np.array([0, 1, 1]), np.array([10, 20, 30]))
    sums = alike_rank.sums(found, np.array([1, 1, 0]), 2)
    assert isinstance(sums, Sums)
    assert dict(zip(sums.key.tolist(), sums.group.tolist(), strict=True)) == {2: 10, 3: 50}
    assert sums.size.tolist() == [1, 2]
