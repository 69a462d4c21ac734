"""How much of a text was disguised: a feature of the scorer, since honest people do not hide their words."""

from __future__ import annotations

from typing import Final

import polars as pl

_CYRILLIC: Final = "а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ"
_PATTERNS: Final = (
    r"[\x{ad}\x{34f}\x{61c}\x{180e}\x{200b}-\x{200c}\x{200e}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}]",
    rf"[A-Za-z][{_CYRILLIC}]|[{_CYRILLIC}][A-Za-z]",
    r"[\x{ff01}-\x{ff5e}\x{1d400}-\x{1d7ff}\x{2460}-\x{24ff}]",
    r"[0-9]\x{fe0f}?\x{20e3}",
    r"(?:^|[^\pL])(?:\pL[ .\-_*]){3,}\pL(?:[^\pL]|$)",
)


def obfuscation(texts: pl.Series) -> pl.Series:
    """How many signs and words of each text were disguised (Int64; 0 for null)."""
    plain = texts.cast(pl.String).fill_null("").alias("t").to_frame()
    return (
        plain.select(pl.sum_horizontal(pl.col("t").str.count_matches(pattern) for pattern in _PATTERNS).cast(pl.Int64))
        .to_series()
        .alias(texts.name)
    )
