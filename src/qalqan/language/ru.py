"""Russian: its letters, their Latin spellings, and numbers in words."""

from __future__ import annotations

from typing import Final

from qalqan.language import _cues_ru
from qalqan.registry import Card

CARD = Card("ru", "language-ru", source="GOST R 52535.1 and ICAO Doc 9303 for passports; everyday writing")

LETTERS: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
# Latin spellings of a letter, the passport's first
LATIN: Final[dict[str, tuple[str, ...]]] = {
    "а": ("a",),
    "б": ("b",),
    "в": ("v", "w"),
    "г": ("g",),
    "д": ("d",),
    "е": ("e", "ye", "ie"),
    "ё": ("e", "yo", "io"),
    "ж": ("zh", "j"),
    "з": ("z",),
    "и": ("i",),
    "й": ("i", "y", "j"),
    "к": ("k", "c"),
    "л": ("l",),
    "м": ("m",),
    "н": ("n",),
    "о": ("o",),
    "п": ("p",),
    "р": ("r",),
    "с": ("s",),
    "т": ("t",),
    "у": ("u", "ou"),
    "ф": ("f", "ph"),
    "х": ("kh", "h", "x"),
    "ц": ("ts", "c", "tc"),
    "ч": ("ch",),
    "ш": ("sh",),
    "щ": ("shch", "sch"),
    "ъ": ("ie", ""),
    "ы": ("y", "i"),
    "ь": ("",),
    "э": ("e",),
    "ю": ("iu", "yu", "ju"),
    "я": ("ia", "ya", "ja"),
}
_NUMBERS: Final = {  # all cases, names of figures, casual Latin; soft signs are left out when words are compared
    0: "ноль нуль нолик нуля ноля нулю нулем нолем nol nul nolik",
    1: "один одна одно одного одной одну одному одним единица единицу единичка еденица odin odna adin edinica",
    2: "два две двух двум двумя двойка двойку двоечка dva dve dvoyka",
    3: "три трех трем тремя тройка тройку троечка tri troyka",
    4: "четыре четырех четырем четырьмя четверка четверку чтыре четыри chetyre 4etyre chetire",
    5: "пять пяти пятью пятерка пятерку пятерочка pyat piat",
    6: "шесть шести шестью шестерка шестерку shest",
    7: "семь семи семью семерка семерку sem",
    8: "восемь восьми восемью восьмерка восьмерку восим vosem",
    9: "девять девяти девятью девятка девятку девить devyat deviat",
    10: "десять десяти десятью десятка десятку desyat",
    11: "одиннадцать одиннадцати одинадцать одинадцати odinnadcat odinadcat odinnadtsat",
    12: "двенадцать двенадцати двенацать dvenadcat dvenadtsat",
    13: "тринадцать тринадцати тринацать trinadcat trinadtsat",
    14: "четырнадцать четырнадцати chetyrnadcat chetyrnadtsat",
    15: "пятнадцать пятнадцати пятнацать pyatnadcat pyatnadtsat",
    16: "шестнадцать шестнадцати shestnadcat shestnadtsat",
    17: "семнадцать семнадцати semnadcat semnadtsat",
    18: "восемнадцать восемнадцати vosemnadcat vosemnadtsat",
    19: "девятнадцать девятнадцати devyatnadcat devyatnadtsat",
    20: "двадцать двадцати двадцатью двацать dvadcat dvadtsat",
    30: "тридцать тридцати тридцатью трицать tridcat tridtsat",
    40: "сорок сорока sorok",
    50: "пятьдесят пятидесяти пятьюдесятью pyatdesyat",
    60: "шестьдесят шестидесяти шестьюдесятью shestdesyat",
    70: "семьдесят семидесяти семьюдесятью semdesyat",
    80: "восемьдесят восьмидесяти восьмьюдесятью vosemdesyat",
    90: "девяносто девяноста devyanosto",
    100: "сто ста сотня сотка сотку sto",
    200: "двести двухсот двумстам dvesti",
    300: "триста трехсот тремстам trista",
    400: "четыреста четырехсот chetyresta",
    500: "пятьсот пятисот пятсот pyatsot",
    600: "шестьсот шестисот шестсот shestsot",
    700: "семьсот семисот semsot",
    800: "восемьсот восьмисот vosemsot",
    900: "девятьсот девятисот devyatsot",
}
NUMBERS: Final[dict[str, int]] = {word: value for value, words in _NUMBERS.items() for word in words.split()}
# said after a unit they are repeated as often: два нуля, три семерки
_REPEATED: Final = {
    0: "нуля нулей ноля нолей нолика ноликов nulya nolya",
    1: "единицы единиц единички",
    2: "двойки двоек",
    3: "тройки троек",
    4: "четверки четверок",
    5: "пятерки пятерок",
    6: "шестерки шестерок",
    7: "семерки семерок",
    8: "восьмерки восьмерок",
    9: "девятки девяток",
}
REPEATED: Final[dict[str, int]] = {word: value for value, words in _REPEATED.items() for word in words.split()}
CUES: Final = _cues_ru.CUES


def to_latin(text: str) -> str:
    """The passport's Latin spelling."""
    return "".join(_cased(sign) for sign in text)


def _cased(sign: str) -> str:
    latin = LATIN.get(sign.lower())
    if latin is None:
        return sign
    return latin[0].capitalize() if sign.isupper() else latin[0]
