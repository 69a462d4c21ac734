"""Stems of texts as numbers, for comparing what stories share: never names, figures, addresses or handles.

A word that begins with a capital letter may be a name, one with a Latin letter a handle or a site: both are left out,
so that two stories are alike by how they are told, not by whom they name.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit

from qalqan.kernels import words

STEM: Final = 6  # keys of a word that count: endings do not
LEAST: Final = 4  # a shorter word says little
_LATIN_FIGURE_SIGN: Final = 1 | 4 | 8
_KAZAKH: Final = 2
_CAPITALS: Final = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯӘҒҚҢӨҰҮҺІ"


def _capitals() -> np.ndarray:
    table = np.zeros(words.CODES, np.bool_)
    table[[ord(sign) for sign in _CAPITALS]] = True
    return table


CAPITAL: Final = _capitals()


@njit(cache=True, nogil=True)
def _hashes(keys: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A hash of the beginning of each word (FNV-1a over its keys)."""
    out = np.empty(at.size - 1, np.uint64)
    for word in range(at.size - 1):
        h = np.uint64(14695981039346656037)
        for i in range(at[word], min(at[word + 1], at[word] + STEM)):
            h = (h ^ np.uint64(keys[i])) * np.uint64(1099511628211)
        out[word] = h
    return out


def stems(codes: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Distinct (text, stem) pairs of the texts ``codes[bounds[i]:bounds[i+1]]`` (int32 code points).

    Gives text numbers and stem hashes (ordered by text, then hash), and by text its words and those with a letter
    that only Kazakh has.
    """
    keys, at, first, _, flags, units = words.split(codes, bounds)
    text = np.repeat(np.arange(units.size - 1), np.diff(units))
    total = np.bincount(text[(flags & _LATIN_FIGURE_SIGN) == 0], minlength=units.size - 1)
    kazakh = np.bincount(text[(flags & _KAZAKH) > 0], minlength=units.size - 1)
    began = codes[first] if first.size else np.zeros(0, np.int32)
    named = CAPITAL[np.minimum(began, words.CODES - 1)] & (began < words.CODES)
    kept = ((flags & _LATIN_FIGURE_SIGN) == 0) & (np.diff(at) >= LEAST) & ~named
    hashes = _hashes(keys, at)
    text, hashes = text[kept], hashes[kept]
    order = np.lexsort((hashes, text))
    text, hashes = text[order], hashes[order]
    fresh = np.ones(text.size, np.bool_)
    fresh[1:] = (text[1:] != text[:-1]) | (hashes[1:] != hashes[:-1])
    return text[fresh], hashes[fresh], total, kazakh
