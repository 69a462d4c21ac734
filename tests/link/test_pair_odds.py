"""What pairs of cases share, against a plain double loop; circumstances as the kernel of series counts them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.tied import iban, phone, world

from qalqan.kernels.bipartite import log2_table
from qalqan.kernels.likeness import Circumstances, gap_factor, scheme_factor, sum_factor
from qalqan.link._cases import Cases, gather
from qalqan.link._pair_odds import circumstances_of, shared, summed

LOG2 = log2_table(4096)
Shared = dict[tuple[int, int], dict[int, int]]


def slowly(cases: Cases, hub: int) -> Shared:
    """For each pair the weight of each thing it shares; pairs that share no smaller thing than ``hub`` are left out."""
    has: dict[int, dict[int, int]] = {}
    for case, ident, sure in cases.numbered.rows.select("case", "ident", "sure").rows():
        has.setdefault(case, {})[ident] = sure
    found: Shared = {}
    for a, b in combinations(sorted(has), 2):
        both = {v: int(cases.weight[v]) * has[a][v] // 1000 * has[b][v] // 1000 for v in has[a].keys() & has[b].keys()}
        if any(cases.weight[v] > 0 and cases.degree[v] <= hub for v in both):
            told = {v: bits for v, bits in both.items() if bits > 0}
            if told:
                found[a, b] = told
    return found


@settings(max_examples=20)
@given(
    st.lists(st.lists(st.integers(0, 8), min_size=1, max_size=4, unique=True), min_size=2, max_size=20),
    st.integers(1, 8),
)
def test_pairs_through_small_things_with_all_they_share(told: list[list[int]], hub: int) -> None:
    values = {f"c{n:03}": [phone(one) if one < 5 else iban(one) for one in has] for n, has in enumerate(told)}
    cases = gather(world(values))
    by = shared(cases, hub)
    found: Shared = {}
    for a, b, ident, weight in by.select("a", "b", "ident", "weight").rows():
        found.setdefault((a, b), {})[ident] = weight
    assert found == slowly(cases, hub)
    assert len(by) == sum(map(len, found.values()))


def test_of_a_chain_the_strongest_counts() -> None:
    by = pl.DataFrame({"a": [0, 0, 0, 0], "b": [1, 1, 1, 2], "chain_id": [7, 7, 8, 7], "weight": [300, 500, 40, 9]})
    assert summed(by).rows() == [(0, 1, 540), (0, 2, 9)]


known = st.integers(-1, 3)


@given(st.lists(st.tuples(known, st.integers(-1, 90), st.integers(-1, 30_000)), min_size=2, max_size=6))
def test_circumstances_of_two_cases_are_those_of_two_series_of_one(told: list[tuple[int, int, int]]) -> None:
    scheme, day, sums = (np.array(column) for column in zip(*told, strict=True))
    about = Circumstances.of(scheme, day, sums, 600, 77, 541)
    a, b = (np.array(side) for side in zip(*combinations(range(len(told)), 2), strict=True))
    found = circumstances_of(a, b, about, LOG2)
    for n, (i, j) in enumerate(zip(a, b, strict=True)):
        counts = [np.bincount(scheme[[c]][scheme[[c]] >= 0], minlength=about.inverse.size) for c in (i, j)]
        assert found[n].tolist() == [
            scheme_factor(counts[0], int(counts[0].sum()), counts[1], int(counts[1].sum()), about.inverse, 600, LOG2),
            gap_factor(day[i], day[i], day[j], day[j], 77, LOG2),
            sum_factor(sums[i], int(sums[i] >= 0), sums[j], int(sums[j] >= 0), 541, about.most_ratio),
        ]


def test_circumstances_by_hand() -> None:
    about = Circumstances.of(
        np.array([0, 0, 1, 1]), np.array([10, 13, 10, -1]), np.array([9000, 11_000, -1, 9000]), 500, 80, 500
    )
    found = circumstances_of(np.array([0, 0, 0]), np.array([1, 2, 3]), about, LOG2)
    assert found[0].tolist() == [pytest.approx(585, abs=1), -160, -1000]
    assert found[1].tolist() == [-1000, 0, 0]
    assert found[2].tolist() == [-1000, 0, 0]
