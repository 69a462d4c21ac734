"""The most alike cases of every case, weighed pair by pair and by the series they are of.

First each case is compared with its neighbours in time within its scheme and at all, and with cases that share a
rare word: work is linear in the cases. Then what the mates of both say is added: the mean chance over the series of the
other, over the own series, and over both (a noisy or, each discounted, for mates lean on one another).

Source: seriesID of Porter 2016 (average linkage of a crime with known series), here for both sides.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from qalqan.kernels.alike import Ints, Small, Traits, Worth, by_words, put_marks, quick

MILLION: Final = 1_000_000
LEAST: Final = 2000  # millionths: a smaller chance is as good as none to its series
OF_MATES, OF_BOTH = 600, 300  # per mille of what the mates of one side, of both sides say


class Field(NamedTuple):
    """Which pairs are looked at, and which are left out.

    ``block`` and ``time``: the cases ordered by scheme and time, and by time; ``block_place`` and ``time_place`` where
    each case stands in them, ``block_from`` and ``block_to`` the ends of its scheme. ``reach`` neighbours to each side
    are looked at in the first, ``wide`` in the second. ``rare`` (bounds ``rare_at``) lists the cases of each stem that
    few cases have (none for others). ``series`` (n, 2): numbers of the case's series or -1, ``series_count`` of
    them: pairs inside one are left out, and so are ``barred`` pairs (smaller * n + greater, ascending).
    """

    block: Small
    block_place: Small
    block_from: Small
    block_to: Small
    time: Small
    time_place: Small
    reach: int
    wide: int
    rare: Small
    rare_at: Ints
    series: Small
    series_count: int
    barred: Ints


@njit(cache=True, nogil=True)
def _around(
    i: int, row: Small, place: int, low: int, high: int, reach: int, seen: Small, found: Small, count: int
) -> int:
    """Add the neighbours of a place in a row, the nearest first; how many are found now."""
    for far in range(1, reach + 1):
        for p in (place - far, place + far):
            if low <= p < high and seen[row[p]] != i:
                seen[row[p]] = i
                found[count] = row[p]
                count += 1
    return count


@njit(cache=True, nogil=True)
def _near(i: int, of: Traits, field: Field, seen: Small, found: Small) -> int:
    """The cases to compare ``i`` with, into ``found``; how many. ``seen`` marks them with i."""
    seen[i] = i
    low, high = field.block_from[i], field.block_to[i]
    count = _around(i, field.block, field.block_place[i], low, high, field.reach, seen, found, 0)
    count = _around(i, field.time, field.time_place[i], 0, seen.size, field.wide, seen, found, count)
    for w in range(of.word_at[i], of.word_at[i + 1]):
        stem = of.words[w]
        for p in range(field.rare_at[stem], field.rare_at[stem + 1]):
            j = field.rare[p]
            if seen[j] != i:
                seen[j] = i
                found[count] = j
                count += 1
    return count


@njit(cache=True, nogil=True)
def _keep(others: Small, bits: Small, j: int, weight: int) -> None:
    """Put a case among the best, greatest first, the smaller case first among equals."""
    last = others.size - 1
    if others[last] >= 0 and (weight, -j) <= (bits[last], -others[last]):
        return
    p = last
    while p > 0 and (others[p - 1] < 0 or (weight, -j) > (bits[p - 1], -others[p - 1])):
        others[p], bits[p] = others[p - 1], bits[p - 1]
        p -= 1
    others[p], bits[p] = j, weight


class Odds(NamedTuple):
    """From a weight to a chance: odds are ``base`` plus ``slope`` per mille of it plus ``own`` (n) of both cases,
    milli-bits; ``chance`` is looked up in millionths, from the odds of ``-(chance.size // 2)`` milli-bits on."""

    base: int
    slope: int
    own: Ints
    chance: Ints


class Sums(NamedTuple):
    """Sums of chances, millionths: of each case with the cases of each series, as rows of ``at``; ``group`` by pairs
    of series, ``key`` = one * count + other ascending. ``home`` (n): the case's series or -1; ``size`` of each."""

    at: Ints
    series: Ints
    total: Ints
    key: Ints
    group: Ints
    home: Ints
    size: Ints


@njit(cache=True, nogil=True)
def _chance(weight: int, own: int, odds: Odds) -> int:
    half = odds.chance.size // 2
    bits = odds.base + odds.slope * weight // 1000 + own
    return int(odds.chance[min(max(bits + half, 0), odds.chance.size - 1)])


@njit(cache=True, nogil=True)
def _grown(row: Ints, size: int) -> Ints:
    """The same numbers with room for as many again when there is no room for ``size`` more."""
    if row.size >= size:
        return row
    out = np.empty(2 * size, np.int64)
    for p in range(row.size):
        out[p] = row[p]
    return out


@njit(cache=True, nogil=True)
def _find(row: Ints, start: int, end: int, key: int) -> int:
    """Where a key stands in an ascending part of a row; -1 when it does not."""
    low, high = start, end
    while low < high:
        middle = (low + high) // 2
        if row[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < end and row[low] == key else -1


@njit(cache=True, nogil=True)
def _scan(
    of: Traits, worth: Worth, field: Field, odds: Odds, keep: int, most: int, start: int, stop: int
) -> tuple[Small, Small, Ints, Ints, Ints]:
    """:func:`scan` of the cases from ``start`` to ``stop``; ``most`` is what words may weigh at most."""
    n, size = of.scheme.size, stop - start
    others, chances = np.full((size, keep), -1, np.int32), np.zeros((size, keep), np.int32)
    seen, found = np.full(n, -1, np.int32), np.empty(n, np.int32)
    home, second = field.series[:, 0].copy(), field.series[:, 1].copy()
    mark = np.zeros((2, max(field.rare_at.size - 1, 1)), np.int32)
    sums, touched = np.zeros(max(field.series_count, 1), np.int64), np.empty(n, np.int64)
    at, series, total = np.zeros(size + 1, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    for i in range(start, stop):
        marks, worst, row = 0, 0, i - start
        own, own_chances = others[row], chances[row]
        put_marks(i, of, worth, mark, 1)
        for k in range(_near(i, of, field, seen, found)):
            j = found[k]
            weight = quick(i, j, of, worth)
            s = home[j]
            apart = odds.own[i] + odds.own[j]
            if _chance(weight + most, apart, odds) < (worst if s < 0 else min(LEAST, worst)):
                continue  # its words could change nothing
            if s >= 0 and (s in (home[i], second[i]) or (second[j] >= 0 and second[j] in (home[i], second[i]))):
                continue  # of one series already
            if field.barred.size and _find(field.barred, 0, field.barred.size, min(i, j) * n + max(i, j)) >= 0:
                continue
            chance = _chance(weight + by_words(i, j, of, worth, mark), apart, odds)
            if chance >= worst:
                _keep(own, own_chances, j, chance)
                worst = own_chances[keep - 1]
            if s >= 0 and chance >= LEAST:
                if sums[s] == 0:
                    touched[marks] = s
                    marks += 1
                sums[s] += chance
        end = at[row]
        series, total = _grown(series, end + marks), _grown(total, end + marks)
        for k in range(marks):
            s = touched[k]
            series[end], total[end] = s, sums[s]
            sums[s] = 0
            end += 1
        at[row + 1] = end
        put_marks(i, of, worth, mark, 0)
    return others, chances, at, series[: at[size]], total[: at[size]]


@njit(cache=True, nogil=True)
def _sum(i: int, s: int, sums: Sums) -> int:
    """The sum of case i's chances with the cases of series s."""
    p = _find(sums.series, sums.at[i], sums.at[i + 1], s)
    return int(sums.total[p]) if p >= 0 else 0


@njit(cache=True, nogil=True)
def _backed(i: int, j: int, chance: int, sums: Sums) -> int:
    """The chance of a pair with what the mates of both say, millionths."""
    s, t = sums.home[i], sums.home[j]
    ours = max(_sum(j, s, sums) - chance, 0) if s >= 0 else 0
    theirs = max(_sum(i, t, sums) - chance, 0) if t >= 0 else 0
    left = MILLION - chance
    if t >= 0:
        mean = min(theirs // max(sums.size[t] - 1, 1), MILLION)
        left = left * (MILLION - OF_MATES * mean // 1000) // MILLION
    if s >= 0:
        mean = min(ours // max(sums.size[s] - 1, 1), MILLION)
        left = left * (MILLION - OF_MATES * mean // 1000) // MILLION
    if s >= 0 and t >= 0:
        key = s * sums.size.size + t
        p = _find(sums.key, 0, sums.key.size, key)
        whole = sums.group[p] if p >= 0 else 0
        among = max(whole - ours - theirs - chance, 0)
        mean = min(among // max((sums.size[s] - 1) * (sums.size[t] - 1), 1), MILLION)
        left = left * (MILLION - OF_BOTH * mean // 1000) // MILLION
    return int(MILLION - left)


@njit(cache=True, nogil=True)
def settle(others: Small, chances: Small, sums: Sums, keep: int) -> tuple[Small, Small, Small]:
    """The ``keep`` best of each when the mates of both are heard: their numbers (n, keep; -1 fills up), chances with
    and without the mates, millionths. Best first, equal ones by number."""
    n = others.shape[0]
    best, chance, alone = np.full((n, keep), -1, np.int32), np.zeros((n, keep), np.int32), np.zeros((n, keep), np.int32)
    for i in range(n):
        for k in range(others.shape[1]):
            if others[i, k] >= 0:
                _keep(best[i], chance[i], others[i, k], _backed(i, others[i, k], chances[i, k], sums))
        for k in range(keep):
            for m in range(others.shape[1]):
                if best[i, k] >= 0 and others[i, m] == best[i, k]:
                    alone[i, k] = chances[i, m]
    return best, chance, alone


def scan(
    of: Traits, worth: Worth, field: Field, odds: Odds, keep: int, threads: int = 1
) -> tuple[Small, Small, tuple[Ints, Ints, Ints]]:
    """The ``keep`` most alike cases of each by their own weights (n, keep; -1 fills up; best first, equal ones by
    number), their chances in millionths, and by case the sums of chances with the cases of each series (bounds,
    series, sums). Cases are looked at apart from each other: ``threads`` change nothing."""
    most, n = max(int(worth.likeness.max()), 0), of.scheme.size
    edges = [n * part // threads for part in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda ends: _scan(of, worth, field, odds, keep, most, *ends), pairwise(edges)))
    others, chances = (np.concatenate([part[nth] for part in parts]) for nth in (0, 1))
    series, total = (np.concatenate([part[nth] for part in parts]) for nth in (3, 4))
    size = np.concatenate([np.diff(part[2]) for part in parts])
    order = np.lexsort((series, np.repeat(np.arange(n), size)))
    return others, chances, (np.concatenate([[0], np.cumsum(size)]), series[order], total[order])


def sums(found: tuple[Ints, Ints, Ints], home: Ints, count: int) -> Sums:
    """What :func:`scan` summed, with the sums by pairs of series; ``home`` (n): the series of each case or -1."""
    at, series, total = found
    own = np.repeat(home, np.diff(at))
    kept = own >= 0
    key, place = np.unique(own[kept] * count + series[kept], return_inverse=True)
    group = np.zeros(key.size, np.int64)
    np.add.at(group, place, total[kept])
    return Sums(at, series, total, key, group, home, np.bincount(home[home >= 0], minlength=count))
