"""Which nodes are one person: officers' words first, then what is sure, never by a chain; the rest is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.kernels import clump
from qalqan.link._fellegi_fields import Ints
from qalqan.link._persons_nodes import Nodes, has, numbers
from qalqan.link._persons_weigh import FIELDS, SURE_NAME, Pairs
from qalqan.link._weights import logistic

SURE: Final = 950
MAYBE: Final = 300
NAME_ONLY: Final = 900
"""Names alone, even with a place or a device, say no more than this."""
OTHER_IIN: Final = 500
"""Two persons with different IINs say no more than this for being one."""
STOLEN: Final = 600
"""One IIN under names that contradict each other: at least worth a look, never a merge."""
_LEAST_SUPPORT: Final = 1.0
_LOG_SURE: Final = 4248  # milli-bits of odds at 950
_CLIP: Final = 12_000
_UNSEEN: Final = -1000
_NAME, _IIN, _PLACE = FIELDS.index("name"), FIELDS.index("iin"), FIELDS.index("place")
_SHARED: Final = (FIELDS.index("phone"), FIELDS.index("account"), len(FIELDS))
_DEVICE: Final = FIELDS.index("imei")


@dataclass(frozen=True, slots=True)
class Joined:
    """``person`` (N): the smallest node of each node's person. ``chance`` 0-1000 of each pair, after the rules.
    ``apart`` are pairs of nodes an officer holds apart, ``same`` pairs joined by an officer's word."""

    person: Ints
    chance: Ints
    apart: list[tuple[int, int]]
    same: list[tuple[int, int]]


def chances(pairs: Pairs) -> Ints:
    """The probability of each pair, 0-1000, inside what the rules allow."""
    chance = logistic(pairs.total)
    level = pairs.levels
    shared = (level[:, _SHARED] == 2).any(axis=1) | (level[:, _IIN] == 2)
    chance = np.where(shared, chance, np.minimum(chance, NAME_ONLY))  # a device passes from hand to hand, too
    placed = (level[:, _NAME] == SURE_NAME) & (pairs.bits[:, _PLACE] >= _LEAST_SUPPORT)
    support = shared | placed | (level[:, _DEVICE] == 2)
    chance = np.where(support, chance, 0)
    chance = np.where(level[:, _IIN] == 1, np.minimum(chance, OTHER_IIN), chance)
    stolen = (level[:, _IIN] == 2) & (level[:, _NAME] == 1)
    chance = np.where(stolen, np.clip(chance, STOLEN, SURE - 1), chance)
    nobody = level[:, _NAME] == 0  # an identifier alone, with no name to compare: never a merge
    return np.asarray(np.where(nobody & (level[:, _IIN] != 2), np.minimum(chance, SURE - 1), chance), np.int64)


def join(nodes: Nodes, pairs: Pairs, decided: pl.DataFrame) -> Joined:
    """Persons; ``decided`` (a, b, holds) are officers' words about ids."""
    chance = chances(pairs)
    apart, same = _words(nodes, decided)
    root = _united(nodes.count, apart, same)
    left, right = root[pairs.left], root[pairs.right]
    worth = np.where(
        chance >= SURE, np.clip(pairs.total - _LOG_SURE, 1, _CLIP), np.minimum(pairs.total - _LOG_SURE, -1)
    )
    different = pairs.levels[:, _IIN] == 1
    worth = np.where(different, clump.APART, np.maximum(worth, -_CLIP))
    for a, b in apart:
        left, right = np.append(left, root[a]), np.append(right, root[b])
        worth = np.append(worth, clump.APART)
    one, other, weight = _grouped(left, right, worth, nodes.count)
    person = clump.clusters(nodes.count, one, other, weight, 0, _UNSEEN)[root]
    least = np.full(nodes.count, nodes.count)
    np.minimum.at(least, person, np.arange(nodes.count))
    return Joined(least[person], chance, apart, same)


def _words(nodes: Nodes, decided: pl.DataFrame) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Officers' words as pairs of nodes: apart for all that have the things named, same for the first of each."""
    apart: list[tuple[int, int]] = []
    same: list[tuple[int, int]] = []
    for a, b, holds in decided.select("a", "b", "holds").iter_rows():
        one, other = (nodes.rows.filter(has(side))["node"].unique().sort().to_list() for side in (a, b))
        if not one or not other:
            continue
        if holds:
            same.append((one[0], other[0]))
        else:
            apart += [(i, j) for i in one for j in other if i != j]
    return apart, same


def _united(count: int, apart: list[tuple[int, int]], same: list[tuple[int, int]]) -> Ints:
    """Nodes joined by officers' words, in their order, unless that would join what is held apart."""
    root = np.arange(count)
    for a, b in same:
        one, other = sorted((int(root[a]), int(root[b])))
        barred = any({int(root[i]), int(root[j])} == {one, other} for i, j in apart)
        if one != other and not barred:
            root[root == other] = one
    return root


def _grouped(left: Ints, right: Ints, worth: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Pairs of roots once each: forbidden when any of theirs is, else by their best."""
    frame = pl.DataFrame({"a": np.minimum(left, right), "b": np.maximum(left, right), "w": worth})
    frame = frame.filter((pl.col("a") != pl.col("b")) & (pl.col("b") < count))
    barred = pl.col("w").min() <= clump.APART
    best = frame.group_by("a", "b").agg(pl.when(barred).then(clump.APART).otherwise(pl.col("w").max()).alias("w"))
    best = best.sort("a", "b")
    return numbers(best["a"]), numbers(best["b"]), numbers(best["w"])
