"""Pairs to learn from, and how likely a weight makes it that one group did both.

Pairs of one series come from the table ``series``; others are drawn by a fixed shuffle, apart within a scheme and
across, and weighed back to their true shares, so that the rare likenesses of strangers are seen too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.kernels.alike import Traits
from qalqan.link._alike_weights import Pairs

DRAWN: Final = 120_000  # pairs drawn in a scheme and as many across
MEMBERS: Final = 40  # of a longer series each case is paired with so many
SEEN_BEFORE: Final = 0.71  # of a group's cases, when the workspace says nothing: half of the pairs
SHARE_NOTHING: Final = -1000  # milli-bits: pairs of a group that share nothing are less alike than tied ones (measured)
GROUPS_BEFORE: Final = 0.3  # of cases in no series, taken to be a group's
BEFORE_CASES: Final = 10.0  # cases that what is held beforehand (a mate for each case) is worth
SLOPE, SLOPE_DOUBT, SHIFT_DOUBT = 0.8, 0.25, 0.7  # bits are worth a little less than they say: factors lean together
_STEPS: Final = 30


@dataclass(frozen=True, slots=True)
class Scale:
    """From milli-bits to milli-bits of odds: ``base`` plus ``slope`` per mille of the weight."""

    base: int
    slope: int

    def shifted(self, bits: int) -> Scale:
        """The same scale for odds greater by so many milli-bits."""
        return Scale(self.base + bits, self.slope)

    def odds(self, weight: np.ndarray) -> np.ndarray:
        """Log2 of the odds that one group did both, milli-bits."""
        odds: np.ndarray = self.base + self.slope * weight.astype(np.int64) // 1000
        return odds


def _shuffled(numbers: np.ndarray) -> np.ndarray:
    """Numbers in an order that has nothing to do with them, always the same (splitmix64)."""
    z = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    order: np.ndarray = numbers[np.argsort(z ^ (z >> np.uint64(31)), kind="stable")]
    return order


def together(a: np.ndarray, b: np.ndarray, series: np.ndarray) -> np.ndarray:
    """Whether pairs of cases are in one series; ``series`` (n, 2) numbers or -1."""
    found = np.zeros(a.size, np.bool_)
    for x in range(2):
        for y in range(2):
            found |= (series[a, x] >= 0) & (series[a, x] == series[b, y])
    return found


def tied(series: np.ndarray) -> Pairs:
    """Pairs of one series; each case counts once, whatever the length of its series."""
    case = np.repeat(np.arange(series.shape[0]), 2)
    label = series.reshape(-1)
    case, label = case[label >= 0], label[label >= 0]
    order = np.lexsort((case, label))
    case, label = case[order], label[order]
    a, b, weight = [], [], []
    for start, end in _runs(label):
        members = _shuffled(case[start:end])
        size = members.size
        for step in range(1, min(size, MEMBERS)):
            x, y = members[: size - step], members[step:]
            a.append(np.minimum(x, y))
            b.append(np.maximum(x, y))
            weight.append(np.full(x.size, 1.0 / (min(size, MEMBERS) - 1)))
    if not a:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Pairs(np.concatenate(a), np.concatenate(b), np.concatenate(weight))


def _runs(label: np.ndarray) -> list[tuple[int, int]]:
    if not label.size:
        return []
    edges = np.flatnonzero(np.diff(label)) + 1
    starts, ends = np.concatenate([[0], edges]), np.concatenate([edges, [label.size]])
    return [(int(s), int(e)) for s, e in zip(starts, ends, strict=True) if e - s > 1]


def others(of: Traits, series: np.ndarray) -> Pairs:
    """Pairs of different series or none, drawn by the fixed shuffle; weights sum to their number."""
    n = of.scheme.size
    cases = np.arange(n)
    groups = [cases[of.scheme == scheme] for scheme in np.unique(of.scheme[of.scheme >= 0])]
    inside = sum(g.size * (g.size - 1) / 2 for g in groups)
    across = max(n * (n - 1) / 2 - inside, 1.0)
    near = [_neighbours(_shuffled(g), max(1, DRAWN // max(n, 1))) for g in groups if g.size > 1]
    a, b = _neighbours(_shuffled(cases), max(1, DRAWN // max(n, 1)))
    far = ~((of.scheme[a] >= 0) & (of.scheme[a] == of.scheme[b]))
    drawn = [(a[far], b[far], across), *((x, y, 0.0) for x, y in near)]
    pairs_a = np.concatenate([x for x, _, _ in drawn])
    pairs_b = np.concatenate([y for _, y, _ in drawn])
    count_in = max(pairs_a.size - int(far.sum()), 1)
    weight = np.where(np.arange(pairs_a.size) < far.sum(), across / max(int(far.sum()), 1), inside / count_in)
    apart = ~together(pairs_a, pairs_b, series)
    weight = weight[apart]
    return Pairs(pairs_a[apart], pairs_b[apart], weight * weight.size / max(weight.sum(), 1e-9))


def _neighbours(order: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Each case with up to ``most`` that follow it in the order, round the end; every pair at most once."""
    reach = min(most, (order.size - 1) // 2 if order.size > 2 else order.size - 1)
    a = [order for _ in range(reach)]
    b = [np.roll(order, -step) for step in range(1, reach + 1)]
    if not a:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    x, y = np.concatenate(a), np.concatenate(b)
    if order.size == 2:
        x, y = x[:1], y[:1]
    return np.minimum(x, y), np.maximum(x, y)


def base_rate(series: np.ndarray) -> float:
    """The share of all pairs that are of one series, shrunk to one mate for each case."""
    n = series.shape[0]
    label = series[series >= 0]
    size = np.bincount(label) if label.size else np.zeros(1, np.int64)
    mates = float((size * (size - 1)).sum()) / max(n, 1)
    shrunk = (mates * n + BEFORE_CASES) / (n + BEFORE_CASES)
    return float(min(shrunk / max(n - 1, 2), 0.5))


@dataclass(frozen=True, slots=True)
class Unseen:
    """Of pairs not tied: ``odds``, how much likelier one group's they are than tied pairs of their likeness, and
    ``alone``, what each case that is in no series adds; milli-bits."""

    odds: int
    alone: int


def unseen(identifiers: pl.DataFrame, homes: pl.DataFrame) -> Unseen:
    """What the series at hand say of what they miss; ``homes`` (case_id, series_id; empty in none), every case once.

    Cases of groups that share nothing with their group are estimated from those that share one chain of things with
    their series and those that share two (Chao 1987, bias-corrected). Two cases of one group are taken to be in one
    series when both are seen: the square of the share of cases seen. The estimated cases are among those in no
    series, most of which are nobody's: so a pair is the likelier one group's the more of it is in series.
    """
    own = homes.filter(pl.col("series_id") != "")
    rows = identifiers.select("case_id", "chain").join(own, on="case_id", how="inner").unique()
    shared = rows.filter(pl.len().over("series_id", "chain") > 1)
    chains = shared.group_by("case_id").agg(pl.len().alias("n"))["n"]
    once, twice = int((chains == 1).sum()), int((chains == 2).sum())
    hidden = once * (once - 1) / (2 * (twice + 1))
    seen = (own.height + SEEN_BEFORE * BEFORE_CASES) / (own.height + hidden + BEFORE_CASES)
    share = min(max(seen**2, 0.02), 0.98)
    lone = homes.height - own.height
    theirs = min((hidden + GROUPS_BEFORE * BEFORE_CASES) / (lone + BEFORE_CASES), 1.0)
    both = ((own.height + lone * theirs) / max(homes.height, 1)) ** 2  # of all pairs: both of some group
    odds = np.log2((1 - share) / share) - np.log2(max(both, 1e-6))
    return Unseen(int(np.rint(1000 * odds)) + SHARE_NOTHING, int(np.rint(1000 * np.log2(theirs))))


def calibrate(
    tied_bits: np.ndarray, tied_weight: np.ndarray, bits: np.ndarray, weight: np.ndarray, rate: float
) -> Scale:
    """The scale under which weights of tied and other pairs are likeliest (two-parameter logistic, shrunk).

    Weights are those of pairs that had no part in learning them. Source: Platt 1999.
    """
    x = np.concatenate([tied_bits, bits]) * (np.log(2) / 1000)
    y = np.concatenate([np.ones(tied_bits.size), np.zeros(bits.size)])
    held = float(tied_weight.sum())
    w = np.concatenate([tied_weight, weight * (held * (1 - rate) / rate / max(float(weight.sum()), 1e-9))])
    prior = float(np.log(rate / (1 - rate)))
    slope, shift = SLOPE, 0.0
    for _ in range(_STEPS if held else 0):
        p = 1 / (1 + np.exp(-(prior + shift + slope * x)))
        miss, spread = w * (y - p), w * p * (1 - p)
        g = (float((miss * x).sum()) - (slope - SLOPE) / SLOPE_DOUBT**2, float(miss.sum()) - shift / SHIFT_DOUBT**2)
        h = (
            float((spread * x * x).sum()) + 1 / SLOPE_DOUBT**2,
            float((spread * x).sum()),
            float(spread.sum()) + 1 / SHIFT_DOUBT**2,
        )
        det = h[0] * h[2] - h[1] * h[1]
        slope = min(max(slope + (h[2] * g[0] - h[1] * g[1]) / det, 0.1), 1.5)
        shift += (h[0] * g[1] - h[1] * g[0]) / det
    return Scale(int(np.rint((prior + shift) / np.log(2) * 1000)), int(np.rint(slope * 1000)))
