"""An advertisement on a site, by the site's own number: ``olx.kz/IDabc12``, taken out of its address.

The same advertisement has many addresses (language, mobile site, marks of a campaign); its number is one.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values import url
from qalqan.values._data import table
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "listing",
    "value-listing",
    source="data/listings.toml",
    errors=("a site that changed its addresses after the table's date is not recognised",),
)
PIVOT = True

_CANONICAL = re2.compile(r"^([a-z0-9.-]{4,40})#([0-9A-Za-z_/-]{4,50})$")
_MOBILE = ("m.", "mobile.", "www.")


@cache
def _sites() -> dict[str, Any]:
    return {row["host"]: re2.compile(row["id"]) for row in table("listings")["site"]}


def parse(text: str) -> Value | Reject:
    """``site#number``, or why the text is no address of an advertisement on a known site."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if (own := _CANONICAL.match(plain)) and own[1] in _sites():
        return Value("listing", plain)
    read = url.parse(plain)
    if isinstance(read, Reject):
        return Reject("reason-listing-shape")
    host = url.host(read.canonical)
    rest = read.canonical[len(host) :]
    for start in _MOBILE:
        host = host.removeprefix(start)
    pattern = _sites().get(host)
    found = pattern.search(rest) if pattern is not None else None
    return Value("listing", f"{host}#{found[1]}") if found else Reject("reason-listing-shape")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """Site and number."""
    return canonical.replace("#", " ")


def mask(canonical: str) -> str:
    """An advertisement is public."""
    return show(canonical)


def specificity(_canonical: str) -> int:
    """One advertisement is one seller's."""
    return 900
