"""A device's IMEI: 15 digits, the last one a Luhn check digit.

Operators also write 14 digits, 15 with 0 for the check digit (so it travels in the network) or the 16 of an IMEISV;
all are
brought to the one 15-digit form, so that the same device meets itself.
"""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import bare_number, luhn, luhn_digit, tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "imei",
    "value-imei",
    source="3GPP TS 23.003 section 6; GSMA TS.06",
    errors=("cheap devices and SIM-boxes share or change an IMEI",),
)
PIVOT = True

_LABEL = re2.compile(r"(?i)^(?:IMEI(?:SV)?|ИМЕИ|IMEI\s?[12])[\s#:.]*")


def parse(text: str) -> Value | Reject:
    """The 15 digits with their own check digit, or why the text is none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    digits = bare_number(plain, _LABEL)
    if digits is None:
        return Reject("reason-digits-lost")
    if not (digits.isdigit() and digits.isascii()) or not 14 <= len(digits) <= 16:
        return Reject("reason-imei-shape")
    body = digits[:14]
    if len(set(body)) < 3 or body.startswith("00000000"):
        return Reject("reason-imei-dummy")
    if len(digits) == 15 and not luhn(digits) and digits[14] != "0":
        return Reject("reason-imei-luhn")
    full = body + luhn_digit(body)
    return Value("imei", full, "" if full == digits else "check-digit-set")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason (devices repeat: the distinct ones are few)."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """Type, serial, check: ``35-209900-176148-1``."""
    return f"{canonical[:2]}-{canonical[2:8]}-{canonical[8:14]}-{canonical[14:]}"


def mask(canonical: str) -> str:
    """The type of the device and the last two digits."""
    return canonical[:8] + "*****" + canonical[-2:]


def specificity(_canonical: str) -> int:
    """A device, though some are forged."""
    return 900
