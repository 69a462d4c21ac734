"""The writings of a date and time, taken apart: patterns over a column, figures as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.values import _calendar as calendar
from qalqan.values import base
from qalqan.values._arrays import digits
from qalqan.values._data import table

_STEMS: Final = [(stem, number) for number, stems in table("months")["stems"].items() for stem in stems]
_LETTER = r"[a-zа-яёәғқңөұүһіáńúóǵ]"
_MONTH = r"(?:" + "|".join(sorted({s for s, _ in _STEMS}, key=lambda s: (-len(s), s))) + r")" + _LETTER + r"{0,6}\.?"
_TIME = (
    r"(?:(?:\s*,\s*|\s*t\s*|\s+)(?:(?:в|сағат|time|at)\s+)?(\d{1,2})(?:[:.чh-])\s?(\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?"
    r"(?:\s*(a\.?m|p\.?m)\.?)?\s*(z|utc|gmt|[+-]\d{2}:?(?:\d{2})?)?)?"
)
_YEAR_WORD = r"(?:\s*(?:года|году|год|г|жылдың|жылғы|жылы|жыл|ж)\b\.?)?"
_SPACE = r"[\s.,/-]+"
# the groups of a family in order: two figures of day and month, year, then the seven of the time
_FAMILIES: Final = (
    ("ymd", r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})" + _TIME + "$"),
    ("loose", r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})" + _YEAR_WORD + _TIME + "$"),
    ("compact", r"^(\d{4})(\d{2})(\d{2})(?:[t _-]?(\d{2})(\d{2})(\d{2})?)?(x)?(x)?(z)?$"),
    ("name", r"^(\d{1,2})" + _SPACE + "(" + _MONTH + ")" + _SPACE + r"(\d{4}|\d{2})" + _YEAR_WORD + _TIME + "$"),
    ("name_first", r"^(" + _MONTH + ")" + _SPACE + r"(\d{1,2})(?:st|nd|rd|th)?" + _SPACE + r"(\d{4})" + _TIME + "$"),
    ("year_first", r"^(\d{4})" + _YEAR_WORD + _SPACE + r"(\d{1,2})" + _SPACE + "(" + _MONTH + ")" + _TIME + "$"),
)
_PLACES: Final = {  # group numbers of (year, month, day); loose: first and second figure as month and day
    "ymd": (1, 2, 3),
    "loose": (3, 1, 2),
    "compact": (1, 2, 3),
    "name": (3, 2, 1),
    "name_first": (3, 1, 2),
    "year_first": (1, 3, 2),
}
_LAYOUTS: Final = (
    "dd.mm.yyyy hh:ii:ss",
    "dd.mm.yyyy hh:ii",
    "dd.mm.yyyy",
    "yyyy-mm-dd hh:ii:ss",
    "yyyy-mm-ddThh:ii:ss",
    "yyyy-mm-dd",
    "dd/mm/yyyy hh:ii:ss",
    "dd/mm/yyyy",
)
_SIGNS: Final = {"y": "year", "m": "first", "d": "second", "h": "hour", "i": "minute", "s": "second_"}
_FIGURE: Final = str.maketrans(dict.fromkeys(_SIGNS, "[0-9]"))
_NOUGHT: Final = str.maketrans(dict.fromkeys(_SIGNS, "0"))
_SHAPE: Final = str.maketrans(dict.fromkeys("123456789", "0"))
_COLUMNS: Final = ("year", "first", "second", "hour", "minute", "second_", "micro", "level", "offset", "absolute")
_MASKS: Final = ("shaped", "loose", "american", "fixed", "absolute_known")


@dataclass(slots=True)
class Parts:
    """A column of writings taken apart; arrays of one length.

    ``first`` and ``second`` are month and day, or, where ``loose``, the two leading figures as written. ``absolute``
    are
    microseconds of serial numbers (local) and epochs (UTC) where ``absolute_known``.
    """

    shaped: calendar.Mask
    loose: calendar.Mask
    american: calendar.Mask
    year: calendar.Ints
    first: calendar.Ints
    second: calendar.Ints
    hour: calendar.Ints
    minute: calendar.Ints
    second_: calendar.Ints
    micro: calendar.Ints
    level: calendar.Ints
    fixed: calendar.Mask
    offset: calendar.Ints
    absolute: calendar.Ints
    absolute_known: calendar.Mask


def read(texts: pl.Series) -> Parts:
    """Take the texts apart. No nulls; what has no known shape has ``shaped`` False."""
    size = len(texts)
    columns: dict[str, calendar.Ints] = {name: np.zeros(size, np.int64) for name in _COLUMNS}
    masks: dict[str, calendar.Mask] = {name: np.zeros(size, np.bool_) for name in _MASKS}
    rest = _fixed(texts.alias("t").to_frame().with_row_index("i"), columns, masks).with_columns(
        pl.col("t")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[«»\"'“”]", "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
        .str.replace(r"^\pL{2,3}[,.] ", "")
    )
    for family, pattern in _FAMILIES:
        if not rest.height:
            break
        found = rest.filter(pl.col("t").str.contains(pattern))
        if found.height:
            _take(found, family, pattern, columns, masks)
            rest = rest.join(found, on="i", how="anti")
    if rest.height:
        _numbers(rest, columns, masks)
    return Parts(**{**columns, **masks})  # type: ignore[arg-type]


def _fixed(rest: pl.DataFrame, columns: dict[str, calendar.Ints], masks: dict[str, calendar.Mask]) -> pl.DataFrame:
    """Read the plain writings of fixed width, figure by figure; the rows that are none of them are left."""
    small = rest.height <= base.SMALL  # then shapes are compared as texts: a pattern costs more to start
    seen = {text.translate(_SHAPE) for text in rest["t"]} if small else set()
    for layout in _LAYOUTS:
        shape = layout.translate(_NOUGHT)
        if small and shape not in seen:
            continue
        if small:
            plain = pl.Series([text.translate(_SHAPE) == shape for text in rest["t"]], dtype=pl.Boolean)
        else:
            plain = rest["t"].str.contains("^" + layout.translate(_FIGURE).replace(".", "[.]") + "$")
        if not plain.any():
            continue
        found, rest = rest.filter(plain), rest.filter(~plain)
        at, figures = found["i"].to_numpy(), digits(found["t"], len(layout))
        for sign, column in _SIGNS.items():
            value = np.zeros(found.height, np.int64)
            for place in (place for place, told in enumerate(layout) if told == sign):
                value = value * 10 + figures[:, place]
            columns[column][at] = value
        if layout.startswith("d"):  # day and month stay open: the column decides
            columns["first"][at], columns["second"][at] = columns["second"][at], columns["first"][at]
            masks["loose"][at] = True
        columns["level"][at] = ("h" in layout) + ("s" in layout)
        masks["shaped"][at] = True
    return rest


def _take(
    found: pl.DataFrame,
    family: str,
    pattern: str,
    columns: dict[str, calendar.Ints],
    masks: dict[str, calendar.Mask],
) -> None:
    """Write the figures of one family's rows into the arrays."""
    at = found["i"].to_numpy()
    groups = found["t"].str.extract_groups(pattern).struct.unnest()
    year, month, day = (groups[str(place)] for place in _PLACES[family])
    figures = year.cast(pl.Int64).to_numpy()
    columns["year"][at] = np.where(figures < 70, figures + 2000, np.where(figures < 100, figures + 1900, figures))
    named = family in ("name", "name_first", "year_first")
    columns["first"][at] = (_month(month) if named else month.cast(pl.Int64)).to_numpy()
    columns["second"][at] = day.cast(pl.Int64).to_numpy()
    masks["shaped"][at] = True
    masks["loose"][at] = family == "loose"
    hour, minute, second, micro, half, away = (groups[str(place)] for place in range(4, 10))
    hours = hour.cast(pl.Int64).fill_null(0).to_numpy()
    late = half.str.starts_with("p").fill_null(value=False).to_numpy()
    early = half.str.starts_with("a").fill_null(value=False).to_numpy()
    columns["hour"][at] = np.where(late & (hours < 12), hours + 12, np.where(early & (hours == 12), 0, hours))
    columns["minute"][at] = minute.cast(pl.Int64).fill_null(0).to_numpy()
    columns["second_"][at] = second.cast(pl.Int64).fill_null(0).to_numpy()
    if family != "compact":
        columns["micro"][at] = micro.str.slice(0, 6).str.pad_end(6, "0").cast(pl.Int64).fill_null(0).to_numpy()
    columns["level"][at] = (hour.is_not_null().cast(pl.Int64) + second.is_not_null().cast(pl.Int64)).to_numpy()
    masks["american"][at] = (late | early) & found["t"].str.contains("/", literal=True).to_numpy()
    masks["fixed"][at] = away.is_not_null().to_numpy()
    sign = pl.when(pl.col("a").str.starts_with("-")).then(-1).otherwise(1)
    hours_away = pl.col("a").str.extract(r"^[+-](\d{2})").cast(pl.Int64).fill_null(0)
    minutes_away = pl.col("a").str.extract(r"^[+-]\d{2}:?(\d{2})").cast(pl.Int64).fill_null(0)
    seconds = away.alias("a").to_frame().select((sign * (hours_away * 60 + minutes_away) * 60).fill_null(0)).to_series()
    columns["offset"][at] = seconds.to_numpy() * calendar.SECOND


def _month(words: pl.Series) -> pl.Series:
    """Month numbers of month names: the longest stem a word begins with."""
    number = pl.lit(None, pl.Int64)
    for stem, value in sorted(_STEMS, key=lambda one: (len(one[0]), one[0])):
        number = pl.when(pl.col("w").str.starts_with(stem)).then(int(value)).otherwise(number)
    distinct = words.alias("w").unique().to_frame().with_columns(n=number)
    return words.alias("w").to_frame().join(distinct, on="w", how="left", maintain_order="left")["n"]


def _numbers(rest: pl.DataFrame, columns: dict[str, calendar.Ints], masks: dict[str, calendar.Mask]) -> None:
    """Spreadsheets' serial numbers (local) and epochs in seconds, milliseconds or microseconds (UTC)."""
    t = pl.col("t")
    serial = t.str.extract(r"^([2-7]\d{4})(?:[.,]\d{1,16})?$").cast(pl.Int64)
    share = t.str.extract(r"^[2-7]\d{4}[.,](\d{1,16})$").str.slice(0, 12).str.pad_end(12, "0").cast(pl.Int64)
    clock = (share * 864 + 5_000_000_000) // 10_000_000_000  # parts of a day in 1e-12 to whole seconds
    days_local = ((serial - 25_569) * 86_400 + clock.fill_null(0)) * calendar.SECOND
    number = t.str.extract(r"^(\d{10}|\d{13}|\d{16})(?:\.0)?$").cast(pl.Int64)
    scale = (
        pl.when(t.str.contains(r"^\d{10}(?:\.0)?$"))
        .then(1_000_000)
        .when(t.str.contains(r"^\d{13}(?:\.0)?$"))
        .then(1_000)
        .otherwise(1)
    )
    epoch = number * scale
    epoch = pl.when(epoch.is_between(946_684_800 * 1_000_000, 4_102_444_800 * 1_000_000)).then(epoch)
    read_ = rest.select("i", at=days_local.fill_null(epoch), utc=serial.is_null(), day=share.is_null() | (clock == 0))
    read_ = read_.filter(pl.col("at").is_not_null())
    at = read_["i"].to_numpy()
    columns["absolute"][at] = read_["at"].to_numpy()
    masks["absolute_known"][at] = True
    masks["fixed"][at] = read_["utc"].to_numpy()
    columns["level"][at] = np.where(read_["day"].to_numpy() & ~read_["utc"].to_numpy(), 0, 2)
