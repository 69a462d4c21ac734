"""What likenesses are worth: learned from pairs, shrunk to what is held beforehand."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.kernels.alike import UNKNOWN, Traits
from qalqan.link import _alike_words
from qalqan.link._alike_view import STEPS, TURNS, VALUES
from qalqan.link._alike_weights import Pairs, learn

NONE = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
N = 400


def traits(scheme: np.ndarray, **more: np.ndarray) -> tuple[Traits, _alike_words.Stems]:
    stems = _alike_words.read(pl.Series([""] * N), scheme)
    values = np.stack([more.get(name, np.full(N, -1)) for name in VALUES], axis=1).astype(np.int32)
    steps = np.stack([more.get(name, np.full(N, UNKNOWN)) for name in STEPS], axis=1).astype(np.int32)
    turn = np.array([TURNS.get(name, 0) for name in STEPS], np.int32)
    return Traits(scheme, values, steps, turn, stems.words, stems.at, stems.tongue), stems


def paired(group: np.ndarray) -> tuple[Pairs, Pairs]:
    a, b = np.triu_indices(N, 1)
    same = group[a] == group[b]
    one = np.ones(a.size)
    return Pairs(a[same], b[same], one[same]), Pairs(a[~same], b[~same], one[~same])


def test_a_factor_that_series_share_weighs_more_than_one_they_do_not() -> None:
    rng = np.random.default_rng(1)
    group = np.arange(N) // 5
    bank, sex = group % 7, rng.integers(0, 2, N)
    of, stems = traits(np.zeros(N, np.int32), bank=bank, sex=sex, region=rng.integers(0, 7, N))
    worth = learn(of, stems, *paired(group))
    at = {name: place for place, name in enumerate(VALUES)}
    assert worth.agree[1, :, at["bank"]].min() > 1500
    assert worth.differ[1, at["bank"]] < -1000
    assert abs(worth.agree[1, :, at["region"]]).max() < 300
    assert abs(int(worth.differ[1, at["sex"]])) < 150


def test_a_rarer_value_agreeing_weighs_more() -> None:
    bank = np.where(np.arange(N) < 20, 0, 1)
    of, stems = traits(np.zeros(N, np.int32), bank=bank)
    worth = learn(of, stems, NONE, paired(np.arange(N))[1])
    weight = worth.agree[1, :, VALUES.index("bank")]
    assert weight[0] > weight[100] > 0


def test_near_times_weigh_more_than_far_ones_and_hours_go_round() -> None:
    group = np.arange(N) // 5
    rng = np.random.default_rng(2)
    gap = (group * 61) % 300 + rng.integers(0, 4, N)
    hour = ((group * 13) % 48 + rng.integers(-1, 2, N)) % 48
    of, stems = traits(np.zeros(N, np.int32), gap=gap, hour=hour)
    worth = learn(of, stems, *paired(group))
    days, hours = worth.table[1, STEPS.index("gap")], worth.table[1, STEPS.index("hour")]
    assert days[1] > 1500
    assert max(days[30], days[200]) < -1000
    assert hours[1] > 500
    assert hours[24] < -500
    assert (np.diff(days[:12]) <= 0).all()


def test_schemes_of_one_group_weigh_together_and_strangers_do_not() -> None:
    group = np.arange(N) // 5
    scheme = ((group % 3) * 2 + np.arange(N) % 2).astype(np.int32)  # each group has two of six
    of, stems = traits(scheme)
    worth = learn(of, stems, *paired(group))
    assert worth.schemes[0, 1] > 500
    assert worth.schemes[0, 2] < -1000
    assert (worth.schemes == worth.schemes.T).all()


def test_with_no_series_what_is_held_beforehand_stands() -> None:
    rng = np.random.default_rng(3)
    of, stems = traits(rng.integers(0, 4, N).astype(np.int32), gap=rng.integers(0, 200, N))
    worth = learn(of, stems, NONE, paired(np.arange(N))[1])
    days = worth.table[0, STEPS.index("gap")]
    assert days[0] > 500
    assert days[150] < 0
    assert np.diag(worth.schemes).min() > 1000
    assert worth.schemes[0, 1] == -1000
