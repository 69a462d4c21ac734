"""An organisation's number (БСН/БИН): the twelve digits of :mod:`iin` whose digits 5-6 are 40..64."""

from __future__ import annotations

import polars as pl

from qalqan.registry import Card
from qalqan.values import iin
from qalqan.values.base import Reject, Value

CARD = Card("bin", "value-bin", source="Government rules on identification numbers, 2013; reference table")
PIVOT = True


def parse(text: str) -> Value | Reject:
    """The 12 digits, or why not; a person's number is rejected."""
    found = iin.parse(text)
    if isinstance(found, Value) and found.kind != "bin":
        return Reject("reason-bin-person")
    return found


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    person = ~pl.col("value").str.slice(4, 2).is_between(pl.lit("40"), pl.lit("64"))
    return iin.parse_column(series).select(
        value=pl.when(person).then(pl.lit(None, pl.String)).otherwise("value"),
        reason=pl.when(person).then(pl.lit("reason-bin-person")).otherwise("reason"),
    )


show = iin.show


def mask(canonical: str) -> str:
    """Organisations are no persons: shown whole."""
    return canonical


def specificity(canonical: str) -> int:
    """A firm's number is shared by all who deal with it."""
    return iin.specificity(canonical)
