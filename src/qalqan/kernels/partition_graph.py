"""What a partition is made of: cases and the identifiers they hold, what splitting and joining cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BIT = 1000


@dataclass(frozen=True, slots=True)
class Bipartite:
    """Cases and identifiers in both directions, as compressed rows; identifiers of a case are distinct.

    ``sure`` (per mille) says how surely the case has the identifier, once for each direction. Identifiers of one
    ``chain`` in a case stand beside each other: they are one physical thing seen several ways.
    """

    start: np.ndarray  # case → its first place in ``ident``
    ident: np.ndarray
    chain: np.ndarray
    sure: np.ndarray
    back: np.ndarray  # identifier → its first place in ``case``
    case: np.ndarray
    sure_back: np.ndarray

    @classmethod
    def of(  # noqa: PLR0917 - plain arrays
        cls, cases: int, idents: int, case: np.ndarray, ident: np.ndarray, sure: np.ndarray, chain: np.ndarray
    ) -> Bipartite:
        """From distinct (case, identifier) pairs in any order."""
        by_case = np.lexsort((ident, chain, case))
        by_ident = np.lexsort((case, ident))
        start = np.searchsorted(case[by_case], np.arange(cases + 1))
        back = np.searchsorted(ident[by_ident], np.arange(idents + 1))
        return cls(
            start,
            ident[by_case].astype(np.int64),
            chain[by_case].astype(np.int64),
            sure[by_case].astype(np.int64),
            back,
            case[by_ident].astype(np.int64),
            sure[by_ident].astype(np.int64),
        )


@dataclass(frozen=True, slots=True)
class Costs:
    """Weights: ``trust`` per mille and ``bits`` in milli-bits for each identifier; the three constants.

    ``spread`` per mille, ``entry`` in milli-bits; ``scheme`` numbers each case's scheme (-1: unclear) and
    ``scheme_bits`` holds log2(1 / share) of each scheme in milli-bits, of which at most ``scheme_most`` count.
    """

    trust: np.ndarray
    bits: np.ndarray
    spread: int
    entry: int
    union: int
    scheme: np.ndarray
    scheme_bits: np.ndarray
    scheme_most: int


def log2_table(size: int) -> np.ndarray:
    """log2(n) in milli-bits for n from 0 to ``size`` (0 for n = 0), rounded to nearest."""
    numbers = np.arange(size + 1, dtype=np.float64)
    numbers[0] = 1
    table: np.ndarray = np.rint(np.log2(numbers) * BIT).astype(np.int64)
    return table
