"""Graphs, circles, communities, betweenness and bridges beside obvious oracles on small graphs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.between import betweenness, standing
from qalqan.kernels.communities import communities, quality
from qalqan.kernels.cuts import bridges
from qalqan.kernels.graph import Graph, circles
from qalqan.kernels.unionfind import components

NODES = 9
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=24)


def graph_of(edges: list[tuple[int, int]], nodes: int = NODES) -> Graph:
    left, right = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))
    return Graph.of(nodes, left, right)


def neighbours(graph: Graph) -> list[set[int]]:
    near: list[set[int]] = [set() for _ in range(graph.nodes)]
    for a, b in zip(graph.left.tolist(), graph.right.tolist(), strict=True):
        near[a].add(b)
        near[b].add(a)
    return near


@given(EDGES)
def test_a_graph_holds_each_edge_twice_in_order_and_no_loop(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    wanted = sorted({(min(e), max(e)) for e in edges if e[0] != e[1]})
    assert list(zip(graph.left.tolist(), graph.right.tolist(), strict=True)) == wanted
    near = neighbours(graph)
    for node in range(NODES):
        mine = slice(graph.start[node], graph.start[node + 1])
        assert graph.other[mine].tolist() == sorted(near[node])
        for other, edge in zip(graph.other[mine], graph.edge[mine], strict=True):
            assert {graph.left[edge], graph.right[edge]} == {node, other}
    assert graph.weight.sum() == 2 * sum(1 for a, b in edges if a != b)


def test_wrong_graphs_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        Graph.of(2, np.array([0]), np.array([2]))
    with pytest.raises(ValueError, match="positive"):
        Graph.of(2, np.array([0]), np.array([1]), np.array([0]))


@given(EDGES)
def test_circles_are_the_squared_share_of_common_acquaintances(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    near = neighbours(graph)
    for edge, told in enumerate(circles(graph).tolist()):
        a, b = int(graph.left[edge]), int(graph.right[edge])
        one, two = near[a] | {a}, near[b] | {b}
        assert told == max(1000 * len(one & two) ** 2 // len(one | two) ** 2, 1)


@given(EDGES, st.integers(300, 2500))
def test_no_single_move_betters_the_communities(edges: list[tuple[int, int]], resolution: int) -> None:
    graph = graph_of(edges)
    label = communities(graph, resolution)
    found = quality(graph, label, resolution)
    assert found >= quality(graph, np.arange(NODES), resolution)
    for node in range(NODES):
        for part in {*label.tolist(), NODES - 1 - node}:
            moved = label.copy()
            moved[node] = part
            assert quality(graph, moved, resolution) <= found


def _inside(graph: Graph, label: np.ndarray) -> np.ndarray:
    return np.asarray(label[graph.left] == label[graph.right])


@given(EDGES)
def test_communities_hang_together_and_are_named_by_the_smallest(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    label = communities(graph)
    inside = _inside(graph, label)
    assert components(NODES, graph.left[inside], graph.right[inside]).tolist() == label.tolist()
    assert communities(graph_of([(b, a) for a, b in reversed(edges)])).tolist() == label.tolist()


def test_two_cliques_with_one_tie_are_two() -> None:
    cliques = [*combinations(range(5), 2), *combinations(range(5, 10), 2), (4, 5)]
    assert communities(graph_of(cliques, 10)).tolist() == [0] * 5 + [5] * 5


def ways(near: list[set[int]], a: int, b: int) -> list[tuple[int, ...]]:
    """All shortest ways from a to b."""
    paths: list[tuple[int, ...]] = [(a,)]
    seen = {a}
    while paths:
        done = [path for path in paths if path[-1] == b]
        if done:
            return done
        paths = [(*path, u) for path in paths for u in near[path[-1]] if u not in seen]
        seen |= {path[-1] for path in paths}
    return []


@given(EDGES)
def test_betweenness_counts_shortest_ways(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    near, wanted = neighbours(graph), np.zeros(NODES)
    for a, b in combinations(range(NODES), 2):
        found = ways(near, a, b)
        for path in found:
            for node in path[1:-1]:
                wanted[node] += 1 / len(found)
    assert np.allclose(betweenness(graph), wanted)


def test_betweenness_from_some_searches_is_scaled() -> None:
    ring = graph_of([(n, (n + 1) % 40) for n in range(40)], 40)
    assert betweenness(ring, 20).sum() == pytest.approx(betweenness(ring).sum())


def test_standing_compares_with_all_and_with_one_s_own() -> None:
    assert standing(np.array([16.0, 4.0, 4.0, 0.0]), np.array([0, 0, 1, 1])).tolist() == [1000, 250, 500, 0]
    assert standing(np.zeros(2), np.array([0, 1])).tolist() == [0, 0]
    apart = standing(np.array([16.0, 4.0, 4.0, 0.0]), np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1]))
    assert apart.tolist() == [1000, 250, 1000, 0]


@given(EDGES)
def test_bridges_tell_the_smaller_side(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    for edge, told in enumerate(bridges(graph).tolist()):
        kept = np.arange(graph.left.size) != edge
        label = components(NODES, graph.left[kept], graph.right[kept])
        a, b = label[graph.left[edge]], label[graph.right[edge]]
        assert told == (0 if a == b else min((label == a).sum(), (label == b).sum()))


def test_a_long_chain_needs_no_deep_stack() -> None:
    chain = graph_of([(n, n + 1) for n in range(50_000)], 50_001)
    assert bridges(chain).max() == 25_000
