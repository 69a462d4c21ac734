"""A row's digest changes with every value of it, and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import NotFound
from qalqan.store import rows
from qalqan.store.tables import PROFILES
from qalqan.store.workspace import Workspace

KEY = b"k" * 32
CELLS = st.none() | st.integers() | st.text() | st.binary()
ROWS = st.lists(CELLS, min_size=3, max_size=3)
NAMES = ["a", "b", "c"]


@given(ROWS, st.integers(0, 2), CELLS)
def test_a_changed_value_changes_the_digest(row: list[Any], place: int, value: Any) -> None:
    changed = [value if at == place else one for at, one in enumerate(row)]
    same = [type(one) for one in row] == [type(one) for one in changed] and row == changed
    assert (rows.digest(KEY, "t", NAMES, row) == rows.digest(KEY, "t", NAMES, changed)) == same


@given(ROWS)
def test_table_and_key_take_part_and_later_columns_do_not(row: list[Any]) -> None:
    digest = rows.digest(KEY, "t", NAMES, row)
    assert digest != rows.digest(KEY, "u", NAMES, row)
    assert digest != rows.digest(b"other", "t", NAMES, row)
    assert digest == rows.digest(KEY, "t", [*NAMES, "later"], [*row, None])
    assert digest == rows.digest(KEY, "t", NAMES[::-1], row[::-1])


def test_odd_values_of_a_tampered_database_are_told_apart() -> None:
    digests = {rows.digest(KEY, "t", ["a"], [one]) for one in (1, "1", 1.0, b"1", 1.5, float("inf"), "\udcff")}
    assert len(digests) == 7


def test_a_row_that_is_not_there_cannot_be_changed(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="error-row-unknown"):
        ws.commit("a", {}, change=lambda connection: rows.update(connection, PROFILES, ("x",), {"name": "y"}))
    entry = ws.commit("a", {}, change=lambda connection: rows.delete(connection, PROFILES, ("x",)))
    assert not [one for one in entry.rows if one[0] == "profiles"]
