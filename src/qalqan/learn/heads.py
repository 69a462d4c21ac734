"""Linear heads: one logistic per cue over units, and one per class over whole texts, learnt on the corpora.

Units of a transcript where the called person speaks are left out, as in use. The solver (liblinear's trust-region
Newton by dual coordinate descent, Fan et al., 2008) draws from a seed, so the same corpora give the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels import ngrams
from qalqan.learn.corpus import Written
from qalqan.scam import _reading
from qalqan.scam._heads import BITS, CLASSES, HEADS, SCALES, TEXT_SCALES, Heads, slots

SEED: Final = 20261122
STRENGTH: Final = 10.0  # the inverse of the pull to zero
FEWEST: Final = 4  # examples below which a head stays silent
SILENT: Final = -6.0
_FEWEST_TEXTS: Final = 2  # a feature of fewer texts tells of that text only

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


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
    lines = _line_of([one.text for one in written] if texts is None else texts, index, start)
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


def _line_of(texts: list[str], index: npt.NDArray[np.int64], start: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The line of its text that each unit stands in."""
    lines = np.zeros(index.size, np.int64)
    for unit, (text, place) in enumerate(zip(index.tolist(), start.tolist(), strict=True)):
        lines[unit] = texts[text].count("\n", 0, place)
    return lines


def fit(prepared: list[Prepared], kept: Flags) -> Heads:
    """Heads learnt on the kept texts of all writings of them (the same texts in each of ``prepared``)."""
    known, rare = features(prepared, kept)
    places = slots(known)
    unit = _stacked([_units(p, places, known.size, kept) for p in prepared])
    text = _stacked([_texts(p, places, rare, kept) for p in prepared])
    return Heads(known, places, *_learn(*unit, 1e-2), *_learn(*text, 1e-3), rare)


def features(prepared: list[Prepared], kept: Flags) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """The features of two kept texts or more, by name, and how rare each is among them: ln(N / n) + 1 in sixteenths."""
    texts, told = 0, np.zeros(1 << BITS, np.int64)
    for p in prepared:
        sizes = np.diff(p.text_bounds[:: ngrams.WHOLE])
        rows = np.repeat(np.arange(len(kept)), sizes)
        seen = np.unique(rows[kept[rows]] << BITS | p.text_index[kept[rows]])
        told += np.bincount(seen & ((1 << BITS) - 1), minlength=told.size)
        texts += int(kept.sum())
    known = np.flatnonzero(told >= _FEWEST_TEXTS * len(prepared)).astype(np.int32)
    rare = np.round(16 * (np.log((1 + texts) / (1 + told[known])) + 1)).astype(np.uint8)
    return known, rare


def _texts(p: Prepared, places: npt.NDArray[np.int32], rare: npt.NDArray[np.uint8], kept: Flags) -> tuple[Any, Floats]:
    """The kept texts as :func:`~qalqan.kernels.ngrams.rated` writes them, and their targets."""
    from scipy import sparse  # noqa: PLC0415 - wanted only when training

    told, values, at = ngrams.rated(p.text_index, p.text_bounds, places, rare.astype(np.float32), TEXT_SCALES)
    whole = sparse.csr_matrix((values.astype(np.float64), told, at), shape=(len(kept), rare.size))
    return whole[kept], p.text_targets[kept]


def _units(p: Prepared, places: npt.NDArray[np.int32], size: int, kept: Flags) -> tuple[Any, Floats]:
    """The units of the kept texts that count, as :func:`~qalqan.kernels.ngrams.dots` scales them; their targets."""
    from scipy import sparse  # noqa: PLC0415 - wanted only when training

    rows = kept[p.unit_text] & p.reading.heard
    told = np.diff(p.unit_bounds)
    units = len(p.unit_targets)
    scale = np.repeat(np.tile(SCALES, units) / np.sqrt(told + np.tile(ngrams.ROOM, units)), told)
    place = places[p.unit_index]
    fits = place >= 0
    unit_of = np.repeat(np.arange(units), told.reshape(units, -1).sum(axis=1))
    whole = sparse.csr_matrix((scale[fits], (unit_of[fits], place[fits])), shape=(units, size))  # sums equal places
    return whole[rows], p.unit_targets[rows]


def _stacked(parts: list[tuple[Any, Floats]]) -> tuple[Any, Floats]:
    from scipy import sparse  # noqa: PLC0415 - wanted only when training

    return sparse.vstack([told for told, _ in parts]).tocsr(), np.concatenate([targets for _, targets in parts])


def _learn(features: Any, targets: Floats, exact: float) -> tuple[npt.NDArray[np.float32], Floats]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - wanted only when training

    weights = np.zeros((features.shape[1], targets.shape[1]), np.float32)
    offsets = np.full(targets.shape[1], SILENT)
    for head in range(targets.shape[1]):
        if (targets[:, head] == 1).sum() < FEWEST:
            continue
        model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=exact, random_state=SEED)
        model.fit(features, targets[:, head])
        weights[:, head] = model.coef_[0]
        offsets[head] = model.intercept_[0]
    return weights, offsets


def quantised(heads: Heads) -> Heads:
    """The heads with weights of 8 bits for units and 16 for texts: what is shipped and measured."""
    unit, unit_scale = _whole_numbers(heads.unit_weights, np.int8)
    text, text_scale = _whole_numbers(heads.text_weights, np.int16)
    offsets = (np.round(heads.unit_offsets, 4), np.round(heads.text_offsets, 4))
    return Heads(heads.known, heads.slots, unit, offsets[0], text, offsets[1], heads.rarity, unit_scale, text_scale)


def _whole_numbers(weights: npt.NDArray[np.float32], kind: type[np.signedinteger[Any]]) -> tuple[Any, float]:
    most = np.iinfo(kind).max
    scale = float(np.abs(weights).max()) / most or 1.0
    return np.round(weights / scale).astype(kind), scale
