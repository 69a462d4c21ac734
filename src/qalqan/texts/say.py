"""Say a Fluent message in Kazakh, Russian or English.

A UI language is a folder here with ``.ftl`` files by topic; the folders that exist are the languages there are.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """The UI languages, Kazakh first."""
    found = {entry.name for entry in files(__package__).iterdir() if entry.is_dir() and len(entry.name) == 2}
    return tuple(sorted(found, key=lambda name: (name != "kk", name != "ru", name)))


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for entry in sorted((files(__package__) / language).iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(entry.read_text("utf-8")))
    return bundle


def keys(language: str) -> frozenset[str]:
    """All message ids of a language."""
    return frozenset(_bundle(language)._messages)


def has(key: str, language: str = FALLBACK) -> bool:
    """Whether the language has that message."""
    return _bundle(language).has_message(key)


def say(key: str, language: str, /, **args: object) -> str:
    """The message in that language; in English when it has none there; the key itself when nobody has."""
    for tongue in (language, FALLBACK):
        bundle = _bundle(tongue)
        if bundle.has_message(key) and (pattern := bundle.get_message(key).value) is not None:
            text, _errors = bundle.format_pattern(pattern, args)
            return str(text)
    return key
