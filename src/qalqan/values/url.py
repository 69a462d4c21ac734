"""A web address: host in ASCII, then path and query as written; no scheme, ``www.``, fragment or closing slash.

Defanged writings (``hxxps://kaspi-pay[.]kz``) are read; an address without a scheme needs a known suffix.
"""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values import domain
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("url", "value-url", source="RFC 3986; defanged writings of threat reports")
PIVOT = True

_SHAPE = re2.compile(
    r"^(?:([A-Za-z]+)(?::|\[:\])//)?(?:[^\s/@]*@)?([^\s/:?#@]+)(?::(\d{1,5}))?(?:([/?][^\s#]*))?(?:#\S*)?$"
)
_ADDRESS = re2.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_SCHEMES = frozenset({"http", "https", "hxxp", "hxxps", "ftp", "meow"})


def parse(text: str) -> Value | Reject:
    """The address, or why the text is none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 4000:
        return Reject("reason-too-long")
    for written, dot in domain._DOTS:
        plain = plain.replace(written, dot)
    found = _SHAPE.match(plain.rstrip('.,;)»"'))
    if not found or ("@" in plain and not found[1]) or (found[1] and found[1].lower() not in _SCHEMES):
        return Reject("reason-url-shape")
    number = bool(_ADDRESS.match(found[2]))
    host = found[2] if number else domain.ascii_host(found[2])
    if not host or (number and not found[1] and not found[4]) or not (number or domain.suffix_known(host)):
        return Reject("reason-url-host")
    port = f":{found[3]}" if found[3] not in (None, "", "80", "443") else ""
    rest = (found[4] or "").rstrip("/")
    return Value("url", host + port + rest)


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def host(canonical: str) -> str:
    """The host of the address."""
    return canonical.partition("/")[0].partition("?")[0].partition(":")[0]


def show(canonical: str) -> str:
    """Defanged, so that nobody opens it by a click."""
    name = host(canonical)
    return name.replace(".", "[.]") + canonical[len(name) :]


def mask(canonical: str) -> str:
    """The host: paths and queries may hold personal data."""
    return host(canonical) + ("/…" if "/" in canonical or "?" in canonical else "")


def specificity(canonical: str) -> int:
    """As its host; a path on a common host is one page."""
    known = domain.specificity(host(canonical))
    return known if known > 100 or "/" not in canonical else 400
