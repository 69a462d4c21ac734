"""Cases: renumbering, the latest values, every place kept."""

from __future__ import annotations

from typing import Any

import polars as pl
from tests.mentions.observed import at, observed, tables

from qalqan.mentions import cases
from qalqan.settings import Settings


def facts(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return cases.run(tables(observed_case=observed("case", rows)), Settings())["cases"]


def test_a_kui_number_and_its_register_number_are_one_case() -> None:
    made = facts(
        [
            {"kui_number": "12/25", "registered_at": at(0), "damage_tiyn": 500, "plot": "кратко"},
            {
                "kui_number": "12/25",
                "number": "257100000000001",
                "registered_at": at(90_000),
                "plot": "длинный рассказ",
            },
            {"number": "257100000000001", "registered_at": at(90_000), "status": "to_court", "status_at": at(99_000)},
        ]
    )
    assert made.height == 1
    one = made.row(0, named=True)
    assert (one["case_id"], one["aliases"], one["kui_number"]) == ("257100000000001", "12/25", "12/25")
    assert (one["damage_tiyn"], one["plot"], one["status"]) == (500, "длинный рассказ", "to_court")
    assert one["registered_at"] == at(90_000)
    assert one["source"] == "e0::1;e0::2;e0::3"


def test_a_plot_may_tell_the_renumbering() -> None:
    made = facts(
        [
            {"kui_number": "77/25", "registered_at": at(0)},
            {"number": "257100000000009", "plot": "КУИ № 77/25 зарегистрирован ЕРДР № 257100000000009 по факту"},
        ]
    )
    assert made.select("case_id", "aliases").rows() == [("257100000000009", "77/25")]


def test_one_kui_number_in_two_organs_is_two_cases() -> None:
    made = facts(
        [
            {"kui_number": "5", "number": "251100000000001", "victim_iin": "900101300017"},
            {"kui_number": "5", "number": "253500000000002", "victim_iin": "850505400025"},
        ]
    )
    assert made["case_id"].to_list() == ["251100000000001", "253500000000002"]


def test_the_latest_status_counts_whatever_the_order() -> None:
    rows = [
        {"number": "1001", "status": "interrupted", "status_at": at(50)},
        {"number": "1001", "status": "cleared", "status_at": at(90)},
        {"number": "1001", "status": "registered", "status_at": at(10)},
    ]
    assert facts(rows)["status"].to_list() == ["cleared"]
    assert facts(rows[::-1])["status"].to_list() == ["cleared"]


def test_a_row_without_any_number_is_no_case() -> None:
    assert facts([{"plot": "без номера"}, {"number": "  "}]).is_empty()
