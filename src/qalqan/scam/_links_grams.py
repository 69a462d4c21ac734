"""Hashed character n-grams of addresses, as arrays: which n-grams each text has, without a loop over signs.

The bytes of all texts stand in one buffer; a rolling polynomial over it gives every n-gram of every text at once. Host
and rest of an address have spaces of their own. Method: feature hashing (Weinberger et al., 2009), counts as present.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

BITS: Final = 16
SIZES: Final = (2, 3, 4, 5)
_BASE: Final = np.uint64(0x100000001B3)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_END: Final = 1  # a byte that no address holds: edges of a text are part of its n-grams


def grams(texts: pl.Series, space: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and buckets (int64, 0 … 2^BITS-1) of the distinct n-grams of texts, sorted by row and bucket.

    ``space`` keeps apart two kinds of text in one table. A null text is empty.
    """
    edged = pl.select(
        pl.concat_str(pl.lit(chr(_END)), texts.fill_null("").str.to_lowercase(), pl.lit(chr(_END)))
    ).to_series()
    lengths = edged.str.len_bytes().to_numpy().astype(np.int64)
    if not lengths.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    signs = np.frombuffer("".join(edged).encode("utf-8"), np.uint8).astype(np.uint64)
    row = np.repeat(np.arange(lengths.size), lengths)
    last = np.cumsum(lengths)[row]
    pairs = []
    for size in SIZES:
        starts = np.flatnonzero(np.arange(signs.size) + size <= last)
        value = np.full(starts.size, np.uint64(size * 31 + space), np.uint64)
        for step in range(size):
            value = value * _BASE + signs[starts + step]
        bucket = (value * _MIX) >> np.uint64(64 - BITS)
        pairs.append((row[starts] << BITS) | bucket.astype(np.int64))
    held = np.sort(np.concatenate(pairs))
    distinct = held[np.flatnonzero(np.diff(held, prepend=-1))]
    return distinct >> BITS, distinct & ((1 << BITS) - 1)


def margins(texts: pl.Series, space: int, weights: np.ndarray) -> np.ndarray:
    """What a linear table of integer weights says of each text: sum over its n-grams by the root of their number."""
    row, bucket = grams(texts, space)
    total = np.bincount(row, weights[bucket].astype(np.float64), minlength=len(texts))
    many = np.bincount(row, minlength=len(texts))
    return np.floor(total / np.sqrt(np.maximum(many, 1))).astype(np.int64)


def natural(texts: pl.Series, pairs: np.ndarray) -> np.ndarray:
    """How a text's neighbouring letters go together, in hundredths: the mean of ``pairs`` over them; 0 where none are.

    ``pairs``: integers by 27 x 27 letters (0 stands for any other sign, 1-26 for a-z); two signs without a letter are
    left out. Words of people score high, random folders low.
    """
    edged = pl.select(pl.concat_str(pl.lit("/"), texts.fill_null("").str.to_lowercase(), pl.lit("/"))).to_series()
    lengths = edged.str.len_bytes().to_numpy().astype(np.int64)
    if not lengths.size:
        return np.zeros(0, np.int64)
    letters = letter_codes("".join(edged))
    row = np.repeat(np.arange(lengths.size), lengths)
    code = letters[:-1] * 27 + letters[1:]
    inside = np.flatnonzero((row[:-1] == row[1:]) & (code > 0))
    total = np.bincount(row[inside], pairs[code[inside]].astype(np.float64), minlength=lengths.size)
    many = np.bincount(row[inside], minlength=lengths.size)
    return np.floor(total / np.maximum(many, 1)).astype(np.int64)


def letter_codes(text: str) -> np.ndarray:
    """1-26 for each byte that is a small Latin letter, 0 for any other."""
    signs = np.frombuffer(text.encode("utf-8"), np.uint8).astype(np.int64) - 96
    return np.where((signs > 0) & (signs <= 26), signs, 0)
