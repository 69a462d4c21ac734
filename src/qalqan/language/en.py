"""English: its letters and numbers in words."""

from __future__ import annotations

from typing import Final

from qalqan.language import _cues_en
from qalqan.registry import Card

CARD = Card("en", "language-en", source="everyday writing")

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
NUMBERS: Final[dict[str, int]] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "oh": 0,
    "fourty": 40,
}
HUNDREDS: Final = ("hundred",)
TIMES: Final[dict[str, int]] = {"double": 2, "triple": 3}  # the next figure is said so often
CUES: Final = _cues_en.CUES
