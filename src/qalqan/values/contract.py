"""A bank's own number of a contract, loan or deposit: letters and digits, upper case, without blanks.

Banks write them in countless ways, so the shape proves little: it is taken only where a column or word says so.
"""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values import card
from qalqan.values._write import LATIN, tidy, whole_number
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "contract", "value-contract", source="habits of bank replies", errors=("two banks may give the same number",)
)
PIVOT = True

_LABEL = re2.compile(r"(?i)^(?:договор[а-я]*|шарт[а-яі]*|contract|дог)?[.:\s]*(?:#|No?\.\s*|No?\s)?\s*")
_JUNK = re2.compile(r"[\s_'.]+")
_SHAPE = re2.compile(r"^[0-9A-ZА-ЯӘҒҚҢӨҰҮҺІЁ][0-9A-ZА-ЯӘҒҚҢӨҰҮҺІЁ/\-]+$")
_FEWEST_DIGITS = 4


def parse(text: str) -> Value | Reject:
    """The number in capitals, or why the text is none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 60:
        return Reject("reason-too-long")
    number = whole_number(_LABEL.sub("", plain))
    if number is None:
        return Reject("reason-digits-lost")
    packed = _JUNK.sub("", number).upper()
    latin = packed.translate(LATIN)
    packed = latin if latin.isascii() else packed
    if packed.isdigit() and isinstance(card.parse(packed), Value):
        return Reject("reason-contract-card")  # a whole card number is never kept in clear
    digits = sum(sign.isdigit() for sign in packed)
    if not 4 <= len(packed) <= 34 or not _SHAPE.match(packed) or digits < _FEWEST_DIGITS:
        return Reject("reason-contract-shape")
    return Value("contract", packed)


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """The last four signs."""
    return "*" * max(len(canonical) - 4, 0) + canonical[-4:]


def specificity(canonical: str) -> int:
    """Longer numbers are rarer."""
    return min(900, 60 * len(canonical))
