"""Who stands between the others: betweenness of every node, exact, one search a node (Brandes 2001)."""

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.graph import Graph


@njit(cache=True)
def _betweenness(start: np.ndarray, other: np.ndarray, sources: np.ndarray) -> np.ndarray:
    n = start.size - 1
    score = np.zeros(n)
    ways, share = np.zeros(n), np.zeros(n)
    far, queue = np.full(n, -1, np.int64), np.empty(n, np.int64)
    for s in sources:
        far[s], ways[s], queue[0] = 0, 1.0, s
        head, tail = 0, 1
        while head < tail:
            v = queue[head]
            head += 1
            for p in range(start[v], start[v + 1]):
                u = other[p]
                if far[u] < 0:
                    far[u] = far[v] + 1
                    queue[tail] = u
                    tail += 1
                if far[u] == far[v] + 1:
                    ways[u] += ways[v]
        for q in range(tail - 1, -1, -1):
            v = queue[q]
            for p in range(start[v], start[v + 1]):
                u = other[p]
                if far[u] == far[v] - 1:
                    share[u] += ways[u] / ways[v] * (1.0 + share[v])
            if v != s:
                score[v] += share[v]
        for q in range(tail):
            v = queue[q]
            far[v], ways[v], share[v] = -1, 0.0, 0.0
    return score


def betweenness(graph: Graph, most: int = 0) -> np.ndarray:
    """Shortest ways of other pairs that lead over each node (float, each pair once); all edges are equally long.

    With ``most`` above 0 and more nodes than that, searches start from ``most`` nodes spread evenly over the numbers
    and the sum is scaled (Brandes and Pich 2007): an estimate.
    """
    nodes = graph.nodes
    sources = np.arange(nodes) if most <= 0 or nodes <= most else np.arange(most) * nodes // most
    found: np.ndarray = _betweenness(graph.start, graph.other, sources) * (nodes / max(sources.size, 1) / 2)
    return found


def standing(score: np.ndarray, part: np.ndarray, whole: np.ndarray | None = None) -> np.ndarray:
    """How far each node stands out among all and among its own: the geometric mean of both shares of the greatest, per
    mille (0 where all are 0). ``whole`` numbers networks that are told apart (None: all are one).

    Who leads a small part stands between its people and the others; among all he may look ordinary beside members of
    a large part. So people are compared with their own, too; with their own only, the first of every small part
    would stand as high as any.
    """
    held = np.sqrt(_most(score, part) * _most(score, np.zeros(part.size, np.int64) if whole is None else whole))
    told: np.ndarray = np.rint(1000 * np.divide(score, held, out=np.zeros(part.size), where=held > 0))
    return told.astype(np.int64)


def _most(score: np.ndarray, label: np.ndarray) -> np.ndarray:
    most = np.zeros(int(label.max(initial=0)) + 1)
    np.maximum.at(most, label, score)
    return np.asarray(most[label])
