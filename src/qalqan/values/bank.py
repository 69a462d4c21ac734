"""A bank, as the three digits that stand in its IBANs; from a code, a BIC, a name in three languages or an IBAN.

The table of names is dated data (``data/banks.toml``): banks are renamed and merged.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values import iban
from qalqan.values._data import table
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "bank", "value-bank", source="data/banks.toml", errors=("a bank renamed after the table's date keeps its old name",)
)
PIVOT = False

_CODE = re2.compile(r"^\d{3}$")
_BIC = re2.compile(r"^[A-Z]{4}KZ[A-Z0-9]{2}(?:[A-Z0-9]{3})?$")
_WORD = re2.compile(r"[0-9a-zа-яёәғқңөұүһіáńúóǵý]+")


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower().replace("ё", "е")))


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(table("banks")["bank"])


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Folded names and codes, the longest first."""
    pairs = {_folded(name): row["code"] for row in _rows() for name in (*row["names"], *row.get("former", ()))}
    return tuple(sorted(pairs.items(), key=lambda one: (-len(one[0]), one[0])))


@cache
def _bics() -> dict[str, str]:
    return {bic: row["code"] for row in _rows() for bic in (row["bic"], *row.get("former_bic", ()))}


def parse(text: str) -> Value | Reject:
    """The bank's code, or why the text names no known bank."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 200:
        return Reject("reason-too-long")
    if _CODE.match(plain):
        return Value("bank", plain)
    upper = plain.upper().replace(" ", "")
    if _BIC.match(upper) and upper[:8] in _bics():
        return Value("bank", _bics()[upper[:8]])
    account = iban.parse(plain)
    if isinstance(account, Value) and (code := iban.bank(account.canonical)):
        return Value("bank", code)
    words = _folded(plain)
    glued = f" {words} "
    for name, code in _names():
        if f" {name} " in glued or (len(name) > 4 and f" {name}банк" in glued) or f" {name}bank" in glued:
            return Value("bank", code)
    return Reject("reason-bank-unknown")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """The bank's name; the code when the table does not know it."""
    return next((str(row["names"][0]) for row in _rows() if row["code"] == canonical), canonical)


def mask(canonical: str) -> str:
    """A bank is no person."""
    return show(canonical)


def specificity(_canonical: str) -> int:
    """Everybody has an account there."""
    return 5
