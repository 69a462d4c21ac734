"""Marks of an export against a known truth: shares stay shares, counts are what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.simulate.bcubed import bcubed, clusters_of
from qalqan.simulate.score import _roles, score
from qalqan.simulate.shelf import write_csv

_ROLES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(("ordinary", "dropper1", "victim")))


@given(_ROLES, _ROLES)
def test_shares_of_roles_are_shares(true: dict[str, str], told: dict[str, str]) -> None:
    marks = _roles(true, told)
    for name, value in marks.items():
        if name.endswith(("_precision", "_recall", "_f1")):
            assert 0 <= value <= 1, name
        if name.endswith("_right"):
            role = name.removesuffix("_right")
            assert value <= min(marks[f"{role}_true"], marks[f"{role}_named"])


def test_an_item_the_export_does_not_list_is_a_miss() -> None:
    marks = _roles({"a": "ordinary", "b": "ordinary", "c": "victim"}, {"a": "ordinary", "c": "ordinary", "z": "victim"})
    assert (marks["ordinary_true"], marks["ordinary_named"], marks["ordinary_right"]) == (2, 2, 1)
    assert (marks["ordinary_precision"], marks["ordinary_recall"]) == (0.5, 0.5)
    assert (marks["victim_named"], marks["victim_recall"], marks["macro_f1"]) == (0, 0, 0)
    assert marks["unlisted"] == 1


def test_series_marks_of_a_small_world(tmp_path: Path) -> None:
    truth, export = tmp_path / "truth", tmp_path / "export"
    write_csv(truth / "cases.csv", ("case_id", "kui_number"), [(c, f"k{c}") for c in "12345"])
    write_csv(
        truth / "series.csv", ("case_id", "series_id"), [("1", "g"), ("2", "g"), ("3", "g"), ("4", ""), ("5", "")]
    )
    write_csv(
        export / "series.csv", ("case_id", "series_id"), [("1", "x"), ("k2", "x"), ("3", ""), ("4", "x"), ("5", "")]
    )
    marks = score(truth, export)
    assert marks["series_cases_in_series"] == 3
    assert marks["series_lone_glued"] == 0.5
    assert (marks["series_largest"], marks["series_largest_true"]) == (3, 3)
    assert marks["series_precision"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert marks["series_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)


def test_overlap_counts_each_shared_series() -> None:
    true = clusters_of([("1", "g"), ("1", "h"), ("2", "g"), ("2", "h")])
    made = clusters_of([("1", "x"), ("2", "x")])
    precision, recall, _ = bcubed(true, made, ["1", "2"])
    assert (precision, recall) == (1.0, 0.5)
