"""Open figures: nothing small is told, and nothing small can be worked out."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from qalqan.desk.figures import LEAST, SMALL, _part


@given(st.lists(st.sampled_from("abcdefgh") | st.none(), max_size=120))
def test_no_small_number_is_told_or_left(values: list[str | None]) -> None:
    told = _part("mo", pl.Series(values, dtype=pl.String))
    rows = told["rows"]
    assert all(count >= LEAST for _, count in rows)
    assert told["rest"] in (0, SMALL) or told["rest"] >= LEAST
    left = len(values) - sum(count for _, count in rows)
    assert left == 0 or left >= LEAST or not rows, "the rest of a known total is never small"
    for value, count in rows:
        assert count == values.count(value)


def test_months_stand_in_order() -> None:
    values = ["2026-02"] * 30 + ["2026-01"] * 12 + ["2025-12"] * 20
    assert [row[0] for row in _part("month", pl.Series(values))["rows"]] == ["2025-12", "2026-01", "2026-02"]
