"""A bank account as IBAN (ISO 13616): ``KZ`` + 2 check digits + 3-digit bank code + 13 signs = 20.

Foreign IBANs are taken when their country's length and check digits hold. Letters of another script drawn like
Latin ones, and O for 0 where only a figure can stand, are repaired (note ``repaired``) and must then pass the check.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._arrays import matrix, spread
from qalqan.values._data import table
from qalqan.values._write import LATIN, tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_fast, parse_small, text_series

CARD = Card("iban", "value-iban", source="ISO 13616, check digits ISO/IEC 7064 MOD 97-10")
PIVOT = True

_LENGTHS: Final[dict[str, int]] = table("iban_lengths")["lengths"]
_LABEL = re2.compile(r"(?i)^(?:IBAN|ИИК|ЖСК|ИИК/IBAN|СЧ[ЕЁ]Т|ШОТ|Р/С)\s*[#:.\-]*\s*")
_JUNK = re2.compile(r"[\s\-_./:,'()\[\]]+")
_SHAPE = re2.compile(r"^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$")
_KZ = re2.compile(r"^KZ[0-9O]{5}[0-9A-Z]{13}$")


def check(iban: str) -> bool:
    """Whether the check digits hold: letters as 10-35, first four signs to the end, remainder 1 of 97."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def parse(text: str) -> Value | Reject:
    """The IBAN, or why the text is none: shape, country, length, check digits."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 80:
        return Reject("reason-too-long")
    packed = _JUNK.sub("", _LABEL.sub("", plain)).upper()
    repaired = packed.translate(LATIN)
    if repaired.startswith("KZ") and len(repaired) == 20 and _KZ.match(repaired):
        repaired = repaired[:2] + repaired[2:7].replace("O", "0") + repaired[7:]
        if not check(repaired) and "O" in repaired[7:]:
            repaired = repaired[:7] + repaired[7:].replace("O", "0")
    if not _SHAPE.match(repaired):
        odd = repaired.startswith("KZ") and len(repaired) != 20
        return Reject("reason-iban-length" if odd else "reason-iban-shape")
    if repaired[:2] not in _LENGTHS:
        return Reject("reason-iban-country")
    if len(repaired) != _LENGTHS[repaired[:2]]:
        return Reject("reason-iban-length")
    if not check(repaired):
        return Reject("reason-iban-check")
    return Value("iban", repaired, "" if repaired == packed else "repaired")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    if (small := parse_small(series, parse)) is not None:
        return small
    texts = text_series(series)
    packed = texts.str.replace_all(r"[ \x{00a0}\-]", "").str.to_uppercase()
    shaped = packed.str.contains(r"^KZ\d{5}[0-9A-NP-Z]{13}$").fill_null(value=False)
    fast, refused = spread(packed, shaped, check_mask(packed.filter(shaped)), "reason-iban-check")
    return parse_fast(texts, fast, parse, refused)


def check_mask(ibans: pl.Series) -> npt.NDArray[np.bool_]:
    """:func:`check` over Kazakhstan IBANs of 20 signs."""
    signs = np.ascontiguousarray(matrix(ibans, 20).T)
    rest = np.zeros(signs.shape[1], np.int32)
    for place in (*range(4, 20), 0, 1, 2, 3):
        sign = signs[place]
        letter = sign > 57
        rest = (rest * np.where(letter, 100, 10).astype(np.int32) + sign - np.where(letter, 55, 48)) % 97
    return np.asarray(rest == 1)


def bank(canonical: str) -> str:
    """The three digits of the bank; empty for a foreign IBAN."""
    return canonical[4:7] if canonical.startswith("KZ") else ""


def bank_column(column: pl.Expr) -> pl.Expr:
    """:func:`bank` over canonical accounts; null for all that is no Kazakhstan IBAN."""
    return column.str.extract(r"^KZ\d{2}(\d{3})[0-9A-Z]{13}$")


def show(canonical: str) -> str:
    """In groups of four, as on paper."""
    return " ".join(canonical[start : start + 4] for start in range(0, len(canonical), 4))


def mask(canonical: str) -> str:
    """Country, bank and the last four signs: ``KZ**722*********1234``."""
    if not canonical.startswith("KZ"):
        return canonical[:2] + "*" * (len(canonical) - 6) + canonical[-4:]
    return f"KZ**{canonical[4:7]}{'*' * 9}{canonical[-4:]}"


def specificity(canonical: str) -> int:
    """An account is one holder's; the Treasury's and the National Bank's serve everybody."""
    return 300 if bank(canonical) in ("070", "125") else 1000
