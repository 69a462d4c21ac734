"""What a graph hangs on: edges whose removal cuts it, in time linear in nodes and edges (Tarjan 1974)."""

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.graph import Graph


@njit(cache=True)
def _bridges(start: np.ndarray, other: np.ndarray, edge: np.ndarray, edges: int) -> np.ndarray:
    n = start.size - 1
    cut = np.zeros(edges, np.int64)
    seen, low, size = np.full(n, -1, np.int64), np.zeros(n, np.int64), np.ones(n, np.int64)
    place, came, stack = start[:-1].copy(), np.full(n, -1, np.int64), np.empty(n, np.int64)
    members = np.empty(n, np.int64)  # of the component, in order of first sight
    clock = 0
    for root in range(n):
        if seen[root] >= 0:
            continue
        first, depth = clock, 1
        stack[0], seen[root], low[root] = root, clock, clock
        members[0] = root
        clock += 1
        while depth > 0:
            v = stack[depth - 1]
            if place[v] < start[v + 1]:
                p = place[v]
                place[v] += 1
                u = other[p]
                if edge[p] == came[v]:
                    continue
                if seen[u] >= 0:
                    low[v] = min(low[v], seen[u])
                    continue
                seen[u], low[u], came[u] = clock, clock, edge[p]
                members[clock - first] = u
                clock += 1
                stack[depth] = u
                depth += 1
                continue
            depth -= 1
            if depth > 0:
                above = stack[depth - 1]
                low[above] = min(low[above], low[v])
                size[above] += size[v]
        whole = clock - first
        for k in range(whole):
            v = members[k]
            if came[v] >= 0 and low[v] == seen[v]:
                cut[came[v]] = min(size[v], whole - size[v])
    return cut


def bridges(graph: Graph) -> np.ndarray:
    """For each edge (as in ``graph.left``): nodes of the smaller side when it is removed, 0: it cuts nothing."""
    found: np.ndarray = _bridges(graph.start, graph.other, graph.edge, graph.left.size)
    return found
