"""The vocabulary of spoken numbers in Kazakh, Russian and English, as a table of hashes for the kernel.

Words are compared in small letters, Kazakh ones as on a Russian keyboard, without accents and soft signs
(``_signs.Signs.word``): so one entry serves қырық, кырык and, of Latin spellings, qyryq.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.language import en, kk, ru
from qalqan.language._signs import signs

VALUE: Final = (1 << 10) - 1
NUMBER: Final = 1 << 10
HUNDRED: Final = 1 << 11  # multiplies the unit before it (жүз, hundred)
TEN: Final = 1 << 12  # takes units after it (он бір)
DOUBT: Final = 1 << 13  # a number only among Kazakh numbers
REPEAT: Final = 1 << 14  # said so often as the unit before tells (два нуля)
TIMES: Final = 1 << 15  # the next is said so often (double)
KAZAKH: Final = 1 << 16
PLUS: Final = 1 << 17
SCALE: Final = 1 << 18  # thousands, millions, money
DOT: Final = 1 << 19
AT: Final = 1 << 20
TLD: Final = 1 << 21
IBAN: Final = 1 << 22
ENDING: Final = 1 << 23

_OTHERS: Final = (
    (PLUS, "плюс plus қосу plyus plius"),
    (
        SCALE,
        "тысяча тысячи тысяч тыс тыща тыщ мың мыңға миллион миллиона миллионов млн миллиард миллиарда млрд лям ляма",
    ),
    (SCALE, "теңге тенге теңгеге тг тнг тңг kzt tenge tenghe tg thousand million mln myn ming tysyach tysyachi"),
    (DOT, "точка нүкте dot tochka"),
    (AT, "собака собачка ит at эт"),
    (TLD, "kz ru com net org info site online shop top me io biz pro xyz club app link su uz kg by"),
    (IBAN, "kz кз kаzе казет кейзет"),
    (
        ENDING,
        "ге ға ке қа ден дан тен тан нен нан ні ны ді ды ті ты нің ның дің дың тің тың де да те та мен пен бен "
        "інші ыншы нші ншы сі сы",
    ),
)
_FNV, _PRIME, _WIDE = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
_ROOM: Final = 1 << 12


def word_hash(word: str) -> int:
    """FNV-1a of a word in the form in which words are compared."""
    forms = signs().word
    found = _FNV
    for sign in word:
        if code := int(forms[ord(sign)]):
            found = ((found ^ code) * _PRIME) & _WIDE
    return found


def _told() -> dict[int, int]:
    """By hash what a word tells."""
    told: dict[int, int] = {}
    for flag, words in _OTHERS:
        for word in words.split():
            told[word_hash(word)] = told.get(word_hash(word), 0) | flag
    for module, flag in ((en, 0), (ru, 0), (kk, KAZAKH)):
        for word, value in module.NUMBERS.items():
            told[word_hash(word)] = value | NUMBER | (flag if value else 0)  # нөл is ноль
    for word in kk.HUNDREDS + en.HUNDREDS:
        told[word_hash(word)] |= HUNDRED
    for word in kk.TENS:
        told[word_hash(word)] |= TEN
    for word in kk.DOUBTFUL:
        told[word_hash(word)] ^= DOUBT | KAZAKH
    told[word_hash("нүкте")] |= KAZAKH
    for word, value in ru.REPEATED.items():
        told[word_hash(word)] = value | NUMBER | REPEAT
    for word, times in en.TIMES.items():
        told[word_hash(word)] = times | TIMES
    return told


@cache
def vocabulary() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """An open table of hashes (0: free) and what each word tells: its value and flags."""
    keys, told = np.zeros(_ROOM, np.uint64), np.zeros(_ROOM, np.int32)
    for found, code in sorted(_told().items()):
        at = found & (_ROOM - 1)
        while keys[at]:
            at = (at + 1) & (_ROOM - 1)
        keys[at], told[at] = found, code
    return keys, told
