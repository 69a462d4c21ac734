"""A SIM card's printed number, ICCID: begins with 89, 19 or 20 digits, the last a Luhn check digit."""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import bare_number, luhn, tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "iccid",
    "value-iccid",
    source="ITU-T E.118",
    errors=("some operators print twenty digits without a check digit: those are rejected",),
)
PIVOT = True

_LABEL = re2.compile(r"(?i)^ICC-?ID[\s#:.]*")
_SHAPE = re2.compile(r"^89\d{17,18}$")


def parse(text: str) -> Value | Reject:
    """The digits, or why the text is none. A filling ``F`` at the end is taken off."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    number = bare_number(plain, _LABEL)
    if number is None:
        return Reject("reason-digits-lost")
    digits = number.rstrip("Ff")
    if not _SHAPE.match(digits):
        return Reject("reason-iccid-shape")
    return Value("iccid", digits) if luhn(digits) else Reject("reason-iccid-luhn")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """In groups of four."""
    return " ".join(canonical[start : start + 4] for start in range(0, len(canonical), 4))


def mask(canonical: str) -> str:
    """The issuer and the last four digits."""
    return canonical[:7] + "*" * (len(canonical) - 11) + canonical[-4:]


def specificity(_canonical: str) -> int:
    """A SIM card is one."""
    return 950
