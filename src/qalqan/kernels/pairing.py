"""One-to-one matching of reports: which rows of different statements tell one event.

A row is a report of an event: an interval of time [lo, hi] (a day-precision row spans its day), the statement it
stands in, attributes that must not contradict each other (-1: not told) and one measured quantity. Rows of one
statement are never one event. Pairs that agree in a block key are taken cheapest first (rows that are equal and
stand in the same place of an equally long run; then more attributes shared; then the smaller gap) and two
clusters join only while every pair across them agrees. Rows come in canonical order, so that ties fall the same
way whatever the order of the files.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

DAY = 86_399_000_000
NEAREST = 64


@dataclass(frozen=True, slots=True)
class Reports:
    """Rows in canonical order. Times in microseconds; ``attributes`` is (attribute, row) with -1 for not told.

    ``run`` numbers runs of equal rows close in time (-1: none), ``run_size`` is the length of the row's run inside
    its statement and ``rank`` the row's place in it. ``measure`` is the quantity that may differ by a tolerance.
    """

    lo: np.ndarray
    hi: np.ndarray
    statement: np.ndarray
    attributes: np.ndarray
    measure: np.ndarray
    run: np.ndarray
    run_size: np.ndarray
    rank: np.ndarray


@njit(cache=True)
def _gap(i: int, j: int, lo: np.ndarray, hi: np.ndarray) -> int:
    gap: int = max(lo[j] - hi[i], lo[i] - hi[j], 0)
    return gap


@njit(cache=True)
def _shared(  # noqa: PLR0917 - a kernel takes plain arrays
    i: int,
    j: int,
    lo: np.ndarray,
    hi: np.ndarray,
    statement: np.ndarray,
    attributes: np.ndarray,
    measure: np.ndarray,
    within: int,
    measure_within: int,
) -> int:
    """How many attributes two rows share; -1 when they cannot be one event."""
    if statement[i] == statement[j] or abs(measure[i] - measure[j]) > measure_within:
        return -1
    gap = _gap(i, j, lo, hi)
    if gap > within or (gap > 0 and (hi[i] - lo[i] >= DAY or hi[j] - lo[j] >= DAY)):
        return -1
    shared = 0
    for k in range(attributes.shape[0]):
        if attributes[k, i] >= 0 and attributes[k, j] >= 0:
            if attributes[k, i] != attributes[k, j]:
                return -1
            shared += 1
    return shared


@njit(cache=True)
def _candidates(  # noqa: PLR0917 - a kernel takes plain arrays
    order: np.ndarray,
    key: np.ndarray,
    lo: np.ndarray,
    hi: np.ndarray,
    statement: np.ndarray,
    attributes: np.ndarray,
    measure: np.ndarray,
    run: np.ndarray,
    run_size: np.ndarray,
    rank: np.ndarray,
    within: int,
    measure_within: int,
) -> np.ndarray:
    """Pairs inside blocks of equal ``key`` as rows (class, gap, rank difference, i, j)."""
    found = np.empty((max(16, order.size), 5), np.int64)
    n = 0
    start = 0
    while start < order.size:
        stop, span = start, 0
        while stop < order.size and key[order[stop]] == key[order[start]]:
            span = max(span, hi[order[stop]] - lo[order[stop]])
            stop += 1
        for p in range(start, stop):
            i, taken = order[p], 0
            for q in range(p + 1, stop):
                j = order[q]
                if lo[j] - lo[i] > span + within or taken >= NEAREST:
                    break
                shared = _shared(i, j, lo, hi, statement, attributes, measure, within, measure_within)
                if shared < 0:
                    continue
                even = run[i] >= 0 and run[i] == run[j] and run_size[i] == run_size[j] and rank[i] == rank[j]
                taken += 1
                if n == found.shape[0]:
                    larger = np.empty((2 * n, 5), np.int64)
                    larger[:n] = found
                    found = larger
                found[n, 0] = -1000 if even else -shared
                found[n, 1] = _gap(i, j, lo, hi)
                found[n, 2] = abs(rank[i] - rank[j])
                found[n, 3] = min(i, j)
                found[n, 4] = max(i, j)
                n += 1
        start = stop
    return found[:n]


@njit(cache=True)
def _merge(  # noqa: PLR0917 - a kernel takes plain arrays
    pairs: np.ndarray,
    lo: np.ndarray,
    hi: np.ndarray,
    statement: np.ndarray,
    attributes: np.ndarray,
    measure: np.ndarray,
    within: int,
    measure_within: int,
) -> np.ndarray:
    size = lo.size
    label = np.arange(size)
    following = np.full(size, -1, np.int64)
    last = np.arange(size)
    for p in range(pairs.shape[0]):
        a, b = label[pairs[p, 3]], label[pairs[p, 4]]
        if a == b:
            continue
        agree = True
        i = a
        while i >= 0 and agree:
            j = b
            while j >= 0 and agree:
                agree = _shared(i, j, lo, hi, statement, attributes, measure, within, measure_within) >= 0
                j = following[j]
            i = following[i]
        if not agree:
            continue
        keep, gone = min(a, b), max(a, b)
        following[last[keep]] = gone
        last[keep] = last[gone]
        i = gone
        while i >= 0:
            label[i] = keep
            i = following[i]
    return label


def pair_up(reports: Reports, blocks: list[np.ndarray], within: int, measure_within: int = 0) -> np.ndarray:
    """For each report the smallest report of its event.

    ``blocks`` are integer keys a row (-1: the row is in no block): only rows that agree in one of them are compared;
    keys may be hashes as long as what they stand for is among the attributes or the events of equal hashes do
    agree. ``within`` is in microseconds, ``measure_within`` in units of the measure.
    """
    told = (reports.lo, reports.hi, reports.statement, reports.attributes, reports.measure)
    runs = (reports.run, reports.run_size, reports.rank)
    found = []
    for key in blocks:
        rows = np.flatnonzero(key != -1)
        order = rows[np.lexsort((reports.lo[rows], key[rows]))]
        found.append(_candidates(order, key, *told, *runs, within, measure_within))
    pairs = np.concatenate(found) if found else np.empty((0, 5), np.int64)
    pairs = pairs[np.lexsort((pairs[:, 4], pairs[:, 3], pairs[:, 2], pairs[:, 1], pairs[:, 0]))]
    label: np.ndarray = _merge(pairs, *told, within, measure_within)
    return label
