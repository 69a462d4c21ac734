"""What a series rests on: the thing without which it falls into parts, and the cases that then leave."""

from __future__ import annotations

import polars as pl
from tests.link.tied import iban, phone, world

from qalqan.engine.frames import Tables
from qalqan.link import series, series_cuts
from qalqan.settings import Settings

LONE = {f"c{n}": [phone(9000 + n)] for n in range(500, 560)}


def cuts(tables: Tables) -> pl.DataFrame:
    tables.put("series", series.run(tables, Settings())["series"])
    return series_cuts.run(tables, Settings())["series_cuts"]


def test_the_one_thing_that_holds_two_halves_is_named_with_who_leaves() -> None:
    left = {f"c10{n}": [phone(1), iban(1), "@left_shop"] for n in range(3)}
    right = {f"c20{n}": [phone(2), iban(2), "@right_shop"] for n in range(2)}
    left["c102"].append("@both_shops")
    right["c200"].append("@both_shops")
    found = cuts(world({**left, **right, **LONE}))
    told = {row["value"]: row for row in found.iter_rows(named=True)}
    assert set(told) == {"@both_shops", "c102", "c200"}
    bridge = told["@both_shops"]
    assert (bridge["kind"], bridge["cases"], bridge["parts"], bridge["largest"]) == ("handle", 2, 2, 3)
    assert bridge["lost"] == "c200;c201"
    assert told["c200"]["kind"] == "case"
    assert told["c200"]["lost"] == "c201"


def test_a_series_tied_twice_over_rests_on_nothing_single() -> None:
    told = {f"c10{n}": [phone(1), iban(1), "@left_shop"] for n in range(4)}
    assert cuts(world({**told, **LONE})).is_empty()


def test_no_series_no_cuts() -> None:
    assert cuts(world(LONE)).is_empty()
