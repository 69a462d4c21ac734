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
from qalqan.scam._heads import BITS, CLASSES, HEADS, SCALES, TEXT_BITS, TEXT_SCALES, Heads

SEED: Final = 20261122
STRENGTH: Final = 10.0  # the inverse of the pull to zero
FEWEST: Final = 4  # examples below which a head stays silent
SILENT: Final = -6.0
_FEWEST_TEXTS: Final = 2  # a feature of fewer texts tells of that text only

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
        *_reading.text_features(reading, TEXT_BITS), kinds,
    )  # fmt: skip


def _line_of(texts: list[str], index: npt.NDArray[np.int64], start: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The line of its text that each unit stands in."""
    lines = np.zeros(index.size, np.int64)
    for unit, (text, place) in enumerate(zip(index.tolist(), start.tolist(), strict=True)):
        lines[unit] = texts[text].count("\n", 0, place)
    return lines


def fit(prepared: list[Prepared], kept: npt.NDArray[np.bool_], writings: int | None = None) -> Heads:
    """Heads learnt on the kept texts of all writings of them (the same texts in each of ``prepared``).

    The unit heads learn from the first ``writings`` only, when given: they are most of the work.
    """
    unit = _joined([
        (p.unit_index, p.unit_bounds, p.unit_targets, kept[p.unit_text] & p.reading.heard) for p in prepared[:writings]
    ])  # fmt: skip
    rare = rarity(prepared, kept)
    text = _whole([(p.text_index, p.text_bounds, p.text_targets, kept) for p in prepared], rare)
    return Heads(*_learn(*unit), *_learn(*text), rare)


def rarity(prepared: list[Prepared], kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """How rare each feature is among the kept texts, ln(N / n) + 1 in sixteenths; 0 for those of a single text."""
    texts, told = 0, np.zeros(1 << TEXT_BITS, np.int64)
    for p in prepared:
        sizes = np.diff(p.text_bounds[:: ngrams.BLOCKS])
        rows = np.repeat(np.arange(len(kept)), sizes)
        seen = np.unique(rows[kept[rows]] * (1 << TEXT_BITS) + p.text_index[kept[rows]])
        told += np.bincount(seen & ((1 << TEXT_BITS) - 1), minlength=told.size)
        texts += int(kept.sum())
    found = np.round(16 * (np.log((1 + texts) / (1 + told)) + 1))
    rare: npt.NDArray[np.uint8] = np.where(told >= _FEWEST_TEXTS * len(prepared), found, 0).astype(np.uint8)
    return rare


def _whole(
    parts: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], Floats, npt.NDArray[np.bool_]]],
    rare: npt.NDArray[np.uint8],
) -> tuple[Any, Floats]:
    """One sparse matrix of all parts' kept texts as :func:`~qalqan.kernels.ngrams.rated` writes them; the targets."""
    from scipy import sparse  # noqa: PLC0415 - only training needs it

    rows, targets = [], []
    for index, bounds, wanted, kept in parts:
        places, values, at = ngrams.rated(index, bounds, rare.astype(np.float32), TEXT_SCALES)
        whole = sparse.csr_matrix((values.astype(np.float64), places, at), shape=(len(wanted), 1 << TEXT_BITS))
        rows.append(whole[kept])
        targets.append(wanted[kept])
    return sparse.vstack(rows).tocsr(), np.concatenate(targets)


def _joined(
    parts: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], Floats, npt.NDArray[np.bool_]]],
) -> tuple[Any, Floats]:
    """One sparse matrix of all parts as :func:`qalqan.kernels.ngrams.dots` scales them, and the targets."""
    from scipy import sparse  # noqa: PLC0415 - wanted only when training

    rows, targets = [], []
    for index, bounds, wanted, kept in parts:
        size = np.diff(bounds)
        scale = np.tile(SCALES, len(wanted)) / np.sqrt(size + np.tile(ngrams.ROOM, len(wanted)))
        at = bounds[:: ngrams.BLOCKS]
        # a copy: summing duplicates sorts the indexes where they lie
        whole = sparse.csr_matrix((np.repeat(scale, size), index.copy(), at), shape=(len(wanted), 1 << BITS))
        whole.sum_duplicates()
        rows.append(whole[kept])
        targets.append(wanted[kept])
    return sparse.vstack(rows).tocsr(), np.concatenate(targets)


def _learn(features: Any, targets: Floats) -> tuple[npt.NDArray[np.float32], Floats]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - wanted only when training

    weights = np.zeros((features.shape[1], targets.shape[1]), np.float32)
    offsets = np.full(targets.shape[1], SILENT)
    for head in range(targets.shape[1]):
        if (targets[:, head] == 1).sum() < FEWEST:
            continue
        model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, random_state=SEED)
        model.fit(features, targets[:, head])
        weights[:, head] = model.coef_[0]
        offsets[head] = model.intercept_[0]
    return weights, offsets


def quantised(heads: Heads) -> Heads:
    """The heads with weights of 16 bits: what is shipped and measured."""
    unit, unit_scale = _sixteen(heads.unit_weights)
    text, text_scale = _sixteen(heads.text_weights)
    offsets = (np.round(heads.unit_offsets, 4), np.round(heads.text_offsets, 4))
    return Heads(unit, offsets[0], text, offsets[1], heads.rarity, unit_scale, text_scale)


def _sixteen(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int16], float]:
    scale = float(np.abs(weights).max()) / 32_000.0 or 1.0
    return np.round(weights / scale).astype(np.int16), scale
