"""What pairs of cases share, against a plain double loop."""

from __future__ import annotations

from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.tied import iban, phone, world

from qalqan.link._cases import Cases, gather
from qalqan.link._pair_odds import shared, summed

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
