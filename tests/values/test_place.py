"""Regions from their many names."""

from __future__ import annotations

import pytest

from qalqan.values import place
from qalqan.values.base import Reject, Value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Алматинская область", "KZ-19"),
        ("ДП Алматинской области", "KZ-19"),
        ("Алматы облысы", "KZ-19"),
        ("ДП г. Алматы", "KZ-75"),
        ("УП Алатауского района г.Алматы", "KZ-75"),
        ("БҚО бойынша ПД", "KZ-27"),
        ("ЗКО", "KZ-27"),
        ("г.Уральск", "KZ-27"),
        ("27", "KZ-27"),
        ("KZ-27", "KZ-27"),
        ("West Kazakhstan Region", "KZ-27"),
        ("Нур-Султан", "KZ-71"),
        ("Астананың ПД", "KZ-71"),
        ("ВКО", "KZ-63"),
        ("Абай облысы", "KZ-10"),
        ("г. Семей", "KZ-10"),
        ("Жетысуский район г.Алматы", "KZ-75"),
        ("область Жетісу", "KZ-33"),
        ("ЮКО", "KZ-61"),
        ("Шымкент қ.", "KZ-79"),
        ("Қарағанды", "KZ-35"),
        ("Солтүстік Қазақстан облысы", "KZ-59"),
    ],
)
def test_names(text: str, code: str) -> None:
    assert place.parse(text) == Value("place", code)


@pytest.mark.parametrize("text", ["семейный спор", "Лондон", "KZ-99", "оралман"])
def test_no_region(text: str) -> None:
    assert place.parse(text) == Reject("reason-place-unknown")


def test_twenty_regions_named_in_three_languages() -> None:
    assert len(place.codes()) == 20
    for code in place.codes():
        for language in ("kk", "ru", "en"):
            assert place.parse(place.name(code, language)) == Value("place", code)
