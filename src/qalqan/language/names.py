"""Names of persons compared across scripts and spellings.

A name becomes a key: every word in one coarse Latin skeleton (Kazakh, Russian, passport and casual Latin of one name
meet
there), women's endings and patronymic endings of both languages brought to one, words in alphabetical order. A letter
lost
to ``?`` stays in the key and matches any one letter. Keys are for comparing only; equal keys do not prove one person.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import polars as pl
import re2
from rapidfuzz.distance import Levenshtein

from qalqan.language.fold import one_script

PATRONYMIC: Final = "+"  # marks a father's name in a key
LOST: Final = "?"
_SKELETON: Final = str.maketrans(
    {
        "а": "a",
        "ә": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "ғ": "g",
        "д": "d",
        "е": "e",
        "ё": "e",
        "э": "e",
        "ж": "j",
        "з": "z",
        "и": "i",
        "й": "i",
        "і": "i",
        "ы": "i",
        "к": "k",
        "қ": "k",
        "л": "l",
        "м": "m",
        "н": "n",
        "ң": "n",
        "о": "o",
        "ө": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "у": "u",
        "ұ": "u",
        "ү": "u",
        "ф": "f",
        "х": "h",
        "һ": "h",
        "ц": "c",
        "ч": "c",
        "ш": "s",
        "щ": "s",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)
_DIGRAPHS: Final = (  # Latin spellings, the longest first
    ("shch", "s"),
    ("sch", "s"),
    ("dzh", "j"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ts", "c"),
    ("ph", "f"),
    ("ya", "ia"),
    ("yu", "iu"),
    ("yo", "e"),
    ("ye", "e"),
    ("ie", "e"),
    ("ae", "a"),
    ("ck", "k"),
)
_SINGLES: Final = str.maketrans(
    {
        "q": "k",
        "w": "u",
        "y": "i",
        "x": "ks",
        "ı": "i",
        "ä": "a",
        "á": "a",
        "ö": "o",
        "ó": "o",
        "ü": "u",
        "ú": "u",
        "ū": "u",
        "ý": "u",
        "ğ": "g",
        "ǵ": "g",
        "ñ": "n",
        "ń": "n",
        "ş": "s",
        "'": "",
        "’": "",
        "ʼ": "",
        "`": "",
    }
)
_JUNK = re2.compile(r"[^\pL?'’ʼ`\- ]+")
# endings of a father's name, as they stand in the skeleton
_FATHER: Final = ("ulini", "uli", "kizi", "ovic", "evic", "ovna", "evna", "icna", "inicna")
_WOMAN: Final = ("ova", "eva", "ina")
_TITLES: Final = frozenset({"gr", "grajdanin", "grajdanka", "azamat", "azamatsa", "ip", "jk", "mr", "mrs", "ms"})
_SHORT = 6
_OTHER_WORD = 150  # a long surname shared does not outweigh another given name
_LEFT_OVER = 60  # for every word that only one name has
_INITIAL_LIKE = 650  # an initial that fits a whole word
_ONE_WORD_MOST = 600  # a single shared word is no name


@lru_cache(maxsize=200_000)
def key(text: str) -> str:
    """The key of a name: skeleton words in alphabetical order, father's name marked ``+``; empty for no name."""
    plain = unicodedata.normalize("NFC", text[:200].lower().replace("-", " "))
    words = [_word(one_script(word)) for word in _JUNK.sub(" ", plain).split()]
    return " ".join(sorted(word for word in words if word and word not in _TITLES))


def _word(word: str) -> str:
    """One word's skeleton without its ending of sex or fatherhood."""
    coarse = word.translate(_SKELETON)
    if coarse == word:
        for written, plain in _DIGRAPHS:
            coarse = coarse.replace(written, plain)
        coarse = coarse.translate(_SINGLES)
    coarse = coarse.replace("dj", "j")
    bare = "".join(sign for place, sign in enumerate(coarse) if sign == LOST or sign != coarse[place - 1 : place])
    for ending in _FATHER:
        tail = bare[-len(ending) :]
        fits = len(tail) == len(ending) and all(sign in (told, LOST) for sign, told in zip(tail, ending, strict=True))
        if fits and len(bare) - len(ending) >= 2:
            return bare[: -len(ending)] + PATRONYMIC
    if bare.endswith(_WOMAN) and len(bare) > 5:
        return bare[:-1]
    return bare


def similar(a: str, b: str) -> int:
    """How alike two names are, 0-1000: every word of the shorter name with its best fellow, weighed by length.

    Words left over cost a little; one word alone gives at most 600, for half the country shares it.
    """
    return _similar(key(a), key(b))


@lru_cache(maxsize=200_000)
def _similar(a: str, b: str) -> int:
    if not a or not b:
        return 0
    if a == b and " " in a and LOST not in a:
        return 1000
    few, many = sorted((a.split(), b.split()), key=lambda words: (len(words), words))
    pairs = sorted(
        ((_alike(one, other), -i, -j) for i, one in enumerate(few) for j, other in enumerate(many)), reverse=True
    )
    used_few, used_many, total, weight, weakest = set(), set(), 0, 0, 1000
    for score, i, j in pairs:
        if i in used_few or j in used_many:
            continue
        used_few.add(i)
        used_many.add(j)
        size = max(len(few[-i]), 3)
        total += score * size
        weight += size
        weakest = min(weakest, score)
    score = min(total // weight, weakest + _OTHER_WORD) - _LEFT_OVER * (len(many) - len(few))
    return max(0, min(score, _ONE_WORD_MOST if len(few) == 1 else 1000))


def _alike(a: str, b: str) -> int:
    """How alike two skeleton words are, 0-1000."""
    if a == b:
        return 1000
    one, other = a.rstrip(PATRONYMIC), b.rstrip(PATRONYMIC)
    if min(len(one), len(other)) == 1:
        return _INITIAL_LIKE if one[:1] == other[:1] else 0
    distance = _wild(one, other) if LOST in one or LOST in other else Levenshtein.distance(one, other)
    fatherhood = 0 if a.endswith(PATRONYMIC) == b.endswith(PATRONYMIC) else 100
    size = max(len(one), len(other))
    price = 1400 if size <= _SHORT else 1000  # one letter makes another given name
    return max(0, 1000 - price * distance // size - fatherhood)


def _wild(a: str, b: str) -> int:
    """Levenshtein distance in which a lost letter equals any."""
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            same = one in (other, LOST) or other == LOST
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (not same))
    return row[-1]


def key_column(series: pl.Series) -> pl.Series:
    """:func:`key` over a column, each distinct name once; null stays null."""
    texts = series.cast(pl.String).alias("t")
    distinct = texts.drop_nulls().unique(maintain_order=True)
    keys = pl.Series([key(text) for text in distinct], dtype=pl.String)
    lookup = pl.DataFrame({"t": distinct, "k": keys})
    return texts.to_frame().join(lookup, on="t", how="left", maintain_order="left")["k"].alias(series.name)


def similar_column(a: pl.Series, b: pl.Series) -> pl.Series:
    """:func:`similar` of two columns row by row (Int64), each distinct pair once; null where either is."""
    pairs = pl.DataFrame({"a": key_column(a), "b": key_column(b)})
    distinct = pairs.drop_nulls().unique(maintain_order=True)
    scores = [_similar(one, other) for one, other in distinct.iter_rows()]
    scored = distinct.with_columns(score=pl.Series(scores, dtype=pl.Int64))
    return pairs.join(scored, on=["a", "b"], how="left", maintain_order="left")["score"]


def lost_letters(series: pl.Series) -> pl.Series:
    """Which texts hold Kazakh letters lost to ``?`` inside or at the start of a Cyrillic word."""
    inside = r"[А-Яа-яЁёІі]\?+[а-яёі]|(?:^|[\s\"«(])\?[а-яёі]{2}|[А-ЯІ]\?+[А-ЯІ]"
    return series.cast(pl.String).str.contains(inside).fill_null(value=False)
