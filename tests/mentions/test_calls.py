"""Calls: copies of the A side, the B side and the switch are one call."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.mentions.observed import at, observed, tables

from qalqan.mentions import calls
from qalqan.settings import Settings

A, B, C = "+77010000001", "+77020000002", "+77750000003"


def call(a: str, b: str, seconds: int, own: str | None, **more: Any) -> dict[str, Any]:
    return {"a": a, "b": b, "at": at(seconds), "duration_s": 60, "service": "voice", "own_number": own, **more}


def facts(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return calls.run(tables(observed_call=observed("call", rows)), Settings())["calls"]


def test_both_sides_and_the_switch_are_one_call() -> None:
    made = facts(
        [
            call(A, B, 0, A, evidence="a", imei="350000000000001", cell="1-10"),
            call(A, B, 3, B, evidence="b", imei="350000000000002", cell="2-20", duration_s=61),
            call(A, B, 1, None, evidence="s", trunk="INTL_1"),
        ]
    )
    assert made.height == 1
    one = made.row(0, named=True)
    assert one["call_id"] == "a::1"
    assert (one["imei"], one["cell"], one["b_imei"], one["b_cell"]) == (
        "350000000000001",
        "1-10",
        "350000000000002",
        "2-20",
    )
    assert (one["trunk"], one["duration_s"]) == ("INTL_1", 60)
    assert one["locators"] == "a::1;b::2;s::3"


def test_equal_calls_of_one_reply_stay_two() -> None:
    assert facts([call(A, B, 0, A), call(A, B, 0, A)]).height == 2


def test_another_duration_or_service_is_another_call() -> None:
    assert facts([call(A, B, 0, A, evidence="a"), call(A, B, 0, B, evidence="b", duration_s=63)]).height == 2
    assert facts([call(A, B, 0, A, evidence="a"), call(A, B, 0, B, evidence="b", service="sms")]).height == 2


def test_the_device_of_an_incoming_row_is_the_called_side_s() -> None:
    one = facts([call(A, B, 0, C, direction="in", imei="350000000000009")]).row(0, named=True)
    assert (one["imei"], one["b_imei"]) == (None, "350000000000009")


@given(
    st.lists(
        st.tuples(
            st.sampled_from((A, B, C)), st.sampled_from((A, B, C)), st.integers(0, 8), st.booleans(), st.booleans()
        ),
        min_size=1,
        max_size=12,
    ),
    st.randoms(),
)
def test_matching_is_one_to_one_and_blind_to_order(told: list[tuple[str, str, int, bool, bool]], random: Any) -> None:
    rows = []
    for number, (a, b, minute, by_a, by_b) in enumerate(told, 1):
        rows += [
            call(a, b, minute * 7, own, evidence=f"own{own[-1]}{side}", row=number)
            for own, side, says in ((a, "a", by_a), (b, "b", by_b))
            if says
        ]
    if not rows:
        return
    made = facts(rows)
    assert sorted(p for cell in made["locators"] for p in cell.split(";")) == sorted(
        f"{row['evidence']}::{row['row']}" for row in rows
    )
    for cell in made["locators"]:
        files = [place.split(":")[0] for place in cell.split(";")]
        assert len(files) == len(set(files))
    random.shuffle(rows)
    assert facts(rows).equals(made)
