"""Communities of a weighted graph: parts with more weight inside than their members' weights alone would give.

Modularity (Newman and Girvan 2004) with a resolution (Reichardt and Bornholdt 2006) is raised by moving single nodes,
joining whole parts, and moving single nodes again level by level on the way back (Blondel 2008; Rotta and Noack 2011),
until nothing gains. It starts from several fixed orders of the nodes and keeps the best; a part that does not hang
together is split (what Traag 2019 warns of). Weights are whole numbers and sums of them exact, so that the result is
the same on every machine.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.graph import Graph
from qalqan.kernels.unionfind import components

STARTS = 12
ROUNDS = 20
PASSES = 50
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True)
def _sweep(  # noqa: PLR0912, PLR0917 - one loop over plain arrays: numba
    start: np.ndarray,
    other: np.ndarray,
    weight: np.ndarray,
    strength: np.ndarray,
    share: float,
    order: np.ndarray,
    label: np.ndarray,
) -> int:
    """Move single nodes while that gains; how many moves were made. ``share`` is resolution over all weight."""
    n = label.size
    held, count = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        held[label[i]] += strength[i]
        count[label[i]] += 1
    free, unused, listed = np.empty(n, np.int64), 0, count == 0  # labels nobody has, or had when they were listed
    for i in range(n - 1, -1, -1):
        if listed[i]:
            free[unused] = i
            unused += 1
    near, stamp, tied = np.empty(n, np.int64), np.full(n, -1, np.int64), np.zeros(n, np.int64)
    moves = 0
    for _ in range(PASSES):
        moved = 0
        for i in order:
            own, found = label[i], 0
            held[own] -= strength[i]
            count[own] -= 1
            stamp[own], tied[own] = i, 0
            for p in range(start[i], start[i + 1]):
                c = label[other[p]]
                if stamp[c] != i:
                    stamp[c], tied[c] = i, 0
                    near[found] = c
                    found += 1
                tied[c] += weight[p]
            best, most = own, tied[own] - share * strength[i] * held[own]
            while unused > 0 and count[free[unused - 1]] > 0:
                unused -= 1
                listed[free[unused]] = False
            if most < 0 and unused > 0:
                best, most = free[unused - 1], 0.0
            for f in range(found):
                c = near[f]
                worth = tied[c] - share * strength[i] * held[c]
                if worth > most or (worth == most and best != own and c < best):
                    best, most = c, worth
            if count[own] == 0 and best != own and not listed[own]:
                free[unused], listed[own] = own, True
                unused += 1
            held[best] += strength[i]
            count[best] += 1
            moved += best != own
            label[i] = best
            stamp[own] = -1
        moves += moved
        if moved == 0:
            break
    return moves


def communities(graph: Graph, resolution: int = 1000, starts: int = STARTS) -> np.ndarray:
    """For each node the smallest node of its part. ``resolution`` per mille: higher gives smaller parts."""
    strength = _strength(graph)
    both_ways = int(strength.sum())
    best = np.arange(graph.nodes)
    if both_ways == 0:
        return best
    share, most = resolution / 1000 / both_ways, -1
    for number in range(starts):
        label = _climb(graph, strength, share, _order(graph.nodes, number))
        worth = quality(graph, label, resolution)
        if worth > most or number == 0:
            best, most = label, worth
    return best


def quality(graph: Graph, label: np.ndarray, resolution: int = 1000) -> int:
    """Modularity of parts, times the square of the weight of both ways, in thousandths; exact."""
    strength = _strength(graph)
    ends = np.repeat(np.arange(graph.nodes), np.diff(graph.start))
    inside = int(graph.weight[label[ends] == label[graph.other]].sum())
    held = np.zeros(graph.nodes, np.int64)
    np.add.at(held, label, strength)
    return 1000 * inside * int(strength.sum()) - resolution * sum(int(one) ** 2 for one in held[held > 0])


def _strength(graph: Graph) -> np.ndarray:
    total = np.concatenate(([0], np.cumsum(graph.weight)))
    strength: np.ndarray = total[graph.start[1:]] - total[graph.start[:-1]]
    return strength


def _order(nodes: int, number: int) -> np.ndarray:
    """The nodes in a fixed order of that number: the natural one first, then scattered (splitmix64)."""
    if number == 0:
        return np.arange(nodes)
    mixed = (np.arange(nodes, dtype=np.uint64) + np.uint64(number * nodes + 1)) * _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.argsort(mixed ^ (mixed >> np.uint64(31)), kind="stable")


def _climb(graph: Graph, strength: np.ndarray, share: float, order: np.ndarray) -> np.ndarray:
    """Labels that no single move and no joining of parts improves (or after ``ROUNDS``)."""
    label = np.arange(graph.nodes)
    for _ in range(ROUNDS):
        _sweep(graph.start, graph.other, graph.weight, strength, share, order, label)
        joined = _whole(graph, _joined(graph, strength, share, label))
        if np.unique(joined).size == np.unique(label).size:
            return joined
        label = joined.copy()
    return _whole(graph, label)


def _joined(graph: Graph, strength: np.ndarray, share: float, label: np.ndarray) -> np.ndarray:
    """Parts joined to larger ones, level over level, and parts moved again on the way back."""
    parts, place = np.unique(label, return_inverse=True)
    if parts.size in (1, label.size):
        return label.copy()
    coarse = Graph.of(parts.size, place[graph.left], place[graph.right], _edge_weight(graph))
    total = np.zeros(parts.size, np.int64)
    np.add.at(total, place, strength)
    above, order = np.arange(parts.size), np.arange(parts.size)
    if _sweep(coarse.start, coarse.other, coarse.weight, total, share, order, above):
        above = _joined(coarse, total, share, above)
        _sweep(coarse.start, coarse.other, coarse.weight, total, share, order, above)
    smallest = np.full(parts.size, label.size, np.int64)
    np.minimum.at(smallest, above[place], np.arange(label.size))
    named: np.ndarray = smallest[above[place]]
    return named


def _edge_weight(graph: Graph) -> np.ndarray:
    weight = np.zeros(graph.left.size, np.int64)
    weight[graph.edge] = graph.weight
    return weight


def _whole(graph: Graph, label: np.ndarray) -> np.ndarray:
    """The parts, each cut into what hangs together, named by the smallest node."""
    inside = label[graph.left] == label[graph.right]
    inside &= _edge_weight(graph) > 0
    return components(graph.nodes, graph.left[inside], graph.right[inside])
