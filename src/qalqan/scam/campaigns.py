"""Campaigns: texts so alike that one template, one machine or one hand made them, whatever wrote them."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.kernels import minhash, words
from qalqan.language import fold

RESEMBLANCE: Final = 500  # thousandths of shingles that two texts of a campaign share at least
FEWEST_WORDS: Final = 6
_MASKS: Final = (
    (r"(?i)(?:https?://|www\.|\bt\.me/|\bwa\.me/)\S*", "[…]"),
    (r"[\w.+-]+@[\w.-]+\w", "[…]"),
    (r"@\w{3,}", "@…"),
    (r"\+?[0-9][0-9 ().\-]{5,}[0-9]", "[…]"),
    (r"[0-9]{3,}", "…"),
)
SAMPLE: Final = 200


def group(texts: pl.Series) -> pl.DataFrame:
    """Columns group (Int64: the first row of the campaign the text is in; null when it is in none) and alike (Int64,
    0-1000: how much it resembles that first one). Texts shorter than six words are in none.
    """
    plain = fold.read(texts.cast(pl.String).fill_null("")).plain
    sizes = plain.str.len_chars().to_numpy().astype(np.int64)
    bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    codes = np.frombuffer("".join(plain.to_list()).encode("utf-32-le"), np.int32)
    keys, at, _, _, _, units = words.split(codes, bounds)
    sketches = minhash.sketch(keys, at, units)
    sketches[np.diff(units) < FEWEST_WORDS] = np.iinfo(np.uint64).max
    first = minhash.groups(sketches, RESEMBLANCE * minhash.SIZE // 1000)
    alike = minhash.alike(sketches, sketches[first]) * 1000 // minhash.SIZE
    size = np.bincount(first, minlength=len(first))[first]
    frame = pl.DataFrame({"group": first, "alike": alike, "size": size})
    return frame.select(pl.when(pl.col("size") > 1).then(pl.col("group", "alike")))


def masked(sample: pl.Expr) -> pl.Expr:
    """A text fit to be shown in a list: addresses, handles and figures hidden, at most SAMPLE signs."""
    for pattern, cover in _MASKS:
        sample = sample.str.replace_all(pattern, cover)
    return sample.str.replace_all(r"\s+", " ").str.strip_chars().str.slice(0, SAMPLE)
