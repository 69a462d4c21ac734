"""What holds a graph together, against taking each node away and counting what is left."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.articulation import Cuts, cuts
from qalqan.kernels.unionfind import components

Graph = tuple[int, list[tuple[int, int]], list[int]]


def found(nodes: int, edges: list[tuple[int, int]], weight: list[int]) -> Cuts:
    ends = np.array(edges, np.int64).reshape(-1, 2)
    return cuts(nodes, ends[:, 0], ends[:, 1], np.array(weight, np.int64))


def parts(nodes: int, edges: list[tuple[int, int]], without: int = -1) -> list[set[int]]:
    """The components of what is left without a node."""
    left = np.array([edge for edge in edges if without not in edge], np.int64).reshape(-1, 2)
    label = components(nodes, left[:, 0], left[:, 1])
    whole: dict[int, set[int]] = {}
    for node in range(nodes):
        if node != without:
            whole.setdefault(int(label[node]), set()).add(node)
    return list(whole.values())


@st.composite
def graphs(pick: st.DrawFn) -> Graph:
    """Trees with a few more edges, so that there is something to cut; no edge twice and none to itself."""
    nodes = pick(st.integers(1, 12))
    above = [pick(st.integers(-1, node - 1)) for node in range(1, nodes)]
    more = pick(st.lists(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), max_size=5))
    edges = {(up, node) for node, up in enumerate(above, 1) if up >= 0} | {(min(e), max(e)) for e in more}
    listed = sorted(edge for edge in edges if edge[0] != edge[1])
    return nodes, pick(st.permutations(listed)), [pick(st.integers(0, 2)) for _ in range(nodes)]


@given(graphs())
def test_each_node_parts_its_component_as_taking_it_away_does(graph: Graph) -> None:
    nodes, edges, weight = graph
    known = found(nodes, edges, weight)
    for node in range(nodes):
        (home,) = [one for one in parts(nodes, edges) if node in one]
        fallen = [one for one in parts(nodes, edges, node) if one <= home]
        sizes = sorted((sum(weight[member] for member in one) for one in fallen), reverse=True)
        assert known.parts[node] == len(fallen)
        assert [known.largest[node], known.second[node]] == [*sizes, 0, 0][:2]


@given(graphs())
def test_what_hangs_on_a_node_is_what_the_walk_saw_below(graph: Graph) -> None:
    nodes, edges, weight = graph
    known = found(nodes, edges, weight)
    for node in range(nodes):
        fallen = parts(nodes, edges, node)
        for child in np.flatnonzero((known.above == node) & known.apart):
            low = known.walk[child]
            below = np.flatnonzero((known.walk >= low) & (known.walk < low + known.below[child]))
            assert set(below.tolist()) in fallen
    assert sorted(known.walk.tolist()) == list(range(nodes))


def test_a_long_chain_needs_no_recursion() -> None:
    nodes = 50_000
    line = np.arange(nodes)
    known = cuts(nodes, line[:-1], line[1:], np.ones(nodes, np.int64))
    middle = nodes // 2
    assert (known.parts[0], known.parts[middle]) == (1, 2)
    assert (known.largest[middle], known.second[middle]) == (middle, nodes - middle - 1)


def test_no_edges_and_no_nodes() -> None:
    assert found(2, [], [1, 1]).largest.tolist() == [0, 0]
    assert found(0, [], []).parts.size == 0
