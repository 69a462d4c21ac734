"""Latin spellings as Cyrillic candidates."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.language import kk
from qalqan.language.fold import cyrillic


@pytest.mark.parametrize(
    ("latin", "bare"),
    [
        ("Qauipsiz shotqa aqsha audarıñyz", "кауипсиз шотка акша аудариныз"),
        ("qaui'psiz shot", "кауипсиз шот"),
        ("kodty eshkimge aitpanyz", "кодты ешкимге айтпаныз"),
        ("Skazhite kod iz sms", "скажите код из смс"),
        ("vash schet zablokirovan, srochno", "ваш счет заблокирован, срочно"),
        ("4to nuzhno, ska4ajte", "что нужно, скачажте"),
        ("банк: kod keldi me", "банк: код келди ме"),
    ],
)
def test_candidates(latin: str, bare: str) -> None:
    (found,) = cyrillic(pl.Series([latin]))
    assert kk.bare(found) == bare


def test_texts_without_latin_words_have_none() -> None:
    texts = pl.Series(["Қауіпсіз шот", None, "", "7 b 8"])
    assert cyrillic(texts).to_list() == [None, None, None, None]


@pytest.mark.parametrize("spelling", ["2017", "2018", "2021"])
def test_official_spellings_come_back_bare(spelling: str) -> None:
    text = "сіздің шотыңызға қауіп төнді, ақшаңызды аудару керек"
    (found,) = cyrillic(pl.Series([kk.to_latin(text, spelling)]))
    assert kk.bare(found) == kk.bare(text)


@given(st.lists(st.one_of(st.none(), st.text(alphabet="abyshчқ' 46q", max_size=20)), max_size=6))
def test_a_column_is_read_like_its_texts(texts: list[str | None]) -> None:
    together = cyrillic(pl.Series(texts, dtype=pl.String)).to_list()
    assert together == [cyrillic(pl.Series([text], dtype=pl.String))[0] for text in texts]
