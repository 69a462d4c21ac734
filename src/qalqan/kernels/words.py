"""Words of texts as coarse keys that Cyrillic, Russified and Latin spellings share, and stems found in them.

Signs come as an int32 array of code points. A letter's key is its sound class (ы, і, и, й and y are one; қ, к, q and c
are one; ш, щ, сч, sh and sch are one; double letters count once), so that «қауіпсіз», «кауипсиз» and "qauipsiz" are
equal. Everything is linear in the number of signs; a word gives at most ``LONGEST`` keys, a figure one key per digit.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit

LONGEST: Final = 24
CODES: Final = 0x600
STEMS_A_WORD: Final = 6
_LETTERS: Final = "абвгдежзиклмнопрстуфхцчш"
KEY: Final = {letter: place + 1 for place, letter in enumerate(_LETTERS)}
DIGIT: Final = 30
SIGNS: Final = {"?": 31, "!": 32, "%": 33, "₸": 34, "$": 34, "€": 34}
_IA, _IU, _TS, _DROP = 40, 41, 42, 43
_DOTTED: Final = 35
_LATIN_BIT: Final = 64
_KAZAKH_BIT: Final = 128
_SAME: Final = {  # letter → key letter; Latin ones with their pairs are read in `keys`
    "абвгдежзиклмнопрстуфхчш": "абвгдежзиклмнопрстуфхчш",
    "йыіәғқңөұүһёэщў": "иииагкноуухеешу",
}
_LATIN: Final = {
    "abcdefghijklmnopqrstuvwxyz": "абкдефгхижклмнопкрстуввхиз",
    "áäǵğíıńñóöşúüūýç": "ааггиинноошууууч",
}


def _table() -> np.ndarray:
    """By code point: 0 breaks a word; else the key, with bits that tell a Latin or a Kazakh letter."""
    table = np.zeros(CODES, np.uint8)
    for signs, keys in _SAME.items():
        for sign, key in zip(signs, keys, strict=True):
            for one in {sign, sign.upper()}:
                table[ord(one)] = KEY[key] | (_KAZAKH_BIT if sign in "әғқңөұүһі" else 0)
    for signs, keys in _LATIN.items():
        for sign, key in zip(signs, keys, strict=True):
            for one in {sign, sign.upper()}:
                if len(one) == 1:
                    table[ord(one)] = KEY[key] | _LATIN_BIT
    for sign, code in (("я", _IA), ("ю", _IU), ("ц", _TS), ("ь", _DROP), ("ъ", _DROP), ("'", _DROP), ("ʼ", _DROP)):
        for one in {sign, sign.upper()}:
            table[ord(one)] = code
    for digit in "0123456789":
        table[ord(digit)] = DIGIT
    for sign, code in SIGNS.items():
        if ord(sign) < CODES:
            table[ord(sign)] = code
    return table


TABLE: Final = _table()
_A, _E, _I, _N, _S, _T, _U, _X, _C, _SH, _G, _ZH = (KEY[letter] for letter in "аеинстухчшгж")


@njit(cache=True)
def _put(out: np.ndarray, start: int, end: int, key: int) -> int:
    """Append a key to a word unless it doubles the one before or the word is long enough."""
    if end > start and out[end - 1] == key:
        return end
    if end - start >= LONGEST:
        return end
    out[end] = key
    return end + 1


@njit(cache=True)
def _latin(codes: np.ndarray, i: int, stop: int, key: int) -> tuple[int, int]:  # noqa: PLR0911
    """The key of a Latin letter or pair at ``i``, and how many signs it takes."""
    low = codes[i] | 32
    after = codes[i + 1] | 32 if i + 1 < stop else 0
    if after == 104 and low == 115:  # sh
        return _SH, 2
    if after == 104 and low == 99:  # ch
        return _C, 2
    if after == 104 and low == 122:  # zh
        return _ZH, 2
    if after == 104 and low == 107:  # kh
        return _X, 2
    if after == 104 and low == 103:  # gh
        return _G, 2
    if low == 115 and after == 99 and i + 2 < stop and codes[i + 2] | 32 == 104:  # sch
        return _SH, 3
    if after == 39 and low in {115, 99, 121}:  # s', c' and y' of 2017
        return (_SH if low == 115 else _C if low == 99 else _U), 2
    if after == 101 and low == 121:  # ye
        return _E, 2
    return key, 1


@njit(cache=True)
def _split(  # noqa: PLR0912, PLR0915 - one pass over the signs
    codes: np.ndarray, bounds: np.ndarray, table: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Words of units: keys, key bounds, first and last sign, flags, and the words' bounds by unit."""
    n = codes.size
    keys = np.empty(2 * n + 2, np.uint8)
    first = np.empty(n + 1, np.int32)
    last = np.empty(n + 1, np.int32)
    at = np.empty(n + 2, np.int32)
    flags = np.empty(n + 1, np.uint8)  # 1 Latin, 2 Kazakh letter, 4 figure, 8 sign, 16 follows a dot at once
    units = np.empty(bounds.size, np.int32)
    word = 0
    end = 0
    at[0] = 0
    for unit in range(bounds.size - 1):
        units[unit] = word
        i = bounds[unit]
        stop = bounds[unit + 1]
        while i < stop:
            raw = table[codes[i]] if codes[i] < CODES else (34 if codes[i] == 0x20B8 else 0)
            if raw in {0, _DROP}:
                i += 1
                continue
            start = end
            begin = i
            flag = 0
            if (raw & 63) > DIGIT and raw < 40:
                keys[end] = raw
                end += 1
                i += 1
                flag = 8
            elif raw == DIGIT:
                while i < stop and codes[i] < CODES and table[codes[i]] == DIGIT:
                    if end - start < 9:
                        keys[end] = DIGIT
                        end += 1
                    i += 1
                flag = 4
            else:
                while i < stop:
                    c = codes[i]
                    raw = table[c] if c < CODES else 0
                    if raw == 0 or (DIGIT <= raw < 40):
                        break
                    if raw & _LATIN_BIT:
                        flag |= 1
                    if raw & _KAZAKH_BIT:
                        flag |= 2
                    key = raw & 63 if raw & 192 else raw
                    step = 1
                    if raw == _IA:
                        end = _put(keys, start, end, _I)
                        key = _A
                    elif raw == _IU:
                        end = _put(keys, start, end, _I)
                        key = _U
                    elif raw == _TS:
                        end = _put(keys, start, end, _T)
                        key = _S
                    elif raw == _DROP:
                        i += 1
                        continue
                    elif raw & _LATIN_BIT:
                        key, step = _latin(codes, i, stop, key)
                    elif key == _S and i + 1 < stop and (codes[i + 1] == 0x447 or codes[i + 1] == 0x427):  # сч
                        key, step = _SH, 2
                    if key == _G and end > start and keys[end - 1] == _N:  # ng is ң
                        i += step
                        continue
                    if key == _C and end > start and keys[end - 1] == _SH:  # shch
                        i += step
                        continue
                    end = _put(keys, start, end, key)
                    i += step
                if begin > bounds[unit] and codes[begin - 1] == 46 and begin - 1 > bounds[unit]:
                    before = codes[begin - 2]
                    if before < CODES and table[before] != 0 and table[before] < 192:
                        flag |= 16
            if flag & 17 == 17:  # the name of a domain tells nothing but that it is one
                keys[start] = _DOTTED
                end = start + 1
            if end > start:
                first[word] = begin
                last[word] = i
                flags[word] = flag
                word += 1
                at[word] = end
    units[bounds.size - 1] = word
    return keys[:end], at[: word + 1], first[:word], last[:word], flags[:word], units


def split(codes: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, ...]:
    """Words of the units ``codes[bounds[i]:bounds[i+1]]``.

    Gives the keys (uint8), the words' bounds in them, each word's first sign and the sign after its last, its flags
    (1 Latin, 2 Kazakh letter, 4 figure, 8 sign of its own, 16 stands right behind a dot), and the words' bounds by
    unit.
    """
    return _split(codes, bounds, TABLE)


@njit(cache=True)
def _stems(
    keys: np.ndarray, at: np.ndarray, slots: np.ndarray, names: np.ndarray, most: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """By word: the stems that begin it, longest first, and whether each is the whole word; -1 fills up."""
    words = at.size - 1
    found = np.full((words, STEMS_A_WORD), -1, np.int32)
    rest = np.zeros((words, STEMS_A_WORD), np.uint8)
    mask = np.uint64(slots.size - 1)
    ends = np.empty(STEMS_A_WORD, np.int32)
    hits = np.empty(STEMS_A_WORD, np.int32)
    for word in range(words):
        h = np.uint64(14695981039346656037)
        count = 0
        size = at[word + 1] - at[word]
        for i in range(size):
            h = (h ^ np.uint64(keys[at[word] + i])) * np.uint64(1099511628211)
            slot = (h ^ (h >> np.uint64(29))) & mask
            while slots[slot] != 0:
                if slots[slot] == h:
                    stem = names[slot]
                    if size - i - 1 <= most[stem]:
                        if count == STEMS_A_WORD:  # the shortest gives way
                            for k in range(1, count):
                                hits[k - 1] = hits[k]
                                ends[k - 1] = ends[k]
                            count -= 1
                        hits[count] = stem
                        ends[count] = size - i - 1
                        count += 1
                    break
                slot = (slot + np.uint64(1)) & mask
        for k in range(count):
            found[word, k] = hits[count - 1 - k]
            rest[word, k] = ends[count - 1 - k]
    return found, rest


def stems(keys: np.ndarray, at: np.ndarray, index: tuple[np.ndarray, np.ndarray, np.ndarray]) -> tuple[np.ndarray, ...]:
    """By word: up to six stems of the index that begin it, longest first (-1: none), and the keys left behind each."""
    return _stems(keys, at, *index)


def index(stem_keys: list[bytes], most: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A hash index over stems given as keys; ``most`` is how many keys of an ending may follow each.

    Raises ValueError when two stems are equal.
    """
    if len(set(stem_keys)) != len(stem_keys):
        raise ValueError("equal stems")
    size = 1 << max(4, (len(stem_keys) * 4).bit_length())
    slots = np.zeros(size, np.uint64)
    names = np.zeros(size, np.int32)
    for name, stem in enumerate(stem_keys):
        h = 14695981039346656037
        for key in stem:
            h = ((h ^ key) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
        slot = (h ^ (h >> 29)) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = h
        names[slot] = name
    return slots, names, np.array(most, np.int32)
