"""Organisations named in free text, under whose name swindlers come: banks, police, eGov, post, operators.

From the dated list ``data/organisations.toml``, with the endings of Kazakh and Russian. The value is the common name.
To be named is no accusation: the organisation is mostly the borrowed face.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl
import re2

from qalqan.mentions._data import table
from qalqan.mentions._entities_scan import cut, scan

RANK: Final = 12
_LETTER: Final = "a-zа-яёәғқңөұүһі"
_ENDING: Final = f"[{_LETTER}]{{0,8}}(?:-?[{_LETTER}]{{1,6}})?"
_CASE: Final = (
    r"(?:-?(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ны|ні|ды|ді|ты|ті|да|де|та|те|дан|ден|тан|тен|мен|пен|бен|тағы|тегі|дағы|дегі"
    r"|а|у|ом|е|ы|и|ой))?(?:[мпб][ыі][нз])?"
)


def _pattern(names: str) -> str:
    """One organisation's names as a pattern over small letters."""
    told = []
    for name in sorted(names.split("|"), key=lambda one: (-len(one), one)):
        words = [re2.escape(word.removesuffix("…")) + (_ENDING if word.endswith("…") else "") for word in name.split()]
        told.append("(?: {1,3}|-)?".join(words) + ("" if name.endswith("…") else _CASE))
    return "(?:" + "|".join(told) + ")"


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """Common name and pattern of each organisation."""
    return tuple(
        (name, _pattern(names))
        for group, members in sorted(table("organisations").items())
        if isinstance(members, dict)
        for name, names in members.items()
    )


@cache
def _any() -> tuple[str, list[str]]:
    """A pattern of all (borders as :func:`scan` wants them), and the beginnings without which no text is tried."""
    pattern = "|".join(pattern for _, pattern in _known())
    beginnings = {
        name.replace("…", "").split()[0].strip()[:4]
        for members in table("organisations").values()
        if isinstance(members, dict)
        for names in members.values()
        for name in names.split("|")
    }
    return f"(^|[^0-9{_LETTER}.@/])({pattern})([^0-9{_LETTER}]|$)", sorted(beginnings)


@cache
def _common(written: str) -> str:
    """The common name of what a text writes; empty for an everyday word that has no capital."""
    small = written.lower()
    if small == written and small in table("organisations")["capitals"]:
        return ""
    for name, pattern in _known():
        if re2.fullmatch(pattern, small):
            return name
    return ""


def find(texts: pl.DataFrame) -> pl.DataFrame:
    """Organisations over frame columns ``index`` and ``text`` (normal view); a row each, as :func:`persons.find`."""
    pattern, beginnings = _any()
    small = texts.select("index", written="text", text=pl.col("text").str.to_lowercase())
    tried = small.filter(pl.col("text").str.contains_any(beginnings))
    # without (?i) the pattern is a hundred times faster; a sign that is longer in small letters moves the places
    same = pl.col("text").str.len_chars() == pl.col("written").str.len_chars()
    moved = tried.filter(~same).select("index", text="written")
    found = pl.concat([scan(tried.filter(same), pattern), scan(moved, f"(?i){pattern}")])
    found = found.join(texts.select("index", "text"), on="index", how="left", maintain_order="left")
    found = found.with_columns(match=cut(found)).drop("text")
    if not found.height:
        return found.with_columns(kind=pl.lit("organisation"), value=pl.lit(None, pl.String), rank=pl.lit(RANK))
    distinct = found["match"].unique(maintain_order=True)
    names = pl.DataFrame({"match": distinct, "value": [_common(one) for one in distinct]})
    return (
        found.join(names, on="match", how="inner", maintain_order="left")
        .filter(pl.col("value") != "")
        .with_columns(kind=pl.lit("organisation"), rank=pl.lit(RANK, pl.Int32))
    )
