"""Cases joined the surest first, against a slow and obvious oracle; officers' pairs; order of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.agglomerate import FEWEST, Odds, agglomerate
from qalqan.kernels.bipartite import Bipartite, log2_table
from qalqan.kernels.likeness import Circumstances, gap_factor, scheme_factor, sum_factor
from qalqan.kernels.unionfind import components

LOG2 = log2_table(4096)
NO_PAIRS: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class World:
    """Cases, (case, identifier) → how sure, the weight and chain of each identifier, circumstances, officers' pairs."""

    cases: int
    has: tuple[tuple[tuple[int, int], int], ...]
    weight: tuple[int, ...]
    chain: tuple[int, ...]
    scheme: tuple[int, ...] = ()
    day: tuple[int, ...] = ()
    sum_bits: tuple[int, ...] = ()
    apart: tuple[tuple[int, int], ...] = NO_PAIRS
    together: tuple[tuple[int, int], ...] = NO_PAIRS
    bias: int = -500
    crowd: int = 130
    alone: int = 1000
    most_crowd: int = 3
    inverse: tuple[int, ...] = (1500, 3000, 9000)
    pull: int = 600

    def column(self, told: tuple[int, ...]) -> np.ndarray:
        return np.array(told or (-1,) * self.cases, np.int64)

    @property
    def about(self) -> Circumstances:
        scheme, day, sums = self.column(self.scheme), self.column(self.day), self.column(self.sum_bits)
        return Circumstances(scheme, day, sums, np.array(self.inverse, np.int64), self.pull, 77, 541)


def joined(world: World, order: np.ndarray | None = None) -> list[int]:
    """The kernel's labels; ``order`` shuffles the rows it is given."""
    order = np.arange(len(world.has)) if order is None else order
    case, ident = (np.array([pair[side] for pair, _ in world.has], np.int64)[order] for side in (0, 1))
    sure = np.array([told for _, told in world.has], np.int64)[order]
    chain = np.array(world.chain, np.int64)[ident]
    graph = Bipartite.of(world.cases, len(world.weight), case, ident, sure, chain)
    odds = Odds(
        np.array(world.weight, np.int64),
        world.bias,
        world.crowd,
        world.most_crowd,
        world.alone,
        world.about,
        np.array(world.apart, np.int64).reshape(-1, 2),
        np.array(world.together, np.int64).reshape(-1, 2),
    )
    return [int(one) for one in agglomerate(graph, odds)]


class Slow:
    """The same by the book: after each union the odds of all pairs of groups are computed anew from dictionaries.

    A group goes by the name of the larger one it was joined from, at equal size the smaller name: names break ties.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.groups = {case: {case} for case in range(world.cases)}
        self.sure = dict(world.has)

    def run(self) -> list[int]:
        for a, b in self.world.together:
            s, t = self.of(a), self.of(b)
            if s != t and not self.barred(s, t):
                self.groups[s] |= self.groups.pop(t)
        while True:
            best = max(
                (
                    (self.odds(s, t), -s, -t)
                    for s, t in combinations(sorted(self.groups), 2)
                    if self.touch(s, t) and not self.barred(s, t)
                ),
                default=(0, 0, 0),
            )
            if best[0] <= 0:
                break
            s, t = -best[1], -best[2]
            if len(self.groups[t]) > len(self.groups[s]):
                s, t = t, s
            self.groups[s] |= self.groups.pop(t)
        label = {case: min(members) for members in self.groups.values() for case in members}
        return [label[case] for case in range(self.world.cases)]

    def of(self, case: int) -> int:
        return next(name for name, members in self.groups.items() if case in members)

    def barred(self, s: int, t: int) -> bool:
        one, other = self.groups[s], self.groups[t]
        return any((a in one and b in other) or (a in other and b in one) for a, b in self.world.apart)

    def have(self, s: int, ident: int) -> dict[int, int]:
        return {case: self.sure[case, ident] for case in self.groups[s] if (case, ident) in self.sure}

    def both(self, s: int, t: int) -> list[int]:
        return [v for v, bits in enumerate(self.world.weight) if bits > 0 and self.have(s, v) and self.have(t, v)]

    def touch(self, s: int, t: int) -> bool:
        """They share something, and not through a single case where both are series already."""
        both = self.both(s, t)
        if min(len(self.groups[s]), len(self.groups[t])) < FEWEST:
            return bool(both)
        return all(len({case for v in both for case in self.have(side, v)}) > 1 for side in (s, t))

    def odds(self, s: int, t: int) -> int:
        world, chains = self.world, dict[int, int]()
        for v in self.both(s, t):
            worth = world.weight[v] * max(self.have(s, v).values()) // 1000 * max(self.have(t, v).values()) // 1000
            chains[world.chain[v]] = max(chains.get(world.chain[v], 0), worth)
        one, other = len(self.groups[s]), len(self.groups[t])
        less, more = min(one, other, 2 * world.most_crowd), min(max(one, other), world.most_crowd)
        crowded = less * more - 1
        lonely = world.alone if one == other == 1 else 0
        return world.bias + sum(chains.values()) - world.crowd * crowded - lonely + self.circumstances(s, t)

    def circumstances(self, s: int, t: int) -> int:
        about = self.world.about
        few, many = sorted((s, t), key=lambda name: (len(self.groups[name]), name))

        def known(column: np.ndarray, name: int) -> list[int]:
            return [int(column[case]) for case in self.groups[name] if column[case] >= 0]

        count = [np.bincount(known(about.scheme, name), minlength=about.inverse.size) for name in (few, many)]
        found = scheme_factor(
            count[0], int(count[0].sum()), count[1], int(count[1].sum()), about.inverse, about.pull, LOG2
        )
        days = [known(about.day, name) or [-1] for name in (s, t)]
        found += gap_factor(min(days[0]), max(days[0]), min(days[1]), max(days[1]), about.gap, LOG2)
        sums = [known(about.sum_bits, name) for name in (s, t)]
        return found + sum_factor(sum(sums[0]), len(sums[0]), sum(sums[1]), len(sums[1]), about.sums, about.most_ratio)


def worlds(most: int = 9, *, words: bool = True) -> st.SearchStrategy[World]:
    """Small worlds; weights in whole bits, so that what two groups share weighs the same from either side."""

    @st.composite
    def draw(pick: st.DrawFn) -> World:
        cases, idents = pick(st.integers(2, most)), pick(st.integers(1, 7))
        case, ident = st.integers(0, cases - 1), st.integers(0, idents - 1)
        has = pick(st.dictionaries(st.tuples(case, ident), st.sampled_from((350, 700, 1000)), max_size=24))
        one = st.tuples(case, case).filter(lambda pair: pair[0] != pair[1])
        said = st.lists(one, max_size=4).map(tuple) if words else st.just(NO_PAIRS)

        def each(values: st.SearchStrategy[int], size: int) -> tuple[int, ...]:
            return tuple(pick(st.lists(values, min_size=size, max_size=size)))

        return World(
            cases,
            tuple(has.items()),
            each(st.sampled_from((0, 1000, 2000, 2000, 3000, 5000, 8000)), idents),
            each(st.integers(0, 4), idents),
            each(st.integers(-1, 2), cases),
            each(st.sampled_from((-1, 0, 1, 3, 40)), cases),
            each(st.sampled_from((-1, 10_000, 11_000, 20_000)), cases),
            pick(said),
            pick(said),
        )

    return draw()


@given(worlds())
def test_the_kernel_does_what_the_slow_way_does(world: World) -> None:
    assert joined(world) == Slow(world).run()


@given(worlds(14), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(world: World, shuffle: Random) -> None:
    order = list(range(len(world.has)))
    shuffle.shuffle(order)
    odd = replace(world, weight=tuple(bits * 7 // 9 for bits in world.weight))  # weights that do not divide evenly
    assert joined(odd) == joined(odd, np.array(order, np.int64))


@given(worlds(14))
def test_officers_pairs_are_kept(world: World) -> None:
    label = joined(world)
    assert all(label[a] != label[b] for a, b in world.apart)
    free = replace(world, apart=NO_PAIRS)
    assert all(joined(free)[a] == joined(free)[b] for a, b in world.together)
    ends = np.array(world.together, np.int64).reshape(-1, 2)
    whole = components(world.cases, ends[:, 0], ends[:, 1])
    torn = {whole[a] for a, b in world.apart if whole[a] == whole[b]}  # said together and apart, by way of others
    assert all(label[a] == label[b] for a, b in world.together if whole[a] not in torn)
    assert all(label[one] == one <= case for case, one in enumerate(label))


@given(worlds(14, words=False))
def test_a_service_and_a_stranger_add_nothing(world: World) -> None:
    more = replace(
        world,
        cases=world.cases + 1,
        has=(*world.has, *(((case, len(world.weight)), 1000) for case in range(world.cases + 1))),
        weight=(*world.weight, 0),
        chain=(*world.chain, 9),
        scheme=(*world.scheme, 0),
        day=(*world.day, 0),
        sum_bits=(*world.sum_bits, 10_000),
    )
    assert joined(more) == [*joined(world), world.cases]


def rows(*told: tuple[int, ...]) -> tuple[tuple[tuple[int, int], int], ...]:
    """Surely, for each case its identifiers."""
    return tuple(((case, ident), 1000) for case, has in enumerate(told) for ident in has)


def test_things_of_one_chain_count_once() -> None:
    one = World(2, rows((0, 1), (0, 1)), (1000, 1000), (0, 0))
    assert joined(one) == [0, 1], "-500 - 1000 + 1000: a number and its device are one thing"
    assert joined(replace(one, chain=(0, 1))) == [0, 0]


def test_a_case_alone_must_be_surer() -> None:
    two = World(2, rows((0,), (0,)), (1500,), (0,))
    assert joined(two) == [0, 1], "odds of exactly nought join nothing"
    assert joined(replace(two, weight=(1501,))) == [0, 0]
    assert joined(replace(two, alone=900)) == [0, 0]


def test_two_series_are_not_joined_through_one_case() -> None:
    bridge = World(6, rows((0,), (0,), (0, 2), (1, 2), (1,), (1,)), (9000, 9000, 5000), (0, 1, 2))
    assert joined(bridge) == [0, 0, 0, 3, 3, 3]
    wide = rows((0,), (0, 2), (0, 2), (1, 2), (1, 2), (1,))
    assert joined(replace(bridge, has=wide)) == [0] * 6


def test_chains_of_pairs_do_not_close() -> None:
    """Each case shares one thing with the next: the crowd that shares nothing speaks against one long series."""
    count = 12
    told = tuple(tuple(ident for ident in (n - 1, n) if 0 <= ident < count - 1) for n in range(count))
    label = joined(World(count, rows(*told), (2500,) * (count - 1), tuple(range(count - 1)), crowd=800, most_crowd=8))
    assert len(set(label)) > 1
    assert any(a == b for a, b in pairwise(label))
