"""A region of Kazakhstan, as ISO 3166-2 (``KZ-27``), from its many names in Kazakh, Russian and English.

Words are compared as stems at the start of a word (whole where the data say ``!``), so endings do not
matter («Алматинской области», «БҚО бойынша»); towns name their region. Of several the one named longest
wins. Data: ``data/regions.toml``.
"""

from __future__ import annotations

from functools import cache

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._data import table
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "place",
    "value-place",
    source="ISO 3166-2:KZ; data/regions.toml",
    errors=("a town renamed or a border moved after the table's date",),
)
PIVOT = False

_WORD = re2.compile(r"[0-9a-zа-яёәғқңөұүһіáńúóǵý]+")
_CODE = re2.compile(r"(?i)^KZ[\s\-_]?(\d\d)$")
_MOST = 400


def _folded(text: str) -> str:
    return " " + " ".join(_WORD.findall(text.lower().replace("ё", "е"))) + " "


@cache
def _stems() -> tuple[tuple[str, str, str], ...]:
    """Folded stem, region, and ``any``, ``oblast`` or ``city``; the longest first."""
    found = {
        (_folded(stem) if stem.endswith("!") else _folded(stem)[:-1], row["code"], sort)
        for row in table("regions")["region"]
        for sort in ("any", "oblast", "city")
        for stem in row.get(sort, ())
    }
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one)))


@cache
def codes() -> frozenset[str]:
    """All region codes."""
    return frozenset(row["code"] for row in table("regions")["region"])


def parse(text: str) -> Value | Reject:
    """The region's code, or why the text names none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if (found := _CODE.match(plain)) or (len(plain) == 2 and plain.isdigit()):
        code = f"KZ-{found[1] if found else plain}"
        return Value("place", code) if code in codes() else Reject("reason-place-unknown")
    words = _folded(plain[:_MOST])
    oblast = any(f" {word}" in words for word in table("regions")["oblast_words"][:6])
    for stem, code, sort in _stems():
        if sort != "any" and (sort == "oblast") != oblast:
            continue
        if stem in words:
            return Value("place", code)
    return Reject("reason-place-unknown")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def name(canonical: str, language: str = "en") -> str:
    """The region's name in kk, ru or en; the code itself when unknown."""
    rows = (row for row in table("regions")["region"] if row["code"] == canonical)
    return next((str(row[language]) for row in rows), canonical)


def show(canonical: str) -> str:
    """The code: names are said in the reader's language by :func:`name`."""
    return canonical


def mask(canonical: str) -> str:
    """A region names nobody."""
    return canonical


def specificity(_canonical: str) -> int:
    """A region ties nothing."""
    return 5
