"""The normal view of a text, with the way back to the original.

Evidence quotes the original, but patterns want plain signs: compatibility forms are folded (NFKC), unseen signs,
keycaps and piled marks dropped, words and numbers told sign by sign joined, words of two scripts brought to one,
letters among figures read as figures and figures inside words as letters, and numbers told in words written in
figures. A view keeps, for each of its signs, where it came from. The work is linear in the text, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.language._signs import TO_CYRILLIC, TO_LATIN
from qalqan.language.fold_latin import cyrillic

__all__ = [
    "CYRILLIC",
    "View",
    "Views",
    "cyrillic",
    "normal",
    "normal_column",
    "obfuscation",
    "one_script",
    "read",
]

CYRILLIC: Final = "а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ"
_AT_ONCE: Final = 1 << 22  # signs folded at once: bounds the memory
_LATIN_TO_CYRILLIC: Final = str.maketrans(TO_CYRILLIC)
_CYRILLIC_TO_LATIN: Final = str.maketrans(TO_LATIN)

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """A normal text; sign ``i`` of it stands for ``original[starts[i]:ends[i]]``."""

    text: str
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of the signs ``start`` to ``end`` of the view."""
        if start >= end:
            if start < len(self.starts):
                return int(self.starts[start]), int(self.starts[start])
            last = int(self.ends[-1]) if len(self.ends) else 0
            return last, last
        return int(self.starts[start]), int(self.ends[end - 1])


class Views(Mapping[int, View]):
    """The views of those rows of a column whose places moved, by row."""

    def __init__(self, parts: list[tuple[int, npt.NDArray[np.int32], npt.NDArray[np.int32]]], texts: pl.Series) -> None:
        self._texts = texts
        self._starts = [starts for _, starts, _ in parts]
        self._ends = [ends for _, _, ends in parts]
        self._at = {row: place for place, (row, _, _) in enumerate(parts)}

    def __getitem__(self, row: int) -> View:
        place = self._at[row]
        return View(self._texts[row], self._starts[place], self._ends[place])

    def __iter__(self) -> Iterator[int]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def back(self, rows: Places, starts: Places, ends: Places) -> tuple[Places, Places]:
        """Places in the original of not empty spans of the views, all rows at once; rows without a view as they are."""
        sizes = np.array([len(one) for one in self._starts], np.int64)
        begin = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if sizes.size else np.zeros(1, np.int64)
        known = np.fromiter(self._at, np.int64, len(self._at))
        if not known.size or not rows.size:
            return starts, ends
        at = np.minimum(np.searchsorted(known, rows), known.size - 1)
        moved = known[at] == rows
        first, last = np.concatenate(self._starts), np.concatenate(self._ends)
        base = begin[at]
        out_starts, out_ends = starts.copy(), ends.copy()
        out_starts[moved] = first[(base + starts)[moved]]
        out_ends[moved] = last[(base + ends - 1)[moved]]
        return out_starts, out_ends


@dataclass(frozen=True, slots=True)
class Read:
    """A column read: its normal texts, the views of rows whose places moved, disguised words by row (Int64)."""

    plain: pl.Series
    views: Views
    obfuscation: pl.Series


def read(texts: pl.Series) -> Read:
    """The normal view of a column of texts; null reads as empty."""
    from qalqan.language._fold_view import fold  # noqa: PLC0415  compiled code is loaded when a text is read

    told = texts.cast(pl.String).fill_null("")
    sizes = told.str.len_chars().to_numpy().astype(np.int64)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    rows: list[npt.NDArray[np.int64]] = []
    changed: list[str] = []
    parts: list[tuple[int, npt.NDArray[np.int32], npt.NDArray[np.int32]]] = []
    counts = np.zeros(len(told), np.int64)
    row = 0
    while row < len(told):
        stop = max(int(np.searchsorted(bounds, bounds[row] + _AT_ONCE, "right")) - 1, row + 1)
        source = np.frombuffer("".join(told[row:stop].to_list()).encode("utf-32-le"), np.uint32)
        out, starts, ends, at, moved, differs, disguised = fold(source, bounds[row : stop + 1] - bounds[row])
        counts[row:stop] = disguised
        other = np.flatnonzero(differs)
        rows.append(other + row)
        keep = np.repeat(differs, np.diff(at))
        flat = out[: at[-1]][keep].tobytes().decode("utf-32-le")
        cut = np.concatenate([[0], np.cumsum(np.diff(at)[differs])]).tolist()
        changed += [flat[a:b] for a, b in pairwise(cut)]
        for one in np.flatnonzero(moved).tolist():
            a, b = at[one], at[one + 1]
            parts.append((row + one, starts[a:b].copy(), ends[a:b].copy()))
        row = stop
    plain = told
    if changed:
        plain = told.scatter(pl.Series(np.concatenate(rows)), pl.Series(changed, dtype=pl.String))
    return Read(plain.alias(texts.name), Views(parts, plain), pl.Series(texts.name, counts, dtype=pl.Int64))


def normal_column(texts: pl.Series) -> tuple[pl.Series, Views]:
    """The normal texts of a column, and the views of those rows whose places moved.

    A row without a view has the places of its original.
    """
    told = read(texts)
    return told.plain, told.views


def normal(text: str) -> View:
    """The normal view of one text."""
    plain, views = normal_column(pl.Series([text], dtype=pl.String))
    if 0 in views:
        return views[0]
    places = np.arange(len(text) + 1, dtype=np.int32)
    return View(plain[0], places[:-1], places[1:])


def obfuscation(texts: pl.Series) -> pl.Series:
    """How many words of each text were disguised (Int64; 0 for null): unseen signs inside, borrowed letters or forms,
    figures for letters, keycaps, letters told apart."""
    return read(texts).obfuscation


def one_script(word: str) -> str:
    """A word whose letters are of two scripts, with the look-alikes of the rarer script brought to the other."""
    latin = sum("a" <= sign <= "z" for sign in word.lower())
    cyrillic_letters = sum("Ѐ" <= sign <= "ԯ" for sign in word)
    if not latin or not cyrillic_letters:
        return word
    return word.translate(_LATIN_TO_CYRILLIC if cyrillic_letters >= latin else _CYRILLIC_TO_LATIN)
