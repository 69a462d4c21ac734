"""The best one-to-one assignment of columns to fields (Hungarian method, shortest augmenting paths).

Source: H. W. Kuhn, "The Hungarian method for the assignment problem", 1955, in the O(n³) form with potentials.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best(gain: NDArray[np.int64]) -> list[int]:
    """For each row the column that makes the total gain greatest, -1 where no gain above 0 is left for it.

    ``gain`` is rows × columns, integers ≥ 0; a gain of 0 means "never". Ties fall to the lower column.
    """
    rows, columns = gain.shape
    if not rows or not columns:
        return [-1] * rows
    wide = np.zeros((rows, columns + rows), dtype=np.int64)
    wide[:, :columns] = gain * 64 - np.minimum(np.arange(columns), 63)
    wide[:, :columns][gain <= 0] = 0
    cost = wide.max() - wide
    owner = _solve(cost)
    chosen = [-1] * rows
    for column, row in enumerate(owner[:columns]):
        if row >= 0 and gain[row, column] > 0:
            chosen[row] = column
    return chosen


def _solve(cost: NDArray[np.int64]) -> list[int]:
    """The row that each column belongs to in a cheapest assignment of all rows (rows ≤ columns)."""
    rows, columns = cost.shape
    far = np.iinfo(np.int64).max // 4
    lift = np.zeros(rows + 1, dtype=np.int64)
    price = np.zeros(columns + 1, dtype=np.int64)
    owner = np.full(columns + 1, -1, dtype=np.int64)
    for row in range(rows):
        owner[columns] = row
        at = columns
        least = np.full(columns, far, dtype=np.int64)
        way = np.full(columns, columns, dtype=np.int64)
        used = np.zeros(columns + 1, dtype=bool)
        while owner[at] >= 0:
            used[at] = True
            here = owner[at]
            free = ~used[:columns]
            reduced = cost[here] - lift[here] - price[:columns]
            better = free & (reduced < least)
            least[better] = reduced[better]
            way[better] = at
            following = int(np.where(free, least, far).argmin())
            delta = least[following]
            lift[owner[used]] += delta
            price[used] -= delta
            least[free] -= delta
            at = following
        while at != columns:
            owner[at] = owner[way[at]]
            at = int(way[at])
    return [int(one) for one in owner[:columns]]
