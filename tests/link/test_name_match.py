"""Names of one person and of others, across scripts, spellings, order, cases and losses (invented names)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.language import kk
from qalqan.link import name_match

ONE = [
    ("Сынақов Ерлан Мысалұлы", "Synakov Yerlan"),
    ("Сынақов Ерлан Мысалұлы", "Ерлан Мысалович Сынаков"),
    ("Сынақов Е.М.", "Ерлан Сынақов"),
    ("Сынақовқа Ерланға", "Сынақов Ерлан"),
    ("Сынакову Ерлану", "Сынақов Ерлан"),
    ("Сына?ов ?діл", "Сынақов Әділ"),
    ("ErlanSynaqov", "Сынақов Ерлан"),
    ("Сынақова-Мысалова Әсел", "Сынақова Әсел"),
    ("Мысалбай Нұржан", "Мысалбаев Нуржан"),
    ("Cынaқoв Epлaн", "Сынақов Ерлан"),
    ("Сынақова Виктории", "Сынақова Виктория"),
    ("Сынақов Саша", "Сынақов Александр Мысалович"),
    ("Victor Synakov", "Виктор Сынаков"),
    ("Synaqov Jasur Mysal o'g'li", "Сынаков Жасур Мысал угли"),
    ("Сынақов Нұржна", "Сынақов Нұржан"),
    ("Үлгіжанова Әсел", "Ulgizhanova Assel"),
    ("Мысалова Айгүл Сынаққызы", "Мысалова Айгуль Сынаковна"),
    ("Цой Юлия", "Tsoy Yuliya"),
    ("Жүсіпмысал Нұр", "Jusipmysal Nur"),
]
APART = [
    ("Сынақов Айдос Серікұлы", "Сынақов Серік"),
    ("Сынақова Айгерім", "Сынақова Айгүл"),
    ("Сынақов Даурен", "Сынақов Дамир"),
    ("Сынақов Серік Мысалұлы", "Сынақов Серік Болатұлы"),
    ("Сынақов", "Сынақов"),
    ("Сынақов Е.", "Сынақов Б."),
    ("Сынақов Виктор", "Сынақова Виктория"),
    ("Сынақова Гүлнар Мысалқызы", "Сынақов М.Г."),
    ("Сынақов П.С.", "Сынақов Серік"),
    ("Омарсынақ Серік", "Омарсынақ Берік"),
    ("Сынақов Айдос", "Үлгіжанов Айдос"),
    ("Иванмысал И.И.", "Петрмысал С.И."),
    ("Сынақов Ерлан Мысалұлы", "Сынақова Еркежан Мысалқызы"),
]


def _score(a: str, b: str) -> int:
    return int(name_match.compare(pl.Series([a]), pl.Series([b]))[0])


@pytest.mark.parametrize(("a", "b"), ONE)
def test_one_person_is_likelier_than_not(a: str, b: str) -> None:
    assert _score(a, b) > 600


@pytest.mark.parametrize(("a", "b"), APART)
def test_other_people_and_bare_surnames_are_not(a: str, b: str) -> None:
    assert _score(a, b) < 600


@pytest.mark.parametrize("spelling", kk.SPELLINGS)
def test_every_latin_spelling_meets_the_cyrillic(spelling: str) -> None:
    for name in ("Сынақов Ерлан", "Үлгіжанова Әсел", "Қаңтармысал Бөрі"):
        assert _score(name, kk.to_latin(name, spelling)) > 700


@given(st.text(max_size=30), st.text(max_size=30))
def test_bounded_and_the_same_both_ways(a: str, b: str) -> None:
    assert 0 <= _score(a, b) == _score(b, a) <= 1000


@given(st.permutations(["Сынақов", "Ерлан", "Мысалұлы"]), st.sampled_from([str.upper, str.lower, str.title]))
def test_order_and_capitals_do_not_matter(words: list[str], case: object) -> None:
    text = case(" ".join(words))  # type: ignore[operator]
    assert _score(text, "Сынақов Ерлан Мысалұлы") == _score("Сынақов Ерлан Мысалұлы", "Сынақов Ерлан Мысалұлы")


def test_columns_keep_nulls() -> None:
    a = pl.Series(["Сынақов Ерлан", None, "Сынақов Ерлан"])
    b = pl.Series(["Ерлан Сынақов", "x", None])
    assert name_match.compare(a, b).is_null().to_list() == [False, True, True]


def test_reasons_name_the_words_that_agree_and_those_alone() -> None:
    told = name_match.reasons("Сынақов Ерлан Мысалұлы", "Synakov E. Bolat")
    assert ("synakov", "synakov", 1000) in told
    assert ("erlan", "e.", 700) in told
    assert {one[:2] for one in told} >= {("mysal+", ""), ("", "bolat")}
