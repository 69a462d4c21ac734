"""A state number: IIN of a person (ЖСН/ИИН) or BIN of an organisation (БСН/БИН), 12 digits.

Check digit: sum of d_i*w_i mod 11 with w = 1..11; if that is 10, again with w = 3,4,…,11,1,2; if 10 again, never
issued. A person's number begins with the date of birth and a digit for century and sex; in a BIN the
digits 5-6 are 40..64. One random number of twelve digits in ten passes the check alone, so a free text wants a second
signal. A leading zero eaten by a spreadsheet is put back (note ``zeros-restored``).
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._arrays import digits as figures_of
from qalqan.values._arrays import spread
from qalqan.values._write import DIGIT, bare_number, tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_fast, parse_small, text_series

CARD = Card(
    "iin",
    "value-iin",
    source="Government rules on identification numbers, 2013; reference table",
    errors=("one random number of twelve digits in ten passes the check digit",),
)
PIVOT = True

_FIRST: Final = tuple(range(1, 12))
_SECOND: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURY: Final = {"0": 1900, "1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_LABEL = re2.compile(r"(?i)^(?:ИИН/БИН|ЖСН/БСН|ИИН|БИН|ЖСН|БСН|IIN|BIN)[\s#:.\-]*")


def parse(text: str) -> Value | Reject:
    """The 12 digits, kind ``iin`` or ``bin``; or why not: length, check digit, date of birth, digits lost."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 40:
        return Reject("reason-too-long")
    packed = bare_number(plain, _LABEL)
    if packed is None:
        return Reject("reason-digits-lost")
    digits = packed.translate(DIGIT)
    if not (digits.isdigit() and digits.isascii()):
        return Reject("reason-iin-shape")
    note = "" if digits == packed else "repaired"
    if 9 <= len(digits) < 12:
        digits, note = digits.zfill(12), "zeros-restored"
    if len(digits) != 12:
        return Reject("reason-iin-length")
    if not check(digits):
        return Reject("reason-iin-length" if note == "zeros-restored" else "reason-iin-check")
    if is_bin(digits):
        return Value("bin", digits, note)
    if birth(digits) is None:
        return Reject("reason-iin-length" if note == "zeros-restored" else "reason-iin-date")
    return Value("iin", digits, note)


def check(digits: str) -> bool:
    """Whether the last of twelve digits is their check digit."""
    for weights in (_FIRST, _SECOND):
        rest = sum(int(sign) * weight for sign, weight in zip(digits, weights, strict=False)) % 11
        if rest != 10:
            return rest == int(digits[11])
    return False


def is_bin(digits: str) -> bool:
    """Whether the number is an organisation's: digits 5-6 are 40..64 and digits 3-4 a month."""
    return "40" <= digits[4:6] <= "64" and "01" <= digits[2:4] <= "12"


def birth(digits: str) -> date | None:
    """The date of birth a person's number tells; None when it tells none."""
    century = _CENTURY.get(digits[6])
    if century is None:
        return None
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason (persons and organisations)."""
    if (small := parse_small(series, parse)) is not None:
        return small
    texts = text_series(series)
    packed = texts.str.replace_all(r"[ \x{00a0}]", "")
    shaped = packed.str.contains(r"^\d{2}(?:0[1-9]|1[0-2])(?:(?:0[1-9]|1\d|2[0-8])[0-6]|4\d\d|5\d\d|6[0-4]\d)\d{5}$")
    shaped = shaped.fill_null(value=False)
    fast, refused = spread(packed, shaped, check_mask(packed.filter(shaped)), "reason-iin-check")
    return parse_fast(texts, fast, parse, refused)


def check_mask(numbers: pl.Series) -> npt.NDArray[np.bool_]:
    """:func:`check` over texts of exactly twelve digits."""
    figures = figures_of(numbers, 12)
    first = figures[:, :11] @ np.array(_FIRST) % 11
    second = figures[:, :11] @ np.array(_SECOND) % 11
    return np.asarray(np.where(first == 10, second, first) == figures[:, 11])


def show(canonical: str) -> str:
    """As it stands on documents: twelve digits."""
    return canonical


def mask(canonical: str) -> str:
    """The year of birth and the last two digits."""
    return canonical[:2] + "*" * 8 + canonical[-2:]


def specificity(canonical: str) -> int:
    """A person's number is one person's; an organisation's may be a bank's or a shop's."""
    return 500 if is_bin(canonical) else 1000
