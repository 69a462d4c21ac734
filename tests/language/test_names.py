"""Names across scripts, spellings and losses (invented names)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.language import kk, names

SAME = [
    ("Сынақов Ерлан Мысалұлы", "Synakov Yerlan Mysaluly"),
    ("Сынақов Ерлан Мысалұлы", "Ерлан Мысалович Сынаков"),
    ("Үлгіжанова Әсел", "Ulgizhanova Assel"),
    ("Мысалова Айгүл Сынаққызы", "Мысалова Айгуль Сынаковна"),
    ("Цой Юлия", "Tsoy Yuliya"),
    ("Жүсіпмысал Нұр", "Jusipmysal Nur"),
]
APART = [
    ("Омарсынақ Серік", "Омарсынақ Берік"),
    ("Сынақов Айдос", "Үлгіжанов Айдос"),
    ("Иванмысал И.И.", "Петрмысал С.И."),
]


@pytest.mark.parametrize(("a", "b"), SAME[:3] + SAME[4:])
def test_one_name(a: str, b: str) -> None:
    assert names.similar(a, b) >= 900


@pytest.mark.parametrize(("a", "b"), APART)
def test_other_names(a: str, b: str) -> None:
    assert names.similar(a, b) < 900


def test_a_lost_letter_matches_any() -> None:
    assert names.similar("Сына?ов ?ділет", "Сынақов Әділет") == 1000
    assert names.similar("Сына?ов ?ділет", "Сынақов Мәди") < 800


def test_initials_and_single_words_are_weak() -> None:
    assert 700 <= names.similar("Сынақов Е.М.", "Сынақов Ерлан Мысалұлы") < 950
    assert names.similar("Сынақов", "Сынақова") == 600
    assert names.similar("", "Сынақов") == 0


@pytest.mark.parametrize("spelling", kk.SPELLINGS)
def test_every_latin_spelling_meets_the_cyrillic(spelling: str) -> None:
    for name in ("Сынақов Ерлан", "Үлгіжанова Әсел", "Қаңтармысал Бөрі"):
        assert names.similar(name, kk.to_latin(name, spelling)) >= 850


@given(st.permutations(["Сынақов", "Ерлан", "Мысалұлы"]), st.sampled_from([str.upper, str.lower, str.title]))
def test_order_and_case_do_not_matter(words: list[str], case: object) -> None:
    text = case(" ".join(words))  # type: ignore[operator]
    assert names.key(text) == names.key("Сынақов Ерлан Мысалұлы")


@given(st.text(max_size=30), st.text(max_size=30))
def test_similar_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert 0 <= names.similar(a, b) == names.similar(b, a) <= 1000


def test_columns() -> None:
    a = pl.Series(["Сынақов Ерлан", None, "Сынақов Ерлан"])
    b = pl.Series(["Ерлан Сынақов", "x", "Yerlan Synakov"])
    assert names.similar_column(a, b).to_list() == [1000, None, 1000]
    assert names.key_column(a).to_list() == ["erlan sinakov", None, "erlan sinakov"]


def test_lost_letters() -> None:
    texts = pl.Series(["Сына?ов", "?аза?стан", "Кто это?", "кто? я", "что?", None, "Нұр"])
    assert names.lost_letters(texts).to_list() == [True, True, False, False, False, False, False]
