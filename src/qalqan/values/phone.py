"""A phone number, as E.164 (``+77011234567``).

``+7`` is shared: after it 0, 6, 7 is Kazakhstan and 3, 4, 8, 9 Russia. Inside the country a number is written
``8 701 …``, ``7701…``, ``+7 701 …`` or with its ten digits. A number in a range that nobody was given is kept, with
the note ``unassigned``: as a caller it is a sign of spoofing. Method: ITU-T E.164 and the dated ``data/dialling.toml``.
"""

from __future__ import annotations

from typing import Final

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._data import table
from qalqan.values._write import DIGIT, tidy, whole_number
from qalqan.values.base import EMPTY, Reject, Value, parse_fast, parse_small, text_series

CARD = Card(
    "phone",
    "value-phone",
    source="ITU-T E.164; data/dialling.toml",
    errors=("a prefix does not prove the operator: numbers are portable",),
)
PIVOT = True

_PLAN = table("dialling")
MOBILE: Final = tuple(p for found in _PLAN["kazakhstan"]["mobile"].values() for p in found)
FIXED: Final = tuple(_PLAN["kazakhstan"]["other"]["fixed"])
SERVICE: Final = tuple(_PLAN["kazakhstan"]["other"]["service"])
_OPERATORS: Final = {prefix: name for name, found in _PLAN["kazakhstan"]["mobile"].items() for prefix in found}
VOIP: Final = tuple(_PLAN["kazakhstan"]["other"]["voip"])
_CODES: Final = frozenset(_PLAN["codes"]["assigned"])
_WHOLE: Final = {code: frozenset(sizes) for code, sizes in _PLAN["codes"]["whole"].items()}
_RUSSIA: Final = ("3", "4", "8", "9")

_LABEL = re2.compile(r"(?i)^(?:tel|phone|mob|тел|моб|сот|ұялы|whats\s?app|вотсап|ватсап)[а-яәғқңөұүһіa-z]*[.:]*\s*")
_EXTENSION = re2.compile(r"(?i)\s*(?:,|;)?\s*(?:доб|ext|вн|қос)[а-яa-z]*\.?\s*\d{1,6}$")
_SEPARATORS = re2.compile(r"[\s()\[\]{}\-./_~*]+")
_SEVERAL = re2.compile(r"^([^,;/|]+)[,;/|]([^,;/|]+)$")
_LETTERS = re2.compile(r"\pL")


def parse(text: str) -> Value | Reject:
    """The number in E.164, or why the text is none: empty, letters, several, short code, digits lost, length."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    number = whole_number(plain)
    if number is None:
        return Reject("reason-digits-lost")
    if len(number) > 64:
        return Reject("reason-too-long")
    if several(number):
        return Reject("reason-several-values")
    number = _EXTENSION.sub("", _LABEL.sub("", number))
    packed = _SEPARATORS.sub("", number)
    repaired = packed.translate(DIGIT)
    digits = repaired.lstrip("+")
    if not digits.isdigit() or not digits.isascii():
        return Reject("reason-phone-letters" if _LETTERS.search(packed) else "reason-phone-signs")
    if packed != repaired and sum(sign.isdigit() for sign in packed) < 7:
        return Reject("reason-phone-letters")
    found = _number(digits, repaired.startswith("+"))
    if isinstance(found, Value) and packed != repaired and not found.note:
        return Value(found.kind, found.canonical, "repaired")
    return found


def several(text: str) -> bool:
    """Whether the cell holds two numbers side by side."""
    found = _SEVERAL.match(text)
    return bool(found) and all(sum(sign.isdigit() for sign in half) >= 10 for half in found.groups())


def _number(digits: str, plus: bool) -> Value | Reject:
    size = len(digits)
    if not plus:
        if size <= 6:
            return Reject("reason-phone-short-code" if size >= 3 and digits[0] != "0" else "reason-phone-length")
        if digits.startswith("810") and size >= 12:
            return _abroad(digits[3:], plus=True)
        if digits.startswith("00"):
            return _abroad(digits[2:], plus=True)
        if size == 10 and digits[0] == "7":
            return _seven("7" + digits)
        if size == 10 and digits.startswith(SERVICE):
            return _seven("7" + digits)
    if size == 11 and digits[0] == "7":
        return _seven(digits)
    if size == 11 and digits[0] == "8" and (not plus or digits[1] == "7"):
        return _seven("7" + digits[1:])
    return _abroad(digits, plus)


def _seven(digits: str) -> Value | Reject:
    """A whole number of the shared code 7."""
    if digits[1:] == digits[1] * 10:
        return Reject("reason-phone-dummy")
    known = digits[1] in _RUSSIA or digits[1:4] in MOBILE or digits[1:3] in FIXED or digits[1:4] in VOIP
    return Value("phone", "+" + digits, "" if known else "unassigned")


def _abroad(digits: str, plus: bool) -> Value | Reject:
    code = next((digits[:n] for n in (3, 2, 1) if digits[:n] in _CODES), "")
    if code == "7":
        return _seven(digits) if len(digits) == 11 else Reject("reason-phone-length")
    if not code:  # no country begins with 8: that is the trunk prefix of this one, and figures are missing or too many
        return Reject("reason-phone-length" if digits[0] == "8" and not plus else "reason-phone-country")
    if plus and not 8 <= len(digits) <= 15:
        return Reject("reason-phone-length")
    if len(digits) in _WHOLE.get(code, ()) or (plus and code not in _WHOLE):
        return Value("phone", "+" + digits)
    if plus:
        return Value("phone", "+" + digits, "unusual-length")
    return Reject("reason-phone-length" if code in _WHOLE else "reason-phone-country")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    if (small := parse_small(series, parse)) is not None:
        return small
    texts = text_series(series)
    packed = texts.str.replace_all(r"[ ()\-\x{00a0}]", "")
    plain = packed.str.contains(r"^(?:(?:\+?7|8)[34789]\d{9}|7\d{9})$").fill_null(value=False)
    ten = packed.str.tail(10).alias("ten")
    known = (
        ten.to_frame()
        .select(
            pl.when(pl.col("ten").str.starts_with("7"))
            .then(pl.col("ten").str.slice(0, 3).is_in([*MOBILE, *VOIP]) | pl.col("ten").str.slice(0, 2).is_in(FIXED))
            .otherwise(pl.col("ten").str.slice(0, 1) != pl.col("ten").str.slice(1, 1))
        )
        .to_series()
    )
    fast = ("+7" + ten).zip_with(plain & known, pl.Series([None], dtype=pl.String))
    return parse_fast(texts, fast, parse)


def trim(written: str) -> str:
    """A ``+`` number in a text without the figures after it that its country's numbers cannot have."""
    places = [place for place, sign in enumerate(written) if sign.isdigit()]
    digits = "".join(written[place] for place in places)
    code = next((digits[:n] for n in (3, 2, 1) if digits[:n] in _CODES), "")
    most = max(_WHOLE.get(code, (15,)))
    return written if len(digits) <= most else written[: places[most - 1] + 1]


def country(canonical: str) -> str:
    """KZ, RU, or empty for another country or an unassigned range of +7."""
    if not canonical.startswith("+7"):
        return ""
    if canonical[2] in _RUSSIA:
        return "RU"
    return "KZ" if canonical[2] in "067" else ""


def operator(canonical: str) -> str:
    """The operator whose prefix a mobile number of Kazakhstan has (``kcell``); empty for other numbers.

    Numbers are portable: it says whom to ask first, never whose subscriber somebody is.
    """
    return _OPERATORS.get(canonical[2:5], "") if canonical.startswith("+7") else ""


def assigned(canonical: str) -> bool:
    """Whether the number lies in a range that somebody was given; False: impossible as a caller."""
    digits = canonical[1:]
    if digits[:1] != "7":
        return any(digits[:n] in _CODES for n in (3, 2, 1))
    found = _seven(digits)
    return isinstance(found, Value) and not found.note


def assigned_column(column: pl.Expr) -> pl.Expr:
    """:func:`assigned` over canonical +7 numbers; other numbers count as assigned."""
    return (
        ~column.str.starts_with("+7")
        | column.str.slice(2, 1).is_in([*_RUSSIA])
        | column.str.slice(2, 3).is_in([*MOBILE, *VOIP])
        | column.str.slice(2, 2).is_in([*FIXED])
    )


def show(canonical: str) -> str:
    """``+7 701 123 45 67``; foreign numbers as they are."""
    if canonical.startswith("+7") and len(canonical) == 12:
        c = canonical
        return f"{c[:2]} {c[2:5]} {c[5:8]} {c[8:10]} {c[10:]}"
    return canonical


def mask(canonical: str) -> str:
    """Country, prefix and the last two digits: ``+7701*****67``."""
    return canonical[:5] + "*" * max(len(canonical) - 7, 0) + canonical[-2:]


def specificity(canonical: str) -> int:
    """How few share it: a mobile number is one person's, a service number everybody's."""
    if canonical[2:5] in SERVICE and canonical.startswith("+7"):
        return 100
    if not assigned(canonical):
        return 300
    return 700 if canonical.startswith("+7") and canonical[2:4] in FIXED else 900
