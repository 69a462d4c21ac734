"""Assignment of columns to fields, and what headers say."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.intake.assign import best
from qalqan.intake.fields import TABULAR, catalogue, known
from qalqan.intake.lexicon import analyse
from qalqan.texts import say


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 50), min_size=4, max_size=4), min_size=n, max_size=n)
    )
)
def test_the_assignment_is_the_best_there_is(gain: list[list[int]]) -> None:
    """No choice of distinct columns gives more, by trying all."""
    chosen = best(np.array(gain, dtype=np.int64))
    used = [one for one in chosen if one >= 0]
    assert len(set(used)) == len(used)
    total = sum(row[one] for row, one in zip(gain, chosen, strict=True) if one >= 0)
    most = max(sum(gain[r][c] for r, c in enumerate(order)) for order in permutations(range(4), len(gain)))
    assert total == most


@pytest.mark.parametrize(
    ("header", "concepts"),
    [
        ("Наименование/ФИО плательщика", {"name", "payer"}),
        ("Т?леушіні? ЖСН/БСН", {"payer", "iin"}),
        ("Толеушинин ЖСН", {"payer", "iin"}),
        ("Плательшик", {"payer"}),
        ("calledNumber", {"callee"}),
        ("beneficiary_iban", {"payee", "account"}),
        ("Период с", {"from"}),
    ],
)
def test_what_a_header_says(header: str, concepts: set[str]) -> None:
    """Folded, abbreviated, mistyped, with lost letters, in three languages."""
    assert concepts <= analyse(header).concepts


def test_every_field_of_the_catalogue_exists_and_is_reachable() -> None:
    """Fields are known, have phrases or values, and every phrase's concepts are words of some language."""
    words = set().union(*(span.concepts for word in ("дата", "сумма") for span in analyse(word).spans))
    assert {"date", "amount"} <= words
    for kind in TABULAR:
        for field in catalogue()[kind]:
            assert field.name in known(kind)
            assert field.says or field.looks


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_reasons_are_said_in_every_language(language: str) -> None:
    """Keys that intake uses have words."""
    for key in ("reason-unit-mismatch", "reason-needs-person", "skipped-total", "format-sheet", "reason-unknown-text"):
        assert say.say(key, language) != key
