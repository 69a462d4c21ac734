"""A bank card: never whole. Canonical form is the first six and the last four digits: ``440043******1234``.

Whole numbers pass Luhn; masked writings (``4400 43** **** 1234``, ``*1234``) keep what they show. The whole number
serves only for :func:`keyed`, an HMAC-SHA256 that lets two files meet without either showing the number.
"""

from __future__ import annotations

import hmac
from typing import Final

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._arrays import luhn_mask, spread
from qalqan.values._write import DIGIT, luhn, tidy, whole_number
from qalqan.values.base import EMPTY, Reject, Value, parse_fast, parse_small, text_series

CARD = Card(
    "card",
    "value-card",
    source="ISO/IEC 7812-1; PCI DSS 3.4.1 on what may be shown",
    errors=("the last four digits alone are shared by one card in ten thousand",),
)
PIVOT = True

_LABEL = re2.compile(r"(?i)^(?:visa|master\s?card|mastercard|mc|unionpay|карт[аыу]?|card|карточка|номер карты)[#:.\s]*")
_JUNK = re2.compile(r"[\s\-_/']+")
_GAP: Final = re2.compile(r"^(\d{0,8})([*xXхХ•·●∙#.…]{1,16})(\d{4})$")
_STARTS: Final = ("2", "3", "4", "5", "6", "86", "98", "91")  # schemes; 8600, 9860, 9112-9114: local ones of neighbours


def parse(text: str) -> Value | Reject:
    """The card as first six and last four, or why the text is none: shape, scheme, Luhn, digits lost."""
    found = _whole(text)
    if isinstance(found, Reject):
        return found
    digits, packed = found
    if digits:
        return Value("card", f"{digits[:6]}******{digits[-4:]}", "whole")
    shown = _GAP.match(packed)
    if not shown or 0 < len(shown[1]) < 4:
        return Reject("reason-card-shape")
    first, last = shown[1][:6], shown[3]
    if not first:
        return Value("card", f"******{last}", "last-four")
    if not first.startswith(_STARTS):
        return Reject("reason-card-scheme")
    return Value("card", f"{first}{'*' * (12 - len(first))}{last}", "masked")


def _whole(text: str) -> tuple[str, str] | Reject:
    """The whole number (empty when masked) and the packed text."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 64:
        return Reject("reason-too-long")
    number = whole_number(plain)
    if number is None:
        return Reject("reason-digits-lost")
    packed = _JUNK.sub("", _LABEL.sub("", number))
    repaired = packed.translate(DIGIT)
    digits = repaired if repaired.isdigit() and repaired.isascii() else ""
    if digits:
        if not 13 <= len(digits) <= 19:
            return Reject("reason-card-length")
        if not digits.startswith(_STARTS):
            return Reject("reason-card-scheme")
        if not luhn(digits):
            return Reject("reason-card-luhn")
    return digits, packed


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    if (small := parse_small(series, parse)) is not None:
        return small
    texts = text_series(series)
    packed = texts.str.replace_all(r"[ \x{00a0}\-]", "")
    shaped = packed.str.contains(r"^[2-6]\d{15}$").fill_null(value=False)
    whole, refused = spread(packed, shaped, luhn_mask(packed.filter(shaped), 16), "reason-card-luhn")
    gap = packed.str.extract_groups(r"^([2-6]\d{5})(?:\*{6}|\*{4}|[xX]{6})(\d{4})$").struct.unnest()
    fast = gap.with_columns(whole=whole).select(
        v=pl.concat_str(
            pl.col("whole").str.head(6).fill_null(pl.col("1")),
            pl.lit("******"),
            pl.col("whole").str.tail(4).fill_null(pl.col("2")),
        )
    )["v"]
    return parse_fast(texts, fast, parse, refused)


def keyed(text: str, key: bytes) -> str:
    """HMAC-SHA256 (hex) of the whole card number under the workspace's key; empty when it is not whole."""
    found = _whole(text)
    if isinstance(found, Reject) or not found[0]:
        return ""
    return hmac.digest(key, b"card:" + found[0].encode(), "sha256").hex()


def keyed_column(series: pl.Series, key: bytes) -> pl.Series:
    """:func:`keyed` over a column; null where the number is not whole."""
    texts = text_series(series).alias("text")
    distinct = texts.drop_nulls().unique(maintain_order=True)
    lookup = pl.DataFrame(
        {"text": distinct, "hash": [keyed(text, key) or None for text in distinct]},
        schema={"text": pl.String, "hash": pl.String},
    )
    return texts.to_frame().join(lookup, on="text", how="left", maintain_order="left")["hash"]


def show(canonical: str) -> str:
    """In groups of four."""
    if canonical.startswith("******"):
        return f"**** {canonical[-4:]}"
    return f"{canonical[:4]} {canonical[4:6]}** **** {canonical[-4:]}"


def mask(canonical: str) -> str:
    """Only the last four digits."""
    return f"******{canonical[-4:]}"


def specificity(canonical: str) -> int:
    """First six and last four leave some hundred cards of a bank; the last four alone mean little."""
    if canonical.startswith("******"):
        return 150
    return 800 if canonical[:6].isdigit() else 500
