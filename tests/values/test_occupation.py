"""Kinds of occupation: three languages and many spellings, a standing in life first, no words of anybody's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import occupation
from qalqan.values._data import table
from qalqan.values.base import Reject, Value


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("УЧИТЕЛЬ математики СШ №5", "teacher"), ("мектеп мұғалімі", "teacher"), ("mugalim", "teacher"),
        ("пенсионер, бывший учитель", "pensioner"), ("учитель на пенсии", "pensioner"), ("зейнеткер", "pensioner"),
        ("б/р", "unemployed"), ("уақытша жұмыс істемейді", "unemployed"), ("вр. не работает", "unemployed"),
        ("помощник воспитателя", "carer"), ("ИП, продавец", "seller"), ("ИП", "entrepreneur"),
        ("жеке кәсіпкер", "entrepreneur"),
        ("бала күтімі бойынша демалыста", "homemaker"), ("менеджер по продажам", "seller"), ("менеджер", "office"),
        ("мемлекеттік қызметші", "civil_servant"), ("рабочий", "labourer"), ("nurse", "nurse"),
    ],
)  # fmt: skip
def test_words_of_three_languages(written: str, kind: str) -> None:
    assert occupation.parse(written) == Value("occupation", kind)


@given(st.text(max_size=60))
def test_only_the_table_is_told(written: str) -> None:
    """Whatever is written, what comes out is a kind of the closed table or a reason; a kind is read as itself."""
    told = occupation.parse(written)
    assert isinstance(told, Reject) or told.canonical in occupation.codes()


def test_the_table_holds_together() -> None:
    """Each kind once, of a group that is there, named in three languages; no stem of two kinds."""
    codes = occupation.codes()
    assert len(set(codes)) == len(codes)
    groups = {row["code"] for row in table("occupations")["group"]}
    assert {row["group"] for row in table("occupations")["occupation"]} == groups
    for language in ("kk", "ru", "en"):
        assert len({occupation.name(code, language) for code in codes}) == len(codes)
    stems = [stem for stem, _, _ in occupation._stems()]
    assert sorted(set(stems)) == sorted(stems)
