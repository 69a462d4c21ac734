"""Train the model of talk on our corpora: ``python -m qalqan.learn.talk [--out FOLDER] [--card FILE]``.

Heads are learnt on parts of the corpora that share no author with the texts they then read; on those readings the
weights of evidence and the calibration are learnt, so that nothing is measured on what it was taught. The score is made
of the reading of the whole text and of its strongest critical cues, three numbers only: cue by cue weights did not
carry over to new authors. The final heads learn from everything.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from qalqan.learn import corpus, heads
from qalqan.scam import _evidence, _model
from qalqan.scam._heads import COUNTER, CRITICAL, SUPPORTING
from qalqan.scam._reading import TONGUES

PARTS: Final = 5  # of the authors, left out in turn
PULL: Final = 0.12
REACH: Final = {"text:any": 3.5, "text": 1.5}  # evidence of more reach is pulled to zero less
WHOLE: Final = ("text:any", "critical", "open")  # what the score is made of; the classes take the other evidence too
TONGUE_PULL: Final = 400.0  # texts that the line of all weighs in a tongue's own
STEPS: Final = 0.3  # the share of real frequencies in the curve
CONTRAST: Final = "_contrast"  # in the name of a corpus written to be as hard to tell as can be
FALSE_ALARMS: Final = 0.008  # of tempting look-alikes unseen in training that "scam-like" may take
MISSED: Final = 0.03  # of harmful texts that "no signs" may take

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What heads that saw neither family nor author of a text say of it: log-odds by unit and text."""

    units: Floats
    texts: Floats


def parts(written: list[corpus.Written]) -> npt.NDArray[np.int64]:
    """The part of each text: authors in order of name go round, so that those of a language lie in several parts."""
    place = {author: i % PARTS for i, author in enumerate(sorted({one.author for one in written}))}
    return np.array([place[one.author] for one in written], np.int64)


def cross(prepared: heads.Prepared) -> Unseen:
    """Every text read by heads that saw no text of its author."""
    part = parts(prepared.written)
    unseen = Unseen(np.full(prepared.unit_targets.shape, heads.SILENT), np.zeros(prepared.text_targets.shape))
    for nth in range(PARTS):
        test = part == nth
        if not test.any():
            continue
        learnt = heads.fit([prepared], ~test)
        rows = test[prepared.unit_text]
        unseen.units[rows] = learnt.units(prepared.unit_index, prepared.unit_bounds)[rows]
        unseen.texts[test] = learnt.whole(prepared.text_index, prepared.text_bounds)[test]
    return unseen


def evidence(prepared: heads.Prepared, unseen: Unseen) -> _evidence.Evidence:
    """The evidence of a writing from readings by heads that did not see it."""
    return _evidence.weighed(prepared.reading, unseen.units, unseen.texts)


def combine(tables: Floats, targets: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights (classes, features), offsets and middles: logistic, pulled to zero, with the signs cues must have."""
    from scipy.optimize import minimize  # noqa: PLC0415 - wanted only when training

    middle = tables.mean(axis=0)
    reach = [REACH.get(name, REACH.get(name.partition(":")[0], 1.0)) for name in _evidence.FEATURES]
    spread = (tables.std(axis=0) + 1e-6) / np.array(reach)
    x = (tables - middle) / spread
    weights, offsets, free = [], [], (None, None)
    for kind, target in enumerate(targets.T):
        sign = 2.0 * target - 1.0

        def loss(w: Floats, sign: Floats = sign) -> tuple[float, Floats]:
            margin = sign * (x @ w[:-1] + w[-1])
            slope = -sign / (1.0 + np.exp(margin)) / len(x)
            pull = PULL * w[:-1]
            return float(np.logaddexp(0.0, -margin).mean() + 0.5 * pull @ w[:-1]), np.append(
                x.T @ slope + pull, slope.sum()
            )

        found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=[*_signs(kind), free])
        weights.append(found.x[:-1] / spread)
        offsets.append(found.x[-1])
    return np.array(weights), np.array(offsets), middle


def _signs(kind: int) -> list[tuple[float | None, float | None]]:
    """Which way each piece of evidence may push: the score's in one, each class's cues and counter-cues in another."""
    if kind == 0:
        return [(0.0, None if name in WHOLE else 0.0) for name in _evidence.FEATURES]
    up = {f"odds:{head}" for head in (*CRITICAL, *SUPPORTING)} | {"critical", "open"}
    down = {f"odds:{head}" for head in COUNTER}
    return [(0.0, None) if n in up else (None, 0.0) if n in down else (None, None) for n in _evidence.FEATURES]


def calibrate(odds: Floats, positive: Flags, tongue: Any, usual: Flags) -> tuple[Any, Any, Any, Any]:
    """Slopes and shifts by tongue, the curve from log-odds to score, and the verdicts' bounds.

    The score is to be true of ``usual`` texts; the bounds are drawn on all, the most tempting look-alikes among them.
    """
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - wanted only when training

    # a logistic line (Platt, 1999) of all texts, then one of each tongue near it
    first = _line(odds[usual], positive[usual], (1.0, 0.0), 0.0)
    of = [usual & (tongue == t) for t in range(len(TONGUES))]
    lines = np.array([_line(odds[here], positive[here], first, TONGUE_PULL) for here in of])
    moved = odds * lines[tongue, 0] + lines[tongue, 1]
    chance = 1.0 / (1.0 + np.exp(-_model.GRID))
    steps = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    steps.fit(moved[usual], positive[usual].astype(float))
    # steps of real frequency around the line, smoothed by it so that no two log-odds score alike
    curve = np.maximum.accumulate(np.round(1000 * ((1 - STEPS) * chance + STEPS * steps.predict(_model.GRID))))
    score = np.interp(np.clip(moved, _model.GRID[0], _model.GRID[-1]), _model.GRID, curve)
    high = int(np.ceil(np.quantile(score[~positive], 1.0 - FALSE_ALARMS)))
    low = int(np.floor(np.quantile(score[positive], MISSED)))
    milli = np.round(lines * _model.MILLI).astype(np.int64)
    bounds = np.array([min(low, 400), max(high, 600)], np.int64)
    return milli[:, 0], milli[:, 1], curve.astype(np.int64), bounds


def _line(odds: Floats, positive: Flags, near: tuple[float, float], pull: float) -> tuple[float, float]:
    """Slope and offset of a logistic, pulled to ``near`` as ``pull`` texts would."""
    from scipy.optimize import minimize  # noqa: PLC0415 - wanted only when training

    sign = 2.0 * positive - 1.0

    def loss(w: Floats) -> float:
        told = np.logaddexp(0.0, -sign * (w[0] * odds + w[1])).sum()
        return float(told + 0.5 * pull * ((w[0] - near[0]) ** 2 + (w[1] - near[1]) ** 2)) / max(len(odds), 1)

    found = minimize(loss, near, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-9})
    return max(float(found.x[0]), 0.2), float(found.x[1])


def train(written: list[corpus.Written]) -> tuple[_model.Model, heads.Prepared, Unseen]:
    """The model, the texts it learnt from, and their unseen readings (for figures)."""
    prepared = heads.prepare(written)
    unseen = cross(prepared)
    table = evidence(prepared, unseen).table
    weights, offsets, middle = combine(table, prepared.text_targets)
    milli = _model.MILLI
    final = heads.quantised(heads.fit([prepared], np.ones(len(written), np.bool_)))
    first = _model.Model(
        final, np.round(weights * milli).astype(np.int64), np.round(offsets * milli).astype(np.int64),
        np.round(middle * milli).astype(np.int64), *[np.zeros(0, np.int64)] * 4,
    )  # fmt: skip
    odds = first.odds(table)[:, 0]
    usual = np.array([CONTRAST not in one.file for one in written])
    told = calibrate(odds, prepared.text_targets[:, 0] == 1, prepared.reading.tongue, usual)
    return _model.Model(final, first.weights, first.offsets, first.middle, *told), prepared, unseen


def unseen_scores(model: _model.Model, prepared: heads.Prepared, unseen: Unseen) -> npt.NDArray[np.int64]:
    """Scores of texts as read by heads that saw no text of their authors."""
    told = evidence(prepared, unseen)
    score = model.score(model.odds(told.table)[:, 0], prepared.reading.tongue)
    retold = np.zeros(score.size, np.bool_)  # what the words alone tell is no measure of the heads
    return _model.settled(score, told, model.bounds, retold)


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
    text = card.write(written, unseen_scores(model, prepared, unseen), model, hashlib.sha256(raw).hexdigest())
    if given.card is not None:
        given.card.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
