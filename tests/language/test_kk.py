"""Kazakh letters and spellings; every language declares itself."""

from __future__ import annotations

import pytest

from qalqan.language import kk, ru
from qalqan.registry import parts
from qalqan.texts.say import has, languages


def test_bare_is_what_a_russian_keyboard_writes() -> None:
    assert kk.bare("қауіпсіз шот ӘҒҢӨҰҮҺ") == "кауипсиз шот АГНОУУХ"


@pytest.mark.parametrize(
    ("spelling", "latin"),
    [
        ("passport", "Shygys ungir"),
        ("2017", "S'yg'ys u'n'gir"),
        ("2018", "Shyǵys úńgir"),
        ("2021", "Şyğys üñgır"),
    ],
)
def test_to_latin(spelling: str, latin: str) -> None:
    assert kk.to_latin("Шығыс үңгір", spelling) == latin


def test_unknown_spelling() -> None:
    with pytest.raises(ValueError, match="1929"):
        kk.to_latin("сөз", "1929")


def test_russian_passport() -> None:
    assert ru.to_latin("Юлия Щукина") == "Iuliia Shchukina"


def test_every_language_has_a_title_and_its_parts() -> None:
    found = parts("language")
    assert set(found) == {"kk", "ru", "en"}
    for module in found.values():
        assert all(has(module.CARD.title, language) for language in languages())
        assert module.NUMBERS
        assert module.LETTERS
        assert set(module.CUES) == set(ru.CUES)
