"""What each likeness is worth: learned from the workspace's own series, shrunk to what is held beforehand.

The m-side of a factor is how often two cases of one series show a likeness, the u-side how often two others do. What
is held beforehand is a ``pull``: the share of one group's pairs that are alike by more than chance; for a step also
how far that reaches. Each case of a series counts once, so that a long series does not speak for all. Differences are
smoothed over neighbouring ones, wider where they are great.

Source: Fellegi and Sunter 1969; Porter 2016 (weights of pairs by series).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from qalqan.kernels.alike import WORD_STEPS, Traits, Worth, levels
from qalqan.link._alike_view import STEPS, VALUES
from qalqan.link._alike_words import Stems

DEPTH: Final = 400  # differences told apart; of the gap: 200 days
PRIOR_PAIRS: Final = 150.0  # pairs that what is held beforehand is worth
MOST: Final = 4000  # milli-bits that one factor may weigh
SCHEME_PULL: Final = 0.5
PULL: Final = {
    "persona": 0.10, "pretext": 0.15, "action": 0.10, "route": 0.10, "stages": 0.10, "region": 0.02,
    "occupation": 0.03, "sex": 0.01, "bank": 0.08,
}  # fmt: skip
REACH: Final = {  # pull, and the difference at which it has fallen to a third
    "gap": (0.35, 28), "hour": (0.03, 4), "weekday": (0.01, 1), "age": (0.03, 8), "sum": (0.10, 4),
    "transfers": (0.05, 1), "calls": (0.05, 2), "callers": (0.05, 1), "talk": (0.10, 2), "lead": (0.10, 2),
    "words": (0.15, 6),
}  # fmt: skip
_SMOOTH: Final = 0.35  # doublings of a difference
_MASS: Final = 5.0  # cases that a scheme's own shares of values are shrunk by
Floats = np.ndarray


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of cases and how much each counts."""

    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray

    def some(self, kept: np.ndarray) -> Pairs:
        """Those pairs."""
        return Pairs(self.a[kept], self.b[kept], self.weight[kept])


def blank(of: Traits, stems: Stems) -> Worth:
    """Weights of nothing, with the rarity of words: enough to tell the levels of pairs."""
    n, values = of.values.shape
    steps = of.turn.size
    return Worth(
        np.zeros((1, 1), np.int32),
        np.zeros((2, n, values), np.int32),
        np.zeros((2, values), np.int32),
        np.zeros((2, steps, DEPTH), np.int32),
        stems.rarity,
        stems.mass,
        np.zeros((2, WORD_STEPS + 1), np.int32),
    )


def learn(of: Traits, stems: Stems, tied: Pairs, others: Pairs) -> Worth:
    """The weights that pairs of one series (``tied``) and other pairs teach."""
    worth = blank(of, stems)
    tied_layer, tied_level = levels(tied.a, tied.b, of, worth)
    layer, level = levels(others.a, others.b, of, worth)
    agree, differ = np.zeros_like(worth.agree), np.zeros_like(worth.differ)
    for v, name in enumerate(VALUES):
        pull = PULL[name]
        for side in (None, 0, 1):  # first over all pairs: what each layer is shrunk to
            met = _layer(tied, tied_layer, side), _layer(others, layer, side)
            found = _pull(of.values[:, v], *met, pull)
            if side is None:
                pull = found
            else:
                agree[side, :, v], differ[side, v] = _value(of, v, found, side)
    table, likeness = np.zeros_like(worth.table), np.zeros_like(worth.likeness)
    for s, name in enumerate((*STEPS, "words")):
        depth = WORD_STEPS + 1 if name == "words" else DEPTH
        turn = 0 if name == "words" else int(of.turn[s])
        gain = _beforehand(name, depth)
        for side in (None, 0, 1):
            at_m = tied_level[:, s] if side is None else np.where(tied_layer == side, tied_level[:, s], -1)
            at_u = level[:, s] if side is None else np.where(layer == side, level[:, s], -1)
            counts = _counts(at_m, tied.weight, depth, turn), _counts(at_u, others.weight, depth, turn)
            found_gain = _gain(*counts, gain)
            if side is None:
                gain = found_gain
            elif name == "words":
                likeness[side] = _milli_bits(found_gain)
            else:
                table[side, s] = _milli_bits(found_gain)
    return worth._replace(schemes=_schemes(of, tied), agree=agree, differ=differ, table=table, likeness=likeness)


def _layer(pairs: Pairs, layer: np.ndarray, side: int | None) -> Pairs:
    return pairs if side is None else pairs.some(layer == side)


def _milli_bits(ratio: Floats) -> np.ndarray:
    bits: np.ndarray = np.clip(np.rint(1000 * np.log2(np.maximum(ratio, 1e-6))), -MOST, MOST).astype(np.int32)
    return bits


def _schemes(of: Traits, tied: Pairs) -> np.ndarray:
    """What two schemes weigh, one scheme twice among them: groups have several, and not any with any."""
    known = of.scheme >= 0
    counts = np.bincount(of.scheme[known]) if known.any() else np.ones(1, np.int64)
    share = counts / counts.sum()
    a, b = of.scheme[tied.a].astype(np.int64), of.scheme[tied.b].astype(np.int64)
    both = (a >= 0) & (b >= 0)
    rate, pairs = _rate((a == b)[both], tied.weight[both])
    pull = _shrunk(rate, float((share * share).sum()), pairs, SCHEME_PULL)
    chance = share[:, None] * share[None, :]
    held = pull * np.diag(share) + (1 - pull) * chance
    met = np.bincount(a[both] * share.size + b[both], weights=tied.weight[both], minlength=share.size**2)
    met = met.reshape(share.size, share.size)
    m = (met + met.T) / 2 + PRIOR_PAIRS * held
    return _milli_bits(m / m.sum() / chance)


def _rate(agree: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    total = float(weight.sum())
    return (float(weight[agree].sum()) / total if total else 0.0), total


def _shrunk(rate: float, chance: float, pairs: float, before: float) -> float:
    """The share of pairs alike by more than chance, shrunk to what is held beforehand."""
    found = max(0.0, (rate - chance) / max(1 - chance, 1e-3))
    return min((found * pairs + before * PRIOR_PAIRS) / (pairs + PRIOR_PAIRS), 0.95)


def _pull(values: np.ndarray, tied: Pairs, others: Pairs, before: float) -> float:
    rates = []
    for pairs in (tied, others):
        x, y = values[pairs.a], values[pairs.b]
        known = (x >= 0) & (y >= 0)
        rates.append(_rate(x[known] == y[known], pairs.weight[known]))
    (rate, counted), (chance, _) = rates
    return _shrunk(rate, chance, counted, before)


def _value(of: Traits, v: int, pull: float, side: int) -> tuple[np.ndarray, int]:
    """By case what agreeing in its value weighs (the rarer, the more), and what disagreeing does."""
    values = of.values[:, v].astype(np.int64)
    known = values >= 0
    agree = np.zeros(values.size, np.int32)
    if known.any():
        count = np.bincount(values[known])
        share = count[np.maximum(values, 0)] / count.sum()
        if side == 1:  # within a scheme: how rare the value is there
            scheme = of.scheme.astype(np.int64) + 1
            both = scheme * (count.size + 1) + values
            _, place, inside = np.unique(both, return_inverse=True, return_counts=True)
            crowd = np.bincount(scheme[known], minlength=int(scheme.max()) + 1)
            share = (inside[place] + _MASS * share) / (crowd[scheme] + _MASS)
        agree[known] = _milli_bits(pull / np.maximum(share[known], 1e-4) + 1 - pull)
    return agree, int(_milli_bits(np.array([1 - pull]))[0])


def _beforehand(name: str, depth: int) -> Floats:
    """How much likelier each difference is held to be in one group's pairs, before it is made to sum to one."""
    pull, reach = REACH[name]
    gain: Floats = (1 - pull) + pull * 8.0 * np.exp(-np.arange(depth) / reach)
    return gain


def _counts(level: np.ndarray, weight: np.ndarray, depth: int, turn: int) -> Floats:
    """How often each difference is met, smoothed over its neighbours."""
    kept = level >= 0
    met = np.bincount(level[kept], weights=weight[kept], minlength=depth)
    at = np.arange(depth) if turn else np.log2(1.0 + np.arange(depth))
    width = 1.0 if turn else _SMOOTH
    last = min(depth, turn // 2 + 1) if turn else depth
    found = np.zeros(depth)
    for d in np.flatnonzero(met):
        spread = np.exp(-0.5 * ((at[:last] - at[d]) / width) ** 2)
        found[:last] += met[d] * spread / spread.sum()
    return found


def _gain(tied: Floats, others: Floats, before: Floats) -> Floats:
    """m over u by difference; ``before`` is the gain held beforehand, worth ``PRIOR_PAIRS`` pairs."""
    u = (others + 1e-3) / (others + 1e-3).sum()
    held = u * before
    m = tied + PRIOR_PAIRS * held / held.sum()
    gain: Floats = m / m.sum() / u
    return gain
