"""Banks and regions by their names, in any script: hits of the search box that lead to lists filtered by them.

A name is known as a register writes it (``values.bank``, ``values.place``: former names, towns, endings), else by the
beginnings of its words in Kazakh, Russian or English, compared without script (``language.name_words.skeleton``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import polars as pl

from qalqan.desk.lens import ALL, Lens, Sight
from qalqan.language.name_words import skeleton
from qalqan.report._data import table as told_table
from qalqan.values import bank, place
from qalqan.values._data import table
from qalqan.values.base import Value

LANGUAGES: Final = ("kk", "ru", "en")
LEAST: Final = 3
MOST_WORDS: Final = 6  # more of them are a text, not a name
MOST_FIGURES: Final = 3  # a bank's own code; more of them are a number of something else
_COMMON: Final = ("облысы", "область", "қаласы", "город", "region", "city", "банк", "банкі", "bank", "қазақстан",
                  "казахстан", "казахстана", "ао", "ақ", "jsc", "дб")  # fmt: skip
"""Words that every region or bank may have: they tell none."""


def places(lens: Lens, asked: str, sight: Sight = ALL) -> dict[str, list[tuple[str, int]]]:
    """By kind (region, bank) the codes that the query names, each with its visible cases: registered in the region, or
    with money that can be held at the bank."""
    if sum(sign.isdigit() for sign in asked) > MOST_FIGURES or len(asked.split()) > MOST_WORDS:
        return {}
    regions = [*_read(place.parse(asked), place.codes()), *_begun(asked, "region")]
    codes = [*_read(bank.parse(asked), {code for code, _ in _names("bank")}), *_begun(asked, "bank")]
    counted = {"region": ("cases", "region", regions), "bank": ("holds", "bank", codes)}
    return {
        kind: [(code, _cases(lens, name, column, code, sight)) for code in dict.fromkeys(found)]
        for kind, (name, column, found) in counted.items()
        if found
    }


def _read(found: object, known: Iterable[str]) -> list[str]:
    return [found.canonical] if isinstance(found, Value) and found.canonical in known else []


def _begun(asked: str, kind: str) -> list[str]:
    """Codes of whose names every telling word of the query begins a word; common words alone tell nothing."""
    words = [one for one in asked.casefold().split() if one not in _COMMON]
    keys = [skeleton(one) for one in words]
    if not keys or min(map(len, keys)) < LEAST or any(sign.isdigit() or sign in "@_" for sign in asked):
        return []
    return [code for code, name in _names(kind) if all(any(own.startswith(key) for own in name) for key in keys)]


@cache
def _names(kind: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Codes with the words of all their names, without script."""
    if kind == "region":
        told = {row["code"]: [row[one] for one in LANGUAGES] for row in table("regions")["region"]}
    else:
        told = {row["code"]: [*row["names"], *row.get("former", ())] for row in table("banks")["bank"]}
        for code, rows in told_table("banks")["codes"].items():
            told.setdefault(code, []).extend(str(row[one]) for row in rows for one in (*LANGUAGES, "short"))
    return tuple(
        (code, frozenset(key for name in names for one in _split(name) if (key := skeleton(one))))
        for code, names in sorted(told.items())
    )


def _split(name: str) -> list[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in name.casefold()).split()
    return [one for one in words if one not in _COMMON]


def _cases(lens: Lens, name: str, column: str, code: str, sight: Sight) -> int:
    rows = lens.frame(name).lazy().filter(pl.col(column) == code).select("case_id").collect()["case_id"]
    return int(rows.filter(~rows.is_in(list(sight.cases))).n_unique())
