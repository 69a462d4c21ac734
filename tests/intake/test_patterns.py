"""Light patterns mean the same for the letters and figures of our files."""

from __future__ import annotations

import polars as pl
import pytest

from qalqan.intake.looks import looks
from qalqan.intake.patterns import light


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"^\p{Lu}\p{L}+$", "Әсем", True),
        (r"^\p{Lu}\p{L}+$", "әсем", False),
        (r"^[\p{L}\d-]+$", "Құқық-2", True),
        (r"^[^\d]+$", "a1", False),
        (r"^[]\d]+$", "]1", True),
        (r"^\\d$", "\\d", True),
    ],
)
def test_classes_inside_and_outside_brackets(pattern: str, text: str, fits: bool) -> None:
    assert pl.Series([text]).str.contains(light(pattern))[0] is fits


def test_looks_know_kazakh_names_and_dates() -> None:
    names = pl.Series(["Қанат Ұлбосын Әлиқызы", "Іңкәр Өмірбек"])
    seen = looks([names, pl.Series(["01.02.2025 10:11", "1 наурыз 2025"])])
    assert seen[0]["name"] == 1000
    assert (seen[1]["datetime"], seen[1]["date"]) == (500, 500)
