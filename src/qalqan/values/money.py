"""A sum: its writing in a cell, as whole hundredths (tiyn for tenge) with its sign.

The shape of a writing mostly tells which sign is the decimal one: ``1 250 000,00``, ``1,250,000.00``,
``1.250.000,00``, ``1250.5``. Only ``1.250`` and ``1,250`` are open; the rest of the column decides
(:func:`guess_decimal`),
and where it is silent three figures are a thousand. Figures beyond the hundredth are rejected, save the noise of binary
fractions (``1250.1000000000001``).
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from qalqan.registry import Card
from qalqan.values.base import EMPTY, Reject, Value, blank, text_series

CARD = Card(
    "money",
    "value-money",
    source="habits of Kazakhstan's bank statements; ISO 4217 for currency signs",
    errors=("a lone 1.250 without a column around it is read as a thousand",),
)
PIVOT = False

Decimal = Literal["auto", "point", "comma"]
_CURRENCY = (
    r"(?:тенге|теңге|тнг|тңг|тг|kzt|₸|рубл[а-я]*|руб|₽|rub|rur|usdt|usd|доллар[а-я]*|\$|"
    r"евро|eur|€|cny|¥|kgs|uzs|сум|сом)\.?"
)
_SCALES = {
    1_000: r"(?:тыс[а-я]*|мың)\.?",
    1_000_000: r"(?:млн|миллион[а-я]*|mln)\.?",
    1_000_000_000: r"(?:млрд|миллиард[а-я]*|bln)\.?",
}
_MOST_DIGITS = 15
_NOISE = 8  # so many figures after the sign come from a binary fraction, not from a person


def parse(text: str) -> Value | Reject:
    """The sum in hundredths as a whole number, or why the text is none."""
    row = parse_column(pl.Series([text], dtype=pl.String)).row(0)
    if row[0] is not None:
        return Value("money", str(row[0]))
    return Reject(row[1]) if row[1] else EMPTY


def parse_column(series: pl.Series, decimal: Decimal = "auto", digits: int = 2) -> pl.DataFrame:
    """Columns value (Int64, in 10**-digits of the unit, sign kept) and reason (String)."""
    texts = text_series(series).alias("t")
    plain = _plain(texts) if digits == 2 else pl.Series([None], dtype=pl.Int64).new_from_index(0, len(texts))
    rest = texts.filter(plain.is_null()).drop_nulls().unique(maintain_order=True)
    if not len(rest):
        return pl.DataFrame({"value": plain}).with_columns(reason=pl.lit(None, pl.String))
    guess = decimal if decimal != "auto" else guess_decimal(texts) if _ambiguous(rest).any() else ""
    lookup = _careful(rest, guess or "thousand", digits)
    read = texts.to_frame().join(lookup, on="t", how="left", maintain_order="left")
    return read.select(value=pl.coalesce(plain.alias("value"), "value"), reason="reason")


def _plain(texts: pl.Series) -> pl.Series:
    """Sums whose shape leaves no question: figures, blanks between them, at most two after a point or comma.

    Up to eleven figures before the sign a double holds the sum to a five-hundredth of a tiyn, so rounding is exact.
    """
    packed = texts.str.replace_all(r"[ \x{00a0}\x{202f}]", "")
    clear = packed.str.contains(r"^-?[0-9]{1,11}(?:[.,][0-9]{1,2})?$") & ~texts.str.contains(r"[.,].*[ \x{00a0}]")
    figures = packed.set(~clear.fill_null(value=False), None).str.replace(",", ".", literal=True)
    return (figures.cast(pl.Float64) * 100).round().cast(pl.Int64)


def _stripped(column: pl.Expr) -> pl.Expr:
    """Lower case, no currency, blanks, quotes; the sign still on."""
    text = column.str.normalize("NFKC").str.to_lowercase().str.replace_all(_CURRENCY, "")
    text = text.str.replace_all(r"[\s'`’_\x{00a0}\x{202f}]", "").str.replace_all(r"[−–—‑]", "-")
    return text.str.replace(r"^(.*\d)-(\d\d)$", "${1},${2}").str.replace(r"(\d)=$", "${1}").str.strip_chars('"«»')


def _ambiguous(texts: pl.Series) -> pl.Series:
    return texts.str.contains(r"^\D*[1-9]\d{0,2}[.,]\d{3}(?:\D.*)?$").fill_null(value=False)


def guess_decimal(series: pl.Series) -> str:
    """``point`` or ``comma`` as the column's clear writings use it; empty when none is clear."""
    text = text_series(series).drop_nulls().unique().alias("t").to_frame().select(_stripped(pl.col("t")))["t"]
    point = text.str.contains(r"\d\.\d{1,2}\D*$|,\d{3}\.\d*\D*$|^\D*0?\.\d+\D*$|\d(?:,\d{3}){2,}\D*$").sum()
    comma = text.str.contains(r"\d,\d{1,2}\D*$|\.\d{3},\d*\D*$|^\D*0?,\d+\D*$|\d(?:\.\d{3}){2,}\D*$").sum()
    if point == comma:
        return ""
    return "point" if point > comma else "comma"


def _careful(distinct: pl.Series, guess: str, digits: int) -> pl.DataFrame:
    """Every writing, by its shape: columns t, value, reason."""
    frame = distinct.alias("t").to_frame().with_columns(s=_stripped(pl.col("t")), none=blank(pl.col("t")))
    scale = pl.lit(1, pl.Int64)
    for factor, words in _SCALES.items():
        scale = pl.when(pl.col("s").str.contains(r"^[^а-яa-z]*" + words + "$")).then(factor).otherwise(scale)
    frame = frame.with_columns(
        scale=scale,
        minus=pl.col("s").str.contains(r"^-|-$|^\(.*\)$"),
        s=pl.col("s").str.replace(r"(?:" + "|".join(_SCALES.values()) + ")$", "").str.strip_chars("-+()"),
    )
    s = pl.col("s")
    grouped_point = s.str.contains(r"^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$")
    grouped_comma = s.str.contains(r"^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$")
    lone = s.str.contains(r"^[1-9]\d{0,2}[.,]\d{3}$")
    fraction = lone & (pl.col("scale") > 1)
    if guess != "thousand":
        sign = "." if guess == "point" else ","
        fraction |= lone & s.str.contains(sign, literal=True)
    point = (
        pl.when(fraction)
        .then(s.str.replace(",", ".", literal=True))
        .when(grouped_point)
        .then(s.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(grouped_comma)
        .then(s.str.replace_all(",", "", literal=True))
        .when(s.str.contains(r"^\d*[.,]?\d*$") & s.str.contains(r"\d"))
        .then(s.str.replace(",", ".", literal=True))
    )
    frame = frame.with_columns(point=point).with_columns(
        whole=pl.col("point").str.extract(r"^(\d*)").str.strip_chars_start("0"),
        part=pl.col("point").str.extract(r"\.(\d+)$").fill_null("").str.strip_chars_end("0"),
    )
    return _numbers(frame, digits)


def _numbers(frame: pl.DataFrame, digits: int) -> pl.DataFrame:
    """Whole and part as one integer; reasons where there is none."""
    keep = digits + 9  # scales reach a milliard
    noisy = pl.col("part").str.len_bytes() >= _NOISE
    rounded = (pl.col("part").str.slice(0, digits + 2).str.pad_end(digits + 2, "0").cast(pl.Int64) + 50) // 100
    exact = pl.col("part").str.slice(0, keep).str.pad_end(keep, "0").cast(pl.Int64) * pl.col("scale")
    unit = 10 ** (keep - digits)
    near_zero = pl.col("part").str.slice(digits, 5).is_in(["00000", "99999"])
    part = pl.when(noisy & near_zero).then(rounded).otherwise(exact // unit)
    too_fine = (exact % unit != 0) & ~(noisy & near_zero)
    too_big = pl.col("whole").str.len_bytes() + (pl.col("scale").cast(pl.String).str.len_bytes() - 1) > _MOST_DIGITS
    whole = pl.when(~too_big).then(pl.col("whole")).replace("", "0").cast(pl.Int64, strict=False)
    value = (whole * pl.col("scale") * 10**digits + part) * pl.when("minus").then(-1).otherwise(1)
    reason = (
        pl.when("none")
        .then(None)
        .when(pl.col("point").is_null())
        .then(pl.lit("reason-money-shape"))
        .when(too_big)
        .then(pl.lit("reason-money-too-big"))
        .when(too_fine)
        .then(pl.lit("reason-money-precision"))
    )
    return frame.with_columns(reason=reason).select(
        "t", value=pl.when(pl.col("reason").is_null() & ~pl.col("none")).then(value).cast(pl.Int64), reason="reason"
    )


def show(canonical: str) -> str:
    """``1 250 000,00``."""
    minus, figures = ("-" if canonical.startswith("-") else ""), canonical.lstrip("-").zfill(3)
    whole = f"{int(figures[:-2]):,}".replace(",", " ")
    return f"{minus}{whole},{figures[-2:]}"


def mask(canonical: str) -> str:
    """A sum alone names nobody."""
    return show(canonical)


def specificity(canonical: str) -> int:
    """Uneven sums are rarer than round ones; none ties cases by itself."""
    return 20 if canonical.endswith("0" * 5) else 120
