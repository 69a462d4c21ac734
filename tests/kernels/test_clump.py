"""Clusters from weighed pairs: chains do not glue, forbidden pairs stay apart, order does not matter."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import clump


def _run(nodes: int, pairs: dict[tuple[int, int], int], bar: int = 0) -> list[int]:
    rows = np.array([(a, b, w) for (a, b), w in pairs.items()], np.int64).reshape(-1, 3)
    return clump.clusters(nodes, rows[:, 0], rows[:, 1], rows[:, 2], bar).tolist()


def test_agreeing_pairs_are_one_and_strangers_are_not() -> None:
    assert _run(5, {(0, 1): 5000, (1, 2): 5000, (0, 2): 5000}) == [0, 0, 0, 3, 4]
    assert _run(3, {}) == [0, 1, 2]


def test_one_likely_pair_does_not_glue_two_people() -> None:
    groups = {(a, b): 9000 for start in (0, 5) for a in range(start, start + 5) for b in range(a + 1, start + 5)}
    across = {(a, b): -9000 for a in range(5) for b in range(5, 10)}
    found = _run(10, groups | across | {(0, 5): 3000}, bar=1000)
    assert found == [0] * 5 + [5] * 5


def test_a_poor_record_finds_its_person_by_one_strong_pair() -> None:
    group = {(a, b): 9000 for a in range(4) for b in range(a + 1, 4)}
    assert _run(5, group | {(0, 4): 8000, (1, 4): 0, (2, 4): -500, (3, 4): 0}, bar=1000) == [0] * 5


def test_a_forbidden_pair_never_comes_together() -> None:
    pairs = {(a, b): 9000 for a in range(6) for b in range(a + 1, 6)}
    pairs[1, 4] = clump.APART
    found = _run(6, pairs)
    assert found[1] != found[4]
    assert len(set(found)) == 2


def test_a_part_too_wide_is_cut_at_its_weakest_pairs(monkeypatch) -> None:
    monkeypatch.setattr(clump, "WIDEST", 6)
    strong = {(a, b): 5000 for start in (0, 5) for a in range(start, start + 5) for b in range(a + 1, start + 5)}
    assert _run(10, strong | {(0, 5): 500}) == [0] * 5 + [5] * 5


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]),
        st.integers(-9000, 9000),
        max_size=30,
    ),
    st.randoms(use_true_random=False),
)
def test_order_of_pairs_does_not_matter_and_labels_are_smallest(pairs: dict[tuple[int, int], int], shuffle) -> None:
    mixed = list(pairs.items())
    shuffle.shuffle(mixed)
    found = _run(10, pairs)
    assert found == _run(10, dict(mixed))
    assert all(found[label] == label <= node for node, label in enumerate(found))
