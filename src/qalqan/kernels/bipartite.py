"""Cases and the identifiers they have, in both directions as compressed rows; logarithms as integers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

BIT = 1000


@dataclass(frozen=True, slots=True)
class Bipartite:
    """Cases and identifiers in both directions; identifiers of a case are distinct.

    ``sure`` (per mille) says how surely the case has the identifier, once for each direction. Identifiers of one
    ``chain`` are one physical thing seen several ways.
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


def log2_table(size: int) -> np.ndarray:
    """log2(n) in milli-bits for n from 0 to ``size`` (0 for n = 0), rounded to nearest."""
    numbers = np.arange(size + 1, dtype=np.float64)
    numbers[0] = 1
    table: np.ndarray = np.rint(np.log2(numbers) * BIT).astype(np.int64)
    return table


@njit(cache=True)
def milli_log2(number: int, log2: np.ndarray) -> int:
    """log2 of a number >= 1 in milli-bits: from the table, larger numbers halved until they are in it."""
    halved = 0
    while number >= log2.size:
        number >>= 1
        halved += 1
    found: int = log2[number] + BIT * halved
    return found
