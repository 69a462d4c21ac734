"""A host name: small letters, no ``www.``, international names in their ASCII form (punycode)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._data import table
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

if TYPE_CHECKING:
    import tldextract

CARD = Card(
    "domain",
    "value-domain",
    source="RFC 1035, RFC 5891; the packaged public suffix list",
    errors=("a suffix newer than the packaged list is unknown",),
)
PIVOT = True

_LABELS = re2.compile(r"^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{1,62}$")
_DOTS: Final = (("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."), ("。", "."), ("．", "."))


@cache
def _extract() -> tldextract.TLDExtract:
    import tldextract  # noqa: PLC0415 - it brings a whole HTTP client with it, and few files hold domains

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def ascii_host(host: str) -> str:
    """The host in ASCII small letters without ``www.``; empty when it is none."""
    host = host.lower().strip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = host.removeprefix("www.")
    return host if len(host) <= 253 and _LABELS.match(host) else ""


def suffix_known(host: str) -> bool:
    """Whether the host ends in a public suffix and has a name before it."""
    found = _extract()(host)
    return bool(found.suffix and found.domain)


def registered(canonical: str) -> str:
    """The name that somebody registered: ``login.kaspi-pay.com.kz`` → ``kaspi-pay.com.kz``."""
    return _extract()(canonical).top_domain_under_public_suffix or canonical


def parse(text: str) -> Value | Reject:
    """The host, or why the text is none. Defanged dots (``[.]``) are read as dots."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 300:
        return Reject("reason-too-long")
    for written, dot in _DOTS:
        plain = plain.replace(written, dot)
    host = ascii_host(plain)
    if not host or not suffix_known(host):
        return Reject("reason-domain-shape")
    return Value("domain", host)


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As people read it: punycode undone."""
    try:
        return canonical.encode("ascii").decode("idna")
    except UnicodeError:
        return canonical


def mask(canonical: str) -> str:
    """A site is public."""
    return canonical


@cache
def common() -> frozenset[str]:
    """Sites that everybody uses."""
    return frozenset(table("common_domains")["domains"])


def specificity(canonical: str) -> int:
    """A site made for a fraud is its gang's; a common one is everybody's."""
    return 10 if canonical in common() or registered(canonical) in common() else 900
