"""The words of a person's name, as they are compared: a coarse Latin skeleton of each, and what kind of word it is.

Kazakh, Russian, passport and casual Latin spellings of one name meet in the skeleton; endings of fatherhood of both
languages and of women's surnames are taken off and remembered; a word that may stand in an oblique case has a second
reading without the ending. A letter lost to ``?`` stays. Skeletons are for comparing only.

Sources: rules of transliteration in passports of Kazakhstan; decrees on the Kazakh Latin alphabet of 2017 and 2018;
grammars of both languages for the case endings.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import polars as pl
import re2

from qalqan.language.fold import one_script

WORD, FATHER, INITIAL = 0, 1, 2
MOST_WORDS: Final = 5
LONGEST: Final = 16
_LATIN = re2.compile(r"[A-Za-z]")
_CYRILLIC = re2.compile(r"[\x{0400}-\x{052f}]")
_LOOKS: Final = str.maketrans("ABCEHKMOPTXYIaceopxyikmnhtbr", "АВСЕНКМОРТХУІасеорхуікмпһтвг")
_JUNK = re2.compile(r"[^\pL\pM?'’ʼ`\- .]+")
_LATIN_C = re2.compile(r"c([aourltn]|$)")  # Victor, Oscar; elsewhere a c is ц or ч
_JOINED = re2.compile(r"(\p{Ll})(\p{Lu})")
_DOT = re2.compile(r"\.")
_FATHER: Final = (
    "ulini", "uli", "ulu", "kizi", "gizi", "kizini", "ovic", "evic", "ovica", "evica", "ovicu", "evicu", "ovicem",
    "ovna", "evna", "ovni", "evni", "ovne", "evne", "ovnoi", "evnoi", "ovnu", "evnu", "inicna", "icna", "ic",
    "iuli", "ogli", "oglu", "ugli", "lui", "kzi",
)  # fmt: skip
_FATHER_LEAST: Final = 3
_FATHER_ALONE: Final = frozenset({"uli", "ulu", "ugli", "ogli", "oglu", "kizi", "gizi"})
_LONGEST_ALONE: Final = 6
_WOMANS_CASES: Final = ("ovoi", "evoi", "inoi", "skoi")
TWO, LEAST_STEM = 2, 3
_DAUGHTER: Final = frozenset(
    {
        "kizi",
        "kzi",
        "gizi",
        "kizini",
        "ovna",
        "evna",
        "ovni",
        "evni",
        "ovne",
        "evne",
        "ovnoi",
        "evnoi",
        "ovnu",
        "evnu",
        "inicna",
        "icna",
    }
)
_WOMAN: Final = (("ova", "ov"), ("eva", "ev"), ("ina", "in"), ("skaia", "ski"))
_OBLIQUE: Final = (
    "ninin", "ntin", "nin", "din", "tin", "nan", "dan", "tan", "nen", "den", "ten", "men", "ben", "pen", "ga", "ge",
    "ka", "ke", "na", "ne", "ni", "di", "ti", "da", "de", "ta", "te", "nda", "oi", "oiu", "im", "om", "em", "ogo",
    "omu", "u", "a", "e", "i",
)  # fmt: skip
_TITLES: Final = frozenset(
    {
        "gr",
        "grajdanin",
        "grajdanka",
        "azamatca",
        "ip",
        "jk",
        "mr",
        "mrs",
        "ms",
        "gospodin",
        "mirza",
        "hanim",
    }
)


_VOWELS: Final = frozenset("aeiou")
_LETTERS: Final = str.maketrans(
    dict(zip("абвгдеёжзийклмнопрстуфхцчшщыэәғқңөұүһі", "abvgdeejziiklmnoprstufhccssyeagknouuhi", strict=True))
    | {"ъ": "", "ь": "", "ю": "iu", "я": "ia"}
    | dict(zip("qwıäáöóüúūýğǵñńşšžçć", "kuiaaoouuuuggnnssjcc", strict=True))
    | dict.fromkeys("'’ʼ`", "")
)  # fmt: skip
_DIGRAPHS: Final = (  # Latin spellings of one letter, the longest first
    ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "j"), ("kh", "h"),
    ("gh", "g"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ya", "ia"), ("yu", "iu"), ("ju", "ju"), ("yo", "e"),
    ("ye", "e"), ("ie", "e"), ("ae", "a"), ("ck", "k"), ("oe", "o"), ("ue", "u"), ("s'", "s"), ("c'", "c"),
    ("g'", "g"), ("n'", "n"), ("a'", "a"), ("o'", "o"), ("u'", "u"), ("i'", "i"), ("y'", "u"),
    ("ay", "ai"), ("ey", "ei"), ("oy", "oi"), ("uy", "ui"), ("iy", "i"), ("yy", "y"), ("tsch", "c"), ("xeni", "kseni"),
)  # fmt: skip


def skeleton(word: str) -> str:
    """The coarse Latin form of a word in small letters: one sign a sound, doubled signs once, lost letters ``?``.

    The hard ы alone is y; a Latin y beside a vowel is i.
    """
    return _once(_coarse(word))


@lru_cache(maxsize=200_000)
def _coarse(word: str) -> str:
    """A skeleton in which doubled letters still stand twice, so that endings can be told."""
    if word.isascii() or not any("\u0400" <= sign <= "\u052f" for sign in word):
        word = _LATIN_C.sub(r"k\1", word)
        for written, plain in _DIGRAPHS:
            word = word.replace(written, plain)
        word = _x(word)
    coarse = word.translate(_LETTERS).replace("dj", "j")
    return "".join(sign for sign in coarse if sign == "?" or "a" <= sign <= "z")


def _once(signs: str) -> str:
    return "".join(sign for at, sign in enumerate(signs) if sign == "?" or at == 0 or sign != signs[at - 1])


def _x(word: str) -> str:
    """A Latin x: two sounds between vowels and at the end (Alexandr), else the Kazakh and Russian х (Axmetov)."""
    if "x" not in word:
        return word
    out = []
    for at, sign in enumerate(word):
        after = word[at + 1 : at + 2]
        both = at > 0 and word[at - 1] in _VOWELS and (after in _VOWELS or not after)
        out.append(sign if sign != "x" else "ks" if both else "h")
    return "".join(out)


_SHORT: Final = {  # a whole name's skeleton and the short forms people write
    "aleksandr": "саша шура саня", "aleksei": "леша леха алеша", "anastasiia": "настя", "andrei": "андрюша",
    "anna": "аня нюра", "boris": "боря", "vasili": "вася", "viktor": "витя", "viktoriia": "вика",
    "vladimir": "вова володя", "galina": "галя", "grigori": "гриша", "daria": "даша", "dmitri": "дима митя",
    "evgeni": "женя", "ekaterina": "катя", "elena": "лена алена", "elizaveta": "лиза", "ivan": "ваня",
    "irina": "ира", "konstantin": "костя", "lidiia": "лида", "liubov": "люба", "liudmila": "люда мила",
    "mariia": "маша маруся", "mihail": "миша", "nadejda": "надя", "nataliia": "наташа", "nikolai": "коля",
    "oksana": "ксюша", "olga": "оля", "pavel": "паша", "petr": "петя", "svetlana": "света",
    "sergei": "сережа серега", "stanislav": "стас", "tatiana": "таня", "fedor": "федя", "iuri": "юра",
    "iuliia": "юля", "iakov": "яша",
}  # fmt: skip
_WHOLE: Final = {skeleton(short): skeleton(whole) for whole, told in _SHORT.items() for short in told.split()}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: kind, skeleton, the skeleton without a case ending (or the same), the root without a surname's
    ending (empty when it has none), whether its ending is a woman's, and whether it is the second of two initials."""

    kind: int
    text: str
    bare: str
    root: str = ""
    woman: bool = False
    second: bool = False


@lru_cache(maxsize=200_000)
def words(name: str) -> tuple[Word, ...]:
    """The words of a name in order of their skeletons; empty when it holds none."""
    plain = unicodedata.normalize("NFC", name[:200]).replace("-", " ")
    if not plain.replace(" ", "").isalpha():
        plain = _DOT.sub(". ", _JUNK.sub(" ", plain))
    if not plain.isupper() and not plain.istitle():
        plain = _JOINED.sub(r"\1 \2", plain)
    kept = [one for one in map(_word, _fathered(_cyrillic_posing(plain.split()))) if one is not None]
    initials = [at for at, one in enumerate(kept) if one.kind == INITIAL]
    if len(initials) == TWO:  # С.Қ.: the given name's, then the father's
        kept[initials[1]] = replace(kept[initials[1]], second=True)
    return tuple(sorted(kept, key=lambda one: (one.text, one.kind))[:MOST_WORDS])


def _fathered(parts: list[str]) -> list[str]:
    """Words with a father's ending that stands alone (ұлы, угли) joined to the word before it."""
    out: list[str] = []
    for part in parts:
        if out and 1 < len(part) <= _LONGEST_ALONE and _once(_coarse(part.lower())).replace("y", "i") in _FATHER_ALONE:
            out[-1] += part.lower()
        else:
            out.append(part)
    return out


def _cyrillic_posing(parts: list[str]) -> list[str]:
    """Words with look-alike letters of the other script brought to one: Cyrillic where it can be, in all words."""
    if not _LATIN.search(whole := "".join(parts)) or whole.isascii():
        return parts
    mixed = [part for part in parts if _LATIN.search(part) and _CYRILLIC.search(part)]
    if not mixed:
        return parts
    return [
        part.translate(_LOOKS)
        if _LATIN.search(part) and not _LATIN.search(part.translate(_LOOKS))
        else one_script(part)
        for part in parts
    ]


@lru_cache(maxsize=200_000)
def _word(part: str) -> Word | None:
    small = part.strip(".").lower()
    if small.endswith(("ии", "ией")) and len(small) >= LEAST_STEM + 2:  # Виктории, Викторией: of a woman's name in -ия
        small = small[: small.rindex("и", 0, -1)] + "ия"
    coarse = _coarse(small)
    text = _once(coarse)
    if not text or text in _TITLES:
        return None
    if len(small) == 1 or (part.endswith(".") and len(small) <= 2):
        return Word(INITIAL, text[:1], text[:1])
    flat = text.replace("y", "i")
    for ending in _FATHER:
        if _ends(flat, ending) and len(text) - len(ending) >= (_FATHER_LEAST if ending != "ic" else _FATHER_LEAST + 1):
            stem = text[: -len(ending)][:LONGEST]
            return Word(FATHER, stem, stem, stem, ending in _DAUGHTER)
    bare = _once(_without_case(coarse))
    text, woman = _man(text)
    bare, oblique = _man(bare)
    bare = _WHOLE.get(text, bare)
    woman |= oblique or coarse.endswith(_WOMANS_CASES)
    ending = next((one for one in ("ov", "ev", "in") if bare.endswith(one) and len(bare) > len(one) + 2), "")
    root = bare[: -len(ending)] if ending else ""
    return Word(WORD, text[:LONGEST], bare[:LONGEST], root[:LONGEST], woman)


def _man(text: str) -> tuple[str, bool]:
    """A woman's surname as a man's, and whether it was one."""
    for ending, man in _WOMAN:
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text[: -len(ending)] + man, True
    return text, False


def _ends(text: str, ending: str) -> bool:
    tail = text[-len(ending) :]
    return len(tail) == len(ending) and all(sign in (told, "?") for sign, told in zip(tail, ending, strict=True))


def _without_case(text: str) -> str:
    """The word without an ending of an oblique case, when enough is left."""
    flat = text.replace("y", "i")
    if flat.endswith("ia") and not flat.endswith("eia"):  # Виктория stands as it is, Андрея does not
        return text
    return next(
        (text[: -len(one)] for one in _OBLIQUE if flat.endswith(one) and len(text) - len(one) >= LEAST_STEM), text
    )


_KEY_FATHER: Final = r"^.{3,}(?:uli|ulu|kizi|gizi|ovic|evic|ovna|evna|inicna|ogli)$"


def keys(names: pl.Series) -> pl.Series:
    """A rough key of each name over a whole column: skeletons of its whole words but the father's, in order.

    Two spellings of one name mostly share it; for counting how common a name is and for finding candidates, never for
    saying that two are one. Null where a name has no whole word.
    """
    words_ = (
        names.cast(pl.String)
        .alias("name")
        .to_frame()
        .with_row_index("row")
        .select("row", pl.col("name").str.to_lowercase().str.replace_all("-", " ", literal=True).str.split(" "))
        .explode("name")
    )
    words_ = words_.join(_word_keys(words_["name"].unique()), on="name", how="inner")
    found = words_.sort("row", "key").group_by("row", maintain_order=True).agg(pl.col("key").str.join(" "))
    rows = pl.DataFrame({"row": pl.Series(range(len(names)), dtype=pl.UInt32)})
    return rows.join(found, on="row", how="left", maintain_order="left")["key"].alias(names.name)


def _word_keys(words_: pl.Series) -> pl.DataFrame:
    """(name, key) of distinct small words; initials and fathers' names have none."""
    written, plain = (list(side) for side in zip(*_DIGRAPHS, strict=True))
    letters = {chr(code): str(sign or "") for code, sign in _LETTERS.items()}
    signs = [chr(code) for code in range(97, 123)]
    key = (
        pl.col("name")
        .str.replace_many(written, plain, leftmost=True)
        .str.replace_many(list(letters), list(letters.values()))
        .str.replace_all(r"[^a-z?]", "")
        .str.replace_all("y", "i", literal=True)
        .str.replace_many([sign * 2 for sign in signs], signs)
        .str.replace("^(.{2,}(?:ov|ev|in))a$", "${1}")
        .str.replace("skaia$", "ski")
        .alias("key")
    )
    told = words_.alias("name").drop_nulls().to_frame().with_columns(key)
    return told.filter((pl.col("key").str.len_chars() > 2) & ~pl.col("key").str.contains(_KEY_FATHER))
