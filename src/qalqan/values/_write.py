"""Messy writing: what people, spreadsheets and exports do to a number before we see it."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

import re2

NIL: Final = (
    "-",
    "--",
    "—",
    "–",
    "_",
    "?",
    ".",
    "0.0.0",
    "нет",
    "жоқ",
    "жок",
    "none",
    "null",
    "nil",
    "nan",
    "n/a",
    "na",
    "н/д",
    "нд",
    "б/н",
    "отсутствует",
    "не указан",
    "не указано",
    "не указана",
    "неизвестно",
    "не установлен",
    "не установлено",
    "белгісіз",
    "көрсетілмеген",
    "unknown",
    "not specified",
    "#n/a",
    "(null)",
    "<null>",
)

# Letters of other scripts drawn like Latin ones; the Latin letter is what was meant inside an account or wallet.
LATIN: Final = str.maketrans(
    "АВЕЗКМНОРСТУХІЅЈҚԚԜҮавекмнорстухіѕјһԁԛԝүΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABE3KMHOPCTYXISJKQWYabekmhopctyxisjhdqwyABEZHIKMNOPTYX",
)
# Letters that stand for a digit in an otherwise numeric text.
DIGIT: Final = str.maketrans(
    {
        "О": "0",
        "о": "0",
        "O": "0",
        "o": "0",
        "Ο": "0",
        "ο": "0",
        "Ө": "0",
        "З": "3",
        "з": "3",
        "l": "1",
        "I": "1",
        "|": "1",
        "І": "1",
        "і": "1",
        "Б": "6",
        "б": "6",
    }
)
_BETWEEN: Final = re2.compile(r"[\s\-_./']+")
_UNSEEN: Final = (
    0xAD,
    0x34F,
    0x61C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFE0E,
    0xFE0F,
    0x20E3,
    0xFEFF,
)
_DASHES: Final = (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2E3A, 0xFE58)
_PLAIN: Final = {**dict.fromkeys(_UNSEEN), **dict.fromkeys(_DASHES, "-")}
QUOTES: Final = "'\"`´‘’“”«»„ʼ\t\r\n "
_SCIENTIFIC = re2.compile(r"^\+?(\d)(?:[.,](\d+))?[eEеЕ]\+?(\d{1,2})$")
_CARD_LIKE = re2.compile(r"\d(?:[ \-]?\d){12,18}")
_POINT_ZERO = re2.compile(r"^(\+?\d+)[.,]0{1,4}$")


def tidy(text: str) -> str:
    """One line of plain signs: compatibility forms folded, unseen signs gone, dashes one, quotes around it off.

    ``№`` becomes ``#``, for its compatibility form would be letters.
    """
    if text.isascii():
        return text.strip(QUOTES)
    return unicodedata.normalize("NFKC", text.replace("№", "#")).translate(_PLAIN).strip(QUOTES)


def whole_number(text: str) -> str | None:
    """A number as a spreadsheet wrote it, back as digits: ``.0`` dropped, ``7.7012345678E+10`` written out.

    None when the scientific writing has lost digits. A text that is no such number comes back unchanged.
    """
    if found := _POINT_ZERO.match(text):
        return str(found[1])
    if found := _SCIENTIFIC.match(text):
        digits, power = found[1] + (found[2] or ""), int(found[3])
        kept = digits.rstrip("0") if len(digits) > power + 1 else digits
        if power + 1 != len(digits) and not (len(kept) <= power + 1 < len(digits)):
            return None
        return str(digits[: power + 1])
    return text


def bare_number(plain: str, label: Any) -> str | None:
    """The signs of a number without the label before it and what separates its groups; None when digits are lost."""
    number = whole_number(label.sub("", plain[:64]))
    return None if number is None else str(_BETWEEN.sub("", number))


def luhn(digits: str) -> bool:
    """Whether the digits end in their Luhn check digit (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        figure = ord(sign) - 48
        if place % 2:
            figure = figure * 2 - 9 * (figure > 4)
        total += figure
    return total % 10 == 0


def luhn_digit(digits: str) -> str:
    """The Luhn check digit to write after the digits."""
    return next(sign for sign in "0123456789" if luhn(digits + sign))


def veil(text: str) -> str:
    """The text with every whole card number in it as first six, stars and last four; the length stays."""
    if sum(sign.isdigit() for sign in text) < 13:
        return text
    return str(_CARD_LIKE.sub(_veiled, text))


def _veiled(found: Any) -> str:
    digits = [place for place, sign in enumerate(found[0]) if sign.isdigit()]
    number = "".join(found[0][place] for place in digits)
    if not 13 <= len(number) <= 19 or number[0] not in "2345689" or not luhn(number):
        return str(found[0])
    hidden = set(digits[6:-4])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(found[0]))
