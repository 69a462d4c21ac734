"""The training of the model of ties: its gradient, what it finds in made pairs, what it writes."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from qalqan.learn.ties import MOST_BIAS, Region, fit, mean_purity, odds, written
from qalqan.link._model import CLASSES, LEAST, TieModel

K = len(CLASSES)
MEAN = {"account": 700, "number": 800}


def made(seed: int, pairs: int = 300) -> Region:
    """Pairs that share numbers and accounts: an account says nothing of who did it, a number much."""
    chance = np.random.default_rng(seed)
    same = chance.random(pairs) < 0.5
    number = same & (chance.random(pairs) < 0.9) | ~same & (chance.random(pairs) < 0.1)
    account = chance.random(pairs) < 0.5
    account |= ~number
    pair = np.concatenate([np.flatnonzero(number), np.flatnonzero(account)])
    class_ = np.repeat([CLASSES.index("number"), CLASSES.index("account")], [number.sum(), account.sum()])
    return Region(
        f"made-{seed}",
        pair,
        np.arange(pair.size),
        class_,
        chance.uniform(0.6, 1, pair.size),
        chance.uniform(0, 4, pair.size),
        np.where(same, 0.4, -0.4),
        chance.uniform(0, 5, pairs),
        chance.uniform(0, 6, pairs),
        same,
        {"account": 600 + 40 * seed, "number": 850},
    )


def parameters(seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return np.concatenate([chance.uniform(1, 6, K), chance.uniform(0.1, 1.2, K), [-2.0, 0.3, 0.2, 0.4]])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_gradient_is_the_slope_of_the_odds(seed: int) -> None:
    at, region, step = parameters(seed), made(seed, 60), 1e-6
    _, slope = odds(at, region, MEAN)
    for one in range(at.size):
        up, down = at.copy(), at.copy()
        up[one] += step
        down[one] -= step
        measured = (odds(up, region, MEAN)[0] - odds(down, region, MEAN)[0]) / (2 * step)
        assert np.allclose(slope[:, one], measured, atol=1e-5)


def test_the_odds_of_one_pair_by_hand() -> None:
    """Of one chain the strongest thing counts; a thing of very many cases keeps half its bits."""
    at = np.concatenate([np.full(K, 4.0), np.full(K, 1.0), [-2.0, 0.5, 0.25, 0.0]])
    one = Region(
        "r",
        pair=np.array([0, 0, 0]),
        chain=np.array([7, 7, 8]),
        class_=np.array([0, 0, 0]),
        sure=np.array([1.0, 0.5, 0.8]),
        doublings=np.array([1.0, 0.0, 9.0]),
        scheme=np.array([0.3]),
        gap=np.array([2.0]),
        sums=np.array([4.0]),
        same=np.array([True]),
        purity={},
    )
    total, _ = odds(at, one, {})
    assert total[0] == pytest.approx(-2 + 3 + 0.8 * 4 * LEAST / 1000 + 0.3 - 0.5 * 2 - 0.25 * 4)


def test_training_tells_what_speaks_from_what_does_not() -> None:
    at = fit([made(1), made(2)])
    bits = dict(zip(CLASSES, at[:K], strict=True))
    assert bits["number"] > bits["account"] + 1
    assert at[2 * K] <= MOST_BIAS
    assert bits["cell"] == pytest.approx(3.0, abs=0.1), "of what never occurs what is known beforehand stays"
    region = made(3)
    total, _ = odds(at, region, mean_purity([made(1), made(2)]))
    assert ((total > 0) == region.same).mean() > 0.8


def test_what_is_written_is_a_model() -> None:
    regions = [made(1), made(2)]
    told = tomllib.loads(written(parameters(1), regions, (130, 8), 1000))
    model = TieModel(**told)
    assert set(model.bits) == set(model.slope) == set(CLASSES)
    assert model.purity == {"account": 660, "number": 850}
    assert (model.crowd, model.most_crowd, model.alone, model.bias) == (130, 8, 1000, -2000)
    assert (model.gap, model.sums, model.follow) == (300, 200, 400)
    assert model.bits["account"] == round(parameters(1)[0] * 1000)
