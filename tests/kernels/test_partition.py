"""The partition of cases: what one physical thing shows counts once, and order never matters."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.partition import partition
from qalqan.kernels.partition_graph import Bipartite, Costs, log2_table

Row = tuple[int, int, int]  # case, identifier, chain


def parts(cases: int, rows: list[Row], sure: int = 1000) -> list[int]:
    """The labels of so many cases; every identifier is fully trusted."""
    case, ident, chain = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    idents = int(ident.max()) + 1
    graph = Bipartite.of(cases, idents, case, ident, np.full(case.size, sure), chain)
    log2 = log2_table(400)
    degree = np.bincount(ident, minlength=idents)
    costs = Costs(
        trust=np.full(idents, 1000, np.int64),
        bits=np.maximum(log2[400] - log2[degree], 0),
        spread=220,
        entry=5500,
        union=0,
        scheme=np.full(cases, -1, np.int64),
        scheme_bits=np.zeros(1, np.int64),
        scheme_most=2500,
    )
    return partition(graph, costs).tolist()


def test_four_faint_things_of_one_chain_do_not_join_two_cases_but_four_chains_do() -> None:
    one = [(case, ident, 0) for case in (0, 1) for ident in range(4)]
    assert parts(2, one, sure=500) == [0, 1]
    assert parts(2, [(case, ident, ident) for case, ident, _ in one], sure=500) == [0, 0]


def test_one_sure_thing_joins_two_cases_and_a_stranger_stays_alone() -> None:
    assert parts(3, [(0, 0, 0), (1, 0, 0), (2, 1, 1)]) == [0, 0, 2]


def test_one_case_does_not_join_two_series() -> None:
    left = [(case, ident, ident) for case in range(4) for ident in range(3)]
    right = [(case, ident, ident) for case in range(4, 8) for ident in range(3, 6)]
    both = [(3, 6, 6), (3, 7, 7), *((case, ident, ident) for case in range(4, 8) for ident in (6, 7))]
    labels = parts(8, left + right + both)
    assert labels[:4] == [0] * 4
    assert labels[4:] == [4] * 4


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), min_size=1, max_size=40, unique=True), st.randoms())
def test_rows_in_another_order_give_the_same_parts(pairs: list[tuple[int, int]], chance: Random) -> None:
    rows = [(case, ident, ident % 4) for case, ident in pairs]
    labels = parts(10, rows)
    chance.shuffle(rows)
    assert labels == parts(10, rows)
    assert all(labels[label] == label for label in labels)
