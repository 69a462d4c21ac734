"""Check digits over whole columns: texts of one width as a byte matrix, and sums over its columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
_AT_ONCE = 4_000_000  # rows joined into one buffer: a Polars string is at most 4 GiB


def matrix(texts: pl.Series, width: int) -> Bytes:
    """ASCII texts of exactly ``width`` bytes as an array of shape (rows, width). No nulls."""
    pieces = [
        np.frombuffer((texts[start : start + _AT_ONCE].str.join("")[0] or "").encode("ascii"), np.uint8)
        for start in range(0, len(texts), _AT_ONCE)
    ]
    flat = np.concatenate(pieces) if pieces else np.empty(0, np.uint8)
    return flat.reshape(len(texts), width)


def digits(texts: pl.Series, width: int) -> npt.NDArray[np.int64]:
    """Texts of exactly ``width`` digits as numbers 0-9, shape (rows, width)."""
    return matrix(texts, width).astype(np.int64) - 48


def luhn_mask(texts: pl.Series, width: int) -> Mask:
    """Which texts of exactly ``width`` digits pass Luhn."""
    figures = digits(texts, width)[:, ::-1].copy()
    doubled = figures[:, 1::2] * 2
    figures[:, 1::2] = np.where(doubled > 9, doubled - 9, doubled)
    return np.asarray(figures.sum(axis=1) % 10 == 0)


def spread(texts: pl.Series, candidates: pl.Series, keep: Mask, reason: str) -> tuple[pl.Series, pl.Series]:
    """The candidates that are kept, and the reason on those that are not; null elsewhere. Columns like ``texts``.

    ``candidates`` is the Boolean column of rows tested and ``keep`` the verdict on each of them, in order.
    """
    verdict = np.zeros(len(texts), np.bool_)
    verdict[candidates.to_numpy()] = keep
    kept, nothing = pl.Series(verdict), pl.Series([None], dtype=pl.String)
    return texts.zip_with(kept, nothing), pl.Series([reason]).zip_with(candidates & ~kept, nothing)
