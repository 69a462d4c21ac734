"""An IP address, version 4 or 6, in its shortest writing."""

from __future__ import annotations

import ipaddress

import polars as pl

from qalqan.registry import Card
from qalqan.values import domain
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "ip",
    "value-ip",
    source="RFC 791, RFC 5952",
    errors=("operators put thousands of subscribers behind one address: the minute and port matter",),
)
PIVOT = True


def parse(text: str) -> Value | Reject:
    """The address, or why the text is none. A port after it is dropped (note ``port``)."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 64:
        return Reject("reason-too-long")
    for written, dot in domain._DOTS:
        plain = plain.replace(written, dot)
    bare, note = plain, ""
    if plain.count(":") == 1 and "." in plain:
        bare, note = plain.partition(":")[0], "port"
    try:
        address = ipaddress.ip_address(bare.strip("[]"))
    except ValueError:
        return Reject("reason-ip-shape")
    return Value("ip", str(address), note or ("" if address.is_global else "private"))


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """The network: the first two figures."""
    if ":" in canonical:
        return ":".join(canonical.split(":")[:2]) + ":…"
    return ".".join(canonical.split(".")[:2]) + ".*.*"


def specificity(canonical: str) -> int:
    """Addresses are shared behind operators' gateways; private ones say nothing."""
    return 400 if ipaddress.ip_address(canonical).is_global else 10
