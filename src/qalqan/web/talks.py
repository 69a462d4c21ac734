"""Training talks: a script of steps; the answers chosen so far stand in the address, nothing is kept.

``data/talks.toml`` holds the scripts in Kazakh and Russian; an answer is safe or not and tells the trick behind it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

SPOKEN: Final = ("kk", "ru")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its words, whether it is safe, and the trick it meets."""

    text: str
    safe: bool
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the scammer and the answers to choose from."""

    says: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A whole script in one language."""

    id: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a person stands in a talk: what was said and answered, the next step (None at the end), safe answers."""

    talk: Talk
    past: tuple[tuple[Step, Choice], ...]
    following: Step | None
    trail: str

    @property
    def safe(self) -> int:
        """How many of the answers were safe."""
        return sum(choice.safe for _, choice in self.past)


@cache
def talks(language: str) -> tuple[Talk, ...]:
    """The scripts in Kazakh or Russian (Russian for any other language)."""
    told = tomllib.loads((files("qalqan.web.data") / "talks.toml").read_text("utf-8"))
    tongue = language if language in SPOKEN else "ru"
    return tuple(
        Talk(
            one["id"],
            one[tongue],
            tuple(
                Step(step[tongue], tuple(Choice(a[tongue], a["safe"], a[f"why_{tongue}"]) for a in step["answer"]))
                for step in one["step"]
            ),
        )
        for one in told["talk"]
    )


def walk(language: str, wanted: str, trail: str) -> Walk | None:
    """The talk after the answers of a trail (``0.1.0``); None when there is no such talk or answer."""
    talk = next((one for one in talks(language) if one.id == wanted), None)
    if talk is None:
        return None
    places = trail.split(".") if trail else []
    if len(places) > len(talk.steps):
        return None
    past = []
    for step, place in zip(talk.steps, places, strict=False):
        if not (place.isascii() and place.isdigit() and len(place) < 3 and int(place) < len(step.choices)):
            return None
        past.append((step, step.choices[int(place)]))
    following = talk.steps[len(past)] if len(past) < len(talk.steps) else None
    return Walk(talk, tuple(past), following, trail)
