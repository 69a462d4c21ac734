"""The words of plots, numbered, and how rare each is among all cases and among those of one scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.kernels.alike_words import stems

KAZAKH, RUSSIAN, NO_TONGUE = 0, 1, -1
FEWEST_WORDS: Final = 6
KAZAKH_SHARE: Final = 12  # per cent of a text's words with a letter only Kazakh has
RARE_CASES: Final = 30  # a stem of at most so many cases brings them together
MOST_BITS: Final = 8000


@dataclass(frozen=True, slots=True)
class Stems:
    """Stems of n cases: ``words`` (numbers, ascending in a case) with bounds ``at``; ``tongue`` by case; ``rarity``
    (2, places): among all, among those of the scheme, milli-bits; ``mass`` (2, n); cases of rare stems as CSR."""

    words: np.ndarray
    at: np.ndarray
    tongue: np.ndarray
    rarity: np.ndarray
    mass: np.ndarray
    rare: np.ndarray
    rare_at: np.ndarray


def read(plots: pl.Series, scheme: np.ndarray) -> Stems:
    """The stems of plots, of cases with those schemes (-1: not recognised)."""
    n = len(plots)
    texts = plots.cast(pl.String).fill_null("")
    bounds = np.concatenate([[0], np.cumsum(texts.str.len_chars().to_numpy().astype(np.int64))]).astype(np.int32)
    codes = np.frombuffer("".join(texts.to_list()).encode("utf-32-le"), np.int32)
    case, hashes, total, kazakh = stems(codes, bounds)
    tongue = np.where(kazakh * 100 >= total * KAZAKH_SHARE, KAZAKH, RUSSIAN)
    tongue[total < FEWEST_WORDS] = NO_TONGUE
    spoken = tongue[case] >= 0
    case, hashes = case[spoken], hashes[spoken]
    _, stem, cases = np.unique(hashes, return_inverse=True, return_counts=True)
    often = cases[stem] > 1  # what one case alone has is compared with nothing
    case, stem = case[often], stem[often]
    _, stem = np.unique(stem, return_inverse=True)
    order = np.lexsort((stem, case))
    case, stem = case[order], stem[order].astype(np.int32)
    at = np.concatenate([[0], np.cumsum(np.bincount(case, minlength=n))]).astype(np.int64)
    rarity = np.stack([_rarity(case, stem, tongue), _rarity(case, stem, (scheme + 1) * 2 + tongue)])
    mass = np.zeros((2, n), np.int64)
    for layer in range(2):
        np.add.at(mass[layer], case, rarity[layer])
    rare, rare_at = _rare(case, stem)
    return Stems(stem, at, tongue.astype(np.int32), rarity.astype(np.int32), mass, rare, rare_at)


def named(tongue: np.ndarray) -> list[str | None]:
    """The languages of texts: kk, ru or None."""
    return [{KAZAKH: "kk", RUSSIAN: "ru"}.get(one) for one in tongue.tolist()]


def _rarity(case: np.ndarray, stem: np.ndarray, crowd: np.ndarray) -> np.ndarray:
    """For each (case, stem): -log2 of the share of its crowd's cases that have the stem, in milli-bits."""
    size = np.bincount(crowd - crowd.min()) if crowd.size else np.zeros(1, np.int64)
    where = (crowd - crowd.min())[case] if crowd.size else case
    both = where.astype(np.int64) * (int(stem.max()) + 1 if stem.size else 1) + stem
    _, place, count = np.unique(both, return_inverse=True, return_counts=True)
    share = (count[place] + 0.5) / (size[where] + 1.0)
    bits: np.ndarray = np.clip(np.rint(-1000 * np.log2(np.minimum(share, 1.0))), 0, MOST_BITS).astype(np.int64)
    return bits


def _rare(case: np.ndarray, stem: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cases of each stem that few cases have, as bounds and numbers."""
    count = np.bincount(stem) if stem.size else np.zeros(0, np.int64)
    kept = count[stem] <= RARE_CASES if stem.size else np.zeros(0, np.bool_)
    order = np.lexsort((case[kept], stem[kept]))
    held = np.where(count <= RARE_CASES, count, 0)
    return case[kept][order].astype(np.int32), np.concatenate([[0], np.cumsum(held)]).astype(np.int64)
