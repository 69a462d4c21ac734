"""What holds a graph together: nodes whose removal makes it fall apart, and into what.

One walk in depth (Tarjan 1972), without recursion; linear in nodes and edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

NONE = -1


@dataclass(frozen=True, slots=True)
class Cuts:
    """For each node: into how many parts its component falls without it (1: it does not), the weight of the largest of
    them and of the second largest. ``walk`` is each node's number in the walk, ``below`` how many nodes the walk saw
    below it (itself included), ``above`` the node it came from (-1 for the first of a component), ``apart`` whether
    what is below a node hangs on the node above alone."""

    parts: np.ndarray
    largest: np.ndarray
    second: np.ndarray
    walk: np.ndarray
    below: np.ndarray
    above: np.ndarray
    apart: np.ndarray


def cuts(nodes: int, left: np.ndarray, right: np.ndarray, weight: np.ndarray) -> Cuts:
    """The cuts of an undirected graph; ``weight`` of each node counts towards the size of a part (0: not counted)."""
    ends, others = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((others, ends))
    start = np.searchsorted(ends[order], np.arange(nodes + 1))
    found = _walk(start.astype(np.int64), others[order].astype(np.int64), weight.astype(np.int64))
    return Cuts(*found)


@njit(cache=True)
def _walk(start: np.ndarray, other: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, ...]:
    n = start.size - 1
    walk, low, above = np.full(n, NONE, np.int64), np.zeros(n, np.int64), np.full(n, NONE, np.int64)
    below, held, place = np.ones(n, np.int64), weight.copy(), start[:-1].copy()
    apart, cut = np.zeros(n, np.bool_), np.zeros(n, np.int64)  # cut: weight of the parts hanging on a node alone
    parts, largest, second = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    stack, seen = np.empty(n, np.int64), np.empty(n, np.int64)
    clock = 0
    for root in range(n):
        if walk[root] >= 0:
            continue
        first, depth = clock, 0
        stack[0], walk[root], low[root], seen[clock] = root, clock, clock, root
        clock += 1
        while depth >= 0:
            u = stack[depth]
            if place[u] < start[u + 1]:
                v = other[place[u]]
                place[u] += 1
                if walk[v] < 0:
                    above[v], walk[v], low[v], seen[clock] = u, clock, clock, v
                    clock += 1
                    depth += 1
                    stack[depth] = v
                elif v != above[u]:
                    low[u] = min(low[u], walk[v])
                continue
            depth -= 1
            p = above[u]
            if p < 0:
                continue
            low[p] = min(low[p], low[u])
            below[p] += below[u]
            held[p] += held[u]
            if low[u] >= walk[p]:
                apart[u] = True
                cut[p] += held[u]
                parts[p] += 1
                _rank(p, held[u], largest, second)
        for k in range(first, clock):
            u = seen[k]
            if u != root:
                rest = held[root] - cut[u] - weight[u]
                parts[u] += 1
                _rank(u, rest, largest, second)
    return parts, largest, second, walk, below, above, apart


@njit(cache=True)
def _rank(u: int, size: int, largest: np.ndarray, second: np.ndarray) -> None:
    if size > largest[u]:
        second[u], largest[u] = largest[u], size
    elif size > second[u]:
        second[u] = size
