"""What a case adds to a series: the gain of the identifiers they share, and of a common scheme."""

from __future__ import annotations

import numpy as np
from numba import njit

ECHO = 4  # of one chain the best identifier counts in full, each other one so much less


@njit(cache=True)
def scheme_gain(size: int, same: int, bits: int, most: int, log2: np.ndarray) -> int:
    """Bayes factor of a scheme that ``same`` of a series' ``size`` cases have: log2 of its share there over
    its share everywhere, held within ±most."""
    gain: int = log2[2 * same + 1] - log2[2 * size + 2] + bits
    return max(-most, min(most, gain))


@njit(cache=True)
def add_case(  # noqa: PLR0917 - plain arrays: numba
    t: int, run: int, worth: int, trust: int, chains: np.ndarray, gain: np.ndarray, shared: np.ndarray
) -> None:
    """Count one shared identifier for series ``t``: of one chain (``run``) the best in full, the others in part."""
    if chains[t, 0] != run:
        chains[t, 0], chains[t, 1], chains[t, 2] = run, 0, 0
    gain[t] += worth // ECHO + max(0, worth - chains[t, 1]) * (ECHO - 1) // ECHO
    shared[t] += trust // ECHO + max(0, trust - chains[t, 2]) * (ECHO - 1) // ECHO
    chains[t, 1] = max(chains[t, 1], worth)
    chains[t, 2] = max(chains[t, 2], trust)


@njit(cache=True)
def nearness(  # noqa: PLR0917 - one loop over plain arrays: numba
    c: int,
    start: np.ndarray,
    ident: np.ndarray,
    chain: np.ndarray,
    sure: np.ndarray,
    back: np.ndarray,
    case: np.ndarray,
    sure_back: np.ndarray,
    trust: np.ndarray,
    bits: np.ndarray,
    label: np.ndarray,
    reached: np.ndarray,
    stamp: np.ndarray,
    top: np.ndarray,
    chains: np.ndarray,
    near: np.ndarray,
    touched: np.ndarray,
    gain: np.ndarray,
    shared: np.ndarray,
) -> int:
    """What case ``c`` shares with each series: fills ``near``, ``gain``, ``shared``; the number of series met."""
    found, run = 0, -1
    for p in range(start[c], start[c + 1]):
        if run < 0 or chain[p] != chain[run]:
            run = p
        v = ident[p]
        if trust[v] == 0:
            continue
        met = 0
        for q in range(back[v], back[v + 1]):
            if case[q] == c:
                continue
            t = label[case[q]]
            worth = trust[v] * bits[v] * sure[p] // 1000 * sure_back[q] // 1000
            if stamp[t] == p:
                top[t] = max(top[t], worth)  # the surest of its cases counts
                continue
            stamp[t], top[t], touched[met] = p, worth, t
            met += 1
        for m in range(met):
            t = touched[m]
            if reached[t] != c:
                reached[t], gain[t], shared[t], chains[t, 0] = c, 0, 0, -1
                near[found] = t
                found += 1
            add_case(t, run, top[t], trust[v], chains, gain, shared)
    return found
