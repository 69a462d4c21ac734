"""Are these two names one person's? A probability with the reason, over columns.

The words come from :mod:`qalqan.language.name_words`, the comparison from :mod:`qalqan.kernels.name_pairs`. A name
never proves a person: two of every thousand people of a region share all three words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.kernels import name_pairs
from qalqan.language.name_words import LONGEST, MOST_WORDS, Word, words

_CODES: Final = {chr(96 + code): code for code in range(1, 27)} | {"?": name_pairs.LOST}


@dataclass(frozen=True, slots=True)
class Cut:
    """Names cut into words, as the kernel takes them; see :func:`~qalqan.kernels.name_pairs.evidence`."""

    texts: NDArray[np.uint8]
    sizes: NDArray[np.uint8]
    bares: NDArray[np.uint8]
    bare_sizes: NDArray[np.uint8]
    roots: NDArray[np.uint8]
    root_sizes: NDArray[np.uint8]
    kinds: NDArray[np.uint8]


def cut(names: list[str]) -> Cut:
    """The words of N names; each distinct word is written out once."""
    number: dict[Word, int] = {}
    at = np.zeros((len(names), MOST_WORDS), np.int64)  # 0: no word
    for row, name in enumerate(names):
        for place, word in enumerate(words(name)):
            at[row, place] = number.setdefault(word, len(number) + 1)
    shape = (len(number) + 1, LONGEST)
    texts, bares, roots = (np.zeros(shape, np.uint8) for _ in range(3))
    sizes, bare_sizes, root_sizes, kinds = (np.zeros(shape[0], np.uint8) for _ in range(4))
    for word, row in number.items():
        for told, codes, lengths in (
            (word.text, texts, sizes),
            (word.bare, bares, bare_sizes),
            (word.root, roots, root_sizes),
        ):
            lengths[row] = len(told)
            codes[row, : len(told)] = [_CODES[sign] for sign in told]
        kinds[row] = word.kind + name_pairs.WOMAN * word.woman + name_pairs.SECOND * word.second
    return Cut(*(told[at] for told in (texts, sizes, bares, bare_sizes, roots, root_sizes, kinds)))


def pairs(known: Cut, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int32]:
    """Probability that names ``left[p]`` and ``right[p]`` are one person's, 0-1000 (P)."""
    told = name_pairs.evidence(*[*_arrays(known), left, right, name_pairs.PRICES, name_pairs.WEIGHTS])
    chance: NDArray[np.int32] = np.rint(1000 / (1 + np.exp(-told / 1000))).astype(np.int32)
    return chance


def compare(a: pl.Series, b: pl.Series) -> pl.Series:
    """Probability 0-1000 (Int64) that the names of each row are one person's; null where either is null."""
    frame = pl.DataFrame({"a": a.cast(pl.String), "b": b.cast(pl.String)})
    names = pl.concat([frame["a"], frame["b"].alias("a")]).drop_nulls().unique(maintain_order=True)
    number = pl.DataFrame({"name": names}).with_row_index("n")
    told = (
        frame.join(number.rename({"name": "a", "n": "left"}), on="a", how="left", maintain_order="left")
        .join(number.rename({"name": "b", "n": "right"}), on="b", how="left", maintain_order="left")
        .with_row_index("row")
    )
    both = told.drop_nulls(["left", "right"])
    sides = (both[side].to_numpy().astype(np.int32) for side in ("left", "right"))
    scores = pl.DataFrame({"row": both["row"], "score": pairs(cut(names.to_list()), *sides).astype(np.int64)})
    return told.join(scores, on="row", how="left", maintain_order="left")["score"]


def reasons(a: str, b: str) -> list[tuple[str, str, int]]:
    """Which words agree and how well: (word of a, word of b, 0-1000); an empty word stands for none."""
    left, right = list(words(a)), list(words(b))
    known = cut([a, b])
    found = sorted(
        ((_alike(known, i, j), i, j) for i in range(len(left)) for j in range(len(right))),
        key=lambda one: (-one[0], one[1:]),
    )
    told: list[tuple[str, str, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for score, i, j in found:
        if i not in used[0] and j not in used[1] and score >= name_pairs.LEAST:
            used[0].add(i)
            used[1].add(j)
            told.append((_say(left[i]), _say(right[j]), score))
    told += [(_say(word), "", 0) for i, word in enumerate(left) if i not in used[0]]
    told += [("", _say(word), 0) for j, word in enumerate(right) if j not in used[1]]
    return told


def _alike(known: Cut, i: int, j: int) -> int:
    return int(name_pairs._pair(*[*_arrays(known), 0, i, 1, j, name_pairs.PRICES]))


def _arrays(known: Cut) -> list[Any]:
    return [getattr(known, name) for name in Cut.__slots__]


def _say(word: Word) -> str:
    return word.text + ("." if word.kind == 2 else "+" if word.kind == 1 else "")


def agreeing(a: pl.Series, b: pl.Series) -> pl.Series:
    """Which words of the names of each row agree, the first name's words in their order, joined by blanks; String."""
    frame = pl.DataFrame({"a": a.fill_null(""), "b": b.fill_null("")})
    distinct = frame.unique(maintain_order=True)
    told = [
        " ".join(one for one, other, score in reasons(x, y) if one and other and score >= name_pairs.LEAST)
        for x, y in distinct.iter_rows()
    ]
    return frame.join(
        distinct.with_columns(pl.Series("t", told, dtype=pl.String)), on=["a", "b"], how="left", maintain_order="left"
    )["t"]
