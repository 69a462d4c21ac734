"""The normal view and its way back to the original."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.language import fold

PHONE = "87011234567"
HIDDEN = "\u200b\u200c\u2060\ufeff\u200e"
TWINS = {"а": "a", "о": "o", "е": "e", "с": "c", "р": "p", "х": "x"}


@pytest.mark.parametrize(
    "text",
    [
        "８７０１１２３４５６７",
        "".join(f"{d}\ufe0f\u20e3" for d in PHONE),
        "870\u200b112\u200b34567",
        "87О1123456７",
        "①".replace("①", "8") + "7011234567",
        "𝟖𝟕𝟎𝟏𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
        "٨٧٠١١٢٣٤٥٦٧",
        "8 7 0 1 1 2 3 4 5 6 7",
        "8 7 О 1 1 2 3 4 5 6 7",
        "8-7-0-1-1-2-3-4-5-6-7",
        "сегіз жеті жүз бір жүз жиырма үш қырық бес алпыс жеті",
        "восемь семьсот один сто двадцать три сорок пять шестьдесят семь",
        "eight seven zero one one two three four five six seven",
    ],
)
def test_one_number_in_disguise(text: str) -> None:
    view = fold.normal(f"тел {text}!")
    start = view.text.index(PHONE)
    assert view.span(start, start + len(PHONE)) == (4, 4 + len(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("к о д", "код"),
        ("назовите к.о.д.а срочно", "назовите кода срочно"),
        ("K a s p i", "Kaspi"),
        ("б е з о п а с н ы й   с ч ё т", "безопасный   счёт"),
        ("к0д из СМС", "код из СМС"),
        ("на3вание п@рол", "название парол"),
        ("кoд", "код"),
        ("Каspi Gоld", "Kaspi Gold"),
        ("c0de", "code"),
        ("𝐊𝐚𝐬𝐩𝐢 ⓒⓞⓓⓔ", "Kaspi code"),
        ("к\u0335о\u0335д\u0335", "код"),
        ("и\u0306од", "йод"),
        ("за\u0301мок", "замок"),
        ("wa.mе/7701О112233", "wa.me/77010112233"),
        ("@bоnus_kz", "@bonus_kz"),
    ],
)
def test_disguises_of_words(text: str, plain: str) -> None:
    assert fold.normal(text).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "один из трёх сказал: два раза по семь",
        "и т.д. и т.п., а я и в доме, и у вас",
        "kаspi.kz",  # a look-alike host leads elsewhere
        "12б, 7а, дом 3з, 5мин30сек, 1час30",
        "АО «Kaspi» №5 купил p2p, usb3, covid19 за 50 000 ₸…",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "👨‍👩‍👧 сәлем ❤️",
    ],
)
def test_everyday_texts_stay(text: str) -> None:
    assert fold.normal(text).text.replace("\u200d", "") == text.replace("\u200d", "").replace("\ufe0f", "")


def test_words_of_two_scripts_become_one() -> None:
    assert fold.one_script("Каspi") == "Kaspi"
    assert fold.one_script("кoд") == "код"
    assert fold.one_script("Kaspi") == "Kaspi"


def test_obfuscation_counts_disguised_words() -> None:
    texts = pl.Series(
        [
            "обычный текст 👨‍👩‍👧 ❤️",
            "к\u200bод и кoд, ８７０１ k0de 1\ufe0f\u20e32\ufe0f\u20e3",
            None,
            "с ч ё т",
            "а\u0301",
        ]
    )
    assert fold.obfuscation(texts).to_list() == [0, 5, 0, 1, 0]


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


@st.composite
def _disguised(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A secret word, its disguise, and texts before and after."""
    around = st.text(alphabet="бвгд ,!\U0001f600", max_size=12)
    word = draw(st.text(alphabet="бвгдазсеор", min_size=4, max_size=9).filter(lambda w: set(w) - set(TWINS)))
    how = draw(st.sampled_from(["hidden", "spaced", "marks", "twins"]))
    if how == "hidden":
        disguise = draw(st.sampled_from(HIDDEN)).join(word)
    elif how == "spaced":
        disguise = draw(st.sampled_from([" ", ".", "-", " - "])).join(word)
    elif how == "marks":
        disguise = "".join(sign + "\u0336" for sign in word)
    else:
        disguise = "".join(TWINS.get(sign, sign) for sign in word)
    return word, disguise, draw(around), draw(around)


@given(_disguised())
def test_a_disguised_word_is_found_and_leads_back(told: tuple[str, str, str, str]) -> None:
    word, disguise, before, after = told
    text = f"{before}, {disguise}, {after}"
    view = fold.normal(text)
    start = view.text.index(f", {word}, ") + 2
    first, last = view.span(start, start + len(word))
    assert text[first:last] == disguise


@given(st.lists(st.text(alphabet="один два07\u200bа1 .кo", max_size=30), min_size=1, max_size=8))
def test_places_of_many_rows_at_once(texts: list[str]) -> None:
    plain, views = fold.normal_column(pl.Series(texts))
    rows = [(row, i, i + 1) for row, text in enumerate(plain) for i in range(len(text))]
    index, starts, ends = (np.array([told[i] for told in rows], np.int64) for i in range(3))
    back = views.back(index, starts, ends)
    alone = [fold.normal(texts[row]).span(a, b) for row, a, b in rows]
    assert list(zip(*(part.tolist() for part in back), strict=True)) == alone


def test_a_column_is_read_like_its_texts_one_by_one() -> None:
    texts = pl.Series(["к о д", "", "плюс семь", "８７", None, "a\u200bb" * 50] * 3)
    together = fold.read(texts)
    for row, text in enumerate(texts):
        assert together.plain[row] == fold.normal(text or "").text
        assert together.obfuscation[row] == fold.obfuscation(pl.Series([text], dtype=pl.String))[0]
