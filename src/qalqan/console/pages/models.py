"""Rules and models: what each part of the program does, its thresholds with reasons, known errors, sources.

Read from the parts' own cards: what stands here is what runs. Trained weights are told with their hash.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b, sha256
from importlib.resources import files
from typing import Any, Final

from fastapi import Response
from markupsafe import Markup, escape

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.errors import NotFound
from qalqan.registry import parts
from qalqan.texts.say import has

ROOMS: Final = ("detect", "link", "mentions", "values", "intake.formats", "language")
WEIGHTS: Final = (("scam", "data"), ("link", "data"), ("detect", "data"), ("language", "data"))
KINDS: Final = (".toml", ".npz", ".bin", ".json")


@page("GET", "/models", verb="models")
def models(ask: Asked) -> Response:
    """All parts by room, and the files of trained weights."""
    shelves = [(room, list(parts(room).values())) for room in ROOMS]
    return ask.show("models", shelves=shelves, weights=_weights())


@page("GET", "/models/{room}/{name}", verb="models")
def model(ask: Asked, room: str, name: str) -> Response:
    """One part's card."""
    found = parts(room).get(name) if room in ROOMS else None
    if found is None:
        raise NotFound("error-not-found", what="part", id=f"{room[:40]}/{name[:40]}")
    return ask.show("model", room=room, card=found.CARD, words=(found.__doc__ or "").strip(),
                    worded=_worded(ask))  # fmt: skip


def key_of(words: str) -> str:
    """The text key of what a card says in English: made of the words, so that changed ones are not taken for
    translated."""
    return f"card-{blake2b(words.encode(), digest_size=4).hexdigest()}"


def _worded(ask: Ask) -> Callable[[str], Markup]:
    """What a card says, in the asker's language; in English, and told to be, where nobody translated it yet."""

    def told(words: str) -> Markup:
        key = key_of(words)
        if has(key, ask.language):
            return escape(ask.t(key))
        return Markup('<span lang="en">{}</span>').format(words)

    return told


def _weights() -> list[dict[str, Any]]:
    """Trained weights and lists: file, size, SHA-256."""
    told = []
    for room, folder in WEIGHTS:
        place = files(f"qalqan.{room}") / folder
        if not place.is_dir():
            continue
        for one in sorted(place.iterdir(), key=lambda each: each.name):
            if one.name.endswith(KINDS):
                raw = one.read_bytes()
                told.append({"file": f"{room}/{folder}/{one.name}", "size": len(raw), "hash": sha256(raw).hexdigest()})
    return told
