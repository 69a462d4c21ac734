"""One text for one value."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.store.canon import canonical, clean, instant, moment

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES)
def test_canonical_text_reads_back_and_is_stable(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_order_of_keys_makes_no_difference() -> None:
    assert canonical({"б": 1, "a": [2]}) == canonical({"a": [2], "б": 1}) == '{"a":[2],"б":1}'


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}, {"a": {1, 2}}])
def test_floats_and_strange_things_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_moments_are_told_in_utc() -> None:
    five = timezone(timedelta(hours=5))
    text = instant(datetime(2026, 3, 1, 4, 30, tzinfo=five))
    assert text == "2026-02-28T23:30:00.000000+00:00"
    assert moment(text) == datetime(2026, 3, 1, 4, 30, tzinfo=five)


@given(st.text(st.characters(exclude_categories=())))
def test_a_clean_text_can_be_encoded_and_holds_no_nul(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned
