"""Probabilistic record linkage of our own: fields with levels, weights learned without labels, scores with reasons.

Two records agree on each field to some level. How much a level speaks for one person is log2(m / u): m, how often
records of one person agree so, u, how often two strangers do. u starts from random pairs; m, u and the share of true
pairs are then learned together by expectation-maximisation over *all* pairs: those that share a blocking key each for
itself, the rest through a weighted random sample. So blocking does not bend what is learned. A rare value that agrees
weighs more than a common one.

Sources: Fellegi and Sunter, 1969, *A theory for record linkage*; Winkler, 1988, on EM, and 2000, on frequencies;
Enamorado, Fifield and Imai, 2019 (fastLink), on patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qalqan.kernels import clump, shared
from qalqan.kernels.unionfind import components
from qalqan.link._fellegi_block import inside
from qalqan.link._fellegi_fields import Field, Ints

Floats = NDArray[np.float64]
SAMPLE = 1_000_000
SEED = 20260101
ROUNDS = 200
STILL = 1e-7
MOST_BITS = 20.0
"""A single level never weighs more than this many bits."""
CLIP = 12_000
"""Milli-bits: no single pair says more than this inside a cluster."""
BAR, UNSEEN = 1000, -4000
"""Milli-bits: clusters are joined above the bar; a pair not compared speaks against."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: for each field m and u by level, ``share`` of true pairs among all pairs of records."""

    m: list[Floats]
    u: list[Floats]
    share: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected before looking: m and u of each field by level (1 to top).

    It counts like ``firm`` true pairs and ``firm`` pairs of strangers, so that few data change little.
    """

    m: Sequence[Floats]
    u: Sequence[Floats]
    firm: float = 20.0


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct combinations of levels (K, fields), and which one each pair has."""

    levels: NDArray[np.uint8]
    of: Ints


def patterns(fields: Sequence[Field], left: Ints, right: Ints) -> Patterns:
    """Compare the pairs by every field."""
    code = np.zeros(left.size, np.int64)
    for one in fields:
        code = code * (one.top + 1) + one.compare(left, right)
    distinct, of = np.unique(code, return_inverse=True)
    levels = np.zeros((distinct.size, len(fields)), np.uint8)
    for at in range(len(fields) - 1, -1, -1):
        levels[:, at] = distinct % (fields[at].top + 1)
        distinct //= fields[at].top + 1
    return Patterns(levels, of.astype(np.int64))


def strangers(records: int, most: int = SAMPLE) -> tuple[Ints, Ints]:
    """Random pairs of records, the same every time; all pairs when they are few."""
    if records * (records - 1) // 2 <= most:
        left, right = np.triu_indices(records, 1)
        return left.astype(np.int64), right.astype(np.int64)
    draw = np.random.Generator(np.random.PCG64(SEED))
    left = draw.integers(0, records, most)
    right = (left + draw.integers(1, records, most)) % records
    return np.minimum(left, right), np.maximum(left, right)


def learn(  # noqa: PLR0917 - pairs are two arrays
    fields: Sequence[Field], records: int, left: Ints, right: Ints, prior: Prior | None = None, sample: int = SAMPLE
) -> Weights:
    """The weights of every level, from the blocked pairs and ``sample`` random ones.

    Without a prior better levels are held likelier among true pairs. The result is the same every time.
    """
    met = patterns(fields, left, right)
    one, other = strangers(records, sample)
    known = left * records + right
    code = one * records + other
    at = np.searchsorted(known, code)
    fresh = (at >= known.size) | (known[np.minimum(at, max(known.size - 1, 0))] != code) if known.size else code >= 0
    rest = patterns(fields, one[fresh], other[fresh])
    outside = max(records * (records - 1) / 2 - left.size, 0.0)
    rest_counts = np.bincount(rest.of, minlength=len(rest.levels))
    counts = np.concatenate(
        [np.bincount(met.of, minlength=len(met.levels)), rest_counts * (outside / max(rest_counts.sum(), 1))]
    )
    if prior is None:
        prior = Prior([_rising(one.top) for one in fields], [np.full(one.top, 1.0) for one in fields])
    return _em(np.concatenate([met.levels, rest.levels]), counts, prior)


def _rising(top: int) -> Floats:
    """m at first when nothing is known: mostly the best level."""
    told = np.arange(1, top + 1, dtype=np.float64) ** 3
    return np.asarray(told / told.sum())


def _em(levels: NDArray[np.uint8], counts: Floats, prior: Prior) -> Weights:
    """Expectation and maximisation over distinct patterns with their counts."""
    total = counts.sum()
    m = [told / told.sum() for told in prior.m]
    u = [_shares(levels[:, at], counts, told, prior.firm) for at, told in enumerate(prior.u)]
    share, rounds = min(1e-4, 1 / np.sqrt(max(total, 2))), 0
    for rounds in range(1, ROUNDS + 1):  # noqa: B007 - told to the caller
        bits = _bits(levels, m, u) + np.log2(share / (1 - share))
        chance = 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))
        true = counts * chance
        last, share = share, float(np.clip(true.sum() / max(total, 1), 1e-12, 0.5))
        m = [_shares(levels[:, at], true, told, prior.firm) for at, told in enumerate(prior.m)]
        u = [_shares(levels[:, at], counts - true, told, prior.firm) for at, told in enumerate(prior.u)]
        if abs(share - last) <= STILL * share:
            break
    return Weights(m, u, share, rounds)


def _shares(level: NDArray[np.uint8], weight: Floats, prior: Floats, firm: float) -> Floats:
    """How the weight spreads over levels 1 to the top; silence (level 0) says nothing."""
    told = np.bincount(level, weight, len(prior) + 1)[1:] + prior / prior.sum() * firm
    return np.asarray(told / told.sum())


def _bits(levels: NDArray[np.uint8], m: Sequence[Floats], u: Sequence[Floats]) -> Floats:
    total = np.zeros(len(levels))
    for at in range(levels.shape[1]):
        total += worth(m[at], u[at])[levels[:, at]]
    return total


def worth(m: Floats, u: Floats) -> Floats:
    """Bits of each level of a field, 0 for silence; at most :data:`MOST_BITS` either way."""
    told = np.clip(np.log2(np.maximum(m, 1e-12) / np.maximum(u, 1e-12)), -MOST_BITS, MOST_BITS)
    return np.concatenate([[0.0], told])


def rarity(one: Field, left: Ints, right: Ints, level: NDArray[np.uint8], usual: Floats) -> Floats:
    """Bits to add where the best levels agree on a value rarer or commoner than is ``usual`` (by level) there."""
    out = np.zeros(left.size)
    agree = np.flatnonzero(level >= one.rare)
    if one.sets is not None:
        counts = np.bincount(one.sets.value)
        value = shared.rarest(one.sets.start, one.sets.value, counts, left[agree], right[agree])
    elif one.values is not None:
        counts = np.bincount(one.values[one.values >= 0])
        value = np.maximum(counts[one.values[left[agree]]], counts[one.values[right[agree]]])
    else:
        return out
    held = max(int(counts.sum()), one.crowd, 1)
    out[agree] = np.log2(usual[level[agree] - 1] * (held + 1) / np.maximum(value, 1))
    return out


def parts(
    fields: Sequence[Field], known: Weights, left: Ints, right: Ints, levels: NDArray[np.uint8] | None = None
) -> Floats:
    """Bits that each field says for each pair (P, fields): its level (``levels``, if known) and what agrees' rarity."""
    told = np.zeros((left.size, len(fields)))
    for at, one in enumerate(fields):
        level = one.compare(left, right) if levels is None else levels[:, at]
        bits = worth(known.m[at], known.u[at])
        usual = known.m[at] / np.exp2(bits[1:])  # u, as far as a level may weigh
        bits = bits[level] + rarity(one, left, right, level, usual)
        told[:, at] = np.clip(bits, -MOST_BITS, MOST_BITS)
    return told


def score(fields: Sequence[Field], known: Weights, left: Ints, right: Ints) -> Ints:
    """Log-odds that each pair is one person, in milli-bits: the share of true pairs and what every field says."""
    total = parts(fields, known, left, right).sum(axis=1) + np.log2(known.share / (1 - known.share))
    return np.asarray(np.rint(total * 1000), np.int64)


def completed(records: int, left: Ints, right: Ints, weight: Ints, most: int = 1500) -> tuple[Ints, Ints]:
    """The pairs, and all other pairs of records that hang together by pairs more likely than not.

    Parts of more than ``most`` records keep the pairs they have.
    """
    likely = weight > 0
    part = components(records, left[likely], right[likely])
    size = np.bincount(part, minlength=records)
    rows = np.flatnonzero((size[part] > 1) & (size[part] <= most))
    code = np.unique(np.concatenate([inside(part[rows], rows, most, records), left * records + right]))
    return np.asarray(code // max(records, 1)), np.asarray(code % max(records, 1))


def resolve(fields: Sequence[Field], known: Weights, records: int, left: Ints, right: Ints) -> Ints:
    """For each record the smallest record of its person: pairs scored, completed, clustered."""
    left, right = completed(records, left, right, score(fields, known, left, right))
    weight = score(fields, known, left, right).clip(-CLIP, CLIP)
    return clump.clusters(records, left, right, weight, BAR, UNSEEN)
