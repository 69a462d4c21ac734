"""A person's name in one normal form: capitals, single blanks, no dots or quotes, letters of one script a word.

Comparing names across scripts and spellings is :mod:`qalqan.link.name_match`; this is only how a name is written down.
"""

from __future__ import annotations

import polars as pl
import re2

from qalqan.language.fold import one_script
from qalqan.registry import Card
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "person",
    "value-person",
    source="rules of Kazakhstan's documents on writing names",
    errors=("the order of surname and given name is kept as written",),
)
PIVOT = False

_JUNK = re2.compile(r"[.,;:\"'«»“”`()\[\]/\\_*]+")
_NAME = re2.compile(r"^[\pL?\- ]+$")
_TITLES = frozenset({"ГР", "Г-Н", "Г-ЖА", "MR", "MRS", "MS", "ИП", "ЖК"})
_MOST_WORDS = 8


def parse(text: str) -> Value | Reject:
    """The name, or why the text is none: figures, too many words."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 160:
        return Reject("reason-too-long")
    words = [one_script(word) for word in _JUNK.sub(" ", plain.upper()).split()]
    while words and words[0] in _TITLES:
        words = words[1:]
    name = " ".join(word.strip("-") for word in words)
    if len(name) < 2 or not _NAME.match(name) or not 1 <= len(words) <= _MOST_WORDS:
        return Reject("reason-person-shape")
    return Value("person", name)


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """First letters large."""
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in canonical.split())


def mask(canonical: str) -> str:
    """First letters only."""
    return " ".join(word[:1] + "." for word in canonical.split())


def specificity(canonical: str) -> int:
    """Names repeat; a full one of three words less."""
    return 300 if len(canonical.split()) >= 3 else 120
