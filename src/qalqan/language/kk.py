"""Kazakh: its letters, their Latin spellings of four ages, Russified writing, and numbers in words."""

from __future__ import annotations

from typing import Final

from qalqan.language import _cues_kk
from qalqan.registry import Card

CARD = Card(
    "kk",
    "language-kk",
    source="decrees on the Kazakh Latin alphabet of 2017-10-26 and 2018-02-19, draft of 2021-01-28; passport spelling",
    errors=("casual Latin leaves letters open: 'i' may stand for і, и, ы",),
)

LETTERS: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
OWN: Final = "әғқңөұүһі"
# Latin spellings of a letter: passport; apostrophes (2017); acutes (2018); draft of 2021; casual
LATIN: Final[dict[str, tuple[str, ...]]] = {
    "ә": ("a", "a'", "á", "ä", "ae"),
    "ғ": ("g", "g'", "ǵ", "ğ", "gh"),
    "қ": ("k", "q", "q", "q", "k"),
    "ң": ("n", "n'", "ń", "ñ", "ng"),
    "ө": ("o", "o'", "ó", "ö", "o"),
    "ұ": ("u", "u", "u", "ū", "u"),
    "ү": ("u", "u'", "ú", "ü", "u"),
    "һ": ("kh", "h", "h", "h", "h"),
    "і": ("i", "i", "i", "ı", "i"),
    "у": ("u", "y'", "ý", "u", "w"),
    "и": ("i", "i'", "ı", "i", "i"),
    "й": ("i", "i'", "ı", "i", "y"),
    "ы": ("y", "y", "y", "y", "y"),
    "ш": ("sh", "s'", "sh", "ş", "sh"),
    "ч": ("ch", "c'", "ch", "ch", "ch"),
    "ж": ("zh", "j", "j", "j", "zh"),
    "я": ("ya", "i'a", "ıa", "ia", "ya"),
    "ю": ("yu", "i'y'", "ıý", "iu", "yu"),
}
SPELLINGS: Final = ("passport", "2017", "2018", "2021", "casual")
_RUSSIFIED: Final = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІёЁ", "агкноуухиАГКНОУУХИеЕ")
_NUMBERS: Final = {  # Cyrillic and Latin forms; accents and Russified letters are brought together when compared
    0: "нөл nol",
    1: "бір біреу bir",
    2: "екі екеу eki",
    3: "үш үшеу ush us",
    4: "төрт төртеу tort",
    5: "бес бесеу bes",
    6: "алты алтау alty alti",
    7: "жеті жетеу jeti zheti",
    8: "сегіз сегізеу segiz",
    9: "тоғыз тоғызеу togyz togiz",
    10: "он on",
    20: "жиырма жырма жийырма jiyrma jiirma zhiyrma jyrma",
    30: "отыз otyz otiz",
    40: "қырық qyryq qyryk kyryk qiriq kirik",
    50: "елу elu ely",
    60: "алпыс alpys alpis",
    70: "жетпіс jetpis zhetpis",
    80: "сексен seksen",
    90: "тоқсан toqsan toksan",
    100: "жүз juz zhuz",
}
NUMBERS: Final[dict[str, int]] = {word: value for value, words in _NUMBERS.items() for word in words.split()}
HUNDREDS: Final = ("жүз", "juz", "zhuz")  # after a unit they multiply it
TENS: Final = ("он", "on")  # units after them join, otherwise than in Russian
DOUBTFUL: Final = ("он", "on", "us")  # words of other languages too
CUES: Final = _cues_kk.CUES


def bare(text: str) -> str:
    """Kazakh as a Russian keyboard writes it (қ → к, ұ → у): a key for comparing, never a text to show."""
    return text.translate(_RUSSIFIED)


def to_latin(text: str, spelling: str = "passport") -> str:
    """The Latin spelling of that age: passport, 2017, 2018, 2021 or casual. Raises ValueError for another name."""
    if spelling not in SPELLINGS:
        raise ValueError(f"no spelling {spelling!r}; there are {', '.join(SPELLINGS)}")
    column = SPELLINGS.index(spelling)
    out = []
    for sign in text:
        small = sign.lower()
        latin = LATIN[small][column] if small in LATIN else _SHARED.get(small)
        out.append(sign if latin is None else latin.capitalize() if sign.isupper() else latin)
    return "".join(out)


_SHARED: Final[dict[str, str]] = dict(
    zip(
        "абвгдеёзклмнопрстфхцщъьэ",
        (
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "z",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "f",
            "h",
            "ts",
            "shch",
            "",
            "",
            "e",
        ),
        strict=True,
    )
)
