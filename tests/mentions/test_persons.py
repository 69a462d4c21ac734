"""Persons and organisations in free text (invented names)."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.mentions import persons
from qalqan.mentions.entities import find


def named(text: str, kind: str = "person") -> list[tuple[str, str]]:
    return [(written, value) for _, k, value, written, *_ in find(pl.Series([text])).iter_rows() if k == kind]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("Потерпевшая Мысалова Айгуль Маратовна перевела", "Мысалова Айгуль Маратовна", "МЫСАЛОВА АЙГУЛЬ МАРАТОВНА"),
        ("деньги Мысаловой Айгуль Маратовне ушли", "Мысаловой Айгуль Маратовне", "МЫСАЛОВА АЙГУЛЬ МАРАТОВНА"),
        ("перевёл Мысалову И.И. вчера", "Мысалову И.И.", "МЫСАЛОВ И И"),
        ("по словам А.С. Мысалова", "А.С. Мысалова", "А С МЫСАЛОВА"),
        ("получатель Сынақов Ерлан Мысалұлы", "Сынақов Ерлан Мысалұлы", "СЫНАҚОВ ЕРЛАН МЫСАЛҰЛЫ"),
        ("ақшаны Дәурен Сынақовқа аударған", "Дәурен Сынақовқа", "ДӘУРЕН СЫНАҚОВ"),
        ("Азаматша Әсел Мысалқызының айтуынша", "Әсел Мысалқызының", "ӘСЕЛ МЫСАЛҚЫЗЫ"),
        ("Меня зовут Айгерим, я из банка", "Айгерим", "АЙГЕРИМ"),
        ("айгуль маратовна звонила", "айгуль маратовна", "АЙГУЛЬ МАРАТОВНА"),
        ("С ы н а қ о в   Е р л а н келді", "С ы н а қ о в   Е р л а н", "СЫНАҚОВ ЕРЛАН"),
        ("Сы\u200bнaқoв Ерлан", "Сы\u200bнaқoв Ерлан", "СЫНАҚОВ ЕРЛАН"),
    ],
)
def test_a_person_is_found_in_the_first_form(text: str, written: str, value: str) -> None:
    assert named(text) == [(written, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Магазин на улице Абая работает, Вчера Только Один",
        "Kaspi Gold картасына аударыңыз, Play Market ашыңыз",
        "Сағат бесте кездесейік, Сабыр сақтаңыз",
        "ТОО Мысал, проспект Назарбаева",
        "Здравствуйте! Ваш заказ отправлен",
        "Рахмет Сізге",
    ],
)
def test_everyday_capitals_are_no_persons(text: str) -> None:
    assert named(text) == []


def test_a_name_ends_with_its_line() -> None:
    text = "жазды: Әсел Мысалқызы\nРахмет деп\nСынақов Ерлан\u200b"
    assert named(text) == [("Әсел Мысалқызы", "ӘСЕЛ МЫСАЛҚЫЗЫ"), ("Сынақов Ерлан", "СЫНАҚОВ ЕРЛАН")]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("беспокоит служба безопасности Каспи банка", "Каспи банка", "Kaspi Bank"),
        ("Ұлттық банктің қызметкерімін", "Ұлттық банктің", "National Bank"),
        ("мен ҰҚК-данмын", "ҰҚК-данмын", "KNB"),
        ("вы из КНБ?", "КНБ", "KNB"),
        ("Қазпоштадан хат", "Қазпоштадан", "Kazpost"),
        ("Кaспи бaнк", "Кaспи бaнк", "Kaspi Bank"),
        ("К а с п и   б а н к", "К а с п и   б а н к", "Kaspi Bank"),
        ("ХҚКО-ға барыңыз", "ХҚКО-ға", "Public Service Centre"),
    ],
)
def test_an_organisation_is_found_with_its_endings(text: str, written: str, value: str) -> None:
    assert named(text, "organisation") == [(written, value)]


@pytest.mark.parametrize(
    "text", ["форте пиано", "freedom of speech", "каспийское море", "t.me/kaspi_bonus", "халык айтады"]
)
def test_everyday_words_are_no_organisations(text: str) -> None:
    assert named(text, "organisation") == []


def test_names_are_left_out_when_not_wanted() -> None:
    assert find(pl.Series(["Каспи банк, Сынақов Ерлан"]), names=False).is_empty()


@given(st.lists(st.text(alphabet="АСа. \nсерікқызыов\u200b", max_size=40), max_size=5))
def test_places_lead_to_what_is_written(texts: list[str]) -> None:
    found = find(pl.Series(texts, dtype=pl.String))
    for index, written, start, end in found.select("index", "as_written", "start", "end").iter_rows():
        assert texts[index][start:end] == written


def test_long_columns_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series(["Сынақов Ерлан келді", "ештеңе жоқ", "Мысалову И.И."] * 5)
    whole = find(texts)
    monkeypatch.setattr(persons, "_AT_ONCE", 30)
    assert find(texts).equals(whole)
    assert whole.height == 10
