"""Which encoding a piece of text is in, by its content.

Order of trial: byte-order marks; UTF-16 without one (zero bytes at every second place); UTF-8 when every byte agrees;
then the eight-bit encodings met in Kazakhstan, scored by how well the letters fit the letter statistics of Russian
and Kazakh. Letters that an export lost to ``?`` stay as they are.
"""

from __future__ import annotations

import codecs
import math
from functools import lru_cache

EIGHT_BIT = ("cp1251", "kz1048", "ptcp154", "cp866", "koi8-r")
_SAMPLE = 1 << 18
_SCORED = 1 << 13
_NO_TEXT = [bytes([code]) for code in (*range(8), *range(14, 26))]
_PER_MILLE = {
    "о": 95, "а": 95, "е": 82, "и": 68, "н": 67, "т": 60, "с": 50, "р": 50, "л": 44, "в": 38, "к": 36, "м": 31,
    "д": 33, "п": 27, "у": 25, "ы": 28, "я": 19, "ь": 14, "г": 16, "з": 16, "б": 17, "ч": 12, "й": 12, "х": 9,
    "ж": 10, "ш": 9, "ю": 6, "ц": 5, "щ": 3, "э": 3, "ф": 4, "ъ": 1, "ё": 1,
    "і": 14, "қ": 12, "ғ": 7, "ә": 8, "ң": 6, "ө": 7, "ү": 6, "ұ": 6, "һ": 1,
}  # fmt: skip
_RARE = math.log(0.0003)
_WRONG = math.log(0.00002)
_SIGNS = frozenset("№«»“”„–—…’•°©®§·₸ \u00a0")


def _letter_scores() -> dict[str, float]:
    found = {}
    for letter, share in _PER_MILLE.items():
        found[letter] = math.log(share / 1000)
        found[letter.upper()] = found[letter] - 0.7
    return found


_SCORES = _letter_scores()


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding (a Python codec). Never raises; what no codec knows becomes U+FFFD."""
    name = detect(data)
    text = data.decode(name, "replace")
    return text.removeprefix("\ufeff"), name


@lru_cache(maxsize=4)
def detect(data: bytes) -> str:  # noqa: PLR0911 - trials in order
    """The name of the encoding. A character cut off at the end of the piece does not count against UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    if wide := _utf16(sample):
        return wide
    try:
        sample.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(sample) - 4 and error.start > 0 and error.reason.startswith("unexpected end"):
            return "utf-8"
    if _broken_utf8(sample):
        return "utf-8"
    if sum(sample.count(byte) for byte in _NO_TEXT) * 50 > len(sample):
        return EIGHT_BIT[0]
    foreign = (b"\n".join(line for line in sample.splitlines() if not line.isascii()) or sample)[:_SCORED]
    ranked = [(-_score(foreign, name), at, name) for at, name in enumerate(EIGHT_BIT)]
    return min(ranked)[2]


def _utf16(sample: bytes) -> str:
    """UTF-16 without a mark: zeros (or Cyrillic's 04) stand at every second place only."""
    piece = sample[: len(sample) // 2 * 2][:8192]
    if len(piece) < 8 or (b"\0" not in piece and b"\x04" not in piece):
        return ""
    high = {0, 4}
    even = sum(byte in high for byte in piece[0::2]) * 2
    odd = sum(byte in high for byte in piece[1::2]) * 2
    if odd > len(piece) * 0.9 and even < len(piece) * 0.3:
        return "utf-16-le"
    if even > len(piece) * 0.9 and odd < len(piece) * 0.3:
        return "utf-16-be"
    return ""


def _broken_utf8(sample: bytes) -> bool:
    """UTF-8 with a few spoilt bytes: nearly every foreign letter is a right pair."""
    text = sample.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    good = sum(1 for sign in text if "\u0400" <= sign <= "\u04ff")
    return good > 20 * spoilt


def _score(data: bytes, name: str) -> float:
    """Mean fit of the foreign letters: letter statistics, and capitals only where capitals may stand."""
    text = data.decode(name, "replace")
    total, count, before = 0.0, 0, " "
    for sign in text:
        if sign < "\x80":
            before = sign
            continue
        count += 1
        if sign in _SCORES:
            total += _SCORES[sign]
            if sign.isupper() and before.islower():
                total -= 4.0
        elif sign in _SIGNS:
            total += -5.0
        else:
            total += _RARE if sign.isalpha() else _WRONG
        before = sign
    return total / count if count else 0.0
