"""A service's short number (``1414``, ``109``, a bank's four digits).

It never calls people, so a call "from" it is forged.
"""

from __future__ import annotations

import polars as pl

from qalqan.registry import Card
from qalqan.values import phone
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("short_code", "value-short-code", source="public numbering plan of Kazakhstan")
PIVOT = False


def parse(text: str) -> Value | Reject:
    """Three to six digits, not beginning with 0."""
    if not tidy(text):
        return EMPTY
    found = phone.parse(text)
    if isinstance(found, Reject) and found.reason == "reason-phone-short-code":
        return Value("short_code", "".join(sign for sign in tidy(text) if sign in "0123456789"))
    return Reject("reason-short-code-shape")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """A service's number is public."""
    return canonical


def specificity(_canonical: str) -> int:
    """Everybody talks to it."""
    return 20
