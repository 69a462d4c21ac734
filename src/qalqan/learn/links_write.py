"""Writes the corpora of addresses: genuine-shaped and fake ones, from words, sites and shapes we wrote by hand.

Everything comes from ``corpora/links/seeds_*.txt``, the dated brand list and the permutations below, with one seed;
no address is copied from any list of frauds. ``python -m qalqan.learn.links_write`` writes ``genuine.txt`` and ``fake.txt`` anew,
byte for byte the same.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from qalqan.learn import links_genuine, links_permute
from qalqan.scam._links_data import STRONG, brands, words

SEED: Final = 20260301
EACH: Final = 7000
FOLDER: Final = Path(str(files("qalqan.learn"))) / "corpora" / "links"
HEAD: Final = (
    "# {kind} addresses, one a line, made by qalqan.learn.links_write (seed {seed}) from words, sites and shapes\n"
    "# written by the authors of the project. provenance: generated, 2026; no outside list of addresses was used.\n"
)
_KITS_ALIKE: Final = ("paypal", "apple", "chase", "wellsfargo", "boa", "netflix", "dhl", "usps", "facebook", "instagram", "office365",
                      "outlook", "dropbox", "docusign", "adobe", "alibaba", "yahoo", "aol", "hsbc", "barclays", "santander", "itau", "bradesco",
                      "orange", "sfr", "impots", "ameli", "irs", "usaa", "citi", "amazon", "ebay", "steam", "google", "gmail", "icloud", "linkedin",
                      "kaspi", "halyk", "egov", "olx", "kazpost", "beeline", "kcell", "jusan", "forte", "homebank", "cdek", "wildberries")  # fmt: skip
_LIBS: Final = ("SimplePie", "js", "css", "fonts", "images", "Text", "ID3", "pomo", "certificates", "theme-compat", "joomla", "phputf8", "fof", "cms", "rokcommon", "random_compat", "customize")  # fmt: skip


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


def kit(pen: Pen) -> str:
    """The path of a fake page."""
    shape = pen.chance.choice(pen.kits)
    while "{" in shape:
        name = shape[shape.index("{") + 1 : shape.index("}")]
        shape = shape.replace("{" + name + "}", _filled(pen, name), 1)
    if pen.chance.random() < 0.25:  # pages of kits lie deep, in folders of no meaning
        shape = f"/{_folder(pen)}" + (f"/{_folder(pen)}" if pen.chance.random() < 0.4 else "") + shape
    if "?" in shape or shape.rpartition("/")[2] or pen.chance.random() < 0.6:
        return shape
    return shape + pen.pick(
        "index.php", "login.php", "home.html", "index.htm", "index.html", f"{pen.any()}.php", f"{_folder(pen)}.html"
    )


def _folder(pen: Pen) -> str:
    """A folder as kits have them: random signs, an everyday word, a folder of a site engine."""
    made = pen.chance.choice(
        (
            lambda: pen.code(pen.chance.randint(2, 8), string.ascii_lowercase),
            lambda: pen.code(pen.chance.randint(1, 3), string.ascii_letters),
            lambda: pen.code(pen.chance.randint(3, 6), string.ascii_lowercase) + pen.number(1, 3),
            lambda: pen.any(),
            lambda: pen.any().capitalize(),
            lambda: pen.chance.choice(words("folders")),
            lambda: pen.chance.choice(words("lures")),
            lambda: pen.pick(*_KITS_ALIKE),
            lambda: pen.number(1, 4),
        )
    )()
    return f"{made}/{made}" if pen.chance.random() < 0.08 else made


def _filled(pen: Pen, name: str) -> str:
    made: dict[str, Callable[[], str]] = {
        "brand": lambda: pen.pick(*_KITS_ALIKE),
        "brand2": lambda: pen.pick(*_KITS_ALIKE),
        "hex": lambda: pen.code(pen.chance.choice((8, 16, 24, 32, 32))),
        "num": lambda: pen.number(3, 10),
        "short": lambda: pen.chance.choice((lambda: pen.code(pen.chance.randint(2, 6), string.ascii_lowercase), lambda: pen.number(1, 4), pen.any))(),
        "short2": lambda: pen.code(pen.chance.randint(2, 6), string.ascii_letters),
        "word": pen.any,
        "word2": lambda: pen.one("nouns"),
        "lib": lambda: pen.pick(*_LIBS),
        "lure": lambda: pen.chance.choice(words("lures")),
        "year": lambda: pen.number(1, 1) if pen.chance.random() < 0.2 else str(pen.chance.randint(2014, 2026)),
        "cc": lambda: pen.pick("US", "GB", "FR", "DE", "BR", "KZ", "en", "fr", "de", "kz", "ru"),
        "person": lambda: pen.one("people"),
        "mail": lambda: f"{pen.one('people')}@{pen.small_host()}",
    }  # fmt: skip
    return made[name]()


def fake(pen: Pen) -> str:
    """A fake address."""
    draw = pen.chance.random()
    if draw < 0.30:
        host = links_permute.alike(pen)
        return host + (kit(pen) if pen.chance.random() < 0.55 else "")
    if draw < 0.68:
        return _below(pen, pen.small_host()) + kit(pen)
    if draw < 0.78:
        return f"{_lured(pen)}.{pen.chance.choice(words('hosting'))}" + (kit(pen) if pen.chance.random() < 0.6 else "")
    if draw < 0.85:
        return f"{_lured(pen)}.{_cheap(pen)}" + (kit(pen) if pen.chance.random() < 0.6 else "")
    if draw < 0.92:
        signs = pen.pick(string.ascii_lowercase, string.ascii_lowercase + "0123456789", "bcdfghjklmnpqrstvwxz")
        return f"{pen.code(pen.chance.randint(5, 14), signs)}.{_cheap(pen)}" + (
            kit(pen) if pen.chance.random() < 0.8 else ""
        )
    if draw < 0.96:
        return _platform(pen)
    if draw < 0.985:
        return ".".join(str(pen.chance.randint(1, 254)) for _ in range(4)) + pen.pick("", ":8080", ":81", "") + kit(pen)
    return f"{pen.chance.choice(words('shorteners'))}/{pen.code(pen.chance.randint(4, 7), string.ascii_letters + string.digits)}"


def _platform(pen: Pen) -> str:
    """A fake page on a platform where anybody publishes."""
    signs = string.ascii_letters + string.digits + "-_"
    return pen.chance.choice(
        (
            lambda: f"docs.google.com/forms/d/e/1FAIpQLS{pen.code(48, signs)}/viewform",
            lambda: f"sites.google.com/{pen.pick('site', 'view')}/{_lured(pen)}",
            lambda: (
                f"storage.googleapis.com/{_lured(pen)}/{pen.pick('index', 'owa', 'office', 'login', pen.any())}.html"
            ),
            lambda: (
                f"firebasestorage.googleapis.com/v0/b/{_lured(pen)}.appspot.com/o/{pen.any()}.html?alt=media&token={pen.code(32)}"
            ),
            lambda: (
                f"{pen.one('nouns')}{pen.one('trades')}-my.sharepoint.com/:{pen.pick('o', 'b', 'x', 'w')}:/g/personal/{pen.one('people')}_{pen.one('nouns')}_com/{pen.code(40, signs)}?e={pen.code(6, signs)}"
            ),
            lambda: f"drive.google.com/file/d/{pen.code(33, signs)}/view",
            lambda: f"google.com/url?q=https://{pen.small_host()}{kit(pen)}",
            lambda: f"{_lured(pen)}.blogspot.com",
            lambda: (
                f"onedrive.live.com/view.aspx?resid={pen.code(16)}!{pen.number(3, 3)}&authkey=!{pen.code(15, signs)}"
            ),
            lambda: f"telegra.ph/{_lured(pen)}-{pen.number(2, 2)}-{pen.number(2, 2)}",
        )
    )()


def _cheap(pen: Pen) -> str:
    return pen.chance.choice(words("throwaway")) if pen.chance.random() < 0.65 else pen.zone()


def _lured(pen: Pen) -> str:
    parts = [pen.chance.choice(words("lures")) for _ in range(pen.chance.randint(1, 3))]
    if pen.chance.random() < 0.5:
        parts.insert(pen.chance.randint(0, len(parts)), pen.pick(*_KITS_ALIKE, pen.any(), pen.number(1, 4)))
    return pen.pick("-", "-", "", "-").join(parts) + (pen.number(1, 3) if pen.chance.random() < 0.2 else "")


def _below(pen: Pen, host: str) -> str:
    draw = pen.chance.random()
    if draw < 0.06:
        return f"{pen.pick(*_KITS_ALIKE)}.{host}"
    if draw < 0.12:
        return f"{pen.pick(*_KITS_ALIKE)}.com.{pen.chance.choice(words('lures'))}.{pen.code(6)}.{host}"
    return (
        f"{pen.pick('mail', 'blog', 'new', 'test', 'dev', 'shop', 'old', pen.chance.choice(words('lures')))}.{host}"
        if draw < 0.2
        else host
    )


def write(folder: Path = FOLDER) -> dict[str, int]:
    """Both files written; how many addresses each has."""
    pen = Pen(SEED)
    made = {}
    for kind, maker in (("genuine", links_genuine.genuine), ("fake", fake)):
        lines: dict[str, None] = {}
        while len(lines) < EACH:
            lines[maker(pen)] = None
        (folder / f"{kind}.txt").write_text(
            HEAD.format(kind=kind, seed=SEED) + "".join(f"{line}\n" for line in lines), "utf-8"
        )
        made[kind] = len(lines)
    return made


if __name__ == "__main__":
    print(write())
