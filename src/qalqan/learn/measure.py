"""Figures of scores against truth: AUROC, recall at a share of false alarms, calibration error, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """Texts, harmful ones, and three figures, each with its 95 % interval from a bootstrap (nan when undefined)."""

    texts: int
    positive: int
    auroc: tuple[float, float, float]
    recall: tuple[float, float, float]
    ece: tuple[float, float, float]

    def row(self) -> str:
        """The figures as one line of a table."""
        told = (f"{m:.3f} [{a:.3f}, {b:.3f}]" for m, a, b in (self.auroc, self.recall, self.ece))
        return f"{self.texts:5d} {self.positive:5d}  " + "  ".join(told)


def auroc(scores: Floats, positive: Flags) -> float:
    """The share of pairs (harmful, benign) in the right order; ties count half."""
    yes, no = int(positive.sum()), int((~positive).sum())
    if not yes or not no:
        return float("nan")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2
    return float((rank[place][positive].sum() - yes * (yes + 1) / 2) / (yes * no))


def recall(scores: Floats, positive: Flags, alarms: float = 0.01) -> float:
    """The share of harmful texts above the threshold that at most ``alarms`` of the benign texts pass."""
    benign = np.sort(scores[~positive])[::-1]
    if not benign.size or not positive.any():
        return float("nan")
    threshold = benign[min(int(np.floor(alarms * benign.size)), benign.size - 1)]
    return float((scores[positive] > threshold).mean())


def ece(chances: Floats, positive: Flags, bins: int = 10) -> float:
    """Expected calibration error over ``bins`` bins of equal width."""
    if not chances.size:
        return float("nan")
    place = np.minimum((chances * bins).astype(int), bins - 1)
    size = np.bincount(place, minlength=bins)
    told = np.bincount(place, chances, bins)
    true = np.bincount(place, positive.astype(float), bins)
    return float(np.abs(told - true).sum() / size.sum())


def figures(chances: Floats, positive: Flags, seed: int = 7, rounds: int = 300) -> Figures:
    """All figures with intervals from ``rounds`` resamplings of the texts."""
    rng = np.random.default_rng(seed)
    drawn = np.array(
        [_three(chances[i], positive[i]) for i in (rng.integers(0, len(chances), len(chances)) for _ in range(rounds))]
    )
    mean = _three(chances, positive)
    with np.errstate(all="ignore"):
        low, high = np.nanquantile(drawn, [0.025, 0.975], axis=0) if rounds else (mean, mean)
    a, r, e = ((mean[i], float(low[i]), float(high[i])) for i in range(3))
    return Figures(len(chances), int(positive.sum()), a, r, e)


def _three(chances: Floats, positive: Flags) -> tuple[float, float, float]:
    return auroc(chances, positive), recall(chances, positive), ece(chances, positive)


def average_precision(scores: Floats, positive: Flags) -> float:
    """The area under the precision-recall curve by steps; equal scores count together. Nan without a positive."""
    if not positive.any():
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    true = np.cumsum(positive[order])[ends]
    gained = np.diff(np.append(0, true))
    return float((gained * true / (ends + 1)).sum() / positive.sum())
