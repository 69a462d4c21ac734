"""An organisation by the name under which everybody knows it; the list of known ones is the reader's of texts."""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "organisation",
    "value-organisation",
    source="public names, kept as dated data",
    errors=("a name borrowed by swindlers says nothing of the organisation itself",),
)
PIVOT = False

_LONGEST = 200
_LETTER = re2.compile(r"\pL")


def parse(text: str) -> Value | Reject:
    """The name in one line, or why the text is none."""
    plain = " ".join(tidy(text).split())
    if not plain:
        return EMPTY
    if len(plain) > _LONGEST:
        return Reject("reason-too-long")
    if not _LETTER.search(plain):
        return Reject("reason-organisation-shape")
    return Value("organisation", plain)


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """Organisations are public."""
    return canonical


def specificity(_canonical: str) -> int:
    """Everybody names banks and the police: a shared one ties nothing."""
    return 0
