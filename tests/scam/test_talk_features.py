"""Features of units and texts: what is said by whom, and sums by features equal those done by hand."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.kernels import ngrams
from qalqan.scam import _reading
from qalqan.scam._heads import BITS, SCALES, TEXT_SCALES, slots


def blocks(text: str) -> list[list[int]]:
    index, bounds = _reading.text_features(_reading.read(pl.Series([text])), BITS)
    return [sorted(index[bounds[i] : bounds[i + 1]].tolist()) for i in range(ngrams.WHOLE)]


def test_the_called_are_told_apart() -> None:
    talk = blocks("A: назовите код\nB: какой код")
    assert talk[:4] == blocks("A: назовите код")[:4]
    assert talk[4]
    assert not set(talk[4]) & {name for block in talk[:4] for name in block}
    assert not blocks("назовите код")[4]


def test_phrases_stand_two_or_three_words_apart() -> None:
    assert [len(blocks(text)[3]) for text in ("код", "код мне", "код мне скажи", "код мне сейчас скажи")] == [
        0,
        0,
        1,
        3,
    ]


def test_units_are_weighed_as_by_hand() -> None:
    reading = _reading.read(pl.Series(["назовите код", "привет"]))
    index, bounds = _reading.unit_features(reading, BITS)
    known = np.unique(index)[::2]
    weights = np.random.default_rng(5).integers(-99, 99, (known.size, 2)).astype(np.int8)
    told = ngrams.dots(index, bounds, slots(known), weights, SCALES)
    place = {int(name): row for row, name in enumerate(known)}
    for unit in range(2):
        wanted = np.zeros(2)
        for block in range(ngrams.BLOCKS):
            names = index[bounds[unit * ngrams.BLOCKS + block] : bounds[unit * ngrams.BLOCKS + block + 1]].tolist()
            rows = [weights[place[name]].astype(float) for name in names if name in place]
            wanted += SCALES[block] * np.sum(rows, axis=0) / np.sqrt(len(names) + ngrams.ROOM[block]) if rows else 0
        np.testing.assert_allclose(told[unit], wanted)


def test_unknown_features_weigh_nothing() -> None:
    index, bounds = _reading.text_features(_reading.read(pl.Series(["назовите код из сообщения"])), BITS)
    none = np.zeros(0, np.int32)
    places, values, rows = ngrams.rated(index, bounds, slots(none), np.zeros(0, np.float32), TEXT_SCALES)
    assert places.size == values.size == 0
    assert rows.tolist() == [0, 0]
