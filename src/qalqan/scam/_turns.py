"""Texts cut into turns and sentences, each with its place and, in a transcript, who speaks."""

from __future__ import annotations

from typing import Final

import polars as pl

CALLER: Final = "A"
CALLED: Final = "B"
LONG: Final = 400  # characters of a unit; longer lines are cut at sentence ends
_A: Final = r"[AА]|(?i:caller|operator|scammer|оператор|звонящий|мошенник|қоңырау шалушы|шалушы|алаяқ)"
_B: Final = r"[BБВ]|(?i:called|client|victim|me|клиент|абонент|жертва|потерпевший|жәбірленуші|жауап беруші)"
_SPOKEN: Final = rf"^\s*(?:({_A})|({_B}))\s?:\s"
_PREFIX: Final = rf"^\s*(?:{_A}|{_B})\s?:\s+"
_PIECES: Final = rf"(?s).{{1,{LONG - 1}}}[.!?…\n]\s|.{{1,{LONG}}}"


def cut(texts: pl.Series) -> pl.DataFrame:
    """Columns index (UInt32, row in ``texts``), speaker ("A" caller, "B" called, "" nobody named), start (Int64,
    character in the original) and text; blank pieces are left out. Text order.
    """
    whole = texts.cast(pl.String).fill_null("").str.replace_all("\r", "\n", literal=True).alias("line")
    lines = pl.DataFrame(
        {"index": pl.int_range(whole.len(), dtype=pl.UInt32, eager=True), "line": whole.str.split("\n")}
    )
    lines = lines.explode("line", empty_as_null=True, keep_nulls=False).with_columns(pl.col("line").fill_null(""))
    lines = lines.with_columns(
        start=(pl.col("line").str.len_chars().cast(pl.Int64) + 1).cum_sum().over("index")
        - pl.col("line").str.len_chars()
        - 1,
        named=pl.when(pl.col("line").str.contains(_SPOKEN)).then(pl.col("line").str.extract(f"({_PREFIX})")),
    )
    lines = lines.with_columns(
        speaker=pl.when(pl.col("named").is_null())
        .then(pl.lit(""))
        .when(pl.col("line").str.extract(_SPOKEN, 1).is_not_null())
        .then(pl.lit(CALLER))
        .otherwise(pl.lit(CALLED)),
        skip=pl.col("named").str.len_chars().fill_null(0).cast(pl.Int64),
    )
    lines = lines.select(
        "index", "speaker", start=pl.col("start") + pl.col("skip"), text=pl.col("line").str.slice(pl.col("skip"))
    )
    long = lines["text"].str.len_chars() > LONG
    if long.any():
        lines = _short(lines.with_row_index("nth"), long)
    return lines.filter(pl.col("text").str.contains(r"\S"))


def _short(lines: pl.DataFrame, long: pl.Series) -> pl.DataFrame:
    pieces = lines.filter(long).with_columns(pl.col("text").str.extract_all(_PIECES)).explode("text")
    size = pl.col("text").str.len_chars().cast(pl.Int64)
    pieces = pieces.with_columns(start=pl.col("start") + size.cum_sum().over("nth") - size)
    both = pl.concat([lines.filter(~long), pieces]).sort("nth", maintain_order=True)
    return both.drop("nth")
