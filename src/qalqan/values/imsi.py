"""A SIM's IMSI: 15 digits, country (401 is Kazakhstan), network, subscriber."""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import bare_number, tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("imsi", "value-imsi", source="ITU-T E.212")
PIVOT = True

_LABEL = re2.compile(r"(?i)^IMSI[\s#:.]*")
_SHAPE = re2.compile(r"^[2-7]\d{13,14}$")


def parse(text: str) -> Value | Reject:
    """The digits, or why the text is none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    digits = bare_number(plain, _LABEL)
    if digits is None:
        return Reject("reason-digits-lost")
    if not _SHAPE.match(digits) or len(set(digits)) < 3:
        return Reject("reason-imsi-shape")
    return Value("imsi", digits, "" if digits.startswith("401") else "foreign")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """Country, network, subscriber."""
    return f"{canonical[:3]} {canonical[3:5]} {canonical[5:]}"


def mask(canonical: str) -> str:
    """Country, network and the last two digits."""
    return canonical[:5] + "*" * (len(canonical) - 7) + canonical[-2:]


def specificity(_canonical: str) -> int:
    """A SIM is one subscriber's."""
    return 950
