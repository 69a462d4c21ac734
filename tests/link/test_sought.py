"""Names of rows looked up by their hashes: the very rows that a look at all of them finds."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from qalqan.engine.frames import Tables
from qalqan.link._sought import rows_of, transfers

names = st.lists(st.sampled_from([f"b::{n}" for n in range(12)]), max_size=40)


@given(names, names)
def test_the_rows_of_names(told: list[str], wanted: list[str]) -> None:
    kept: dict[str, object] = {}
    column = pl.Series(told, dtype=pl.String)
    for _ in range(2):  # the second time by what the first has kept
        found = rows_of(column, pl.Series(wanted, dtype=pl.String), kept)
        assert found.tolist() == [n for n, one in enumerate(told) if one in set(wanted)]


def test_two_names_of_one_hash_are_told_apart() -> None:
    column = pl.Series(["a", "b", "a"])
    hashes = pl.Series(["a"]).hash(17).to_list() * 3
    kept: dict[str, object] = {
        "rows of transfers": (pl.Series(hashes, dtype=pl.UInt64).to_numpy(), pl.Series([0, 1, 2]).to_numpy())
    }
    assert rows_of(column, pl.Series(["a"]), kept).tolist() == [0, 2]


def test_tables_that_change_are_looked_at_whole() -> None:
    frame = pl.DataFrame({"tx_id": ["b::1", "b::2", "b::1"], "to": ["x", "y", "z"]})
    tables = Tables.of({"transactions": frame})
    assert transfers(tables, pl.Series(["b::1"]), "tx_id", "to").rows() == [("b::1", "x"), ("b::1", "z")]
    assert tables.made == {}
    tables.stamp = "s"
    assert transfers(tables, pl.Series(["b::1", None]), "tx_id", "to").rows() == [("b::1", "x"), ("b::1", "z")]
    assert tables.made != {}
