"""A picture by its likeness: 256 bits of its coarse pattern of light, equal or nearly so after every copy.

The hash is the sign of the 16 × 16 lowest frequencies of the picture, brought to 64 × 64 grey points, against their
median (a DCT hash; Zauner 2010). Eight by eight, as is usual, takes every screenshot of one messenger for the same
picture. Whole numbers throughout: the same points have the same hash on every machine. Two pictures are copies when at
most ``NEAR`` bits differ. Filled forms (receipts) look alike whatever stands in them: where long numbers were read on a
picture, eight signs behind the hash tell one filling from another.
"""

from __future__ import annotations

from functools import cache
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card(
    "picture",
    "value-picture",
    source="C. Zauner: Implementation and benchmarking of perceptual image hash functions, 2010",
    errors=(
        "a picture cut, turned or mirrored is another picture",
        "forms filled in differently look alike where nothing could be read on them",
    ),
)
PIVOT = True

SIDE: Final = 64
LOW: Final = 16
BITS: Final = LOW * LOW
NEAR: Final = 24
_FLAT = 4  # grey levels: a picture with a smaller spread has no pattern
_MARK = "dct1-"
_SHAPE = re2.compile(r"^dct1-[0-9a-f]{64}(?:-[0-9a-f]{8})?$")
_SCALE = 1 << 12


@cache
def _waves() -> npt.NDArray[np.int64]:
    """The cosines of the transform as whole numbers, shape (LOW, SIDE)."""
    steps = np.arange(LOW)[:, None] * (2 * np.arange(SIDE)[None, :] + 1)
    waves: npt.NDArray[np.int64] = np.rint(np.cos(np.pi * steps / (2 * SIDE)) * _SCALE).astype(np.int64)
    return waves


def of(grey: npt.NDArray[np.uint8]) -> str:
    """The hash of a grey picture of 64 × 64 points; empty for a flat one, which looks like nothing.

    Raises ValueError for another shape.
    """
    if grey.shape != (SIDE, SIDE):
        raise ValueError(f"a picture of {grey.shape} points instead of {(SIDE, SIDE)}")
    points = grey.astype(np.int64)
    spread = int((np.abs(points * points.size - points.sum())).sum()) // points.size**2
    if spread < _FLAT:
        return ""
    low = (_waves() @ points @ _waves().T).ravel()
    bits = low > np.median(low[1:])
    bits[0] = False  # the mean brightness
    return _MARK + np.packbits(bits).tobytes().hex()


def bits(canonical: pl.Series) -> npt.NDArray[np.uint64]:
    """The bits of hashes as four words each, shape (rows, 4). No nulls."""
    flat = bytes.fromhex("".join(canonical.str.slice(len(_MARK), BITS // 4).to_list()))
    return np.frombuffer(flat, np.uint64).reshape(-1, 4)


def filled(canonical: str, figures: str) -> str:
    """The hash of a form with the mark of what is filled in: of a long number that stands on it."""
    return f"{canonical[: len(_MARK) + BITS // 4]}-{crc32(figures.encode()):08x}"


def parse(text: str) -> Value | Reject:
    """The hash, or why the text is none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    lowered = plain.lower()
    return Value("picture", lowered) if _SHAPE.match(lowered) else Reject("reason-picture-shape")


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def show(canonical: str) -> str:
    """Enough of it to tell pictures apart."""
    return canonical[:21] + "…" + canonical[len(_MARK) + BITS // 4 :]


def mask(canonical: str) -> str:
    """The hash shows nothing of the picture."""
    return show(canonical)


def specificity(_canonical: str) -> int:
    """The same picture in two cases is one group's, or a form that everybody has."""
    return 600
