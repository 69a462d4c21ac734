"""How alike two cases are: additive weights of many factors over pairs.

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
    all beyond. ``rarity`` (2, W) of each place in ``words`` (of the case's language, or its scheme and language; so
    equal for two cases that are compared) and its sum by case ``mass`` (2, n); ``likeness``
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
            shared += worth.rarity[layer, p]  # q's is the same: their crowd is
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
def quick(i: int, j: int, of: Traits, worth: Worth) -> int:
    """The weight of a pair without its words."""
    one, other = of.scheme[i], of.scheme[j]
    layer = 1 if one >= 0 and one == other else 0
    total = 0
    if one >= 0 and other >= 0:
        total = worth.schemes[one, other]
    for v in range(of.values.shape[1]):
        a, b = of.values[i, v], of.values[j, v]
        if a >= 0 and b >= 0:
            total += worth.agree[layer, i, v] if a == b else worth.differ[layer, v]
    most = worth.table.shape[2] - 1
    for s in range(of.turn.size):
        a, b = of.steps[i, s], of.steps[j, s]
        if min(a, b) > UNKNOWN:
            total += worth.table[layer, s, _gap(a, b, of.turn[s], most)]
    return int(total)


@njit(cache=True, nogil=True)
def by_words(i: int, j: int, of: Traits, worth: Worth, mark: Small) -> int:
    """What the words of a pair weigh; nothing between two languages. ``mark`` (2, stems) holds the rarity of i's."""
    if of.tongue[i] < 0 or of.tongue[i] != of.tongue[j]:
        return 0
    layer = 1 if of.scheme[i] >= 0 and of.scheme[i] == of.scheme[j] else 0
    shared = 0
    for q in range(of.word_at[j], of.word_at[j + 1]):
        shared += mark[layer, of.words[q]]
    mass = worth.mass[layer, i] + worth.mass[layer, j]
    level = WORD_STEPS - 2 * WORD_STEPS * shared // mass if mass else WORD_STEPS
    return int(worth.likeness[layer, level])


@njit(cache=True, nogil=True)
def put_marks(i: int, of: Traits, worth: Worth, mark: Small, on: int) -> None:
    """Write the rarity of i's stems into ``mark`` (``on`` 1) or take it out (0)."""
    for layer in range(2):
        for p in range(of.word_at[i], of.word_at[i + 1]):
            mark[layer, of.words[p]] = on * worth.rarity[layer, p]


@njit(cache=True, nogil=True)
def _parts(i: int, j: int, of: Traits, worth: Worth, level: Small, out: Small) -> None:
    """Weights of a pair by factor into ``out`` (scheme, values, steps, words)."""
    layer = _levels(i, j, of, worth, level)
    values, steps = of.values.shape[1], of.turn.size
    out[:] = 0
    if of.scheme[i] >= 0 and of.scheme[j] >= 0:
        out[0] = worth.schemes[of.scheme[i], of.scheme[j]]
    for v in range(values):
        a, b = of.values[i, v], of.values[j, v]
        if a >= 0 and b >= 0:
            out[1 + v] = worth.agree[layer, i, v] if a == b else worth.differ[layer, v]
    for s in range(steps):
        if level[s] >= 0:
            out[1 + values + s] = worth.table[layer, s, level[s]]
    if level[steps] >= 0:
        out[1 + values + steps] = worth.likeness[layer, level[steps]]


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
        _parts(a[k], b[k], of, worth, level, out[k])
    return out
