"""Rules over concepts: all elements inside the window, none of the forbidden beside them."""

from __future__ import annotations

import numpy as np
import pytest

from qalqan.kernels import concepts

A, B, NO = (np.array([1 << i, 0], np.uint64) for i in range(3))
EMPTY = np.zeros(2, np.uint64)


def match(words: str, window: int, forbidden: np.ndarray = EMPTY) -> list[list[int]]:
    masks = np.array([{"a": A, "b": B, "n": NO, ".": EMPTY}[one] for one in words if one != "|"])
    units = np.array([0, *np.cumsum([len(one) for one in words.split("|")])], np.int32)
    elements = np.array([[A, B, EMPTY, EMPTY]], np.uint64)
    found = concepts.match(
        masks, units, elements, np.array([2], np.int32), np.array([window], np.int32), np.array([forbidden], np.uint64)
    )
    return found.tolist()


@pytest.mark.parametrize(
    ("words", "window", "wanted"),
    [
        ("a..b", 3, [[0, 0, 0, 3]]),
        ("b..a", 3, [[0, 0, 0, 3]]),
        ("a..b", 2, []),
        ("a|b", 3, []),
        ("...", 3, []),
        (".|.ab", 3, [[1, 0, 2, 3]]),
    ],
)
def test_window_and_units(words: str, window: int, wanted: list[list[int]]) -> None:
    assert match(words, window) == wanted


def test_forbidden_words_stop_a_rule_only_nearby() -> None:
    assert match("n.ab", 3, NO) == []
    assert match("n...ab", 3, NO) == [[0, 0, 4, 5]]
    assert match("nab....ab", 3, NO) == [[0, 0, 7, 8]]


def test_two_elements_want_two_words() -> None:
    masks = np.array([A | B], np.uint64)
    elements = np.array([[A, B, EMPTY, EMPTY]], np.uint64)
    units = np.array([0, 1], np.int32)
    one = np.array([2], np.int32)
    assert not concepts.match(masks, units, elements, one, one, np.array([EMPTY])).size
