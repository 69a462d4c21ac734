"""How names are drawn and how they sound: look-alike letters and figures, Cyrillic written in Latin, keys side by side.

The tables are of our own making; their kinds (homoglyphs, neighbours on the keyboard, transposed, doubled and left-out
letters) are those of dnstwist and of Unicode TS 39, applied to each word of a host and not to the whole.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

# Letters of other scripts and with marks, by the Latin letter they are drawn like.
_DRAWN: Final = {
    "a": "аαạӑәɑ", "b": "ЬвьƅᏏβ", "c": "сϲᴄ", "d": "ԁɗ", "e": "еєҽёҿε", "f": "ғϝ", "g": "ɡԍɢց",
    "h": "һнңћ", "i": "іїιıɩ", "j": "јϳ", "k": "кқκҡӄ", "l": "ӏⅼ", "m": "мⅿ", "n": "пηո",
    "o": "оοөσօ", "p": "рρ", "q": "ԛգ", "r": "гɼ", "s": "ѕꜱ", "t": "тτ", "u": "υսцμ", "v": "ѵνⅴ",
    "w": "ѡωԝшщ", "x": "хχҳ", "y": "уүұγỵӯ", "z": "ᴢʐ",
}  # fmt: skip
_SOUND: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
    "з": "z", "и": "i", "й": "i", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "n",
    "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u",
    "ф": "f", "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y",
    "і": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ә": "a",
}  # fmt: skip
_FIGURES: Final = {
    "0": "o",
    "1": "l",
    "3": "e",
    "4": "a",
    "5": "s",
    "6": "b",
    "7": "t",
    "8": "b",
    "9": "g",
    "i": "l",
    "|": "l",
}
_ROWS: Final = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SAME_SOUND: Final = frozenset({"ck", "kq", "iy", "sz", "vw", "ou", "ei", "hx", "ae", "gj", "jz", "gq"})
_VOWELS: Final = frozenset("aeiou")
_TO_LATIN: Final = {ord(sign): latin for latin, signs in _DRAWN.items() for sign in signs}
_TO_SOUND: Final = {ord(sign): latin for sign, latin in _SOUND.items()}
_TO_LETTER: Final = {ord(sign): letter for sign, letter in _FIGURES.items()}


def sound(word: str) -> str:
    """A Cyrillic word in Latin letters."""
    return word.translate(_TO_SOUND)


@cache
def latin(word: str) -> str:
    """A word with every letter brought to the Latin letter it is drawn like; marks dropped."""
    if word.isascii():
        return word
    drawn = word.translate(_TO_LATIN)
    return "".join(sign for sign in unicodedata.normalize("NFKD", drawn) if not unicodedata.combining(sign)).lower()


def drawn(word: str) -> str:
    """The skeleton of a word: two words with one skeleton look alike."""
    return latin(word).replace("rn", "m").replace("vv", "w").replace("cl", "d").translate(_TO_LETTER)


@cache
def _beside() -> frozenset[str]:
    """Pairs of keys side by side on a Latin keyboard."""
    pairs: set[str] = set()
    for row, keys in enumerate(_ROWS):
        for place, key in enumerate(keys):
            near = keys[place + 1 : place + 2]
            if row + 1 < len(_ROWS):
                near += _ROWS[row + 1][max(0, place - 1) : place + 1]
            pairs.update("".join(sorted(key + other)) for other in near)
    return frozenset(pairs)


def slip(word: str, name: str) -> str:
    """How a word one step away from a name differs: swapped, doubled, dropped, key, sound, added or changed."""
    if len(word) == len(name):
        places = [place for place in range(len(name)) if word[place] != name[place]]
        if len(places) == 2:
            return "swapped"
        pair = "".join(sorted(word[places[0]] + name[places[0]])) if places else ""
        return (
            "sound"
            if pair in _SAME_SOUND or (pair and set(pair) <= _VOWELS)
            else "key"
            if pair in _beside()
            else "changed"
        )
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    place = next((at for at in range(len(shorter)) if longer[at] != shorter[at]), len(shorter))
    if place and longer[place] == longer[place - 1]:
        return "doubled"
    return "added" if len(word) > len(name) else "dropped"


def one_step(word: str, name: str) -> bool:
    """Whether one slip (a letter added, dropped, changed, or two swapped) makes the word of the name."""
    return bool(OSA.distance(word, name, score_cutoff=1) == 1)
