"""Shared work: done once for the same frames, anew for any other."""

from __future__ import annotations

import polars as pl

from qalqan.link._once import Once


def test_the_same_frames_are_worked_on_once_and_others_anew() -> None:
    once, first, second = Once(), pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [1]})
    made: list[int] = []

    def make() -> pl.DataFrame:
        made.append(1)
        return pl.DataFrame({"n": [len(made)]})

    assert once.of([first], 1, make) is once.of([first], 1, make)
    assert len(made) == 1
    once.of([second], 1, make)  # equal contents, another frame
    once.of([second], 2, make)  # other settings
    once.of([second, first], 2, make)
    assert len(made) == 4


def test_a_frame_that_is_gone_is_not_known_again() -> None:
    once = Once()
    once.of([pl.DataFrame({"a": [1]})], None, lambda: pl.DataFrame({"n": [1]}))
    assert once.of([pl.DataFrame({"a": [1]})], None, lambda: pl.DataFrame({"n": [2]}))["n"][0] == 2
