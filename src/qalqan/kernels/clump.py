"""Clusters from weighed pairs by greedy agglomeration: arrays in, labels out.

The two clusters that speak for each other best are joined first, as long as that is above the bar: half their strongest
pair, half the mean of all pairs between them, where pairs that nobody weighed count as evidence against. So a chain
of likely pairs does not glue two people together, as plain closure does, and a poor record still finds its person.
Between single and average link: Sokal and Michener, 1958; in record linkage: Hassanzadeh et al., 2009,
*Framework for evaluating clustering algorithms in duplicate detection*.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from qalqan.kernels.unionfind import components

APART: Final = -(1 << 40)
"""Weight of a pair that must not be joined."""
WIDEST: Final = 3000
"""Nodes of a part that is worked on as one matrix; a larger part is cut at its weakest pairs first."""
_STEP: Final = 1000
_FORBIDDEN: Final = -(1 << 16)  # below any mean of honest weights: a forbidden pair is among them

Ints = NDArray[np.int64]


def clusters(nodes: int, left: Ints, right: Ints, weight: Ints, bar: int = 0, unseen: int = -4000) -> Ints:
    """For each of ``nodes`` nodes the smallest node of its cluster.

    ``left``-``right`` are distinct pairs with their ``weight`` (milli-bits of log-odds, :data:`APART` for never); a
    pair not given weighs ``unseen``. Only nodes that hang together by pairs above 0 may come together.
    """
    label = np.arange(nodes, dtype=np.int64)
    todo = [(np.arange(left.size), 0)]
    while todo:
        rows, least = todo.pop()
        strong = rows[weight[rows] > least]
        part = components(nodes, left[strong], right[strong])
        size = np.bincount(part, minlength=nodes)
        inside = rows[part[left[rows]] == part[right[rows]]]
        wide = size[part[left[inside]]] > WIDEST
        if wide.any():
            todo.append((inside[wide], least + _STEP))
        order = inside[~wide]
        order = order[np.argsort(part[left[order]], kind="stable")]
        roots = part[left[order]]
        first = np.flatnonzero(np.r_[True, roots[1:] != roots[:-1]]) if order.size else np.zeros(0, np.int64)
        _parts(label, left[order], right[order], weight[order], np.r_[first, order.size], bar, unseen)
    return label


@njit(cache=True, nogil=True)
def _parts(label, left, right, weight, ends, bar, unseen):  # type: ignore[no-untyped-def]
    """Work out each part, whose pairs are the rows ends[k]:ends[k+1]; writes ``label``."""
    place = np.full(label.size, -1, np.int64)
    for k in range(ends.size - 1):
        names = np.unique(np.concatenate((left[ends[k] : ends[k + 1]], right[ends[k] : ends[k + 1]])))
        n = names.size
        for i in range(n):
            place[names[i]] = i
        total = np.full((n, n), unseen, np.int64)
        for row in range(ends[k], ends[k + 1]):
            i, j = place[left[row]], place[right[row]]
            total[i, j] = weight[row]
            total[j, i] = weight[row]
        home = _joined(total, bar)
        for i in range(n):
            label[names[i]] = names[home[i]]


@njit(cache=True, nogil=True)
def _joined(total, bar):  # type: ignore[no-untyped-def]
    """The smallest member of each node's cluster; ``total`` (n, n) is summed up in place."""
    n = total.shape[0]
    top = total.copy()
    size = np.ones(n, np.int64)
    home = np.arange(n)
    alive = np.ones(n, np.bool_)
    best, worth = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        best[i], worth[i] = _nearest(total, top, size, alive, i)
    while True:
        at, most = -1, bar
        for i in range(n):
            if alive[i] and worth[i] > most:
                at, most = i, worth[i]
        if at < 0:
            return home
        i, j = min(at, best[at]), max(at, best[at])
        alive[j] = False
        size[i] += size[j]
        for x in range(n):
            total[i, x] += total[j, x]
            total[x, i] = total[i, x]
            top[i, x] = max(top[i, x], top[j, x])
            top[x, i] = top[i, x]
            if home[x] == j:
                home[x] = i
        for x in range(n):
            if alive[x] and (x == i or best[x] in (i, j)):
                best[x], worth[x] = _nearest(total, top, size, alive, x)
            elif alive[x]:
                value = _between(total, top, size, x, i)
                if value > worth[x] or (value == worth[x] and i < best[x]):
                    best[x], worth[x] = i, value


@njit(cache=True, nogil=True)
def _between(total, top, size, i, x):  # type: ignore[no-untyped-def]
    """What two clusters say for each other."""
    mean = total[i, x] // (size[i] * size[x])
    return mean if mean < _FORBIDDEN else (mean + top[i, x]) // 2


@njit(cache=True, nogil=True)
def _nearest(total, top, size, alive, i):  # type: ignore[no-untyped-def]
    """The living cluster that speaks best for cluster ``i``, and how well."""
    at, most = -1, np.int64(-(1 << 60))
    for x in range(total.shape[0]):
        if alive[x] and x != i:
            value = _between(total, top, size, i, x)
            if value > most:
                at, most = x, value
    return at, most
