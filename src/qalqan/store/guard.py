"""No clear personal data in the log: a text that looks like a phone, IIN, IBAN or card number is refused.

The log is shown to inspectors, printed in reports and kept after erasure, so it may name cases, evidence and
officers by number only. Check digits keep the guard from refusing register numbers and hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import re2

from qalqan.errors import UsageError

_RUN: Final = re2.compile(r"[+]?[0-9](?:[ ().-]{0,2}[0-9]){9,18}")
_WORD: Final = re2.compile(r"[0-9A-Za-z_+]+")
_IBAN: Final = re2.compile(r"KZ[0-9]{2}(?: ?[0-9A-Z]){16}")
_DATE: Final = re2.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]+(?:[+-][0-9:]{5})?)?")


def check(payload: Mapping[str, Any]) -> None:
    """Raises UsageError, naming the place, when the payload of an entry holds personal data in clear."""
    for place, text in _texts(payload, ""):
        if kind := personal(text):
            raise UsageError("error-ledger-personal", where=place, kind=kind)


def personal(text: str) -> str:
    """What personal value a text seems to hold: iban, phone, iin, card or nothing."""
    if _IBAN.search(text.upper()):
        return "iban"
    for start, end in (found.span() for found in _RUN.finditer(_DATE.sub(" ", text))):
        bare = _DATE.sub(" ", text)
        before, after = bare[start - 1 : start], bare[end : end + 1]
        if _WORD.fullmatch(before or " ") or _WORD.fullmatch(after or " "):
            continue
        if kind := _kind("".join(sign for sign in bare[start:end] if sign in "+0123456789")):
            return kind
    return ""


def _kind(run: str) -> str:
    digits = run.lstrip("+")
    if run.startswith("+") or (len(digits) == 11 and digits[0] in "78") or (len(digits) == 10 and digits[0] == "7"):
        return "phone"
    if len(digits) == 12 and _iin(digits):
        return "iin"
    if (16 <= len(digits) <= 19 and digits[0] in "23456" and _luhn(digits)) or (
        len(digits) == 15 and digits[:2] in ("34", "37") and _luhn(digits)
    ):
        return "card"
    return ""


def _iin(digits: str) -> bool:
    first = sum(int(one) * weight for one, weight in zip(digits, range(1, 12), strict=False)) % 11
    if first == 10:
        weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
        first = sum(int(one) * weight for one, weight in zip(digits, weights, strict=False)) % 11
    return first == int(digits[11])


def _luhn(digits: str) -> bool:
    total = 0
    for place, one in enumerate(reversed(digits)):
        value = int(one) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield f"{place}.{name}", str(name)
            yield from _texts(one, f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _texts(one, f"{place}[{number}]")
