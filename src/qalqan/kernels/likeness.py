"""How the circumstances of two groups of cases speak for or against one doer: scheme, time, sum. Integer milli-bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.bipartite import milli_log2

UNKNOWN = -1


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
def scheme_factor(  # noqa: PLR0917
    of: np.ndarray, of_known: int, counts: np.ndarray, known: int, inverse: np.ndarray, pull: int, log2: np.ndarray
) -> int:
    """Bayes factor of the schemes ``of`` one group (counts) in another's: the mean over the one's cases.

    A case of a series has, with probability ``pull``, a scheme drawn from the series' own, else from everybody's: its
    factor is 1 - pull + pull * (share in the series / share of all). What is not known says nothing.
    """
    if of_known == 0 or known == 0:
        return 0
    total = 0
    for m in range(of.size):
        if of[m] > 0:
            factor = 1000 - pull + pull * counts[m] * inverse[m] // (known * 1000)
            total += of[m] * (milli_log2(max(factor, 1), log2) - milli_log2(1000, log2))
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
