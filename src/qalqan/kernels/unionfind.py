"""Union-find over int32 or int64 node numbers: which nodes hang together.

Union by smaller root with path halving: the label of a component is its smallest node, so the result does not
depend on the order of the edges. Source: Tarjan and van Leeuwen, 1984 (worst-case analysis of set union).
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, inline="always")
def find(parent: np.ndarray, node: int) -> int:
    """The root of ``node``, halving the path on the way."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(cache=True)
def _join(parent: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    for i in range(left.size):
        a = find(parent, left[i])
        b = find(parent, right[i])
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for node in range(parent.size):
        parent[node] = find(parent, node)


def components(nodes: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """For each of ``nodes`` nodes the smallest node it is joined with through edges ``left[i]``-``right[i]``.

    Raises ValueError when the two ends differ in number or an end is no node.
    """
    if left.size != right.size:
        raise ValueError(f"{left.size} left ends but {right.size} right ends")
    ends = (int(left.min()), int(right.min()), int(left.max()), int(right.max())) if left.size else (0,)
    if left.size and (min(ends) < 0 or max(ends) >= nodes):
        raise ValueError(f"an edge ends outside the {nodes} nodes")
    parent = np.arange(nodes, dtype=np.int64)
    _join(parent, left.astype(np.int64), right.astype(np.int64))
    return parent
