"""The common way of reading a column."""

from __future__ import annotations

import polars as pl

from qalqan.values.base import Reject, Value, parse_distinct, parse_fast


def test_each_distinct_text_is_parsed_once() -> None:
    seen: list[str] = []

    def parse(text: str) -> Value | Reject:
        seen.append(text)
        return Value("x", text.upper()) if text != "b" else Reject("reason-b")

    read = parse_distinct(pl.Series(["a", "b", None, "a", " ", "нет"]), parse)
    assert read.rows() == [("A", None), (None, "reason-b"), (None, None), ("A", None), (None, None), (None, None)]
    assert seen == ["a", "b"]


def test_fast_verdicts_stand() -> None:
    texts = pl.Series(["a", "b", "c"])
    fast = pl.Series(["A", None, None], dtype=pl.String)
    refused = pl.Series([None, "reason-fast", None], dtype=pl.String)
    read = parse_fast(texts, fast, lambda text: Reject("reason-slow"), refused)
    assert read.rows() == [("A", None), (None, "reason-fast"), (None, "reason-slow")]


def test_numbers_are_read_as_written() -> None:
    assert parse_distinct(pl.Series([77, None]), lambda text: Value("x", text))["value"].to_list() == ["77", None]
