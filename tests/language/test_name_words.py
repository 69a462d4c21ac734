"""The words of names as they are compared: skeletons, endings, initials, lost letters, keys (invented names)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.language import kk, name_words
from qalqan.language.name_words import FATHER, INITIAL, WORD, Word, skeleton, words


@pytest.mark.parametrize("spelling", kk.SPELLINGS)
@pytest.mark.parametrize("name", ["Мысалхан", "Сынақжан", "Бөрібай"])
def test_every_latin_spelling_has_the_cyrillic_skeleton(name: str, spelling: str) -> None:
    assert skeleton(kk.to_latin(name, spelling).lower()) == skeleton(name.lower())


@pytest.mark.parametrize(
    ("written", "bone"),
    [
        ("Қасым", "kasym"),
        ("Касим", "kasim"),
        ("Victor", "viktor"),
        ("Tsoy", "coi"),
        ("Xeniya", "ksenia"),
        ("Axmet", "ahmet"),
    ],
)
def test_skeletons(written: str, bone: str) -> None:
    assert skeleton(written.lower()) == bone


@pytest.mark.parametrize("father", ["Мысалұлы", "Мысалулы", "Mysaluly", "Мысалович", "Мысаловичке", "Мысалүлы"])
def test_fathers_names_meet_in_the_stem(father: str) -> None:
    (word,) = words(father)
    assert (word.text, word.woman) == ("mysal", False) or word.kind == WORD


def test_kinds_of_words() -> None:
    assert [(one.kind, one.text) for one in words("Сынақова Әсел Мысалқызы")] == [
        (WORD, "asel"),
        (FATHER, "mysal"),
        (WORD, "synakov"),
    ]
    assert [one.woman for one in words("Сынақова Әсел Мысалқызы")] == [False, True, True]


def test_the_second_of_two_initials_is_the_fathers() -> None:
    found = {one.text: one.second for one in words("С.Қ. Сынақов") if one.kind == INITIAL}
    assert found == {"s": False, "k": True}
    assert not any(one.second for one in words("Сынақов С."))


def test_a_fathers_ending_that_stands_alone() -> None:
    assert {one.kind for one in words("Жасур Мысал угли")} == {WORD, FATHER}


def test_names_of_women_in_iya_come_back_from_their_cases() -> None:
    for oblique in ("Виктории", "Викторией"):
        assert words(oblique)[0].text == words("Виктория")[0].text == "viktoria"
    assert words("Юрий")[0].text == "iuri"


def test_short_forms_have_the_whole_name_as_second_reading() -> None:
    assert words("Дима")[0].bare == words("Дмитрий")[0].text


def test_a_lost_letter_stays_and_titles_go() -> None:
    assert words("гр. Сына?ов") == (Word(WORD, "syna?ov", "syna?ov", "syna?"),)


@given(st.text(max_size=40))
def test_any_text_gives_words_of_plain_letters(text: str) -> None:
    for one in words(text):
        assert 0 < len(one.text) <= name_words.LONGEST
        assert set(one.text + one.bare + one.root) <= set("abcdefghijklmnopqrstuvwxyz?")


def test_keys_bring_spellings_together_and_leave_the_father_out() -> None:
    column = pl.Series(["СЫНАҚОВА ӘСЕЛ МЫСАЛҚЫЗЫ", "Synakova Asel", "Сынақов Ә.", None, "?", "Әсел Сынакова"])
    assert name_words.keys(column).to_list() == [
        "asel sinakov",
        "asel sinakov",
        "sinakov",
        None,
        None,
        "asel sinakov",
    ]
