"""An account name of a messenger or network: ``@name``, or the name in a ``t.me/name`` link."""

from __future__ import annotations

from typing import Final

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "handle",
    "value-handle",
    source="rules of names in Telegram and Instagram",
    errors=("the same name in two networks may be two persons",),
)
PIVOT = True

_LINK = re2.compile(
    r"(?i)^(?:https?://)?(?:www\.)?(?:t(?:elegram)?\.me/(?:s/)?|telegram\.dog/|instagram\.com/|tiktok\.com/@|vk\.com/)"
    r"([A-Za-z0-9_.]{3,32})/?(?:\?.*)?$"
)
_AT = re2.compile(r"^@([A-Za-z][A-Za-z0-9_.]{2,31})$")
_NOT_NAMES: Final = frozenset({"joinchat", "share", "addstickers", "proxy", "socks", "iv", "p", "reel", "stories", "c"})
_COMMON: Final = frozenset({"@telegram", "@whatsapp", "@instagram", "@kaspi", "@egov", "@gmail", "@admin", "@support"})


def parse(text: str) -> Value | Reject:
    """``@name`` in small letters, or why the text is none. A bare word is no handle."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 200:
        return Reject("reason-too-long")
    found = _AT.match(plain) or _LINK.match(plain)
    name = found[1].rstrip(".").lower() if found else ""
    if len(name) < 3 or name in _NOT_NAMES:
        return Reject("reason-handle-shape")
    return Value("handle", "@" + name)


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """As it is."""
    return canonical


def mask(canonical: str) -> str:
    """The first two letters."""
    return canonical[:3] + "*" * max(len(canonical) - 3, 0)


def specificity(canonical: str) -> int:
    """A handle is one account's; names of services are everybody's."""
    return 50 if canonical in _COMMON else 850
