"""How soon money is passed on: the curve, its levels, its observations."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.csr import build
from qalqan.kernels.money import Ledger
from qalqan.kernels.passed_on import WHOLE, gone, life_table, pending
from qalqan.link._dwell import GRID, MINUTE, PRIOR, Dwell
from qalqan.link._expected import WANES, waned

V, A, B = 0, 1, 2


def ledger(rows: list[tuple[int, int, int, int]]) -> Ledger:
    """Rows (minute, from, to, amount)."""
    at, sender, receiver, amount = (np.array(column) for column in zip(*rows, strict=True))
    return build(
        at.astype(np.int64) * MINUTE, sender.astype(np.int32), receiver.astype(np.int32), amount.astype(np.int64), 3
    )


def many(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_pieces_leave_in_their_bins_and_the_rest_is_censored() -> None:
    book = ledger([(0, V, A, 100), (3, A, B, 40), (50, A, B, 35)])
    event, lost = life_table(book, many(0).astype(np.int32), many(0), many(100), many(70 * MINUTE), 1, GRID)
    assert {int(GRID[i]): int(event[0, i]) for i in np.flatnonzero(event[0])} == {2: 400, 45: 350}
    assert {int(GRID[i]): int(lost[0, i]) for i in np.flatnonzero(lost[0])} == {60: 250}
    assert event.sum() + lost.sum() == WHOLE


def test_what_leaves_after_the_answer_is_not_seen() -> None:
    book = ledger([(0, V, A, 100), (9, A, B, 100)])
    event, lost = life_table(book, many(0).astype(np.int32), many(0), many(100), many(5 * MINUTE), 1, GRID)
    assert event.sum() == 0
    assert lost.sum() == WHOLE


def test_pending_is_what_newer_arrivals_have_not_passed_on() -> None:
    book = ledger([(0, V, A, 100), (1, A, B, 30), (2, V, A, 50), (3, A, B, 60), (4, A, B, 500)])
    rows, sums = many(0, 2).astype(np.int32), many(100, 50)
    for seen, left, latest in ((1, 100, 0), (2, 70, 0), (3, 120, 2), (4, 60, 2), (5, 0, 2)):
        found = pending(book, many(A), many(seen), many(0, 2), rows, sums)
        assert (found[0].tolist(), found[1].tolist()) == ([left], [latest])
    assert gone(book, many(A, A, V), many(2, 5, 0)).tolist() == [30, 590, 0]


def curve(per_mille: np.ndarray) -> Dwell:
    share = per_mille / 1000
    return Dwell(share, many(7), np.array([np.ones(len(GRID))]), many(9))


def test_an_account_s_own_curve_goes_before_the_workspace_s() -> None:
    known = curve(PRIOR)
    kept = known.kept(many(3, 7), many(0, 0), many(0, 0), many(60 * MINUTE, 60 * MINUTE))
    assert kept.round(3).tolist() == [0.118, 1.0]


@given(st.integers(0, 100_000), st.integers(0, 100_000), st.integers(0, 100_000))
def test_nothing_comes_back_and_what_was_told_counts(told: int, more: int, further: int) -> None:
    known = curve(PRIOR)
    soon, late = (
        known.kept(many(1), many(0), many(told * MINUTE), many((told + later) * MINUTE))[0]
        for later in (more, more + further)
    )
    assert 0 <= late <= soon <= 1
    assert known.kept(many(1), many(0), many(told * MINUTE), many(told * MINUTE))[0] == 1


def test_what_is_shielded_wanes_by_half() -> None:
    assert waned(many(0, WANES // 2, WANES, 3 * WANES)).tolist() == [1.0, 0.75, 0.5, 0.125]
