"""Train the model of talk on our corpora: ``python -m qalqan.learn.talk [--out FOLDER] [--card FILE]``.

Heads are learnt on parts of the corpora that share neither family nor author with the texts they then read; on those
readings the weights of evidence and the calibration are learnt, so that nothing is measured on what it was taught.
Critical cues may only raise the score and counter-cues only lower it. The final heads learn from everything.
"""

from __future__ import annotations

import argparse
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from qalqan.learn import corpus, heads
from qalqan.learn._disguise import WAYS, disguised
from qalqan.scam import _evidence, _model
from qalqan.scam._heads import COUNTER, CRITICAL, SUPPORTING
from qalqan.scam._reading import TONGUES

FAMILY_PARTS: Final = 5
AUTHOR_PARTS: Final = 4
PULL: Final = 0.12
REACH: Final = {"text:any": 3.5, "text": 1.5, "rule": 1.5}  # evidence of more reach is pulled to zero less
FALSE_ALARMS: Final = 0.011  # of tempting look-alikes unseen in training that "scam-like" may take
MISSED: Final = 0.03  # of harmful texts that "no signs" may take

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What heads that saw neither family nor author of a text say of it: log-odds by unit and text."""

    units: Floats
    texts: Floats


def part(name: str, parts: int) -> int:
    """The part of a family or author: the same on every machine."""
    return zlib.crc32(name.encode()) % parts


def cross(prepared: list[heads.Prepared]) -> list[Unseen]:
    """For each writing of the corpora, every text read by heads that saw neither its family nor its author."""
    written = prepared[0].written
    family = np.array([part(one.family, FAMILY_PARTS) for one in written])
    author = np.array([part(one.author, AUTHOR_PARTS) for one in written])
    unseen = [Unseen(np.full(p.unit_targets.shape, heads.SILENT), np.zeros(p.text_targets.shape)) for p in prepared]
    for f in range(FAMILY_PARTS):
        for a in range(AUTHOR_PARTS):
            test = (family == f) & (author == a)
            if not test.any():
                continue
            learnt = heads.fit(prepared, (family != f) & (author != a), writings=1)
            for p, told in zip(prepared, unseen, strict=True):
                rows = test[p.unit_text]
                told.units[rows] = learnt.units(p.unit_index, p.unit_bounds)[rows]
                told.texts[test] = learnt.whole(p.text_index, p.text_bounds)[test]
    return unseen


def writings(written: list[corpus.Written]) -> list[heads.Prepared]:
    """The corpora as written, and once more with each text disguised or mistyped in one way."""
    rng = np.random.default_rng(heads.SEED)
    other = [disguised(one.text, WAYS[int(rng.integers(len(WAYS)))], rng) for one in written]
    return [heads.prepare(written), heads.prepare(written, other)]


def evidence(prepared: heads.Prepared, unseen: Unseen) -> _evidence.Evidence:
    """The evidence of a writing from readings by heads that did not see it."""
    channel = _model.places([one.channel for one in prepared.written])
    return _evidence.gather(prepared.reading, None, channel, unseen.units, unseen.texts)  # type: ignore[arg-type]


def combine(tables: Floats, targets: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights (classes, features), offsets and middles: logistic, pulled to zero, with the signs cues must have."""
    from scipy.optimize import minimize  # noqa: PLC0415 - wanted only when training

    middle = tables.mean(axis=0)
    reach = [REACH.get(name, REACH.get(name.partition(":")[0], 1.0)) for name in _evidence.FEATURES]
    spread = (tables.std(axis=0) + 1e-6) / np.array(reach)
    x = (tables - middle) / spread
    weights, offsets = [], []
    for target in targets.T:
        sign = 2.0 * target - 1.0

        def loss(w: Floats, sign: Floats = sign) -> tuple[float, Floats]:
            margin = sign * (x @ w[:-1] + w[-1])
            slope = -sign / (1.0 + np.exp(margin)) / len(x)
            pull = PULL * w[:-1]
            return float(np.logaddexp(0.0, -margin).mean() + 0.5 * pull @ w[:-1]), np.append(
                x.T @ slope + pull, slope.sum()
            )

        found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=[*_signs(), (None, None)])
        weights.append(found.x[:-1] / spread)
        offsets.append(found.x[-1])
    return np.array(weights), np.array(offsets), middle


def _signs() -> list[tuple[float | None, float | None]]:
    """Which way each piece of evidence may push."""
    up = {f"{kind}:{head}" for kind in ("odds", "rule") for head in (*CRITICAL, *SUPPORTING)} | {"open:critical"}
    down = {f"{kind}:{head}" for kind in ("odds", "rule") for head in COUNTER}
    return [(0.0, None) if n in up else (None, 0.0) if n in down else (None, None) for n in _evidence.FEATURES]


def calibrate(odds: Floats, positive: Flags, tongue: Any, channel: Any) -> tuple[Any, Any, Any]:
    """Shifts by tongue and channel, the curve from log-odds to score, and the verdicts' bounds."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - wanted only when training

    shift = np.zeros((len(TONGUES), len(_evidence.CHANNELS)))
    for t in range(len(TONGUES)):
        for c in range(len(_evidence.CHANNELS)):
            here = (tongue == t) & (channel == c)
            shift[t, c] = _shift(odds[here], positive[here])
    moved = odds + shift[tongue, channel]
    # a logistic line first, then steps of real frequency around it, smoothed by a quarter of the line
    slope, offset = _line(moved, positive)
    line = 1.0 / (1.0 + np.exp(-(slope * _model.GRID + offset)))
    steps = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(moved, positive.astype(float))
    curve = np.maximum.accumulate(np.round(1000 * (0.5 * line + 0.5 * steps.predict(_model.GRID))).astype(np.int64))
    score = np.interp(np.clip(moved, _model.GRID[0], _model.GRID[-1]), _model.GRID, curve)
    high = int(np.ceil(np.quantile(score[~positive], 1.0 - FALSE_ALARMS)))
    low = int(np.floor(np.quantile(score[positive], MISSED)))
    return (
        np.round(shift * _model.MILLI).astype(np.int64),
        curve,
        np.array([min(low, 400), max(high, 600)], np.int64),
    )


def _shift(odds: Floats, positive: Flags) -> float:
    """How far the log-odds of a cell lie from its truth, pulled to zero when it holds few texts."""
    shift = 0.0
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-(odds + shift)))
        slope = (positive - chance).sum() - 5.0 * shift
        shift += slope / ((chance * (1 - chance)).sum() + 5.0)
    return shift


def _line(odds: Floats, positive: Flags) -> tuple[float, float]:
    from scipy.optimize import minimize  # noqa: PLC0415 - wanted only when training

    sign = 2.0 * positive - 1.0
    found = minimize(lambda w: np.logaddexp(0.0, -sign * (w[0] * odds + w[1])).mean(), [1.0, 0.0], method="BFGS")
    return float(found.x[0]), float(found.x[1])


def train(written: list[corpus.Written]) -> tuple[_model.Model, list[heads.Prepared], list[Unseen]]:
    """The model, the writings it learnt from, and their unseen readings (for figures)."""
    prepared = writings(written)
    unseen = cross(prepared)
    tables = [evidence(p, u).table for p, u in zip(prepared, unseen, strict=True)]
    targets = np.concatenate([p.text_targets for p in prepared])
    weights, offsets, middle = combine(np.concatenate(tables), targets)
    milli = _model.MILLI
    final = heads.quantised(heads.fit(prepared, np.ones(len(written), np.bool_)))
    first = _model.Model(
        final, np.round(weights * milli).astype(np.int64), np.round(offsets * milli).astype(np.int64),
        np.round(middle * milli).astype(np.int64), *[np.zeros(0, np.int64)] * 3,
    )  # fmt: skip
    odds = np.concatenate([first.odds(table)[:, 0] for table in tables])
    tongue = np.concatenate([p.reading.tongue for p in prepared])
    channel = np.tile(_model.places([one.channel for one in written]), len(prepared))
    shift, curve, bounds = calibrate(odds, targets[:, 0] == 1, tongue, channel)
    return (
        _model.Model(final, first.weights, first.offsets, first.middle, shift, curve, bounds),
        prepared,
        unseen,
    )


def unseen_scores(model: _model.Model, prepared: heads.Prepared, unseen: Unseen) -> npt.NDArray[np.int64]:
    """Scores of texts as read by heads that saw neither family nor author."""
    told = evidence(prepared, unseen)
    channel = _model.places([one.channel for one in prepared.written])
    score = model.score(model.odds(told.table)[:, 0], prepared.reading.tongue, channel)
    return _model.settled(score, told, model.bounds)


def main(argv: list[str] | None = None) -> None:
    """Train and write ``talk.npz`` and the model card."""
    from qalqan.learn import card  # noqa: PLC0415 - wanted only when training

    told = argparse.ArgumentParser(description="Train the model of talk on our corpora.")
    told.add_argument("--out", type=Path, default=Path(_model.__file__).parent / "data")
    told.add_argument("--card", type=Path, default=None)
    given = told.parse_args(argv)
    written = corpus.load()
    model, prepared, unseen = train(written)
    raw = _model.pack(model)
    (given.out / "talk.npz").write_bytes(raw)
    text = card.write(written, unseen_scores(model, prepared[0], unseen[0]), model, hashlib.sha256(raw).hexdigest())
    if given.card is not None:
        given.card.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
