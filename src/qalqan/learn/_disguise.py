"""Texts as people disguise and mistype them; lines stay where they are. Drawn from a seed."""

from __future__ import annotations

from typing import Final

import numpy as np

from qalqan.language import kk, ru

WAYS: Final = ("looks", "unseen", "leet", "spaced", "typos", "russified", "latin")
_LOOKS: Final = str.maketrans("асеорхукАСЕОРХКМТВНaceopxyi", "aceopxykACEOPXKMTBHасеорхуі")
_LEET: Final = str.maketrans("оеаиОЕА", "0ea1OEA")
_UNSEEN: Final = "\u200b\u200c\u2060\u00ad"


def disguised(text: str, way: str, rng: np.random.Generator) -> str:  # noqa: PLR0911 - one return a way
    """The text in one of WAYS. Raises ValueError for another."""
    if way == "looks":
        return _words(text, 0.5, rng, lambda word: word.translate(_LOOKS))
    if way == "unseen":
        return _words(text, 0.5, rng, lambda word: word[: len(word) // 2] + _one(_UNSEEN, rng) + word[len(word) // 2 :])
    if way == "leet":
        return _words(text, 0.4, rng, lambda word: word.translate(_LEET))
    if way == "spaced":
        return _words(text, 0.15, rng, lambda word: " ".join(word) if 3 < len(word) < 12 else word)
    if way == "typos":
        return _typos(text, rng)
    if way == "russified":
        return kk.bare(text)
    if way == "latin":
        return latin(text)
    raise ValueError(f"no way {way!r}")


def latin(text: str) -> str:
    """Kazakh and Russian as written with Latin letters in a hurry."""
    out = kk.to_latin(text, "casual")
    return ru.to_latin(out)


def _words(text: str, share: float, rng: np.random.Generator, change) -> str:  # type: ignore[no-untyped-def]
    lines = []
    for line in text.split("\n"):
        head, told, rest = ("", "", line) if line[1:2] != ":" else (line[:2], ":", line[2:])
        words = [change(w) if len(w) > 3 and w.isalpha() and rng.random() < share else w for w in rest.split(" ")]
        lines.append((head if told else "") + " ".join(words))
    return "\n".join(lines)


def _typos(text: str, rng: np.random.Generator) -> str:
    """Four letters in a hundred lost, doubled or swapped; half of the texts without capitals."""
    small = rng.random() < 0.5
    return "\n".join(_mistyped(line, small, rng) for line in text.split("\n"))


def _mistyped(line: str, small: bool, rng: np.random.Generator) -> str:
    head = line[:2] if line[1:2] == ":" else ""
    out: list[str] = []
    for sign in line[len(head) :].lower() if small else line[len(head) :]:
        chance = rng.random()
        if not sign.isalpha() or chance > 0.04:
            out.append(sign)
        elif chance < 0.02:
            continue
        elif chance < 0.03:
            out += [sign, sign]
        else:
            out.insert(max(len(out) - 1, 0), sign)
    return head + "".join(out)


def _one(signs: str, rng: np.random.Generator) -> str:
    return signs[int(rng.integers(len(signs)))]
