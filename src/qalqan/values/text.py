"""Words that are no identifier: kept as they stand, with blanks made single."""

from __future__ import annotations

import polars as pl

from qalqan.registry import Card
from qalqan.values._write import tidy, veil
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("text", "value-text", source="whatever the source wrote")
PIVOT = False
_MOST = 500


def parse(text: str) -> Value | Reject:
    """The text with single blanks, at most 500 signs; whole card numbers in it are masked."""
    plain = veil(" ".join(tidy(text[: 4 * _MOST]).split())[:_MOST])
    return Value("text", plain) if plain else EMPTY


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """First letter of every word."""
    return " ".join(word[:1] + "*" * (len(word) - 1) for word in canonical.split())


def specificity(_canonical: str) -> int:
    """Free words tie nothing."""
    return 30
