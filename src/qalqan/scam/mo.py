"""Which scheme (modus operandi) a plot tells: cue words in Kazakh, Russian and English.

Words are compared as stems on small letters with Kazakh written as a Russian keyboard writes it, so endings and lost
Kazakh letters do not matter. A scheme's score is the sum of its strongest cue of each weight. A pretext (a parcel, a
clinic, a flat) names the case even when the story ends at a "safe account" or a prepayment, for those follow many of
them. Cues are data in ``language/``; the schemes are those of the project's reference table.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from qalqan.language import en, kk, ru
from qalqan.language._cues_en import STORY as STORY_EN
from qalqan.language._cues_kk import STORY as STORY_KK
from qalqan.language._cues_ru import STORY as STORY_RU

OTHER: Final = "other"
UNCLEAR: Final = "unclear"
SCHEMES: Final = tuple(ru.CUES)
SECOND: Final = ("safe_account", "prepaid_goods")  # where many stories end: a telling cue of another names the case
LEAST: Final = 300  # a scheme with less is not named
_FEWEST_WORDS: Final = 4
_SIGN = "[а-яa-z0-9]"
_BREAK = "[^а-яa-z0-9]"
_LOST = "\\?"  # a Kazakh letter that an export lost


def recognise(plots: pl.Series) -> pl.DataFrame:
    """Columns mo and score (Int64, 0-1000) for a column of plots, row by row.

    ``other`` tells a story without a known cue; ``unclear`` is empty or too short to tell.
    """
    distinct = plots.cast(pl.String).fill_null("").alias("plot").unique(maintain_order=True)
    frame = distinct.to_frame().with_columns(t=plain(pl.col("plot")))
    scores = frame.select("plot", "t", *(_score(scheme).alias(scheme) for scheme in SCHEMES))
    pretexts = [scheme for scheme in SCHEMES if scheme not in SECOND]
    best = pl.max_horizontal(pretexts)
    second = pl.max_horizontal(SECOND)
    named = pl.when((best >= 600) | (best >= second)).then(_first(pretexts, best)).otherwise(_first(SECOND, second))
    score = pl.when((best >= 600) | (best >= second)).then(best).otherwise(second)
    words = pl.col("t").str.count_matches(_SIGN + "+")
    told = words >= _FEWEST_WORDS
    verdict = scores.select(
        "plot",
        mo=pl.when(score >= LEAST).then(named).when(told).then(pl.lit(OTHER)).otherwise(pl.lit(UNCLEAR)),
        score=pl.when(score >= LEAST)
        .then(pl.min_horizontal(score, pl.lit(1000)))
        .when(told & pl.col("t").str.contains(_story()))
        .then(200)
        .when(told)
        .then(100)
        .otherwise(0)
        .cast(pl.Int64),
    )
    rows = plots.cast(pl.String).fill_null("").alias("plot").to_frame()
    return rows.join(verdict, on="plot", how="left", maintain_order="left").select("mo", "score")


def plain(column: pl.Expr) -> pl.Expr:
    """Small letters, Kazakh ones as on a Russian keyboard."""
    pairs = {sign: kk.bare(sign) for sign in kk.OWN + "ё"}
    return column.str.to_lowercase().str.replace_many([*pairs], [*pairs.values()])


def _first(names: list[str] | tuple[str, ...], best: pl.Expr) -> pl.Expr:
    """The first of the named columns that holds the best score: the order of the table decides ties."""
    return pl.coalesce(pl.when(pl.col(name) == best).then(pl.lit(name)) for name in names)


def _score(scheme: str) -> pl.Expr:
    """The sum of the strongest cue of each weight."""
    total = pl.lit(0, pl.Int64)
    for weight, pattern in _patterns()[scheme]:
        total = total + pl.when(pl.col("t").str.contains(pattern)).then(weight).otherwise(0)
    return total


@cache
def _patterns() -> dict[str, tuple[tuple[int, str], ...]]:
    """By scheme: weight and one pattern for all cues of that weight, in all languages."""
    by_scheme: dict[str, dict[int, list[str]]] = {scheme: {} for scheme in SCHEMES}
    for cues in (kk.CUES, ru.CUES, en.CUES):
        for scheme, told in cues.items():
            for weight, words in told:
                by_scheme[scheme].setdefault(weight, []).append(pattern(words))
    return {
        scheme: tuple((weight, "|".join(sorted(set(found)))) for weight, found in sorted(weights.items()))
        for scheme, weights in by_scheme.items()
    }


@cache
def _story() -> str:
    return "|".join(pattern(words) for words in (*STORY_KK, *STORY_RU, *STORY_EN))


def pattern(words: str) -> str:
    """A cue as a pattern: stems in order; ``..`` lets four words stand between."""
    pattern, gap, first = f"(?:^|{_BREAK})", "", True
    for word in words.split():
        if word == "..":
            gap = f"(?:{_SIGN}+{_BREAK}+){{0,4}}"
            continue
        stem = "".join(_letter(sign) for sign in word.lower())
        pattern += stem if first else f"{_SIGN}*{_BREAK}+{gap}{stem}"
        gap, first = "", False
    return pattern


def _letter(sign: str) -> str:
    """A letter of a stem; a Kazakh one may have been lost to ``?``."""
    plain = kk.bare(sign)
    return f"(?:{plain}|{_LOST})" if sign in kk.OWN else plain
