"""Random words, hosts and figures for made-up addresses, from the hand-written seeds; one seeded row of choices."""

# ruff: noqa: E501 - lists are data, one a line

from __future__ import annotations

import random
import string
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from qalqan.scam._links_data import STRONG, brands, words

FOLDER: Final = Path(str(files("qalqan.learn"))) / "corpora" / "links"


class Pen:
    """Random choices from the hand-written words, in one seeded row."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - seeded on purpose
        self.words = seed_words()
        self.sites = seed_sites()
        self.kits = seed_lines("kits")
        self.brands = sorted(
            name
            for name, (_, strength) in brands().names.items()
            if strength == STRONG and name.isascii() and len(name) > 2
        )

    def one(self, kind: str) -> str:
        """A word of a list of ``seeds_words.txt``."""
        return self.chance.choice(self.words[kind])

    def any(self) -> str:
        """An everyday word."""
        return self.one(self.chance.choice(("nouns", "nouns", "others")))

    def pick(self, *options: str) -> str:
        """One of the options."""
        return self.chance.choice(options)

    def number(self, low: int, high: int) -> str:
        """A number of so many figures."""
        size = self.chance.randint(low, high)
        return str(self.chance.randint(10 ** (size - 1), 10**size - 1))

    def code(self, size: int, signs: str = "0123456789abcdef") -> str:
        """Random signs."""
        return "".join(self.chance.choice(signs) for _ in range(size))

    def small_host(self) -> str:
        """The host of a small honest firm: what both honest pages and hacked ones stand on."""
        name = self.chance.choice(
            (
                lambda: self.any() + self.one("trades"),
                lambda: self.one("others") + self.one("nouns"),
                lambda: self.one("nouns") + self.one("nouns"),
                lambda: self.one("people") + self.one("trades"),
                lambda: f"{self.one('nouns')}-{self.one('trades')}",
                lambda: "the" + self.one("nouns") + self.one("trades"),
                lambda: self.one("people") + self.one("people") + self.pick("", "law", "photo", "design"),
                lambda: self.code(self.chance.randint(2, 4), string.ascii_lowercase) + self.one("trades"),
                lambda: self.one("trades") + self.number(1, 3),
                lambda: self.one("nouns"),
                lambda: self.one("trades") + self.pick("line", "pro", "plus", "world", "24", "online", "land", "spot"),
                self.said,
            )
        )()
        return f"{name}.{self.zone() if self.chance.random() < 0.95 else self.chance.choice(words('throwaway'))}"

    def said(self) -> str:
        """A made-up name that can be said."""
        parts = [self.pick(*"bcdfghjklmnprstvz") + self.pick(*"aeiou") for _ in range(self.chance.randint(2, 4))]
        return "".join(parts) + self.pick("", "n", "r", "s", "x")

    def zone(self) -> str:
        """A zone as honest firms have it."""
        return self.chance.choices(
            ("com", "org", "net", "ru", "kz", "info", "com.br", "co.uk", "de", "fr", "it", "in", "pl", "com.au", "nl", "es", "ro", "com.tr",
             "co.za", "com.ar", "id", "vn", "ua", "by", "ca", "us", "biz", "eu", "com.mx", "cl", "gr", "hu", "cz", "ch", "at", "co", "me", "com.my", "th"),
            (110, 18, 16, 14, 14, 6, 8, 8, 6, 5, 5, 6, 5, 4, *[3] * 25),
        )[0]  # fmt: skip


@cache
def seed_lines(name: str) -> tuple[str, ...]:
    """The lines of a seed file without its comments."""
    text = (FOLDER / f"seeds_{name}.txt").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def seed_sites() -> tuple[str, ...]:
    """Well-known hosts: ours and those of the allow list."""
    return tuple(sorted({host for line in seed_lines("sites") for host in line.split()} | set(brands().owner)))


@cache
def seed_words() -> dict[str, tuple[str, ...]]:
    """The word lists by name."""
    lists: dict[str, list[str]] = {}
    for line in seed_lines("words"):
        if line.startswith("["):
            lists[line.strip("[]")] = held = []
        else:
            held += line.split()
    return {name: tuple(dict.fromkeys(held)) for name, held in lists.items()}
