"""What an identifier is worth as a tie: how rare it is, how much it is one group's own.

A service's number and a gang's number may stand in equally many cases. What tells them apart is their neighbourhood:
cases that share a gang's number share further things with each other, while the cases that name a hub
have their partners anywhere. ``trust`` is the share of a case's partners (through its other
identifiers) that have the identifier too, above what chance would give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.bipartite import Bipartite, log2_table

PRIOR_CASES = 20  # an identifier of so many cases is as likely a service's as a group's, before looking around
PRIOR_SLOPE = 2500  # milli-bits of doubt for each doubling
OWN_SHARE = 150  # per mille of a case's partners that have a group's own identifier as well
LEAST_TRUST = 150
PASSES = 3
ORDINARY_CASES = 400
FEWEST_CASES = 8


@dataclass(frozen=True, slots=True)
class Incidence:
    """Distinct (case, identifier) pairs with how sure each is (``sure``, per mille) and the chain it came by.

    Identifiers of one ``chain`` in one case are one physical thing seen twice (a number, its device, its cell) and
    never vouch for each other. ``kind`` is the specificity of each identifier's kind, per mille.
    """

    cases: int
    case: np.ndarray
    ident: np.ndarray
    sure: np.ndarray
    chain: np.ndarray
    kind: np.ndarray


@dataclass(frozen=True, slots=True)
class Weights:
    """For each identifier: in how many cases it is, its rarity in milli-bits, its trust per mille."""

    degree: np.ndarray
    bits: np.ndarray
    trust: np.ndarray


def logistic(milli_bits: np.ndarray) -> np.ndarray:
    """Odds of ``milli_bits`` (log2, thousandths) as a probability per mille, rounded."""
    held = np.clip(milli_bits, -20_000, 20_000).astype(np.float64) / 1000
    share: np.ndarray = np.rint(1000 / (1 + np.exp2(-held))).astype(np.int64)
    return share


@njit(cache=True)
def _cohesion(  # noqa: PLR0917 - a kernel takes plain arrays
    start: np.ndarray,
    ident: np.ndarray,
    chain: np.ndarray,
    back: np.ndarray,
    case: np.ndarray,
    trust: np.ndarray,
    weigh_most: int,
) -> tuple[np.ndarray, np.ndarray]:
    """For each identifier: partners that have it too, and partners in all (weighted, per mille)."""
    size = back.size - 1
    both, every = np.zeros(size, np.int64), np.zeros(size, np.int64)
    count = np.zeros(size, np.int64)
    for v in range(size):
        degree = back[v + 1] - back[v]
        if degree < 2:
            continue
        step = max(1, degree // weigh_most)
        for q in range(back[v], back[v + 1]):
            for p in range(start[case[q]], start[case[q] + 1]):
                count[ident[p]] += 1
        for q in range(back[v], back[v + 1], step):
            c = case[q]
            own = -1
            for p in range(start[c], start[c + 1]):
                if ident[p] == v:
                    own = chain[p]
            for p in range(start[c], start[c + 1]):
                u = ident[p]
                others = back[u + 1] - back[u] - 1
                if u == v or others < 1 or chain[p] == own:
                    continue
                both[v] += trust[u] * (count[u] - 1) // others
                every[v] += trust[u]
        for q in range(back[v], back[v + 1]):
            for p in range(start[case[q]], start[case[q] + 1]):
                count[ident[p]] = 0
    return both, every


def _rarity(cases: int, degree: np.ndarray, log2: np.ndarray) -> np.ndarray:
    """-log2 of the share of cases that have each identifier, in milli-bits.

    In a small workspace the scale is stretched so that two cases sharing a thing weigh what they do among
    ``ORDINARY_CASES``: a phone is no less rare in the world because few cases are at hand.
    """
    held = max(cases, FEWEST_CASES)
    bits: np.ndarray = np.maximum(log2[held] - log2[degree], 0)
    if held >= ORDINARY_CASES:
        return bits
    stretched: np.ndarray = bits * (log2[ORDINARY_CASES] - log2[2]) // (log2[held] - log2[2])
    return stretched


def weigh(found: Incidence) -> Weights:
    """The weight of every identifier."""
    size = found.kind.size
    graph = Bipartite.of(found.cases, size, found.case, found.ident, found.sure, found.chain)
    degree = np.diff(graph.back)
    log2 = log2_table(max(found.cases, ORDINARY_CASES))
    bits = _rarity(found.cases, degree, log2)
    prior = PRIOR_SLOPE * (log2[PRIOR_CASES] - log2[degree]) // 1000
    trust = logistic(prior)
    chance = np.maximum(degree * 1000 // max(found.cases, 1), 1)
    wide = log2_table(1000)
    own = np.maximum(OWN_SHARE, np.minimum(3 * chance, 900))
    hit, miss = wide[own] - wide[np.minimum(chance, own)], wide[1000 - own] - wide[1000 - np.minimum(chance, 999)]
    for _ in range(PASSES):
        both, every = _cohesion(graph.start, graph.ident, graph.chain, graph.back, graph.case, trust, 2000)
        trust = logistic(prior + (both * hit + (every - both) * miss) // 1000)
        trust[trust < LEAST_TRUST] = 0
    trust[degree < 2] = 0
    return Weights(degree, bits, trust * found.kind // 1000)
