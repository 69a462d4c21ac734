"""Header words: what a header says, as concepts, in Kazakh, Russian and English.

The lexicon is data (``words/ru.toml`` and so on). A header is folded, cut into words and covered greedily with
the longest phrases known; typing errors of one letter (two in long words) are allowed for, and so are Kazakh letters
that a cp1251 export turned into ``?`` and Kazakh written with Russian letters.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

LANGUAGES = ("ru", "kk", "en")
_KAZAKH = str.maketrans("әғқңөұүһіё", "агкноуухие")
_LOST = str.maketrans("әғқңөұүһ", "????????", "")
_LOOKALIKE = str.maketrans("aceopxykmhtbi", "асеорхукмнтви")
_STOP = frozenset(
    ("и", "или", "в", "на", "для", "при", "о", "об", "the", "of", "for", "мен", "жане", "бойынша", "or", "and",
     "ее", "же", "из", "is")
)  # fmt: skip
_LINKS = frozenset(["по", "с", "от", "до", "из", "к", "у"])
"""Prepositions: they mean a limit («период с») only at a header's end or before a date or time."""
_LIMITED = ("дат", "врем", "дн", "числ")
_FUZZY = 5
_FUZZY_LONG = 9


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a header: the concepts they may mean, and how surely (1000: as written)."""

    concepts: frozenset[str]
    sure: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a header says: its spans, and how many of its words nobody knows."""

    spans: tuple[Span, ...]
    unknown: int

    @property
    def concepts(self) -> frozenset[str]:
        """All concepts that any span may mean."""
        return frozenset().union(*(span.concepts for span in self.spans))


def fold(text: str) -> str:
    """Lower case, Kazakh letters as their Russian neighbours, lost letters kept as ``?``."""
    text = unicodedata.normalize("NFKC", text).lower()
    return text.translate(_KAZAKH)


def tokens(text: str) -> list[str]:
    """The words of a header, folded: cut at signs, at ``camelCase`` and between letters and digits."""
    found: list[str] = []
    word = ""
    before = ""
    text = text.replace("№", " номер ").replace("A/C", " account ").replace("a/c", " account ")
    for sign in unicodedata.normalize("NFKC", text):
        inside = sign.isalpha() or sign == "?"
        if word and (not inside or (sign.isupper() and before.islower())):
            found.append(word)
            word = ""
        if inside:
            word += sign
        before = sign
    if word:
        found.append(word)
    return [_one_script(fold(one)) for one in found if one.strip("?")]


def _one_script(word: str) -> str:
    cyrillic = any("а" <= sign <= "я" for sign in word)
    latin = any("a" <= sign <= "z" for sign in word)
    return word.translate(_LOOKALIKE) if cyrillic and latin else word


@dataclass(frozen=True, slots=True)
class _Stem:
    text: str
    lost: str
    prefix: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    stems: tuple[_Stem, ...]
    concept: str
    weight: int


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """Phrases by the first letter of their first stem, longest first."""
    found: dict[str, list[_Phrase]] = {}
    for language in LANGUAGES:
        tree = tomllib.loads((files(__package__) / "words" / f"{language}.toml").read_text("utf-8"))
        for concept, phrases in tree.items():
            for phrase in phrases:
                stems = tuple(_stem(word) for word in str(phrase).split())
                weight = 100 * len(stems) + sum(len(stem.text) for stem in stems)
                one = _Phrase(stems, concept, weight)
                for letter in {stems[0].text[0], stems[0].lost[0]}:
                    found.setdefault(letter, []).append(one)
    return {letter: tuple(sorted(group, key=lambda one: (-one.weight, one.concept))) for letter, group in found.items()}


def _stem(word: str) -> _Stem:
    prefix = word.endswith("*")
    word = word.rstrip("*").lower()
    return _Stem(fold(word), word.translate(_LOST).translate(_KAZAKH), prefix)


def _matches(stem: _Stem, word: str) -> bool:
    wanted = stem.lost if "?" in word else stem.text
    return word.startswith(wanted) if stem.prefix else word == wanted


def _nearly(stem: _Stem, word: str) -> bool:
    size = len(stem.text)
    if size < _FUZZY or len(word) < _FUZZY:
        return False
    allowed = 2 if size >= _FUZZY_LONG else 1
    cuts = (word[: size - 1], word[:size], word[: size + 1]) if stem.prefix else (word,)
    return any(OSA.distance(stem.text, cut, score_cutoff=allowed) <= allowed for cut in cuts)


@lru_cache(maxsize=20_000)
def analyse(header: str) -> Said:
    """What a header says. Headers over 300 characters say nothing."""
    if len(header) > 300:
        return Said((), 1)
    words = tokens(header)
    spans: list[Span] = []
    unknown = 0
    at = 0
    while at < len(words):
        span, used = _longest(words, at)
        if used == 1 and words[at] in _LINKS and at + 1 < len(words) and not words[at + 1].startswith(_LIMITED):
            at += 1
            continue
        if span is not None:
            spans.append(span)
        elif words[at] not in _STOP:
            unknown += 1
        at += used
    return Said(tuple(spans), unknown)


def _longest(words: list[str], at: int) -> tuple[Span | None, int]:
    best: list[_Phrase] = []
    for phrase in _phrases().get(words[at][0], ()):
        if best and phrase.weight < best[0].weight:
            break
        ahead = words[at : at + len(phrase.stems)]
        if len(ahead) == len(phrase.stems) and all(map(_matches, phrase.stems, ahead)):
            best.append(phrase)
    if best:
        return Span(frozenset(one.concept for one in best), 1000), len(best[0].stems)
    if words[at] in _STOP:
        return None, 1
    near = _nearest(words[at])
    return (Span(near, 850) if near else None), 1


@lru_cache(maxsize=20_000)
def _nearest(word: str) -> frozenset[str]:
    """Concepts of the single-word phrases closest to a mistyped word."""
    found: dict[str, int] = {}
    for group in _phrases().values():
        for phrase in group:
            if len(phrase.stems) == 1 and _nearly(phrase.stems[0], word):
                size = len(phrase.stems[0].text)
                found[phrase.concept] = max(found.get(phrase.concept, 0), size)
    top = max(found.values(), default=0)
    return frozenset(concept for concept, size in found.items() if size == top)
