"""The words of language/data and the rules of data/cues.toml as arrays for the kernels."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from qalqan.kernels import concepts, words

LANGUAGES: Final = ("kk", "ru", "en")
BIT: Final = {name: 1 << place for place, name in enumerate(LANGUAGES)}
COMPUTED: Final = ("CODENUM", "NUMBER", "URL", "ASKS")  # read from the shape of a word
_PARTS: Final = 4
_ELEMENTS: Final = 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Stems, their senses and phrases, by the names of concepts; arrays as kernels/concepts reads them."""

    names: tuple[str, ...]
    index: tuple[np.ndarray, np.ndarray, np.ndarray]
    sense_at: np.ndarray
    senses: np.ndarray
    phrase_at: np.ndarray
    phrases: np.ndarray

    def bits(self, *concept_names: str) -> np.ndarray:
        """A mask of the named concepts, uint64 (2). Raises KeyError for a name there is none of."""
        mask = np.zeros(2, np.uint64)
        for name in concept_names:
            if name not in self.names:
                raise KeyError(f"no concept {name!r}")
            bit = self.names.index(name)
            mask[bit >> 6] |= np.uint64(1 << (bit & 63))
        return mask


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of all cues, in the order of the file."""

    heads: tuple[str, ...]
    head: np.ndarray
    elements: np.ndarray
    counts: np.ndarray
    windows: np.ndarray
    forbidden: np.ndarray


def keys_of(written: list[str]) -> list[bytes]:
    """The key of each word as the kernel reads it; of several words the first."""
    bounds = np.concatenate([[0], np.cumsum([len(one) + 1 for one in written])]).astype(np.int32)
    codes = np.frombuffer("".join(one + " " for one in written).encode("utf-32-le"), np.int32)
    keys, at, _, _, _, units = words.split(codes, bounds)
    raw = keys.tobytes()
    return [raw[at[units[i]] : at[units[i] + 1]] if units[i] < units[i + 1] else b"" for i in range(len(written))]


def _written(language: str) -> dict[str, Any]:
    text = (files("qalqan.language") / "data" / f"talk_{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def lexicon() -> Lexicon:
    """All languages' words, compiled once a process."""
    told: list[tuple[int, str, list[str], bool, int]] = []
    for language in LANGUAGES:
        file = _written(language)
        for concept, listed in file["words"].items():
            for word in dict.fromkeys(listed.split()):
                whole = word.startswith("=")
                parts = word.lstrip("=").split("_")[:_PARTS]
                if not any(sign.isdigit() for sign in word):  # figures are told by their shape: see reading.py
                    told.append((BIT[language], concept, parts, whole, int(file["ending"])))
    concept_names = tuple(sorted({concept for _, concept, *_ in told})) + COMPUTED
    if len(concept_names) > concepts.BITS:
        raise ValueError(f"{len(concept_names)} concepts")
    number = {name: place for place, name in enumerate(concept_names)}
    flat = [part for *_, parts, _, _ in told for part in parts]
    keys = dict(zip(flat, keys_of(flat), strict=True))
    names: dict[bytes, int] = {}
    most: list[int] = []
    senses: dict[int, list[tuple[int, int, int]]] = {}
    phrases: dict[int, list[list[int]]] = {}
    for bit, concept, parts, whole, ending in told:
        if not all(keys[part] for part in parts):
            raise ValueError(f"{concept}: a word without letters in {parts}")
        ids = []
        for part in parts:
            stem = names.setdefault(keys[part], len(names))
            if stem == len(most):
                most.append(0)
            most[stem] = max(most[stem], 0 if whole else ending)
            ids.append(stem)
        size = 0 if whole else ending
        if len(ids) == 1:
            senses.setdefault(ids[0], []).append((bit, size, number[concept]))
        else:
            row = [bit, number[concept], len(ids), *(value for stem in ids for value in (stem, size))]
            phrases.setdefault(ids[0], []).append(row + [0] * (3 + 2 * _PARTS - len(row)))
    return Lexicon(
        concept_names,
        words.index(list(names), most),
        *_listed(senses, len(names), 3),
        *_listed(phrases, len(names), 3 + 2 * _PARTS),
    )


def _listed(rows: dict[int, Any], count: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    sizes = [len(rows.get(stem, ())) for stem in range(count)]
    flat = [row for stem in range(count) for row in rows.get(stem, ())]
    at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return at, np.array(flat, np.int32).reshape(-1, width)


@cache
def rules() -> Rules:
    """The rules of data/cues.toml. Raises KeyError for an unknown concept."""
    file = tomllib.loads((files("qalqan.scam") / "data" / "cues.toml").read_text("utf-8"))
    known = lexicon()
    heads = tuple(file["rules"])
    head, elements, counts, windows, forbidden = [], [], [], [], []
    for place, written in enumerate(file["rules"].values()):
        for rule in written:
            wanted, _, rest = rule.partition("/")
            window, _, banned = rest.partition("!")
            masks = [known.bits(*one.split("|")) for one in wanted.split()]
            elements.append(np.array(masks + [np.zeros(2, np.uint64)] * (_ELEMENTS - len(masks))))
            counts.append(len(masks))
            windows.append(int(window))
            forbidden.append(known.bits(*banned.split("|")) if banned.strip() else np.zeros(2, np.uint64))
            head.append(place)
    return Rules(
        heads, np.array(head, np.int32), np.array(elements, np.uint64), np.array(counts, np.int32),
        np.array(windows, np.int32), np.array(forbidden, np.uint64),
    )  # fmt: skip
