"""Cases with identifiers, split into series by the shortest description.

A case is a set of identifiers. Told on its own, an identifier costs log2(N / d) bits (N cases, d of them have it);
told inside a series that has it already, it costs only log2 of the series' size to the power ``spread``. A series
pays ``entry`` for each case beyond its first. So a series G gains

    sum over identifiers v of trust_v * (n_Gv - 1) * (log2(N / d_v) - spread * log2 |G|)  -  entry * (|G| - 1)

and the partition with the greatest sum is sought by moving single cases and joining whole series until neither
gains. One identifier that two large series share (a rented account sold twice) does not join them: it would
save its bits once, while every repeat inside both would cost more. Nothing is closed transitively. Schemes
(modus operandi) enter as a bounded Bayes factor. All numbers are integers (milli-bits, trust per mille) and
cases are taken in the order given, so the result is the same on every machine.

Sources: minimum description length (Rissanen 1978) for the objective; local moving and aggregation as in Louvain and
Leiden (Blondel 2008, Traag 2019), applied to the two-mode graph.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.partition_gain import add_case, nearness, scheme_gain
from qalqan.kernels.partition_graph import Bipartite, Costs, log2_table

ROUNDS = 12
MANY = -2
FEWEST = 3  # cases of a series that one case alone does not join with another


@njit(cache=True)
def _move(  # noqa: PLR0917 - plain arrays: numba
    order: np.ndarray,
    start: np.ndarray,
    ident: np.ndarray,
    chain: np.ndarray,
    sure: np.ndarray,
    back: np.ndarray,
    case: np.ndarray,
    sure_back: np.ndarray,
    trust: np.ndarray,
    bits: np.ndarray,
    spread: int,
    entry: int,
    scheme: np.ndarray,
    scheme_bits: np.ndarray,
    scheme_most: int,
    log2: np.ndarray,
    label: np.ndarray,
    size: np.ndarray,
    repeats: np.ndarray,
    schemes: np.ndarray,
) -> int:
    """One sweep of single moves; the number of cases moved."""
    n = label.size
    reached, stamp, chains = np.full(n, -1, np.int64), np.full(n, -1, np.int64), np.full((n, 3), -1, np.int64)
    gain, shared, top = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    near, touched = np.empty(n, np.int64), np.empty(n, np.int64)
    moved = 0
    for c in order:
        own = label[c]
        found = nearness(
            c,
            start,
            ident,
            chain,
            sure,
            back,
            case,
            sure_back,
            trust,
            bits,
            label,
            reached,
            stamp,
            top,
            chains,
            near,
            touched,
            gain,
            shared,
        )
        size[own] -= 1
        if scheme[c] >= 0:
            schemes[own, scheme[c]] -= 1
        if reached[own] == c:
            repeats[own] -= shared[own]
        best, best_gain = -1, 0
        for f in range(found):
            t = near[f]
            if size[t] == 0:
                continue
            now, then = log2[size[t]], log2[size[t] + 1]
            cost = spread * (shared[t] * then + repeats[t] * (then - now)) // 1000
            worth = (gain[t] - cost) // 1000 - entry
            if scheme[c] >= 0:
                worth += scheme_gain(size[t], schemes[t, scheme[c]], scheme_bits[scheme[c]], scheme_most, log2)
            if worth > best_gain or (worth == best_gain and best >= 0 and t < best):
                best, best_gain = t, worth
        if best < 0:
            best = own if size[own] == 0 else c
            if size[best] > 0:  # its own name is taken by others: take the first free one
                best = 0
                while size[best] > 0:
                    best += 1
            repeats[best] = 0
        else:
            repeats[best] += shared[best]
        size[best] += 1
        if scheme[c] >= 0:
            schemes[best, scheme[c]] += 1
        label[c] = best
        moved += best != own
    return moved


@njit(cache=True)
def _surest(  # noqa: PLR0917 - plain arrays: numba
    c: int,
    following: np.ndarray,
    start: np.ndarray,
    ident: np.ndarray,
    sure: np.ndarray,
    trust: np.ndarray,
    at: np.ndarray,
    stands: np.ndarray,
) -> None:
    """For each identifier of the cases from ``c`` on (one series): the place where it is surest, in ``at``."""
    mark = c
    while c >= 0:
        for p in range(start[c], start[c + 1]):
            v = ident[p]
            if trust[v] > 0 and (stands[v] != mark or sure[p] > sure[at[v]]):
                stands[v], at[v] = mark, p
        c = following[c]


@njit(cache=True)
def _around(  # noqa: PLR0917 - one loop over plain arrays: numba
    s: int,
    first: int,
    following: np.ndarray,
    at: np.ndarray,
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
    here: np.ndarray,
    there: np.ndarray,
) -> int:
    """What series ``s`` shares with each other one; ``here`` and ``there`` are the only cases that touch, else MANY."""
    found, c = 0, first
    while c >= 0:
        run = -1
        for p in range(start[c], start[c + 1]):
            if run < 0 or chain[p] != chain[run]:
                run = p
            v = ident[p]
            if trust[v] == 0:
                continue
            met = 0
            for q in range(back[v], back[v + 1]):
                t = label[case[q]]
                if t == s:
                    continue
                if reached[t] != s:
                    reached[t], gain[t], shared[t], chains[t, 0] = s, 0, 0, -1
                    here[t], there[t], near[found] = c, case[q], t
                    found += 1
                here[t] = c if here[t] == c else MANY
                there[t] = case[q] if there[t] == case[q] else MANY
                if at[v] != p:
                    continue
                worth = trust[v] * bits[v] * sure[p] // 1000 * sure_back[q] // 1000
                if stamp[t] == p:
                    top[t] = max(top[t], worth)
                    continue
                stamp[t], top[t], touched[met] = p, worth, t
                met += 1
            for m in range(met):
                add_case(touched[m], run, top[touched[m]], trust[v], chains, gain, shared)
        c = following[c]
    return found


@njit(cache=True)
def _join(  # noqa: PLR0917 - plain arrays: numba
    start: np.ndarray,
    ident: np.ndarray,
    chain: np.ndarray,
    sure: np.ndarray,
    back: np.ndarray,
    case: np.ndarray,
    sure_back: np.ndarray,
    trust: np.ndarray,
    bits: np.ndarray,
    spread: int,
    entry: int,
    union: int,
    scheme_bits: np.ndarray,
    scheme_most: int,
    log2: np.ndarray,
    label: np.ndarray,
    size: np.ndarray,
    repeats: np.ndarray,
    schemes: np.ndarray,
) -> int:
    """Join each series with the one that gains most by it; the number of joins."""
    n = label.size
    first, following = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    for c in range(n - 1, -1, -1):
        following[c] = first[label[c]]
        first[label[c]] = c
    at, stands = np.zeros(trust.size, np.int64), np.full(trust.size, -1, np.int64)
    reached, stamp, chains = np.full(n, -1, np.int64), np.full(n, -1, np.int64), np.full((n, 3), -1, np.int64)
    gain, shared, top = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    near, touched = np.empty(n, np.int64), np.empty(n, np.int64)
    here, there = np.empty(n, np.int64), np.empty(n, np.int64)
    joins = 0
    for s in range(n):
        if size[s] == 0:
            continue
        _surest(first[s], following, start, ident, sure, trust, at, stands)
        found = _around(
            s,
            first[s],
            following,
            at,
            start,
            ident,
            chain,
            sure,
            back,
            case,
            sure_back,
            trust,
            bits,
            label,
            reached,
            stamp,
            top,
            chains,
            near,
            touched,
            gain,
            shared,
            here,
            there,
        )
        best, best_gain = -1, 0
        for f in range(found):
            t = near[f]
            if min(size[s], size[t]) >= FEWEST and (here[t] != MANY or there[t] != MANY):
                continue  # they touch in one case only: it may stand in both, but does not make them one
            whole = log2[size[s] + size[t]]
            cost = (
                spread
                * (shared[t] * whole + repeats[s] * (whole - log2[size[s]]) + repeats[t] * (whole - log2[size[t]]))
                // 1000
            )
            worth = (gain[t] - cost) // 1000 - entry - union * log2[min(size[s], size[t])] // 1000
            small, large = (s, t) if size[s] < size[t] else (t, s)
            for m in range(schemes.shape[1]):
                if schemes[small, m] > 0:
                    worth += (
                        schemes[small, m]
                        * scheme_gain(size[large], schemes[large, m], scheme_bits[m], scheme_most, log2)
                        // size[small]
                    )
            if worth > best_gain or (worth == best_gain and best >= 0 and t < best):
                best, best_gain = t, worth
        if best < 0:
            continue
        joins += 1
        c, end = first[best], -1
        while c >= 0:
            label[c] = s
            end = c
            c = following[c]
        following[end] = first[s]
        first[s] = first[best]
        first[best] = -1
        size[s] += size[best]
        repeats[s] += repeats[best] + shared[best]
        schemes[s] += schemes[best]
        size[best] = 0
        repeats[best] = 0
        schemes[best] = 0
    return joins


def partition(graph: Bipartite, costs: Costs) -> np.ndarray:
    """A label for each case: the smallest case of its series."""
    n = graph.start.size - 1
    label = np.arange(n)
    size = np.ones(n, np.int64)
    repeats = np.zeros(n, np.int64)
    kinds = max(1, costs.scheme_bits.size)
    schemes = np.zeros((n, kinds), np.int64)
    known = np.flatnonzero(costs.scheme >= 0)
    schemes[known, costs.scheme[known]] = 1
    log2 = log2_table(2 * n + 2)
    sides = (
        graph.start,
        graph.ident,
        graph.chain,
        graph.sure,
        graph.back,
        graph.case,
        graph.sure_back,
        costs.trust,
        costs.bits,
        costs.spread,
        costs.entry,
    )
    state = (log2, label, size, repeats, schemes)
    order = np.arange(n)
    for _ in range(ROUNDS):
        moved = _move(order, *sides, costs.scheme, costs.scheme_bits, costs.scheme_most, *state)
        joins = _join(*sides, costs.union, costs.scheme_bits, costs.scheme_most, *state)
        if moved == 0 and joins == 0:
            break
    smallest = np.full(n, n, np.int64)
    np.minimum.at(smallest, label, order)
    named: np.ndarray = smallest[label]
    return named
