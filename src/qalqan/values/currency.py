"""A currency: ISO 4217 code, or the token of a crypto transfer (USDT)."""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.registry import Card
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("currency", "value-currency", source="ISO 4217")
PIVOT = False

_WORDS: Final = {
    "KZT": ("kzt", "398", "₸", "тг", "тнг", "тңг", "тенге", "теңге", "tenge", "tg"),
    "RUB": ("rub", "rur", "643", "810", "₽", "руб", "рубль", "рубли", "рублей", "рубл"),
    "USD": ("usd", "840", "$", "доллар", "доллары", "долларов", "долл", "us dollar", "ақш доллары", "доллар сша"),
    "EUR": ("eur", "978", "€", "евро", "еуро", "euro"),
    "CNY": ("cny", "156", "¥", "юань", "юани", "юаней", "rmb"),
    "GBP": ("gbp", "826", "£", "фунт", "фунты"),
    "KGS": ("kgs", "417", "сом", "киргизский сом"),
    "UZS": ("uzs", "860", "сум", "узбекский сум"),
    "TRY": ("try", "949", "₺", "лира", "лиры"),
    "AED": ("aed", "784", "дирхам", "дирхамы"),
    "CHF": ("chf", "756"),
    "BYN": ("byn", "933"),
    "UAH": ("uah", "980", "гривна"),
    "AZN": ("azn", "944"),
    "GEL": ("gel", "981"),
    "USDT": ("usdt", "usdt trc20", "usdt-trc20", "usdttrc20", "tether", "юсдт"),
    "BTC": ("btc", "xbt", "bitcoin", "биткоин"),
    "ETH": ("eth", "ethereum", "эфир"),
    "TRX": ("trx", "tron"),
    "USDC": ("usdc",),
    "TON": ("ton", "toncoin"),
}
_CODES: Final = {word: code for code, words in _WORDS.items() for word in words}


def parse(text: str) -> Value | Reject:
    """The code, or why the text names no known currency."""
    plain = tidy(text).lower().strip(" .()")
    if not plain:
        return EMPTY
    code = _CODES.get(plain) or _CODES.get(plain.split("(")[0].strip(" ."))
    return Value("currency", code) if code else Reject("reason-currency-unknown")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """The code; tenge by its sign."""
    return "₸" if canonical == "KZT" else canonical


def mask(canonical: str) -> str:
    """A currency names nobody."""
    return canonical


def specificity(_canonical: str) -> int:
    """A currency ties nothing."""
    return 1
