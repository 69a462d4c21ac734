"""The training of the model of droppers: it finds what tells them apart, keeps its signs, writes what it found."""

from __future__ import annotations

import tomllib

import numpy as np
import polars as pl

from qalqan.learn.droppers import COUNTS, CUTS, KNOWN, SPEAKS_AGAINST, fit, steps, written


def made(seed: int, rows: int = 400) -> pl.DataFrame:
    """Accounts of which droppers get stolen money and pass it on; everything else is chance."""
    chance = np.random.default_rng(seed)
    dropper = chance.random(rows) < 0.3
    columns = {name: chance.integers(0, 2 * max(cuts), rows) for name, cuts in CUTS.items()}
    columns["stolen"] = np.where(dropper, chance.integers(500, 1001, rows), chance.integers(0, 60, rows))
    columns["direct"] = np.where(dropper, chance.integers(0, 3, rows), 0)
    return pl.DataFrame(columns).with_columns(pl.Series("dropper", dropper))


def test_what_tells_droppers_apart_weighs_most_and_signs_are_kept() -> None:
    bias, bits = fit([made(1), made(2)])
    names = [name for name, cuts in CUTS.items() for _ in cuts]
    total = {name: sum(float(bits[i]) for i, one in enumerate(names) if one == name) for name in CUTS}
    assert bias < 0
    assert max(total, key=lambda name: total[name]) == "stolen"
    for name, one in zip(names, bits, strict=True):
        assert one <= COUNTS if name in SPEAKS_AGAINST else one >= KNOWN.get(name, 0.0)
    unseen = made(3)
    odds = bias + steps(unseen) @ bits
    assert ((odds > 0) == unseen["dropper"].to_numpy()).mean() > 0.97


def test_steps_are_reached_at_their_cut() -> None:
    rows = pl.DataFrame({name: [cuts[0] - 1, cuts[0], cuts[-1]] for name, cuts in CUTS.items()})
    found = steps(rows)
    assert found[0].sum() == 0
    assert found[1].sum() == len(CUTS)
    assert found[2].all()


def test_the_written_model_is_read_back() -> None:
    bits = np.round(np.linspace(-1, 1, sum(map(len, CUTS.values()))), 3)
    told = tomllib.loads(written(-4.25, bits, ["b", "a"]))
    assert told["bias"] == -4250
    flat = [one for name in CUTS for one in told["feature"][name]["bits"]]
    assert flat == [round(1000 * one) for one in bits.tolist()]
    assert {name: tuple(one["cuts"]) for name, one in told["feature"].items()} == CUTS
