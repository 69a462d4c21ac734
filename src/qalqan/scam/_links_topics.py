"""Topics that frauds in Kazakhstan are made on, counted in an address: a ground of its own in a cheap zone.

A topic word alone says nothing: honest firms sell tickets and tours. It counts where it stands in a cheap zone beside
a sign of Kazakhstan or beside more such words; outside cheap zones only a promise with a sign and company counts.
Names in the home zone, where a name costs a check, have no such ground.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from qalqan.scam._links_data import words
from qalqan.scam._links_hosts import HOME_ZONES
from qalqan.scam._links_parts import FOREIGN
from qalqan.scam._links_paths import rule

HEAVY: Final = 2
LIGHT: Final = 1
ALONE: Final = 620  # enough to be told by itself
BESIDE: Final = 150  # tips the balance where other rules hold
_YEAR: Final = r"^20(?:2[4-9]|3[0-9])$"
_SIGN_PATH: Final = r"^/(?:kz|kk|qz)(?:/|$)"
_PATH_WORD: Final = r"[a-z0-9]{2,40}"


def topic_rule(chosen: pl.DataFrame, read: pl.DataFrame) -> pl.LazyFrame:
    """The rule ``link-topic`` for addresses (``_links_parts.split``) with the words of their hosts (``tokens``)."""
    cheap = pl.col("suffix").is_in(words("throwaway"))
    home = pl.col("suffix").is_in((*HOME_ZONES, *words("hosting")))
    asked = chosen.lazy().filter((pl.col("standing") == FOREIGN) & ~home & (pl.col("name") != ""))
    path = pl.col("rest").str.to_lowercase().str.extract(r"^([^?#]*)").fill_null("")
    asked = asked.select("text", "host", cheap=cheap, path=path)
    told = pl.concat([_in_host(asked, read), _in_path(asked)])
    counted = (
        told.unique(["text", "word"], keep="first", maintain_order=True)
        .sort("text", "word")
        .group_by("text", maintain_order=True)
        .agg(
            points=pl.col("points").sum(),
            heavy=(pl.col("points") == HEAVY).any(),
            sign=pl.col("sign").any(),
            year=pl.col("year").any(),
            seen=pl.col("word").head(6).str.join(" "),
        )
        .with_columns(total=pl.col("points") + (pl.col("year") & (pl.col("points") > 0)).cast(pl.Int64))
    )
    found = counted.join(asked.select("text", "cheap", "path"), on="text", how="inner").sort("text")
    sign = pl.col("sign") | pl.col("path").str.contains(_SIGN_PATH)
    several = pl.col("total") >= HEAVY + LIGHT
    weight = (
        pl.when(pl.col("cheap") & (several | (sign & (pl.col("total") >= HEAVY))))
        .then(ALONE)
        .when(~pl.col("cheap") & sign & several & pl.col("heavy"))
        .then(ALONE)
        .when(pl.col("cheap") & pl.col("heavy"))
        .then(BESIDE)
        .otherwise(0)
    )
    return rule(found, "link-topic", weight, pl.col("seen"))


@cache
def _points() -> dict[str, int]:
    return dict.fromkeys(words("topics"), LIGHT) | dict.fromkeys(words("schemes"), HEAVY)


@cache
def _glue() -> str:
    """Two words of the lists written as one."""
    every = sorted({*_points(), *words("signs")}, key=lambda word: (-len(word), word))
    either = "|".join(every)
    return rf"^({either})({either}|20[0-9]{{2}})$"


def _in_host(asked: pl.LazyFrame, read: pl.DataFrame) -> pl.LazyFrame:
    """Topics, signs of Kazakhstan and years in hosts: a row a text and word."""
    plain = read.lazy().select("host", "word")
    glued = (
        plain.filter(~pl.col("word").is_in([*_points(), *words("signs")]))
        .select("host", word=pl.col("word").str.extract_groups(_glue()).struct.rename_fields(["first", "second"]))
        .unnest("word")
        .unpivot(on=["first", "second"], index="host", value_name="word")
        .drop_nulls("word")
        .select("host", "word")
    )
    valued = _valued(pl.concat([plain, glued]).unique(), _points())
    return asked.select("text", "host").join(valued, on="host", how="inner").drop("host")


def _in_path(asked: pl.LazyFrame) -> pl.LazyFrame:
    """What the path asks for; words of ordinary shop pages (delivery, payment, contacts) are not in its lists."""
    points = dict.fromkeys(words("path_topics"), LIGHT) | dict.fromkeys(words("path_schemes"), HEAVY)
    split = asked.filter(pl.col("path") != "").select("text", word=pl.col("path").str.extract_all(_PATH_WORD))
    return _valued(split.explode("word", empty_as_null=True).drop_nulls("word"), points).with_columns(
        sign=pl.lit(False), year=pl.lit(False)
    )


def _valued(frame: pl.LazyFrame, points: dict[str, int]) -> pl.LazyFrame:
    word = pl.col("word")
    valued = frame.with_columns(
        points=word.replace_strict(points, default=0, return_dtype=pl.Int64),
        sign=word.is_in(words("signs")),
        year=word.str.contains(_YEAR),
    )
    return valued.filter((pl.col("points") > 0) | pl.col("sign") | pl.col("year"))
