"""Russian: its letters, their Latin spellings, and numbers in words."""

from __future__ import annotations

from typing import Final

from qalqan.language import _cues_ru
from qalqan.registry import Card

CARD = Card("ru", "language-ru", source="GOST R 52535.1 and ICAO Doc 9303 for passports; everyday writing")

LETTERS: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
# Latin spellings of a letter, the passport's first
LATIN: Final[dict[str, tuple[str, ...]]] = {
    "а": ("a",),
    "б": ("b",),
    "в": ("v", "w"),
    "г": ("g",),
    "д": ("d",),
    "е": ("e", "ye", "ie"),
    "ё": ("e", "yo", "io"),
    "ж": ("zh", "j"),
    "з": ("z",),
    "и": ("i",),
    "й": ("i", "y", "j"),
    "к": ("k", "c"),
    "л": ("l",),
    "м": ("m",),
    "н": ("n",),
    "о": ("o",),
    "п": ("p",),
    "р": ("r",),
    "с": ("s",),
    "т": ("t",),
    "у": ("u", "ou"),
    "ф": ("f", "ph"),
    "х": ("kh", "h", "x"),
    "ц": ("ts", "c", "tc"),
    "ч": ("ch",),
    "ш": ("sh",),
    "щ": ("shch", "sch"),
    "ъ": ("ie", ""),
    "ы": ("y", "i"),
    "ь": ("",),
    "э": ("e",),
    "ю": ("iu", "yu", "ju"),
    "я": ("ia", "ya", "ja"),
}
NUMBERS: Final[dict[str, int]] = {
    "ноль": 0,
    "нуль": 0,
    "нолик": 0,
    "один": 1,
    "одна": 1,
    "единица": 1,
    "два": 2,
    "две": 2,
    "двойка": 2,
    "три": 3,
    "четыре": 4,
    "пять": 5,
    "шесть": 6,
    "семь": 7,
    "восемь": 8,
    "девять": 9,
    "десять": 10,
    "одиннадцать": 11,
    "двенадцать": 12,
    "тринадцать": 13,
    "четырнадцать": 14,
    "пятнадцать": 15,
    "шестнадцать": 16,
    "семнадцать": 17,
    "восемнадцать": 18,
    "девятнадцать": 19,
    "двадцать": 20,
    "тридцать": 30,
    "сорок": 40,
    "пятьдесят": 50,
    "шестьдесят": 60,
    "семьдесят": 70,
    "восемьдесят": 80,
    "девяносто": 90,
    "сто": 100,
    "двести": 200,
    "триста": 300,
    "четыреста": 400,
    "пятьсот": 500,
    "шестьсот": 600,
    "семьсот": 700,
    "восемьсот": 800,
    "девятьсот": 900,
}
CUES: Final = _cues_ru.CUES


def to_latin(text: str) -> str:
    """The passport's Latin spelling."""
    return "".join(_cased(sign) for sign in text)


def _cased(sign: str) -> str:
    latin = LATIN.get(sign.lower())
    if latin is None:
        return sign
    return latin[0].capitalize() if sign.isupper() else latin[0]
