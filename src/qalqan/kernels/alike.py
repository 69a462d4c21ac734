"""How alike cases are: additive weights of many factors over pairs, and the best pairs of every case.

A factor is a *value* (equal or not; an equal one weighs the more the rarer it is) or a *step* (a whole number; the
weight is looked up by the difference, on a circle where it has a turn). Every factor has its weights twice: for pairs
that share their scheme and for pairs that do not, because within a scheme much is alike by itself. Unknown values weigh
nothing. Weights are milli-bits (thousandths of log2 of the odds). Words are compared by the share of their rarity.

Source: naive Bayes with stratification; Fellegi and Sunter 1969; Porter 2016 (crime linkage by Bayes factors).
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

UNKNOWN: Final = -(1 << 30)
WORD_STEPS: Final = 32  # how finely the likeness of words is told: 0 all shared to WORD_STEPS none
_POOLED: Final = 3
_NONE: Final = -(1 << 30)

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]


class Traits(NamedTuple):
    """What cases do, n cases in order of their ids.

    ``scheme`` (n): number or -1. ``values`` (n, V): numbers or -1. ``steps`` (n, S): whole numbers or ``UNKNOWN``.
    ``turn`` (S): length of the circle, 0 for a line. ``words`` with bounds ``word_at`` (n + 1): numbers of stems,
    ascending in a case; ``tongue`` (n): language of the text, -1 for none.
    """

    scheme: Small
    values: Small
    steps: Small
    turn: Small
    words: Small
    word_at: Ints
    tongue: Small


class Worth(NamedTuple):
    """Weights in milli-bits.

    ``schemes``: by both schemes. The first index of all others: 0 for pairs of different schemes, 1 for pairs of one.
    ``agree`` (2, n, V) by the case's own value; ``differ`` (2, V). ``table`` (2, S, D): by difference, the last for
    all beyond. ``rarity`` (2, W) of each place in ``words`` and its sum by case ``mass`` (2, n); ``likeness``
    (2, WORD_STEPS + 1).
    """

    schemes: Small
    agree: Small
    differ: Small
    table: Small
    rarity: Small
    mass: Ints
    likeness: Small


@njit(cache=True, nogil=True)
def _unlike(i: int, j: int, of: Traits, worth: Worth, layer: int) -> int:
    """Steps from one text's words to another's: 0 all rarity shared, WORD_STEPS none."""
    p, q = of.word_at[i], of.word_at[j]
    p_end, q_end = of.word_at[i + 1], of.word_at[j + 1]
    shared = 0
    while p < p_end and q < q_end:
        a, b = of.words[p], of.words[q]
        if a == b:
            shared += min(worth.rarity[layer, p], worth.rarity[layer, q])
            p += 1
            q += 1
        elif a < b:
            p += 1
        else:
            q += 1
    mass = worth.mass[layer, i] + worth.mass[layer, j]
    if mass == 0:
        return WORD_STEPS
    return int(WORD_STEPS - 2 * WORD_STEPS * shared // mass)


@njit(cache=True, nogil=True)
def _gap(a: int, b: int, turn: int, most: int) -> int:
    """The difference of two steps, round the circle where it is shorter, at most ``most``."""
    gap = abs(a - b)
    if turn:
        gap = min(gap, turn - gap)
    return min(gap, most)


@njit(cache=True, nogil=True)
def _levels(i: int, j: int, of: Traits, worth: Worth, out: Small) -> int:
    """Where a pair stands in every step factor and in words (-1: unknown); gives the layer."""
    layer = 1 if of.scheme[i] >= 0 and of.scheme[i] == of.scheme[j] else 0
    steps = of.turn.size
    for s in range(steps):
        a, b = of.steps[i, s], of.steps[j, s]
        out[s] = _gap(a, b, of.turn[s], worth.table.shape[2] - 1) if min(a, b) > UNKNOWN else -1
    told = of.tongue[i] >= 0 and of.tongue[i] == of.tongue[j]
    out[steps] = _unlike(i, j, of, worth, layer) if told else -1
    return layer


@njit(cache=True, nogil=True)
def _pair(i: int, j: int, of: Traits, worth: Worth, level: Small, out: Small) -> int:
    """Weights of a pair by factor into ``out`` (scheme, values, steps, words); gives their sum."""
    layer = _levels(i, j, of, worth, level)
    values, steps = of.values.shape[1], of.turn.size
    out[0] = 0
    if of.scheme[i] >= 0 and of.scheme[j] >= 0:
        out[0] = worth.schemes[of.scheme[i], of.scheme[j]]
    total = out[0]
    for v in range(values):
        a, b = of.values[i, v], of.values[j, v]
        weight = 0
        if a >= 0 and b >= 0:
            weight = worth.agree[layer, i, v] if a == b else worth.differ[layer, v]
        out[1 + v] = weight
        total += weight
    for s in range(steps):
        weight = worth.table[layer, s, level[s]] if level[s] >= 0 else 0
        out[1 + values + s] = weight
        total += weight
    weight = worth.likeness[layer, level[steps]] if level[steps] >= 0 else 0
    out[1 + values + steps] = weight
    return int(total + weight)


@njit(cache=True, nogil=True)
def levels(a: Ints, b: Ints, of: Traits, worth: Worth) -> tuple[Small, Small]:
    """For pairs (a[k], b[k]): the layer of each, and its place in every step factor and in words (-1: unknown)."""
    layer = np.empty(a.size, np.int32)
    out = np.empty((a.size, of.turn.size + 1), np.int32)
    for k in range(a.size):
        layer[k] = _levels(a[k], b[k], of, worth, out[k])
    return layer, out


@njit(cache=True, nogil=True)
def weigh(a: Ints, b: Ints, of: Traits, worth: Worth) -> Small:
    """Weights of pairs by factor, (pairs, 1 + V + S + 1): scheme, values, steps, words."""
    level = np.empty(of.turn.size + 1, np.int32)
    out = np.empty((a.size, 2 + of.values.shape[1] + of.turn.size), np.int32)
    for k in range(a.size):
        _pair(a[k], b[k], of, worth, level, out[k])
    return out


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
def _together(i: int, j: int, series: Small) -> bool:
    for x in range(2):
        for y in range(2):
            if series[i, x] >= 0 and series[i, x] == series[j, y]:
                return True
    return False


@njit(cache=True, nogil=True)
def _near(i: int, of: Traits, field: Field, seen: Small, found: Small) -> int:
    """The cases to compare ``i`` with, into ``found``; how many. ``seen`` marks them with i."""
    count = 0
    seen[i] = i
    place = field.block_place[i]
    for p in range(max(field.block_from[i], place - field.reach), min(field.block_to[i], place + field.reach + 1)):
        j = field.block[p]
        if seen[j] != i:
            seen[j] = i
            found[count] = j
            count += 1
    place = field.time_place[i]
    for p in range(max(0, place - field.wide), min(seen.size, place + field.wide + 1)):
        j = field.time[p]
        if seen[j] != i:
            seen[j] = i
            found[count] = j
            count += 1
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
    """Put a case among the best, greatest weight first, the smaller case first among equals."""
    last = others.size - 1
    if others[last] >= 0 and (weight, -j) <= (bits[last], -others[last]):
        return
    p = last
    while p > 0 and (others[p - 1] < 0 or (weight, -j) > (bits[p - 1], -others[p - 1])):
        others[p], bits[p] = others[p - 1], bits[p - 1]
        p -= 1
    others[p], bits[p] = j, weight


@njit(cache=True, nogil=True)
def _pool(pool: Small, weight: int) -> None:
    """Keep the greatest weights of a series."""
    for p in range(_POOLED):
        if weight > pool[p]:
            pool[p], weight = weight, pool[p]


@njit(cache=True, nogil=True)
def _backing(j: int, weight: int, field: Field, pools: Small, share: int) -> int:
    """What the other cases of j's series add: ``share`` per mille of the mean of the best of them, above zero."""
    best = 0
    for x in range(2):
        s = field.series[j, x]
        if s < 0:
            continue
        total, own, count = 0, True, 0
        for p in range(_POOLED):
            if pools[s, p] == _NONE:
                continue
            if own and pools[s, p] == weight:
                own = False  # the case itself
                continue
            total += pools[s, p]
            count += 1
        if count:
            best = max(best, share * (total // count) // 1000)
    return best


@njit(cache=True, nogil=True)
def _barred(i: int, j: int, field: Field, n: int) -> bool:
    """Whether a pair is one series' already, or an officer said that it is not one."""
    if _together(i, j, field.series):
        return True
    key = min(i, j) * n + max(i, j)
    p = np.searchsorted(field.barred, key)
    return bool(p < field.barred.size and field.barred[p] == key)


class Desk(NamedTuple):
    """Room to work in, made once: marks, candidates, levels and weights of a pair, the best, pools of series."""

    seen: Small
    found: Small
    level: Small
    parts: Small
    some: Small
    bits: Small
    pools: Small
    touched: Small


@njit(cache=True, nogil=True)
def _scan(i: int, of: Traits, worth: Worth, field: Field, desk: Desk) -> int:
    """Weigh all candidates of a case: the best into ``some``, the pools of their series; how many pools."""
    marks = 0
    desk.some[:], desk.bits[:] = -1, 0
    for k in range(_near(i, of, field, desk.seen, desk.found)):
        j = desk.found[k]
        if _barred(i, j, field, of.scheme.size):
            continue
        weight = _pair(i, j, of, worth, desk.level, desk.parts)
        _keep(desk.some, desk.bits, j, weight)
        for x in range(2):
            s = field.series[j, x]
            if s >= 0:
                if desk.pools[s, 0] == _NONE:
                    desk.touched[marks] = s
                    marks += 1
                _pool(desk.pools[s], weight)
    return marks


@njit(cache=True, nogil=True)
def rank(of: Traits, worth: Worth, field: Field, keep: int, share: int) -> tuple[Small, Small]:
    """The ``keep`` most alike cases of each: their numbers (n, keep; -1 fills up), and what the series of the other
    adds to its weight (``share`` per mille of what its other cases weigh). Best first; equal ones by number.
    """
    n = of.scheme.size
    others, backing = np.full((n, keep), -1, np.int32), np.zeros((n, keep), np.int32)
    desk = Desk(
        np.full(n, -1, np.int32),
        np.empty(n, np.int32),
        np.empty(of.turn.size + 1, np.int32),
        np.empty(2 + of.values.shape[1] + of.turn.size, np.int32),
        np.empty(3 * keep, np.int32),
        np.empty(3 * keep, np.int32),
        np.full((max(field.series_count, 1), _POOLED), _NONE, np.int32),
        np.empty(2 * n, np.int32),
    )
    best, best_bits = np.empty(keep, np.int32), np.empty(keep, np.int32)
    for i in range(n):
        marks = _scan(i, of, worth, field, desk)
        best[:], best_bits[:] = -1, 0
        for m in range(desk.some.size):
            j = desk.some[m]
            if j >= 0:
                _keep(best, best_bits, j, desk.bits[m] + _backing(j, desk.bits[m], field, desk.pools, share))
        others[i] = best
        for m in range(desk.some.size):
            for k in range(keep):
                if best[k] >= 0 and best[k] == desk.some[m]:
                    backing[i, k] = best_bits[k] - desk.bits[m]
        for k in range(marks):
            desk.pools[desk.touched[k], :] = _NONE
    return others, backing
