"""Cases and identifiers in both directions; logarithms in milli-bits."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.bipartite import Bipartite, log2_table, milli_log2


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 4)), st.tuples(st.integers(0, 1000), st.integers(0, 3)), max_size=20
    ),
    st.randoms(use_true_random=False),
)
def test_both_directions_hold_every_row_and_no_other(
    told: dict[tuple[int, int], tuple[int, int]], shuffle: Random
) -> None:
    rows = list(told.items())
    shuffle.shuffle(rows)
    case, ident = (np.array([pair[side] for pair, _ in rows], np.int64) for side in (0, 1))
    sure, chain = (np.array([more[side] for _, more in rows], np.int64) for side in (0, 1))
    graph = Bipartite.of(6, 5, case, ident, sure, chain)
    there = {
        (c, int(graph.ident[p])): (int(graph.sure[p]), int(graph.chain[p]))
        for c in range(6)
        for p in range(graph.start[c], graph.start[c + 1])
    }
    back = {
        (int(graph.case[q]), v): int(graph.sure_back[q])
        for v in range(5)
        for q in range(graph.back[v], graph.back[v + 1])
    }
    assert there == told
    assert back == {pair: one for pair, (one, _) in told.items()}
    assert (graph.start[-1], graph.back[-1]) == (len(told), len(told))


def test_chains_of_a_case_stand_together() -> None:
    graph = Bipartite.of(1, 4, np.zeros(4, int), np.arange(4), np.full(4, 1000), np.array([1, 0, 1, 0]))
    assert graph.ident.tolist() == [1, 3, 0, 2]
    assert graph.chain.tolist() == [0, 0, 1, 1]


def test_logarithms() -> None:
    table = log2_table(4096)
    assert [int(table[n]) for n in (0, 1, 2, 3, 1024, 4096)] == [0, 0, 1000, 1585, 10_000, 12_000]
    assert milli_log2(1, table) == 0
    assert milli_log2(4096, table) == 12_000
    assert milli_log2(1 << 40, table) == 40_000


@given(st.integers(1, 1 << 50))
def test_a_large_number_is_off_by_less_than_a_thousandth_of_a_bit_more_than_rounding(number: int) -> None:
    assert milli_log2(number, log2_table(4096)) == pytest.approx(1000 * np.log2(number), abs=1.3)
