"""The normal view of a text, with the way back to the original.

Evidence quotes the original, but patterns want plain signs: compatibility forms are folded (NFKC), unseen signs and
keycaps dropped, words of two scripts brought to one, letters that stand for digits read as digits, and numbers told in
words written in figures. A view keeps, for each of its signs, where it came from. Plain texts (nearly all) are told
apart by the column and cost nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl
import re2

from qalqan.language import _words
from qalqan.language.fold_latin import cyrillic
from qalqan.language.fold_signs import obfuscation

__all__ = ["CYRILLIC", "View", "cyrillic", "normal", "normal_column", "obfuscation", "one_script"]

CYRILLIC: Final = "а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ"
_LATIN_TO_CYRILLIC: Final = str.maketrans("ABCEHKMOPTXYIaceopxyihk", "АВСЕНКМОРТХУІасеорхуіһк")
_CYRILLIC_TO_LATIN: Final = str.maketrans("АВСЕНКМОРТХУІЅЈасеорхуіѕјһ", "ABCEHKMOPTXYISJaceopxyisjh")
_DIGIT_LETTERS: Final = str.maketrans("OoОоЗзlIІі|Бб", "0000331111166")
_UNSEEN: Final = frozenset(
    map(
        chr,
        (
            0xAD,
            0x34F,
            0x61C,
            0x180E,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            0x20E3,
            0xFEFF,
        ),
    )
)
_CLOSING: Final = "\ufe0f\u20e3"  # they belong to the sign before them
_SAME_LENGTH: Final = {  # common signs folded over the whole column, one for one
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2007": " ",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "\x01": " ",
    "\x02": " ",
}
_ODD: Final = (
    r"[^\x00-\x7f" + CYRILLIC + r"«»№“”„…₸•·×°§€]"  # a sign beyond everyday text
    r"|[A-Za-z][" + CYRILLIC + r"]|[" + CYRILLIC + r"][A-Za-z]"  # a word of two scripts
    r"|[0-9][ ()\-]?[OoОо]+[ ()\-]?[0-9]"  # a letter for a digit
)
_TOKEN = re2.compile(r"[0-9A-Za-z\x{0400}-\x{052f}|]+")
_DIGITISH = re2.compile(r"^\+?[0-9OoОоЗзlIІі|Бб]*$")
_FEWEST_FIGURES = 2  # beside them any look-alike letter is a digit; beside one figure only a round O
_FIGURES: Final = frozenset("0123456789")
_ROUND: Final = frozenset("OoОо")


@dataclass(frozen=True, slots=True)
class View:
    """A normal text; sign ``i`` of it stands for ``original[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of the signs ``start`` to ``end`` of the view."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]


def one_script(word: str) -> str:
    """A word whose letters are of two scripts, with the look-alikes of the rarer script brought to the other."""
    latin = sum("a" <= sign <= "z" for sign in word.lower())
    cyrillic = sum("Ѐ" <= sign <= "ԯ" for sign in word)
    if not latin or not cyrillic:
        return word
    return word.translate(_LATIN_TO_CYRILLIC if cyrillic >= latin else _CYRILLIC_TO_LATIN)


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    """One sign in its compatibility form; empty when it is not seen."""
    if sign in _UNSEEN:
        return ""
    plain = _SAME_LENGTH.get(sign) or unicodedata.normalize("NFKC", sign)
    if len(plain) == 1 and plain.isdigit() and not plain.isascii():
        return str(unicodedata.digit(plain))
    return plain if len(plain) <= 8 else " "


def normal(text: str) -> View:
    """The normal view of one text."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, sign in enumerate(text):
        if signs and unicodedata.combining(sign):
            joined = unicodedata.normalize("NFC", signs[-1] + sign)
            signs[-1] = joined if len(joined) == 1 else signs[-1]
            ends[-1] = place + 1
            continue
        if sign in _CLOSING and signs:
            ends[-1] = place + 1
        for plain in _folded(sign):
            signs.append(plain)
            starts.append(place)
            ends.append(place + 1)
    flat = _TOKEN.sub(_token, "".join(signs))
    return _figures(View(flat, tuple(starts), tuple(ends)))


def _token(found: re2._Match[str]) -> str:
    """A word with one script, or with letters read as the digits they stand for; the length stays."""
    word: str = found[0]
    figures = sum(sign.isdigit() for sign in word)
    if 0 < figures < len(word) and _DIGITISH.match(word):
        letters = set(word) - _FIGURES
        if figures >= _FEWEST_FIGURES or letters <= _ROUND:
            return word.translate(_DIGIT_LETTERS)
    return word if word.isascii() else one_script(word)


def _figures(view: View) -> View:
    """The view with numbers told in words written in figures."""
    runs = list(_words.runs(view.text))
    if not runs:
        return view
    text, starts, ends, last = [], [], [], 0
    for start, end, digits in runs:
        text += [view.text[last:start], digits]
        starts += [*view.starts[last:start], *[view.starts[start]] * len(digits)]
        ends += [*view.ends[last:start], *[view.ends[end - 1]] * len(digits)]
        last = end
    text.append(view.text[last:])
    return View("".join(text), (*starts, *view.starts[last:]), (*ends, *view.ends[last:]))


def normal_column(texts: pl.Series) -> tuple[pl.Series, dict[int, View]]:
    """The normal texts of a column, and the views of those rows whose places moved.

    A row without a view has the places of its original.
    """
    same = texts.fill_null("")
    if same.str.contains("[" + "".join(_SAME_LENGTH) + "]").any():
        for written, plain in _SAME_LENGTH.items():
            same = same.str.replace_all(written, plain, literal=True)
    odd = same.str.contains(_ODD) | same.str.to_lowercase().str.contains(_words.RUN)
    if not odd.any():
        return same, {}
    rows = odd.arg_true().to_list()
    views = {row: normal(text) for row, text in zip(rows, texts.gather(rows), strict=True)}
    return same.scatter(rows, [view.text for view in views.values()]), views
