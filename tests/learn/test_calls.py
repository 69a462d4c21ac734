"""Training of the model of numbers that call: what is written can be read, and no weight goes against sense."""

from __future__ import annotations

import tomllib

import numpy as np
import polars as pl
from tests.detect.called import background, box, numbered, person
from tests.link.tied import frame

from qalqan.detect import _call_model as model
from qalqan.learn import calls as learn

BOXES = [person(9001 + n) for n in range(4)]


def worlds() -> list[learn.World]:
    made = []
    for start in (110, 120, 130):
        parts = [box(one, start + n, 40, 100 * n, imei=f"8630110200{n}0010") for n, one in enumerate(BOXES)]
        movers = [
            row | {"cell": f"100-{n % 20}", "imei": "350011020000010"}
            for n, row in enumerate(box(person(9100), start, 60, 900))
        ]
        rows = numbered([*background(), *(row for part in parts for row in part), *movers])
        false = pl.Series(["+77172000000"])
        made.append(learn.taught(rows, frame("subscribers", []), pl.Series(BOXES), false, {"gateway"}))
    return made


def test_trained_weights_tell_boxes_from_others_and_keep_their_direction() -> None:
    made = worlds()
    told = tomllib.loads(learn.trained(made, "a test"))
    assert set(told["rule"]) >= set(learn.JUDGED)
    for kind in model.KINDS:
        rising, falling = learn.cuts(kind)
        parts = told[kind]["feature"]
        assert set(parts) == set(rising) | set(falling) == set(model.KINDS[kind])
        assert all(bit >= 0 for name in rising for bit in parts[name]["bits"])
        assert all(bit < 0 for name in falling for bit in parts[name]["bits"])
    bias, bits = learn.fit([one.looks["home"] for one in made], "home")
    looks = pl.concat([one.looks["home"] for one in made])
    odds = bias + learn.steps(looks, "home") @ bits
    assert odds[looks["bad"].to_numpy()].mean() > odds[~looks["bad"].to_numpy()].mean() + 1


def test_a_feature_added_leaves_the_others_as_they_are() -> None:
    told, before = tomllib.loads(learn.added(worlds(), "unheard", "a test")), tomllib.loads(learn.OUT.read_text())
    for kind in model.KINDS:
        fresh = told[kind]["feature"].pop("unheard")
        assert fresh["cuts"] == before[kind]["feature"].pop("unheard")["cuts"]
        assert all(bit >= 0 for bit in fresh["bits"])
    assert told == before


def test_a_numbers_day_weighs_one_and_lawful_gateways_are_not_looked_at() -> None:
    (one, *_) = worlds()
    looks = one.looks["home"]
    days = looks.group_by("subject", "days").agg(pl.col("weight").sum())
    assert np.allclose(days["weight"].to_numpy(), 1)
    rows = numbered([*background(), *box(BOXES[0], 120, 40, 0, imei="gateway")])
    none = pl.Series([], dtype=pl.String)
    assert learn.taught(rows, frame("subscribers", []), none, none, {"gateway"}).looks["home"].is_empty()


def test_the_shipped_weights_are_of_the_features_there_are() -> None:
    for kind in model.KINDS:
        rising, falling = learn.cuts(kind)
        assert model.model(kind).cuts == rising | falling
        assert {name: len(bits) for name, bits in model.model(kind).bits.items()} == {
            name: len(of) for name, of in (rising | falling).items()
        }
    assert all(model.rule(rule) for rule in {*learn.RULES, *learn.JUDGED})
