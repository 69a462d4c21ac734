"""Units of texts read into words, concepts, language and features: what the cue heads look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.kernels import concepts, ngrams, words
from qalqan.language import fold
from qalqan.scam import _turns
from qalqan.scam._lexicon import BIT, Lexicon, lexicon, rules

TONGUES: Final = ("kk", "kk-latn", "mixed", "ru", "en")
_LATIN, _KAZAKH, _FIGURE, _SIGN, _DOTTED = 1, 2, 4, 8, 16


@dataclass(frozen=True, slots=True)
class Reading:
    """A column of texts, read. Arrays by word, by unit and by text; places of words are in ``normal``, joined."""

    texts: int
    units: pl.DataFrame  # index, speaker, start, text (original)
    normal: pl.Series
    views: fold.Views
    keys: np.ndarray
    at: np.ndarray
    first: np.ndarray
    last: np.ndarray
    flags: np.ndarray
    bounds: np.ndarray  # words of each unit
    masks: np.ndarray
    base: np.ndarray  # first sign of each unit among all signs
    heard: np.ndarray  # units that count: the caller's when a transcript tells who speaks, else all
    tongue: np.ndarray  # by text, place in TONGUES
    disguised: np.ndarray  # by text: words in disguise

    def spans(self, unit: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in the original texts of the words ``first`` to ``last`` of the units."""
        start, end = self.views.back(unit, self.first[first] - self.base[unit], self.last[last] - self.base[unit])
        offset = self.units["start"].to_numpy()[unit]
        return start + offset, end + offset


def read(texts: pl.Series) -> Reading:
    """Everything the heads need of a column of texts."""
    units = _turns.cut(texts)
    told = fold.read(units["text"])
    normal = told.plain
    sizes = normal.str.len_chars().to_numpy().astype(np.int64)
    base = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    codes = np.frombuffer(("".join(normal.to_list())).encode("utf-32-le"), np.int32)
    keys, at, first, last, flags, bounds = words.split(codes, base)
    known = lexicon()
    found, rest = words.stems(keys, at, known.index)
    index = units["index"].to_numpy()
    unit_of = np.repeat(np.arange(len(units), dtype=np.int32), np.diff(bounds))
    text_of = index[unit_of]
    everything = np.full(unit_of.size, 7, np.int32)
    masks = _marked(known, found, rest, everything, unit_of)
    tongue, allowed = _tongues(known, masks, flags, text_of, len(texts))
    masks = _marked(known, found, rest, allowed, unit_of)
    _shapes(known, masks, flags, at, codes, first)
    return Reading(
        len(texts), units, normal, told.views, keys, at, first, last, flags, bounds, masks, base[:-1],
        _heard(units, len(texts)), tongue,
        np.bincount(index, told.obfuscation.fill_null(0).to_numpy(), len(texts)).astype(np.int64),
    )  # fmt: skip


def _marked(
    known: Lexicon, found: np.ndarray, rest: np.ndarray, allowed: np.ndarray, unit_of: np.ndarray
) -> np.ndarray:
    return concepts.mark(found, rest, allowed, unit_of, known.sense_at, known.senses, known.phrase_at, known.phrases)


def _tongues(
    known: Lexicon, masks: np.ndarray, flags: np.ndarray, text_of: np.ndarray, texts: int
) -> tuple[np.ndarray, np.ndarray]:
    """The language of each text, from its everyday words and letters, and the lexicons that each word may use."""

    def count(which: np.ndarray) -> np.ndarray:
        return np.bincount(text_of[which], minlength=texts)

    def told(name: str) -> np.ndarray:
        bits = known.bits(name)
        return ((masks & bits) != 0).any(axis=1)  # type: ignore[no-any-return]

    latin = (flags & _LATIN) != 0
    letters = (flags & (_FIGURE | _SIGN)) == 0
    kazakh = count((told("KK") & ~told("RU")) | ((flags & _KAZAKH) != 0))
    russian = count(told("RU") & ~told("KK") & ((flags & _KAZAKH) == 0))
    all_words, latin_words = count(letters), count(latin)
    english_words = count(told("EN") & latin)
    mostly_latin = latin_words * 2 > all_words
    english = mostly_latin & (english_words * 7 >= latin_words) & (english_words * 2 > kazakh + russian)
    mixed = (kazakh * 4 >= all_words // 2) & (russian * 3 >= kazakh) & (kazakh * 3 >= russian) & (kazakh > 0)
    tongue = np.where(
        english,
        TONGUES.index("en"),
        np.where(
            kazakh >= russian,
            np.where(mostly_latin, TONGUES.index("kk-latn"), TONGUES.index("kk")),
            TONGUES.index("ru"),
        ),
    )
    tongue = np.where(mixed & ~mostly_latin, TONGUES.index("mixed"), tongue)
    both = BIT["kk"] | BIT["ru"]
    english_word = english[text_of]
    allowed = np.where(latin & english_word, BIT["en"], both).astype(np.int32)
    allowed |= np.where(latin & ~mostly_latin[text_of], BIT["en"], 0).astype(np.int32)
    return tongue, allowed


def _shapes(  # noqa: PLR0917 - arrays of one reading
    known: Lexicon, masks: np.ndarray, flags: np.ndarray, at: np.ndarray, codes: np.ndarray, first: np.ndarray
) -> None:
    """Concepts that a word's shape tells: figures, numbers of services, addresses, signs; added to the masks."""
    size = np.diff(at)
    figure = (flags & _FIGURE) != 0
    value = np.zeros(size.size, np.int64)
    for digit in range(4):
        here = figure & (size > digit)
        value[here] = value[here] * 10 + codes[first[here] + digit] - ord("0")
    sign = np.where((flags & _SIGN) != 0, codes[first] if first.size else 0, 0)
    dotted = (flags & (_DOTTED | _LATIN)) == (_DOTTED | _LATIN)
    for name, which in (
        ("NUMBER", figure),
        ("CODENUM", figure & (size >= 4) & (size <= 6)),
        ("TSON", figure & (size == 4) & (value == 1414)),
        ("ADVICE", figure & (size == 3) & (value == 102)),
        ("URL", dotted),
        ("ASKS", sign == ord("?")),
        ("PROFIT", sign == ord("%")),
        ("MONEY", sign == ord("₸")),
    ):
        masks[which] |= known.bits(name)


def _heard(units: pl.DataFrame, texts: int) -> np.ndarray:
    """Whether a unit counts: in a text where a caller speaks, only the caller's."""
    speaker = units["speaker"].to_numpy()
    index = units["index"].to_numpy()
    spoken = np.bincount(index[speaker == _turns.CALLER], minlength=texts) > 0
    return (speaker != _turns.CALLED) | ~spoken[index]  # type: ignore[no-any-return]


def matches(reading: Reading) -> np.ndarray:
    """Rows unit, rule, first word, last word, of the grammar's rules."""
    r = rules()
    return concepts.match(reading.masks, reading.bounds, r.elements, r.counts, r.windows, r.forbidden)


def unit_features(reading: Reading, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashed features of every unit: indexes and bounds."""
    b = reading.bounds
    return ngrams.features(reading.keys, reading.at, reading.masks, b[:-1], b[1:], bits)


def text_features(reading: Reading, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashed features of every text, each as one run of words: what counts, and apart from it what the called says."""
    heard = np.repeat(reading.heard, np.diff(reading.bounds))
    text_at = np.searchsorted(reading.units["index"].to_numpy(), np.arange(reading.texts + 1))
    at = reading.bounds[text_at]
    return ngrams.whole(reading.keys, reading.at, reading.masks, heard, at[:-1], at[1:], bits)
