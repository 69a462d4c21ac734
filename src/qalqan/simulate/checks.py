"""Check digits of the simulated world: IIN and BIN, IBAN, Luhn (cards, IMEI, ICCID), TRON addresses.

Written from the public rules and not from the analyser's code, so that an error there cannot hide behind
the same error here.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

_FIRST: Final = np.arange(1, 12)
_SECOND: Final = np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def iin_check(eleven: str) -> int:
    """The twelfth digit of an IIN or BIN; 10 when such a number is never issued."""
    digits = np.array([[int(d) for d in eleven]])
    return int(iin_checks(digits)[0])


def iin_checks(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Check digits of many numbers: one row of eleven digits each; 10 where none exists."""
    first = (digits @ _FIRST) % 11
    second = (digits @ _SECOND) % 11
    result: NDArray[np.int64] = np.where(first == 10, second, first).astype(np.int64)
    return result


def luhn(payload: str) -> str:
    """The payload with its Luhn digit appended."""
    total = 0
    for place, char in enumerate(reversed(payload)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return payload + str(-total % 10)


def iban(bank: str, tail: str) -> str:
    """A Kazakhstan IBAN: three digits of the bank and thirteen letters or digits of the account."""
    rearranged = "".join(str(int(char, 36)) for char in f"{bank}{tail}KZ00")
    return f"KZ{98 - int(rearranged) % 97:02d}{bank}{tail}"


def tron(seed: bytes) -> str:
    """A well-formed TRON address (34 characters, starts with T) made from any bytes."""
    body = b"\x41" + hashlib.sha256(seed).digest()[:20]
    check = hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number = int.from_bytes(body + check, "big")
    text = ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return text
