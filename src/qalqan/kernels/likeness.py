"""How the circumstances of two groups of cases speak for or against one doer: scheme, time, sum. Integer milli-bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.bipartite import log2_table, milli_log2

UNKNOWN = -1
TABLE = 4096  # logarithms kept; greater numbers are halved


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of each case its ``scheme`` (a number), ``day`` and ``sum_bits`` (log2 of the sum in milli-bits), -1 where not
    known, and what they are worth.

    ``inverse`` is 1 / share of each scheme, per mille. ``pull`` (per mille): how often a series' case follows the
    series' own scheme. ``gap`` and ``sums`` are milli-bits lost for each doubling of 1 + days between, and for each
    doubling of the sums' ratio (at most ``most_ratio`` milli-bits of it).
    """

    scheme: np.ndarray
    day: np.ndarray
    sum_bits: np.ndarray
    inverse: np.ndarray
    pull: int
    gap: int
    sums: int
    most_ratio: int = 6000

    @classmethod
    def of(  # noqa: PLR0917 - plain arrays and weights
        cls, scheme: np.ndarray, day: np.ndarray, sum_bits: np.ndarray, pull: int, gap: int, sums: int
    ) -> Circumstances:
        """With the shares counted from the cases themselves."""
        counts = np.bincount(scheme[scheme >= 0], minlength=1)
        inverse = counts.sum() * 1000 // np.maximum(counts, 1)
        return cls(scheme.astype(np.int64), day.astype(np.int64), sum_bits.astype(np.int64), inverse, pull, gap, sums)

    @classmethod
    def none(cls, cases: int) -> Circumstances:
        """Nothing known of any case."""
        nothing = np.full(cases, UNKNOWN, np.int64)
        return cls.of(nothing, nothing, nothing, 0, 0, 0)


@njit(cache=True)
def _pulled(count: int, known: int, inverse: int, pull: int, log2: np.ndarray) -> int:
    """Bayes factor of one case's scheme in a series where ``count`` of ``known`` cases have it, milli-bits.

    A case of a series has, with probability ``pull``, a scheme drawn from the series' own, else from everybody's: its
    factor is 1 - pull + pull * (share in the series / share of all).
    """
    factor = 1000 - pull + pull * count * inverse // (known * 1000)
    bits: int = milli_log2(max(factor, 1), log2) - milli_log2(1000, log2)
    return bits


@njit(cache=True)
def scheme_factor(  # noqa: PLR0917
    of: np.ndarray, of_known: int, counts: np.ndarray, known: int, inverse: np.ndarray, pull: int, log2: np.ndarray
) -> int:
    """Bayes factor of the schemes ``of`` one group (counts) in another's: the mean over the one's cases.

    What is not known says nothing.
    """
    if of_known == 0 or known == 0:
        return 0
    total = 0
    for m in range(of.size):
        if of[m] > 0:
            total += of[m] * _pulled(counts[m], known, inverse[m], pull, log2)
    mean: int = total // of_known
    return mean


@njit(cache=True)
def gap_factor(  # noqa: PLR0917 - plain numbers: numba
    first: int, last: int, other_first: int, other_last: int, gap: int, log2: np.ndarray
) -> int:
    """Against two groups that were never active near each other; days, -1: not known."""
    if first < 0 or other_first < 0:
        return 0
    days = max(first - other_last, other_first - last, 0)
    factor: int = -gap * milli_log2(1 + days, log2) // 1000
    return factor


@njit(cache=True)
def sum_factor(total: int, known: int, other: int, other_known: int, sums: int, most: int) -> int:  # noqa: PLR0917
    """Against two groups whose usual sums differ (means of log2)."""
    if known == 0 or other_known == 0:
        return 0
    ratio = min(abs(total // known - other // other_known), most)
    factor: int = -sums * ratio // 1000
    return factor


def of_pairs(a: np.ndarray, b: np.ndarray, about: Circumstances) -> np.ndarray:
    """What scheme, days and sums of each pair of cases say: pairs x 3, milli-bits."""
    found: np.ndarray = _of_pairs(
        a, b, about.scheme, about.day, about.sum_bits, about.inverse, about.pull, about.gap, about.sums,
        about.most_ratio, log2_table(TABLE),
    )  # fmt: skip
    return found


@njit(cache=True)
def _of_pairs(  # noqa: PLR0917 - plain arrays: numba
    a: np.ndarray,
    b: np.ndarray,
    scheme: np.ndarray,
    day: np.ndarray,
    sum_bits: np.ndarray,
    inverse: np.ndarray,
    pull: int,
    gap: int,
    sums: int,
    most_ratio: int,
    log2: np.ndarray,
) -> np.ndarray:
    found = np.zeros((a.size, 3), np.int64)
    for n in range(a.size):
        i, j = a[n], b[n]
        if scheme[i] >= 0 and scheme[j] >= 0:
            found[n, 0] = _pulled(int(scheme[i] == scheme[j]), 1, inverse[scheme[i]], pull, log2)
        found[n, 1] = gap_factor(day[i], day[i], day[j], day[j], gap, log2)
        known_i, known_j = int(sum_bits[i] >= 0), int(sum_bits[j] >= 0)
        found[n, 2] = sum_factor(sum_bits[i], known_i, sum_bits[j], known_j, sums, most_ratio)
    return found
