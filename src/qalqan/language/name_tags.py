"""Which words of a text are a person's name: our own tagger, a linear chain over hashed features.

Trained on the validation part of KazNERD (CC BY 4.0, see ``data/name_tags.toml``) by ``python -m qalqan.learn.names``.
It knows Kazakh texts; of other languages only the words and their look in the name list (:class:`Words`) are of use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.language._name_list import CASE as _CASE
from qalqan.language._name_list import CUE, lower, name_list
from qalqan.language._signs import signs

LABELS: Final = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-POS", "I-POS", "B-MISC", "I-MISC")
BEGIN, INSIDE = 1, 2
BITS: Final = 17
WEIGHTS: Final = "name_tags.bin"
TITLE, UPPER, INITIAL = 1, 2, 3  # shapes of words, as the kernel tells them
_CYRILLIC: Final = 0x400

Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column of texts: of each its row, its place in the row's text, its shape, what the name list says.

    ``codes`` holds all texts' code points; word ``i`` is ``codes[begin[i]:end[i]]``; ``first`` bounds the rows' words.
    """

    codes: npt.NDArray[np.uint32]
    at: npt.NDArray[np.int64]
    begin: Places
    end: Places
    row: Places
    first: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.uint8]
    flags: Places
    features: npt.NDArray[np.uint32]

    def places(self, word: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where words start in their own texts."""
        return np.asarray(self.begin[word] - self.at[self.row[word]], np.int64)


def words(texts: pl.Series) -> Words:
    """The words of texts (no nulls), with their features."""
    from qalqan.language._name_features import tokens  # noqa: PLC0415  compiled code is loaded when a text is read

    sizes = texts.str.len_chars().to_numpy().astype(np.int64)
    at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    codes = np.frombuffer("".join(texts.to_list()).encode("utf-32-le"), np.uint32)
    begin, end, row = (np.empty(codes.size + 1, np.int32) for _ in range(3))
    n = tokens(codes, at, signs().kind, begin, end, row)
    return look(codes, at, begin[:n].copy(), end[:n].copy(), row[:n].copy())


def look(codes: npt.NDArray[np.uint32], at: npt.NDArray[np.int64], begin: Places, end: Places, row: Places) -> Words:
    """Words at known places, with their features."""
    from qalqan.language._name_features import COUNT, features  # noqa: PLC0415

    n = begin.size
    found, shapes, flags = np.empty((n, COUNT), np.uint32), np.empty(n, np.uint8), np.zeros(n, np.int32)
    keys, told = name_list()
    features(codes, begin, end, row, n, lower(), signs().kind, keys, told, BITS, found, shapes, flags)
    first = np.searchsorted(row, np.arange(at.size)).astype(np.int64)
    return Words(codes, at, begin, end, row, first, shapes, flags, found)


@cache
def _model() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Weights by feature and label, and steps from label to label (row 0: the start of a text)."""
    size = (1 << BITS) * len(LABELS)
    raw = (files(__package__) / "data" / WEIGHTS).read_bytes()
    weights = np.frombuffer(raw[:size], np.int8).reshape(1 << BITS, len(LABELS))
    steps = np.frombuffer(raw[size:], "<i4").reshape(len(LABELS) + 1, len(LABELS)).astype(np.int32)
    return weights, steps


def labels(read: Words) -> npt.NDArray[np.uint8]:
    """The label of each word, a number in ``LABELS``."""
    from qalqan.language._name_model import decode_all  # noqa: PLC0415

    out = np.zeros(read.begin.size, np.uint8)
    weights, steps = _model()
    decode_all(read.features, read.first, weights, steps, out)
    return out


def likely(read: Words, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which spans of the tagger hold a listed name, or an ending of surnames or fathers' names, and are Cyrillic.

    In chats a capital letter alone misleads a tagger that learnt from news.
    """
    named = (read.flags & ~(_CASE | CUE)) != 0
    large = (read.shapes == TITLE) | (read.shapes == UPPER) | (read.shapes == INITIAL)
    latin = large & (read.codes[np.minimum(read.begin, read.codes.size - 1)] < _CYRILLIC)
    told, good, bad = (np.concatenate([[0], np.cumsum(what)]) for what in (named & large, large, latin))
    return np.asarray((told[last] > told[first]) & (bad[last] == bad[first]) & (good[last] > good[first]))


def spans(found: npt.NDArray[np.uint8], row: Places) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First and last word (exclusive) of every person among labels."""
    person = (found == BEGIN) | (found == INSIDE)
    other_row = np.concatenate([[True], row[1:] != row[:-1]]) if row.size else np.zeros(0, bool)
    goes_on = person & ~other_row & (found == INSIDE) & np.concatenate([[False], person[:-1]])
    starts = np.flatnonzero(person & ~goes_on)
    after = np.concatenate([goes_on[1:], [False]]) if row.size else goes_on
    return starts, np.flatnonzero(person & ~after) + 1
