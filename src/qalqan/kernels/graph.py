"""An undirected weighted graph as compressed rows, and weights that say how much two nodes move in one circle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

HEAVIEST = 2**53  # both ways together: such sums are exact as floats, too


@dataclass(frozen=True, slots=True)
class Graph:
    """``other[start[i]:start[i + 1]]`` are the neighbours of node i in order, ``weight`` beside them, ``edge`` the
    number of the edge (each edge stands twice). ``left`` < ``right`` are the ends of the edges, in order."""

    start: np.ndarray
    other: np.ndarray
    weight: np.ndarray
    edge: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return self.start.size - 1

    @classmethod
    def of(cls, nodes: int, left: np.ndarray, right: np.ndarray, weight: np.ndarray | None = None) -> Graph:
        """From edges in any order; repeated edges add up, loops are left out; weights are integers above 0 (1 when
        None). Raises ValueError when an end is no node, a weight is not positive or the sum is beyond ``HEAVIEST``.
        """
        weight = np.ones(left.size, np.int64) if weight is None else weight.astype(np.int64)
        if left.size and (min(left.min(), right.min()) < 0 or max(left.max(), right.max()) >= nodes):
            raise ValueError(f"an edge ends outside the {nodes} nodes")
        if weight.size and (int(weight.min()) <= 0 or 2 * int(weight.sum()) > HEAVIEST):
            raise ValueError("weights must be positive and their sum at most 2**52")
        low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
        kept = low != high
        pairs, place = np.unique(low[kept] * nodes + high[kept], return_inverse=True)
        total = np.zeros(pairs.size, np.int64)
        np.add.at(total, place, weight[kept])
        low, high = pairs // max(nodes, 1), pairs % max(nodes, 1)
        ends, others = np.concatenate([low, high]), np.concatenate([high, low])
        order = np.lexsort((others, ends))
        number = np.tile(np.arange(pairs.size), 2)[order]
        start = np.searchsorted(ends[order], np.arange(nodes + 1))
        return cls(start, others[order], np.tile(total, 2)[order], number, low, high)

    def weighing(self, weight: np.ndarray) -> Graph:
        """The same graph with another weight for each edge (not below 0; a weight of 0 ties nothing)."""
        return Graph(self.start, self.other, weight.astype(np.int64)[self.edge], self.edge, self.left, self.right)


@njit(cache=True)
def _common(start: np.ndarray, other: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How many neighbours the two ends of each pair have in common."""
    found = np.zeros(left.size, np.int64)
    for e in range(left.size):
        p, q = start[left[e]], start[right[e]]
        while p < start[left[e] + 1] and q < start[right[e] + 1]:
            if other[p] == other[q]:
                found[e] += 1
                p += 1
                q += 1
            elif other[p] < other[q]:
                p += 1
            else:
                q += 1
    return found


def circles(graph: Graph, scale: int = 1000) -> np.ndarray:
    """For each edge, how much its ends move in one circle: the share of all whom either knows (both ends counted in)
    that both know, squared, of ``scale``.

    The share (Jaccard 1901) is low for an edge between two worlds and for an edge of a hub. It is
    squared since an edge speaks for one circle when each end's acquaintances, not one's only, say so. At least 1.
    """
    common = _common(graph.start, graph.other, graph.left, graph.right) + 2
    degree = np.diff(graph.start) + 1
    either = degree[graph.left] + degree[graph.right] - common
    told: np.ndarray = np.maximum(scale * common * common // (either * either), 1)
    return told
