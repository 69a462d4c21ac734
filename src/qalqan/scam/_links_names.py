"""Which brand a word of a host name is, holds or nearly is."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from qalqan.scam._links_data import STRONG, brands, words
from qalqan.scam._links_letters import drawn, slip

EXACT: Final = "exact"
HOLDS: Final = "holds"
GLUED: Final = "glued"
NEAR: Final = "near"
DRAWN: Final = "drawn"
HOME_NEAR: Final = "home-near"
HOME_DRAWN: Final = "home-drawn"
FOUND: Final = {
    "word": pl.String,
    "brand": pl.String,
    "name": pl.String,
    "how": pl.String,
    "sure": pl.Int64,
    "weak": pl.Boolean,
}
_HELD: Final = 5  # a shorter name inside a longer word is chance
_LONGEST_WORD: Final = 63
_PAID: Final = frozenset({"bank", "operator", "state", "post"})
_SPECIAL: Final = frozenset({"swapped", "doubled", "key", "sound"})


def match(tokens: pl.Series) -> pl.DataFrame:
    """Brands in distinct words of hosts: columns :data:`FOUND`, one row a word and brand at most.

    ``how``: the word is the name, holds it, is the name glued to an everyday word, is one slip away, or is drawn like
    it. ``sure`` (0-1000) is lower where chance explains the likeness; ``weak`` says the name is an everyday word.
    """
    distinct = tokens.drop_nulls().unique().sort()
    distinct = distinct.filter((distinct.str.len_chars() >= 2) & (distinct.str.len_chars() <= _LONGEST_WORD))
    ordinary = set(words("not_brands"))
    distinct = distinct.filter(~distinct.is_in(ordinary))
    skeletons = pl.Series("word", [drawn(word) for word in distinct], dtype=pl.String)
    rows = [
        _exact(distinct),
        _holds(distinct, distinct, _held(), HOLDS, 950),
        _glued(distinct),
        _drawn(distinct, skeletons),
        _near(distinct),
        _home(distinct, skeletons),
    ]
    found = pl.concat([pl.DataFrame(one, schema=FOUND, orient="row") for one in rows])
    best = found.sort("word", "sure", pl.col("name").str.len_chars(), "name", descending=[False, True, True, False])
    return best.unique("word", keep="first", maintain_order=True)


Row = tuple[str, str, str, str, int, bool]


@cache
def _held() -> dict[str, str]:
    """Names long and rare enough to be found inside a word: text to look for → name."""
    return {name: name for name, (_, strength) in brands().names.items() if strength == STRONG and len(name) >= _HELD}


@cache
def _skeletons() -> dict[str, str]:
    return {
        drawn(name): name
        for name, (_, strength) in sorted(brands().names.items())
        if strength == STRONG and len(name) >= 3
    }


def _row(word: str, name: str, how: str, sure: int) -> Row:
    brand, strength = brands().names[name]
    return word, brand, name, how, sure, strength != STRONG


def _exact(distinct: pl.Series) -> list[Row]:
    known = brands().names
    return [_row(word, word, EXACT, 1000) for word in distinct.filter(distinct.is_in(list(known)))]


def _holds(shown: pl.Series, looked: pl.Series, names: dict[str, str], how: str, sure: int) -> list[Row]:
    """Words that hold a longer name; ``looked`` are the texts searched, ``shown`` the words they belong to."""
    held = looked.str.extract_many(sorted(names), overlapping=True)
    frame = pl.DataFrame({"word": shown, "looked": looked, "name": held}).explode("name", empty_as_null=True)
    told = frame.drop_nulls("name").filter(pl.col("looked") != pl.col("name"))
    return [_row(word, names[name], how, sure) for word, name in told.select("word", "name").iter_rows()]


@cache
def _glue() -> str:
    """A short or everyday name with one to three everyday words around it, without a sign between."""
    affix = "|".join(
        sorted(
            {re.escape(word) for word in (*words("lures"), *words("words")) if len(word) > 1},
            key=lambda w: (-len(w), w),
        )
    )
    names = "|".join(sorted((re.escape(name) for name in brands().names if len(name) >= 3), key=lambda n: (-len(n), n)))
    return rf"^((?:{affix}|[0-9]{{1,4}}){{0,2}})({names})((?:{affix}|[0-9]{{1,4}}){{0,3}})$"


@cache
def _three() -> list[str]:
    return sorted(name for name in brands().names if len(name) >= 3)


def _glued(distinct: pl.Series) -> list[Row]:
    tried = distinct.filter(distinct.str.contains_any(_three()))  # the pattern is large: few words come to it
    if tried.is_empty():
        return []
    frame = tried.alias("word").to_frame().with_columns(pl.col("word").str.extract_groups(_glue()).alias("parts"))
    told = frame.select(
        "word",
        before=pl.col("parts").struct[0],
        name=pl.col("parts").struct[1],
        after=pl.col("parts").struct[2],
    ).filter(pl.col("name").is_not_null() & ((pl.col("before") != "") | (pl.col("after") != "")))
    asks = set(words("lures")) | {"kz", "qz"}
    rows = []
    for word, before, name, after in told.iter_rows():
        lure = any(ask in (before, after) or (len(ask) > 3 and ask in before + "." + after) for ask in asks)
        strong = brands().names[name][1] == STRONG
        rows.append(_row(word, name, GLUED, 900 if strong else 800 if lure else 350))
    return rows


def _drawn(distinct: pl.Series, skeletons: pl.Series) -> list[Row]:
    """Words that look like a name and are not it: other script, figures for letters, l for i."""
    known = _skeletons()
    rows = []
    for word, skeleton in zip(distinct, skeletons, strict=True):
        name = known.get(skeleton)
        if name and name != word:
            odd = not word.isascii() or any(sign.isdigit() for sign in word)
            rows.append(_row(word, name, DRAWN, 980 if odd and len(name) >= 3 else 850 if len(name) >= 4 else 500))
    tried = [word != skeleton and odd_signs(word) for word, skeleton in zip(distinct, skeletons, strict=True)]
    mask = pl.Series(tried, dtype=pl.Boolean)
    held = {skeleton: name for skeleton, name in known.items() if len(name) >= _HELD}
    rows += _holds(distinct.filter(mask), skeletons.filter(mask), held, DRAWN, 900)
    return rows


@cache
def _at_home() -> dict[str, str]:
    """Everyday names whose own site is the name itself in the home zone, and longer ones of banks and state."""
    known = brands()
    return {
        name: known.classes[brand]
        for name, (brand, strength) in sorted(known.names.items())
        if strength != STRONG and name.isascii() and name.isalpha() and len(name) >= 3
        if known.owner.get(f"{name}.kz") == brand or (known.classes[brand] in _PAID and len(name) >= 5)
    }


def _home(distinct: pl.Series, skeletons: pl.Series) -> list[Row]:
    """Words that are an everyday name with a letter doubled, or drawn like it; meant only in that name's own zone.

    A short name is told doubled only of banks, operators, state and post, as short words meet by chance.
    """
    homes = _at_home()
    skeleton_of = {drawn(name): name for name in homes}
    doubled = {
        name[: at + 1] + name[at:]: name
        for name, class_ in homes.items()
        if len(name) >= 5 or class_ in _PAID
        for at in range(len(name))
    }
    taken = set(words("words")) | set(words("lures")) | set(brands().names)
    rows = []
    for word, skeleton in zip(distinct, skeletons, strict=True):
        if word in taken:
            continue
        name = skeleton_of.get(skeleton)
        if name and len(name) >= 4 and (len(name) >= 5 or any(sign.isdigit() for sign in word)):
            rows.append(_row(word, name, HOME_DRAWN, 650))
        elif word in doubled:
            rows.append(_row(word, doubled[word], HOME_NEAR, 650))
    return rows


def odd_signs(word: str) -> bool:
    """Whether a word has a sign of another script or a figure among letters, so that its drawing may deceive."""
    return not word.isascii() or (any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word))


def _near(distinct: pl.Series) -> list[Row]:
    """Words one slip away from a rare name (optimal string alignment distance 1)."""
    known = brands().names
    everyday = set(words("words")) | set(words("lures")) | set(known)
    tried = distinct.filter((distinct.str.len_chars() >= 3) & ~distinct.is_in(list(everyday)))
    names = sorted(name for name, (_, strength) in known.items() if strength == STRONG and len(name) >= 3)
    if tried.is_empty():
        return []
    near = cdist(tried.to_list(), names, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8, workers=1) == 1
    rows = []
    for at, to in np.argwhere(near).tolist():
        word, name = tried[at], names[to]
        kind = slip(word, name)
        if kind == "added" and word.startswith(name):
            kind = "longer"
        if sure := _sure(kind, len(name), brands().classes[known[name][0]]):
            rows.append(_row(word, name, NEAR, sure))
    return rows


def _sure(kind: str, length: int, class_: str) -> int:
    """How sure a slip away from a name is meant: long names and common slips more than short ones and chance."""
    if length >= 7:
        return 850
    if length == 6:
        return 800 if kind in _SPECIAL else 700
    if length == 5:
        return 750 if kind in _SPECIAL else 450
    if class_ == "international":
        return 0
    if kind in _SPECIAL or kind == "longer" or (kind == "added" and length == 4):
        return 400
    return 150 if length == 4 else 100
