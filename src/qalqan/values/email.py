"""An e-mail address, in small letters."""

from __future__ import annotations

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values import domain
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("email", "value-email", source="RFC 5321, without quoted local parts")
PIVOT = True

_SHAPE = re2.compile(r"^(?:mailto:)?<?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+)@([^\s@<>]+)>?$")
_NAMED = re2.compile(r"^[^<>@]*<([^<>\s]+)>$")


def parse(text: str) -> Value | Reject:
    """The address, or why the text is none. ``Name <a@b.kz>`` gives the address."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 400:
        return Reject("reason-too-long")
    if named := _NAMED.match(plain):
        plain = named[1]
    for written, dot in domain._DOTS:
        plain = plain.replace(written, dot)
    found = _SHAPE.match(plain)
    host = domain.ascii_host(found[2]) if found else ""
    if not host or not domain.suffix_known(host):
        return Reject("reason-email-shape")
    return Value("email", f"{found[1].lower()}@{host}")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """The first letter and the host."""
    name, _, host = canonical.partition("@")
    return name[:1] + "*" * max(len(name) - 1, 1) + "@" + host


def specificity(canonical: str) -> int:
    """A mailbox is one holder's; ``info@`` and the like are an office's."""
    return 300 if canonical.startswith(("info@", "support@", "noreply@", "no-reply@", "admin@")) else 950
