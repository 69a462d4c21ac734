"""Union-find: the label is the smallest node, whatever the order of edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.unionfind import components

NODES = 14
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=20)


def slow(edges: list[tuple[int, int]]) -> list[int]:
    label = list(range(NODES))
    for _ in range(NODES):
        for a, b in edges:
            label[a] = label[b] = min(label[a], label[b])
    return label


@given(EDGES)
def test_components_equal_an_obvious_oracle(edges: list[tuple[int, int]]) -> None:
    left, right = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))
    assert components(NODES, left, right).tolist() == slow(edges)
    assert components(NODES, right[::-1], left[::-1]).tolist() == slow(edges)


def test_an_edge_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        components(3, np.array([0]), np.array([3]))
    with pytest.raises(ValueError, match="left ends"):
        components(3, np.array([0]), np.array([1, 2]))
