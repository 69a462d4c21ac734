"""Sums of money and moments told in a text."""

from __future__ import annotations

from typing import Final

import polars as pl
import re2

from qalqan.mentions._entities_scan import scan
from qalqan.values import moment, money
from qalqan.values._data import table
from qalqan.values.base import Reject

_CURRENCY = r"(?i:тенге|теңге|тнг|тңг|тг|₸|kzt|tenge)"
_NUMBER = r"(?:[1-9][0-9]{0,2}(?:[ .,'][0-9]{3}){1,4}|[0-9]{1,15})(?:[.,][0-9]{1,2})?"
_SCALE = r"(?i:млн|миллион[а-я]*|лям[а-я]*|mln|тыс[а-я]*|тыщ[а-я]*|мың|myn|к|k|млрд|миллиард[а-я]*)"
_SUM = (
    r"(^|[^0-9A-Za-z:.,/'])((?:[0-9]{1,4} ?" + _SCALE + r"\.? ){0,2}" + _NUMBER + r"(?: ?" + _SCALE + r"\.?)?"
    r"(?: ?\([^()]{1,160}\))? ?" + _CURRENCY + r")()"
)
_PART = re2.compile("(" + _NUMBER + r") ?(" + _SCALE + ")?")
_FACTORS: Final = (
    (("млрд", "миллиард"), 10**9),
    (("млн", "миллион", "лям", "mln"), 10**6),
    (("тыс", "тыщ", "мың", "myn", "к", "k"), 10**3),
)
_SIGN_FIRST = (
    r"(^|[^0-9A-Za-z])((?:₸|(?i:kzt)) ?"
    r"(?:[1-9][0-9]{0,2}(?:[ .,'][0-9]{3}){1,4}|[0-9]{1,15})(?:[.,][0-9]{1,2})?)([^0-9]|$)"
)

_STEMS = "|".join(sorted({s for stems in table("months")["stems"].values() for s in stems}, key=lambda s: (-len(s), s)))
_LETTERS = r"[а-яёәғқңөұүһіa-z]"
_MONTH = r"(?:" + _STEMS + r")" + _LETTERS + r"{0,6}\.?"
_YEAR_WORD = r"(?: ?(?:года|году|год|жылғы|жылдың|жылы|жыл|г\.|ж\.|г|ж))?"
_DAY_WORD = r"(?: ?-?(?:ның|нің|ында|інде|да|де|та|те|ні|ны|і|ы|ші|шы)| күні| число| числа)?"
_APART: Final = r"(?i) (?:ның|нің|ында|інде|да|де|та|те|ні|ны|і|ы|ші|шы)$"  # the next word begins so
_DATES = (
    r"[0-3]?[0-9][./-][01]?[0-9][./-](?:20[0-9]{2}|[0-9]{2})",
    r"20[0-9]{2}[-.][01][0-9][-.][0-3][0-9]",
    r"\"?[0-3]?[0-9]\"?(?:-?(?:го|ое))? " + _MONTH + r",? 20[0-9]{2}",
    r"20[0-9]{2} ?(?:жылғы|жылдың|жылы|жыл|ж\.|года|г\.),? [0-3]?[0-9](?:-?(?:ші|шы))? " + _MONTH,
    r"20[0-9]{2} ?(?:жылғы|жылдың|жылы|жыл|ж\.) " + _MONTH + r" айының [0-3]?[0-9]",
)
_DATE = "(?:" + "|".join(_DATES) + ")" + _YEAR_WORD + _DAY_WORD
_CLOCK = (
    r"(?:[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9])?"
    r"|[0-2]?[0-9] ?(?:час[а-я]*|сағат[а-яі]*|ч\.|ч)(?: ?[0-5]?[0-9] ?мин[а-яөүұі]*)?)"
)
_LINK = r"(?:,? ?(?:в|во|около|примерно|приблизительно|ориентировочно|сағат|шамамен|at|с|время|уақыты)\b\.?){0,3}"
_LINK = _LINK.replace(r"\b", "")
_MOMENT = r"(?i)(^|[^0-9.:/])(" + _DATE + r"(?:[ ,t]" + _LINK + r" ?" + _CLOCK + r")?)([^0-9]|$)"
_CLOCK_FIRST = r"(?i)(^|[^0-9.:/])(" + _CLOCK + r"(?: ?(?:час[а-я]*|ч\.))?,? " + _DATE + r")([^0-9]|$)"
_FIRST_YEAR, _LAST_YEAR = 2010, 2035  # other years in a text are births and documents
NEEDS_DATE: Final = r"[0-3]?[0-9][./-][01]?[0-9][./-][0-9]{2}|20[0-9]{2}"


def sums(texts: pl.DataFrame) -> pl.DataFrame:
    """Sums of tenge: index, start, end, kind, value (tiyn as text), rank."""
    signed = texts.filter(pl.col("text").str.contains(_SIGN_FIRST))
    found = pl.concat([scan(texts, _SUM), scan(signed, _SIGN_FIRST)])
    if not found.height:
        return found.with_columns(kind=pl.lit("money"), value=pl.lit(None, pl.String), rank=pl.lit(9))
    distinct = found["match"].unique(maintain_order=True)
    figures = distinct.str.replace(r"\([^()]*\)", "")
    value = money.parse_column(figures)["value"].cast(pl.String)
    rest = value.is_null().arg_true()
    if len(rest):
        value = value.scatter(rest, pl.Series([_by_parts(one) for one in figures.gather(rest)], dtype=pl.String))
    found = _valued(found, distinct, value)
    return found.with_columns(kind=pl.lit("money"), rank=pl.lit(9)).filter(
        pl.col("value").is_not_null() & (pl.col("value") != "0")
    )


def _valued(found: pl.DataFrame, distinct: pl.Series, value: pl.Series) -> pl.DataFrame:
    """Matches with the ``value`` that each ``distinct`` one was read as."""
    read = pl.DataFrame({"match": distinct, "value": value})
    return found.join(read, on="match", how="left", maintain_order="left")


def _by_parts(figures: str) -> str | None:
    """Tiyn of a sum told in parts (1 млн 200 тысяч тенге) or in slang (350к тенге); None when a part is none."""
    total, last = 0, 10**12
    for number, scale in _PART.findall(figures):
        read = money.parse(f"{number} тенге")
        word = scale.lower()
        factor = next((factor for words, factor in _FACTORS if word and word.startswith(words)), 1)
        if isinstance(read, Reject) or factor >= last:
            return None
        total, last = total + int(read.canonical) * factor, factor
    return str(total) if total else None


def moments(texts: pl.DataFrame, region: str) -> pl.DataFrame:
    """Moments: index, start, end, kind, value (ISO: a local date, or UTC to the minute or second), rank."""
    dated = texts.filter(pl.col("text").str.contains(NEEDS_DATE))
    late = scan(dated, _MOMENT).with_columns(rank=pl.lit(11))
    early = scan(dated, _CLOCK_FIRST).with_columns(rank=pl.lit(10))
    found = pl.concat([late, early])
    match = pl.col("match").str.replace(_APART, "")
    found = found.with_columns(match=match, end=pl.col("start") + match.str.len_chars())
    if not found.height:
        return found.with_columns(kind=pl.lit("moment"), value=pl.lit(None, pl.String))
    distinct = found["match"].unique(maintain_order=True)
    read = moment.parse_column(_plain(distinct), dates="dmy", region=region)
    found = _valued(found, distinct, _iso(read)).with_columns(kind=pl.lit("moment"))
    found = found.filter(pl.col("value").is_not_null())
    year = pl.col("value").str.slice(0, 4).cast(pl.Int64)
    return found.filter(year.is_between(_FIRST_YEAR, _LAST_YEAR))


def _plain(matches: pl.Series) -> pl.Series:
    """A date and a time as a cell would write them."""
    text = matches.str.to_lowercase().alias("m").to_frame()
    date = r"(?i)(" + "|".join(_DATES) + ")"
    text = text.with_columns(date=pl.col("m").str.extract(date)).with_columns(rest=pl.col("m").str.replace(date, " "))
    hour = pl.col("rest").str.extract(r"([0-2]?[0-9])(?:[:.][0-5]| ?(?:час|сағат|ч))")
    minute = (
        pl.col("rest")
        .str.extract(r"[0-9][:.]([0-5][0-9])")
        .fill_null(pl.col("rest").str.extract(r"([0-5]?[0-9]) ?мин").str.zfill(2))
    )
    second = pl.col("rest").str.extract(r"[0-9][:.][0-5][0-9][:.]([0-5][0-9])")
    clock = pl.concat_str(pl.lit(" "), hour.str.zfill(2), pl.lit(":"), minute.fill_null("00"))
    day = (
        pl.col("date")
        .str.replace(r"^(20[0-9]{2}) ?\S+ (" + _MONTH + r") айының ([0-3]?[0-9])$", "${3} ${2} ${1}")
        .str.replace_all('"', "")
        .str.replace(r"^([0-9]{1,2})-?(?:го|ое) ", "${1} ")
        .str.replace(r"([0-9])-?(?:ші|шы) ", "${1} ")
    )
    return text.select(
        pl.concat_str(day, clock.fill_null(""), pl.concat_str(pl.lit(":"), second).fill_null(""))
    ).to_series()


def _iso(read: pl.DataFrame) -> pl.Series:
    """ISO texts as exact as the source: ``2025-03-05`` (local), ``2025-03-05T09:22Z``, ``…:01Z``."""
    at = pl.col("value")
    # noon of the local day falls on the same date in UTC for every offset of the country
    day = (at + pl.duration(hours=12)).dt.strftime("%Y-%m-%d")
    return read.select(
        pl.when(pl.col("precision") == "day")
        .then(day)
        .when(pl.col("precision") == "minute")
        .then(at.dt.strftime("%Y-%m-%dT%H:%MZ"))
        .when(at.is_not_null())
        .then(at.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    ).to_series()
