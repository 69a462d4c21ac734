"""The normal view and its way back to the original."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.language import fold

PHONE = "87011234567"


@pytest.mark.parametrize(
    "text",
    [
        "８７０１１２３４５６７",
        "".join(f"{d}\ufe0f\u20e3" for d in PHONE),
        "870\u200b112\u200b34567",
        "87О1123456７",
        "①".replace("①", "8") + "7011234567",
        "сегіз жеті жүз бір жүз жиырма үш қырық бес алпыс жеті",
        "восемь семьсот один сто двадцать три сорок пять шестьдесят семь",
        "eight seven zero one one two three four five six seven",
    ],
)
def test_one_number_in_disguise(text: str) -> None:
    view = fold.normal(f"тел {text}!")
    start = view.text.index(PHONE)
    assert view.span(start, start + len(PHONE)) == (4, 4 + len(text))


def test_words_of_two_scripts_become_one() -> None:
    assert fold.one_script("Каspi") == "Kaspi"
    assert fold.one_script("кoд") == "код"
    assert fold.one_script("Kaspi") == "Kaspi"


def test_everyday_words_stay() -> None:
    text = "один из трёх сказал: два раза по семь"
    assert fold.normal(text).text == text


def test_decomposed_letters_are_joined() -> None:
    assert fold.normal("и\u0306од").text == "йод"


@given(st.text(max_size=80))
def test_places_stay_inside_and_in_order(text: str) -> None:
    view = fold.normal(text)
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts)
    for start, end in zip(view.starts, view.ends, strict=True):
        assert 0 <= start < end <= len(text)


@given(st.lists(st.one_of(st.none(), st.text(max_size=40)), max_size=6))
def test_rows_without_a_view_keep_their_places(texts: list[str | None]) -> None:
    plain, views = fold.normal_column(pl.Series(texts, dtype=pl.String))
    for row, text in enumerate(texts):
        if row in views:
            assert plain[row] == views[row].text
        else:
            assert len(plain[row]) == len(text or "")
