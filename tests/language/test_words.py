"""Numbers told in words."""

from __future__ import annotations

import pytest

from qalqan.language.fold import normal


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("сегіз жеті жүз бір жүз жиырма үш қырық бес алпыс жеті", "87011234567"),
        ("сегиз жети жуз бир жуз жиырма уш кырык бес алпыс жети", "87011234567"),
        ("segiz jeti júz bir júz jıyrma úsh qyryq bes alpys jeti", "87011234567"),
        ("сегізжетіжүзбір жүзжиырмаүш қырықбес алпысжеті", "87011234567"),
        ("восемь семьсот один сто двадцать три сорок пять шестьдесят семь", "87011234567"),
        ("Восемь, семьсот один, сто двадцать три, сорок пять, шестьдесят семь", "87011234567"),
        ("восемь семь ноль один два нуля три пятёрки сорок", "87010055540"),
        ("плюс семь семьсот семь сто двадцать три сорок пять шестьдесят семь", "+77071234567"),
        ("eight seven zero one double one two three four five six", "87011123456"),
        ("сегіз жеті нөл бір он бір он екі он үш жетпіс", "87011112 1370".replace(" ", "")),
    ],
)
def test_a_spoken_number_is_written_in_figures(text: str, plain: str) -> None:
    assert normal(f"нөмір: {text}!").text == f"нөмір: {plain}!"


def test_words_complete_a_number_begun_in_figures() -> None:
    assert normal("8 701 сто двадцать три 45 шестьдесят семь").text == "8 701 123 45 67"
    assert normal("восемь 7011234567").text == "8 7011234567"


def test_an_account_and_a_sum() -> None:
    assert normal("KZ восемь шесть один два пять KZT пять ноль ноль").text == "KZ 86125 KZT 500"
    assert normal("сто пятьдесят тысяч тенге и елу мың теңге").text == "150 тысяч тенге и 50 мың теңге"


def test_an_address_told_aloud() -> None:
    assert normal("ivan собака mail точка ru").text == "ivan@mail.ru"
    assert normal("kaspi-bonus нүкте kz").text == "kaspi-bonus.kz"
    assert normal("сто восемьдесят пять точка двенадцать точка 13 точка 4").text == "185.12.13.4"


@pytest.mark.parametrize(
    "text",
    [
        "раз два три четыре пять, я иду искать",
        "один из трёх сказал: два раза по семь",
        "он один два три раза",
        "точка зрения сто раз менялась",
        "онда бес адам бар екен",
        "в точке kaspi и собака рядом",
    ],
)
def test_everyday_words_stay(text: str) -> None:
    assert normal(text).text == text


def test_the_ending_of_a_number_s_case_stays_behind_it() -> None:
    view = normal("сегіз жеті жүз бір жүз жиырма үш қырық бес алпыс жетіге")
    assert view.text == "87011234567ге"
    assert view.span(0, 11) == (0, 53)


def test_each_figure_knows_its_word() -> None:
    text = "восемь семьсот один сто двадцать три сорок пять шестьдесят семь"
    view = normal(text)
    start, end = view.span(1, 4)
    assert text[start:end] == "семьсот один"
