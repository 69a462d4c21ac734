"""Series on synthetic cases: B-cubed of Qalqan's partition beside other rules, in one run.

    python benchmarks/series.py [--cases 8000] [--seed 1]

A world like the one of the reference: cases of which two in three belong to one of 250 groups, identifiers that
groups rotate, service hubs that any case may name, accounts that several groups share. B-cubed is taken over the cases
that belong to a group; the recall ceiling is what connected components inside each true group would reach.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.kernels.agglomerate import Odds, agglomerate
from qalqan.kernels.bipartite import Bipartite
from qalqan.kernels.likeness import Circumstances
from qalqan.kernels.unionfind import components
from qalqan.link._model import CLASS, crowding, shipped, weights
from qalqan.link._weights import Incidence, weigh

HUBS = 120


@dataclass
class World:
    """(case, identifier) pairs, the true group of each case (-1: lone), the kind of each identifier."""

    cases: int
    case: np.ndarray
    ident: np.ndarray
    group: np.ndarray
    kind: list[str]


def make(cases: int, seed: int) -> World:
    """A world of that many cases; everything from the seed."""
    rng = random.Random(seed)
    groups = cases // 32
    sizes = [2 + int(rng.paretovariate(1.1) * 4) for _ in range(groups)]
    scale = cases * 0.68 / sum(min(s, 160) for s in sizes)
    sizes = [max(2, int(min(s, 160) * scale)) for s in sizes]
    kind: list[str] = []

    def fresh(of: str) -> int:
        kind.append(of)
        return len(kind) - 1

    hubs = [fresh("phone") for _ in range(HUBS)]
    hub_weights = [1 / (1 + i) for i in range(HUBS)]
    shared = [fresh("iban") for _ in range(max(4, cases * 150 // 8000))]
    pairs: set[tuple[int, int]] = set()
    truth: list[int] = []
    for g, size in enumerate(sizes):
        buyers = rng.sample(shared, k=min(len(shared), rng.choices((0, 1, 2, 3), (30, 35, 25, 10))[0]))
        stock: dict[str, list[list[int]]] = {"phone": [], "iban": [], "web": []}
        for _ in range(size):
            c = len(truth)
            truth.append(g)
            told = rng.choices((1, 2, 3, 4), (22, 34, 28, 16))[0]
            for _ in range(told):
                of = rng.choices(("phone", "iban", "web"), (45, 40, 15))[0]
                if of == "iban" and buyers and rng.random() < 0.15:
                    pairs.add((c, rng.choice(buyers)))
                    continue
                pool = stock[of]
                if len(pool) < 2 or rng.random() < 0.10:
                    pool.append([fresh(of), rng.randint(2, 24) if rng.random() < 0.3 else rng.randint(1, 5)])
                one = rng.choice(pool)
                pairs.add((c, one[0]))
                one[1] -= 1
                if one[1] <= 0:
                    pool.remove(one)
    while len(truth) < cases:
        c = len(truth)
        truth.append(-1)
        for _ in range(rng.choices((1, 2, 3), (45, 35, 20))[0]):
            pairs.add((c, fresh(rng.choice(("phone", "iban", "web")))))
    for c in range(cases):
        for _ in range(rng.choices((0, 1, 2), (60, 28, 12))[0]):
            pairs.add((c, rng.choices(hubs, hub_weights)[0]))
    where = list(range(cases))
    rng.shuffle(where)
    group = np.empty(cases, np.int64)
    group[where] = truth
    both = np.array(sorted((where[c], v) for c, v in pairs))
    return World(cases, both[:, 0], both[:, 1], group, kind)


def bcubed(label: np.ndarray, group: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1 over the cases of a group; lone cases inside a cluster cost precision."""
    members = np.flatnonzero(group >= 0)
    cluster, true = Counter(label.tolist()), Counter(group[members].tolist())
    both = Counter(zip(label[members].tolist(), group[members].tolist(), strict=True))
    precision = sum(both[label[c], group[c]] / cluster[label[c]] for c in members) / len(members)
    recall = sum(both[label[c], group[c]] / true[group[c]] for c in members) / len(members)
    return precision, recall, 2 * precision * recall / (precision + recall)


def glued(label: np.ndarray, group: np.ndarray) -> float:
    """The share of lone cases that are not alone."""
    lone, cluster = np.flatnonzero(group < 0), Counter(label.tolist())
    return sum(cluster[label[c]] > 1 for c in lone) / max(1, len(lone))


def joined(world: World, cap: int) -> np.ndarray:
    """Connected components over identifiers of at most ``cap`` cases."""
    degree = np.bincount(world.ident, minlength=len(world.kind))
    kept = degree[world.ident] <= cap
    both = components(world.cases + len(world.kind), world.case[kept], world.cases + world.ident[kept])
    return both[: world.cases]


def ceiling(world: World) -> np.ndarray:
    """Components of identifiers inside each true group."""
    wide = world.group.max() + 2
    inside = world.ident * wide + world.group[world.case]
    _, inside = np.unique(inside, return_inverse=True)
    keep = world.group[world.case] >= 0
    both = components(world.cases + int(inside.max()) + 1, world.case[keep], world.cases + inside[keep])
    return both[: world.cases]


def ours(world: World) -> np.ndarray:
    """Qalqan's partition on the bare identifiers: no schemes, no calls, no money."""
    found = Incidence.plain(world.cases, world.case, world.ident, len(world.kind))
    known = weigh(found)
    model = shipped()
    class_ = pl.Series([CLASS[kind] for kind in world.kind])
    weight = weights(model, class_, known.degree, known.trust, {}, world.cases)
    graph = Bipartite.of(found.cases, len(world.kind), found.case, found.ident, found.sure, found.chain)
    none = np.empty((0, 2), np.int64)
    about = Circumstances.none(found.cases)
    return agglomerate(
        graph, Odds(weight, model.bias, crowding(model, found.cases), model.most_crowd, model.alone, about, none, none)
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ours(make(200, 0))
    world = make(asked.cases, asked.seed)
    largest_true = Counter(world.group[world.group >= 0].tolist()).most_common(1)[0][1]
    print(
        f"{world.cases} cases, {len(world.case)} mentions, {world.group.max() + 1} groups, "
        f"largest {largest_true}, recall ceiling {bcubed(ceiling(world), world.group)[1]:.3f}"
    )
    print(f"{'rule':28}{'P':>7}{'R':>7}{'F1':>7}{'lone glued':>12}{'largest':>9}{'s':>7}")
    rules = {"connected components": lambda: joined(world, world.cases)}
    rules |= {f"degree cap {cap}": lambda cap=cap: joined(world, cap) for cap in (5, 10, 20, 60)}
    rules["qalqan"] = lambda: ours(world)
    for name, rule in rules.items():
        began = time.perf_counter()
        label = rule()
        spent = time.perf_counter() - began
        p, r, f = bcubed(label, world.group)
        print(
            f"{name:28}{p:7.3f}{r:7.3f}{f:7.3f}{glued(label, world.group):12.3f}"
            f"{Counter(label.tolist()).most_common(1)[0][1]:9}{spent:7.2f}"
        )


if __name__ == "__main__":
    main()
