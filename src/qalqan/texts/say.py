"""Say a Fluent message in Kazakh, Russian or English.

A UI language is a folder here with ``.ftl`` files by topic; the folders that exist are the languages there are.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern

FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """The UI languages, Kazakh first."""
    found = {entry.name for entry in files(__package__).iterdir() if entry.is_dir() and len(entry.name) == 2}
    return tuple(sorted(found, key=lambda name: (name != "kk", name != "ru", name)))


_ENTRY = re.compile(r"^(-?[A-Za-z][\w-]*) *=", re.MULTILINE)
_NAMED = re.compile(r"\{ *(-?[A-Za-z][\w-]*) *[}.]")


class Tongue:
    """One UI language. A message is parsed when it is first said: a command says few of a thousand."""

    def __init__(self, language: str) -> None:
        self.bundle = FluentBundle([language], use_isolating=False)
        self.sources: dict[str, str] = {}
        for entry in sorted((files(__package__) / language).iterdir(), key=lambda one: one.name):
            if entry.name.endswith(".ftl"):
                self._split(entry.read_text("utf-8"))

    def _split(self, text: str) -> None:
        found = list(_ENTRY.finditer(text))
        ends = [after.start() for after in found[1:]] + [len(text)]
        for one, end in zip(found, ends, strict=True):
            self.sources.setdefault(one[1], text[one.start() : end])

    def take(self, key: str) -> bool:
        """Whether there is that message; if so it can be said, with all that it names."""
        if key not in self.sources:
            return False
        if not self.bundle.has_message(key) and key not in self.bundle._terms:
            self.bundle.add_resource(FluentResource(self.sources[key]))
            for named in _NAMED.findall(self.sources[key]):
                self.take(named)
        return True

    def pattern(self, key: str) -> Pattern | None:
        """The pattern of a message; None when there is none."""
        return self.bundle.get_message(key).value if self.take(key) and self.bundle.has_message(key) else None


@cache
def tongue(language: str) -> Tongue:
    """The texts of a language. Raises FileNotFoundError for a language that has none."""
    return Tongue(language)


def keys(language: str) -> frozenset[str]:
    """All message ids of a language."""
    return frozenset(key for key in tongue(language).sources if not key.startswith("-"))


def has(key: str, language: str = FALLBACK) -> bool:
    """Whether the language has that message."""
    return tongue(language).pattern(key) is not None


def say(key: str, language: str, /, **args: object) -> str:
    """The message in that language; in English when it has none there; the key itself when nobody has."""
    return _said(key, language, args) if args else _plain(key, language)


@cache
def _plain(key: str, language: str) -> str:
    """A message without values: the same whenever it is said."""
    return _said(key, language, {})


def _said(key: str, language: str, args: dict[str, object]) -> str:
    for one in (tongue(language), tongue(FALLBACK)):
        if (pattern := one.pattern(key)) is not None:
            text, _errors = one.bundle.format_pattern(pattern, args)
            return str(text)
    return key
