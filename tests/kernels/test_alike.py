"""Weights of pairs: what each factor gives, beside a slow reading of the same rules."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import alike
from qalqan.kernels.alike import UNKNOWN, WORD_STEPS, Traits, Worth

DEPTH = 6
TURN = np.array([0, 5], np.int32)


def world(seed: int, cases: int = 12) -> tuple[Traits, Worth]:
    """A small world of chance: two schemes, two values, a line and a circle, words of two languages."""
    rng = np.random.default_rng(seed)
    words = [np.flatnonzero(rng.random(9) < 0.4).astype(np.int32) for _ in range(cases)]
    at = np.concatenate([[0], np.cumsum([one.size for one in words])])
    scheme = rng.integers(-1, 2, cases).astype(np.int32)
    tongue = rng.integers(-1, 2, cases).astype(np.int32)
    stems = np.concatenate(words).astype(np.int32)
    case = np.repeat(np.arange(cases), np.diff(at))
    by_tongue = rng.integers(1, 3000, (3, 9))  # by language; and by scheme and language: what kernels rely on
    by_both = rng.integers(1, 3000, (3, 3, 9))
    rarity = np.stack([by_tongue[tongue[case], stems], by_both[scheme[case], tongue[case], stems]]).astype(np.int32)
    mass = np.stack([np.bincount(case, row, cases) for row in rarity]).astype(np.int64)
    steps = rng.integers(0, 10, (cases, 2)).astype(np.int32)
    steps[rng.random((cases, 2)) < 0.2] = UNKNOWN
    steps[:, 1] = np.where(steps[:, 1] == UNKNOWN, UNKNOWN, steps[:, 1] % 5)
    values = rng.integers(-1, 3, (cases, 2)).astype(np.int32)

    def bits(*shape: int) -> np.ndarray:
        return rng.integers(-2000, 2000, shape).astype(np.int32)

    schemes = bits(2, 2)
    agree = bits(2, 3, 2)[:, np.maximum(values, 0), np.arange(2)]  # by value, so that both cases have the same
    worth = Worth(
        (schemes + schemes.T) // 2, agree, bits(2, 2), bits(2, 2, DEPTH), rarity, mass, bits(2, WORD_STEPS + 1)
    )
    return Traits(scheme, values, steps, TURN, stems, at.astype(np.int64), tongue), worth


def slowly(i: int, j: int, of: Traits, worth: Worth) -> list[int]:
    """The weights of a pair by factor, read off one by one."""
    layer = int(of.scheme[i] >= 0 and of.scheme[i] == of.scheme[j])
    out = [int(worth.schemes[of.scheme[i], of.scheme[j]]) if min(of.scheme[i], of.scheme[j]) >= 0 else 0]
    for v in range(2):
        a, b = of.values[i, v], of.values[j, v]
        known = min(a, b) >= 0
        out.append(int(worth.agree[layer, i, v] if a == b else worth.differ[layer, v]) if known else 0)
    for s in range(2):
        a, b = int(of.steps[i, s]), int(of.steps[j, s])
        gap = abs(a - b) if s == 0 else min((a - b) % 5, (b - a) % 5)
        out.append(int(worth.table[layer, s, min(gap, DEPTH - 1)]) if UNKNOWN not in (a, b) else 0)
    out.append(0)
    if of.tongue[i] >= 0 and of.tongue[i] == of.tongue[j]:
        one, other = ({int(of.words[p]): int(worth.rarity[layer, p]) for p in range(of.word_at[c], of.word_at[c + 1])}
                      for c in (i, j))  # fmt: skip
        mass = int(worth.mass[layer, i] + worth.mass[layer, j])
        shared = sum(bits for stem, bits in one.items() if stem in other)
        out[-1] = int(worth.likeness[layer, WORD_STEPS - 2 * WORD_STEPS * shared // mass if mass else WORD_STEPS])
    return out


@given(st.integers(0, 10_000))
def test_weights_are_those_of_the_slow_reading(seed: int) -> None:
    of, worth = world(seed)
    a, b = np.triu_indices(of.scheme.size, 1)
    found = alike.weigh(a, b, of, worth)
    assert found.tolist() == [slowly(i, j, of, worth) for i, j in zip(a.tolist(), b.tolist(), strict=True)]


@given(st.integers(0, 10_000))
def test_a_pair_weighs_the_same_both_ways_round(seed: int) -> None:
    of, worth = world(seed)
    a, b = np.triu_indices(of.scheme.size, 1)
    assert (alike.weigh(a, b, of, worth) == alike.weigh(b, a, of, worth)).all()


@given(st.integers(0, 10_000))
def test_the_quick_way_gives_the_same_sum(seed: int) -> None:
    of, worth = world(seed)
    a, b = np.triu_indices(of.scheme.size, 1)
    whole = alike.weigh(a, b, of, worth).sum(axis=1)
    mark = np.zeros((2, 9), np.int32)
    for i, j, weight in zip(a.tolist(), b.tolist(), whole.tolist(), strict=True):
        alike.put_marks(i, of, worth, mark, 1)
        assert alike.quick(i, j, of, worth) + alike.by_words(i, j, of, worth, mark) == weight
        alike.put_marks(i, of, worth, mark, 0)
    assert not mark.any()


def test_levels_tell_differences_round_the_circle_and_beyond_the_table() -> None:
    of, worth = world(1, 2)
    of = of._replace(steps=np.array([[0, 0], [9, 4]], np.int32), tongue=np.array([-1, 0], np.int32))
    _, level = alike.levels(np.array([0]), np.array([1]), of, worth)
    assert level.tolist() == [[DEPTH - 1, 1, -1]]
