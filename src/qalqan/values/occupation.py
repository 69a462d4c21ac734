"""What somebody does for a living, as a kind of a closed table (``teacher``), from Kazakh, Russian or English words.

Registers write it as they like («мұғалім», «учитель математики», "teacher"): what is counted or compared is the kind,
what is not in the table is told as unknown and never by its own words, which may name one person («аким села»). Words
are compared as stems at the start of a word (whole where the data say ``!``), Kazakh letters as the Russian ones that
keyboards put in their place. A standing in life (pensioner, student) comes before a work, a work before a mere
"worker" or "owner"; of equals the one named first, then the longest. Data: ``data/occupations.toml``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._data import table
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "occupation",
    "value-occupation",
    source="ISCO-08 major groups; data/occupations.toml",
    errors=("a word with two meanings (an operator of a plant or of a telephone)", "a former work told as the present"),
)
PIVOT = False

_WORD = re2.compile(r"[0-9a-zа-яёәғқңөұүһіäöüğūñşı]+")
_NEAR: Final = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
_MOST: Final = 200
_WORK: Final = 1  # the rank of a row that tells none


def _folded(text: str) -> str:
    return " " + " ".join(_WORD.findall(text.lower())).translate(_NEAR) + " "


@cache
def _stems() -> tuple[tuple[str, str, int], ...]:
    """Folded stem, kind and rank, in the order of the file."""
    return tuple(
        (_folded(stem) if stem.endswith("!") else _folded(stem)[:-1], row["code"], row.get("rank", _WORK))
        for row in table("occupations")["occupation"]
        for stem in row["stems"]
    )


@cache
def codes() -> tuple[str, ...]:
    """All kinds, in the order of the file."""
    return tuple(row["code"] for row in table("occupations")["occupation"])


def parse(text: str) -> Value | Reject:
    """The kind of the occupation, or why the text tells none of the table."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if plain in codes():
        return Value("occupation", plain)
    words = _folded(plain[:_MOST])
    found = [(rank, place, -len(stem), code) for stem, code, rank in _stems() if (place := words.find(stem)) >= 0]
    return Value("occupation", min(found)[-1]) if found else Reject("reason-occupation-unknown")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def kinds(written: pl.Series, other: str) -> pl.Series:
    """The kind of each text; ``other`` where it tells none of the table, null where nothing is told."""
    told = parse_column(written)
    return told.select(pl.coalesce("value", pl.when(pl.col("reason").is_not_null()).then(pl.lit(other)))).to_series()


def name(canonical: str, language: str = "en") -> str:
    """The kind's name in kk, ru or en; the code itself when unknown."""
    return _said("occupation", canonical, language)


def group(canonical: str, language: str = "en") -> str:
    """The name of the official group that holds the kind; empty when the kind is unknown."""
    rows = (row for row in table("occupations")["occupation"] if row["code"] == canonical)
    held = next((str(row["group"]) for row in rows), "")
    return _said("group", held, language) if held else ""


def _said(part: str, code: str, language: str) -> str:
    rows = (row for row in table("occupations")[part] if row["code"] == code)
    return next((str(row[language]) for row in rows), code)


def show(canonical: str) -> str:
    """The kind: it is said in the reader's language by :func:`name`."""
    return canonical


def mask(canonical: str) -> str:
    """A kind of occupation names nobody."""
    return canonical


def specificity(_canonical: str) -> int:
    """An occupation ties nothing."""
    return 5
