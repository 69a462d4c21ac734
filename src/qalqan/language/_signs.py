"""What every sign stands for in the normal view, as tables indexed by code point.

Built once a process, in some tens of milliseconds: compatibility forms by one call of the Unicode library over all code
points that can have one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

SIZE: Final = 0x20000  # code points above have no forms of their own, but for the unseen tags
OTHER, FIGURE, LATIN, CYRILLIC, GREEK, BLANK = range(6)
PLAIN, UNSEEN, SOFT, CLOSING, MARK, STRESS, FORM = range(7)
MOST_SIGNS: Final = 8  # a sign that stands for more is a blank

_SOFT: Final = (0xAD, 0x200D, 0xFE0E, 0xFE0F, *range(0xFE00, 0xFE0E))  # everyday in copied texts and emoji
_UNSEEN: Final = (
    *(0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x200B, 0x200D),
    *range(0x200E, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
)
_MARKS: Final = (
    *range(0x300, 0x370),
    *range(0x483, 0x48A),
    *range(0x1AB0, 0x1B00),
    *range(0x1DC0, 0x1E00),
    *range(0x20D0, 0x20F1),
    *range(0xFE20, 0xFE30),
)
_KEYCAP: Final = 0x20E3
_STRESSES: Final = (0x300, 0x301)  # how dictionaries and careful writers mark a vowel
_KEPT: Final = "№…™©®½¼¾²³°ªº¨¯´¸"  # everyday signs whose forms would only lengthen the text
_MEANT: Final = {
    **dict.fromkeys(map(chr, (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2E3A, 0xFE58)), "-"),
    **dict.fromkeys(map(chr, (0, 1, 2, 9, 10, 11, 12, 13, 0x85, 0x2028, 0x2029, 0x2800)), " "),
    **dict.fromkeys("ʼ’‘‛`´′", "'"),
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
    **{chr(0x1F150 + i): chr(65 + i) for i in range(26)},
    **{chr(0x1F170 + i): chr(65 + i) for i in range(26)},
}
_BLOCKS: Final = ((0xA0, 0x3400), (0xA640, 0xAC00), (0xF900, 0x10000), (0x10000, 0x20000))
TO_CYRILLIC: Final = dict(zip("ABCEHKMOPTXYIaceopxyihkmtnbuQqWwəƏ", "АВСЕНКМОРТХУІасеорхуіһкмтпьиԚԛԜԝәӘ", strict=True))
TO_LATIN: Final = dict(
    zip("АВСЕНКМОРТХУІЅЈҮԚԜҺасеорхуіѕјһԛԝкмтьԁүӘә", "ABCEHKMOPTXYISJYQWHaceopxyisjhqwkmtbdyƏə", strict=True)
)
_GREEK_LATIN: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχω", "ABEZHIKMNOPTYXaeikvoptyxw", strict=True))
_GREEK_CYRILLIC: Final = dict(zip("ΑΒΕΗΙΚΜΟΡΤΥΧΓΠΦΛαεικορτυχπ", "АВЕНІКМОРТУХГПФЛаеікортухп", strict=True))
_ROUND: Final = "OoОоΟο"
_STRAIGHT: Final = dict(zip("ЗзlIІі|Бб", "331111166", strict=True))
_LEET_CYRILLIC: Final = dict(zip("0346@", "озчба", strict=True))
_LEET_LATIN: Final = dict(zip("01345@$", "oieasas", strict=True))
_KAZAKH: Final = dict(zip("әғқңөұүһіёáäǵğńñóöúüūýşıəïûš'", "агкноууhиеaaggnnoouuuysiaius\0", strict=True))


@dataclass(frozen=True, slots=True)
class Signs:
    """Tables by code point: ``count`` plain signs at ``more`` of ``pool`` (or the one in ``first``).

    ``shape`` is how the sign was written (PLAIN, UNSEEN, …), ``kind`` what a plain sign is, ``word`` the form in which
    words are compared (0: left out), the others the sign's look-alike in another script or among figures (0: none).
    """

    count: npt.NDArray[np.int8]
    first: npt.NDArray[np.uint32]
    more: npt.NDArray[np.int32]
    pool: npt.NDArray[np.uint32]
    shape: npt.NDArray[np.uint8]
    kind: npt.NDArray[np.uint8]
    word: npt.NDArray[np.uint32]
    cyrillic: npt.NDArray[np.uint32]
    latin: npt.NDArray[np.uint32]
    figure: npt.NDArray[np.uint32]
    leet: npt.NDArray[np.uint32]
    pairs: npt.NDArray[np.int64]
    joined: npt.NDArray[np.uint32]


@cache
def signs() -> Signs:
    """The tables."""
    count = np.ones(SIZE, np.int8)
    first = np.arange(SIZE, dtype=np.uint32)
    more = np.zeros(SIZE, np.int32)
    shape = np.zeros(SIZE, np.uint8)
    pool: list[int] = []
    for code, form in _forms():
        count[code] = len(form)
        first[code] = ord(form[0])
        more[code] = len(pool)
        pool += map(ord, form)
        shape[code] = FORM if form[0].isascii() and form[0].isalnum() else PLAIN
    for codes, name in ((_UNSEEN, UNSEEN), (_SOFT, SOFT), ((_KEYCAP,), CLOSING), (_MARKS, MARK), (_STRESSES, STRESS)):
        at = [code for code in codes if name != MARK or code != _KEYCAP]
        shape[at], count[at] = name, 0
    pairs, joined = _joined()
    return Signs(
        count=count,
        first=first,
        more=more,
        pool=np.array(pool, np.uint32),
        shape=shape,
        kind=_kinds(),
        word=_words(),
        cyrillic=_table(TO_CYRILLIC, _GREEK_CYRILLIC),
        latin=_table(TO_LATIN, _GREEK_LATIN),
        figure=_table(dict.fromkeys(_ROUND, "0"), _STRAIGHT),
        leet=_leet(),
        pairs=pairs,
        joined=joined,
    )


def _forms() -> list[tuple[int, str]]:
    """Code points that stand for other signs, with those signs."""
    codes = [code for a, b in _BLOCKS for code in range(a, b) if not 0xD800 <= code < 0xE000]
    plain = "\n".join(map(chr, codes))
    found = [
        (code, form if len(form) <= MOST_SIGNS else " ")
        for code, form in zip(codes, unicodedata.normalize("NFKC", plain).split("\n"), strict=True)
        if form != chr(code) and chr(code) not in _KEPT and form
    ]
    found += [(ord(sign), meant) for sign, meant in _MEANT.items()]
    told = {code for code, _ in found}
    figures = [code for code in range(0x660, SIZE) if code not in told and unicodedata.digit(chr(code), -1) >= 0]
    found += [(code, str(unicodedata.digit(chr(code)))) for code in figures]
    # forms that are blanks with a mark (spacing accents) are only blanks
    return [(code, " " if form[0] == " " else form) for code, form in found]


def _joined() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Letters with the mark that joins them into one letter: keys ``letter << 21 | mark`` in order, and the letter."""
    told = {}
    for code in (*range(0xC0, 0x530), *range(0x1E00, 0x2000)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and ord(parts[-1]) in _MARKS:
            base = unicodedata.normalize("NFC", parts[:-1])
            if len(base) == 1 and unicodedata.normalize("NFC", parts) == chr(code):
                told[ord(base) << 21 | ord(parts[-1])] = code
    keys = sorted(told)
    return np.array(keys, np.int64), np.array([told[key] for key in keys], np.uint32)


def _kinds() -> npt.NDArray[np.uint8]:
    kinds = np.full(SIZE, OTHER, np.uint8)
    kinds[48:58] = FIGURE
    for a, b, kind in ((0x41, 0x250, LATIN), (0x259, 0x25A, LATIN), (0x370, 0x400, GREEK), (0x400, 0x530, CYRILLIC)):
        kinds[[code for code in range(a, b) if chr(code).isalpha()]] = kind
    kinds[0x1E00:0x1F00] = LATIN
    kinds[[32, 0xA0]] = BLANK
    return kinds


def _words() -> npt.NDArray[np.uint32]:
    """Small letters, Kazakh ones as on a Russian keyboard, accents and soft signs left out."""
    words = np.arange(SIZE, dtype=np.uint32)
    for code in range(0x41, 0x530):
        small = chr(code).lower()
        small = _KAZAKH.get(small[0], small[0])
        words[code] = 0 if small in "ьъ" else ord(small)
    words[ord("'")] = 0
    return words


def _leet() -> npt.NDArray[np.uint32]:
    """What a figure or sign inside a word stands for: rows Cyrillic, Latin; columns ASCII."""
    rows = np.zeros((2, 128), np.uint32)
    for row, told in enumerate((_LEET_CYRILLIC, _LEET_LATIN)):
        for sign, letter in told.items():
            rows[row, ord(sign)] = ord(letter)
    return rows


def _table(*told: dict[str, str]) -> npt.NDArray[np.uint32]:
    out = np.zeros(SIZE, np.uint32)
    for pairs in told:
        for sign, alike in pairs.items():
            out[ord(sign)] = ord(alike)
    return out
