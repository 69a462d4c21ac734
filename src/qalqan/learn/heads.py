"""Linear heads: one logistic per cue over units, and one per class over whole texts, learnt on the corpora.

Units of a transcript where the called person speaks are left out, as in use. Every number is drawn from a seed, the
order of learning too, so the same corpora give the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels import ngrams
from qalqan.learn.corpus import HEADS, Written
from qalqan.scam import _reading
from qalqan.scam._heads import BITS, CLASSES, SCALES, Heads

SEED: Final = 20261122
ROUNDS: Final = 12
RATE: Final = 0.25
DECAY: Final = 1e-5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Texts read once: features of units and texts, their targets, and which text each unit belongs to."""

    written: list[Written]
    reading: _reading.Reading
    unit_index: npt.NDArray[np.int32]
    unit_bounds: npt.NDArray[np.int64]
    unit_targets: Floats
    unit_text: npt.NDArray[np.int64]
    text_index: npt.NDArray[np.int32]
    text_bounds: npt.NDArray[np.int64]
    text_targets: Floats


def prepare(written: list[Written], texts: list[str] | None = None) -> Prepared:
    """Read the texts, or disguised writings of them with the same lines, and set the targets."""
    reading = _reading.read(pl.Series(texts if texts is not None else [one.text for one in written], dtype=pl.String))
    index = reading.units["index"].to_numpy().astype(np.int64)
    start = reading.units["start"].to_numpy()
    lines = _line_of(reading, [one.text for one in written] if texts is None else texts, index, start)
    place = {head: i for i, head in enumerate(HEADS)}
    targets = np.zeros((len(index), len(HEADS)))
    for unit, (text, line) in enumerate(zip(index.tolist(), lines.tolist(), strict=True)):
        for head in written[text].heads[line]:
            targets[unit, place[head]] = 1.0
    targets[~reading.heard] = -1.0
    kinds = np.zeros((len(written), len(CLASSES)))
    for row, one in enumerate(written):
        if one.kind != "benign":
            kinds[row, 0] = 1.0
            kinds[row, CLASSES.index(one.kind)] = 1.0
    return Prepared(
        written, reading, *_reading.unit_features(reading, BITS), targets, index,
        *_reading.text_features(reading, BITS), kinds,
    )  # fmt: skip


def _line_of(
    reading: _reading.Reading, texts: list[str], index: npt.NDArray[np.int64], start: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The line of its text that each unit stands in."""
    lines = np.zeros(index.size, np.int64)
    for unit, (text, place) in enumerate(zip(index.tolist(), start.tolist(), strict=True)):
        lines[unit] = texts[text].count("\n", 0, place)
    return lines


def fit(prepared: list[Prepared], kept: npt.NDArray[np.bool_], rounds: int = ROUNDS) -> Heads:
    """Heads learnt on the kept texts of all writings of them (the same texts in each of ``prepared``)."""
    unit = _joined(
        [(p.unit_index, p.unit_bounds, p.unit_targets, kept[p.unit_text] & p.reading.heard) for p in prepared]
    )
    text = _joined([(p.text_index, p.text_bounds, p.text_targets, kept) for p in prepared])
    unit_weights, unit_offsets = _learn(*unit, rounds)
    text_weights, text_offsets = _learn(*text, rounds)
    return Heads(unit_weights, unit_offsets, text_weights, text_offsets)


def _joined(
    parts: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], Floats, npt.NDArray[np.bool_]]],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], Floats]:
    indexes, sizes, targets = [], [], []
    for index, bounds, wanted, kept in parts:
        size = np.diff(bounds)
        blocks = np.repeat(kept, ngrams.BLOCKS)
        indexes.append(index[np.repeat(blocks, size)])
        sizes.append(size[blocks])
        targets.append(wanted[kept])
    bounds = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    return np.concatenate(indexes), bounds, np.concatenate(targets)


def _learn(
    index: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64], targets: Floats, rounds: int
) -> tuple[npt.NDArray[np.float32], Floats]:
    rng = np.random.default_rng(SEED)
    order = np.array([rng.permutation(len(targets)) for _ in range(rounds)])
    shares = np.ones(len(targets))
    learnt = ngrams.learn(index, bounds, targets, shares, SCALES, rounds, RATE, DECAY, BITS, order)
    return learnt  # type: ignore[no-any-return]
