"""Writes the corpora of addresses: genuine-shaped and fake ones, from words, sites and shapes we wrote by hand.

Everything comes from ``corpora/links/seeds_*.txt``, the dated brand list and the permutations below, with one seed;
no address is copied from any list of frauds. ``python -m qalqan.learn.links_write`` writes ``genuine.txt`` and ``fake.txt`` anew,
byte for byte the same.
"""

# ruff: noqa: E501 - shapes and lists are data, one a line

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path
from typing import Final

from qalqan.learn import links_genuine, links_permute
from qalqan.learn.links_pen import FOLDER, Pen
from qalqan.scam._links_data import words

SEED: Final = 20260301
EACH: Final = 9000
HEAD: Final = (
    "# {kind} addresses, one a line, made by qalqan.learn.links_write (seed {seed}) from words, sites and shapes\n"
    "# written by the authors of the project. provenance: generated, 2026; no outside list of addresses was used.\n"
)
_KITS_ALIKE: Final = ("paypal", "apple", "chase", "wellsfargo", "boa", "netflix", "dhl", "usps", "facebook", "instagram", "office365",
                      "outlook", "dropbox", "docusign", "adobe", "alibaba", "yahoo", "aol", "hsbc", "barclays", "santander", "itau", "bradesco",
                      "orange", "sfr", "impots", "ameli", "irs", "usaa", "citi", "amazon", "ebay", "steam", "google", "gmail", "icloud", "linkedin",
                      "kaspi", "halyk", "egov", "olx", "kazpost", "beeline", "kcell", "jusan", "forte", "homebank", "cdek", "wildberries")  # fmt: skip
_LIBS: Final = ("SimplePie", "js", "css", "fonts", "images", "Text", "ID3", "pomo", "certificates", "theme-compat", "joomla", "phputf8", "fof", "cms", "rokcommon", "random_compat", "customize")  # fmt: skip


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
            pen.any,
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
        "short": lambda: pen.pick(pen.code(pen.chance.randint(2, 6), string.ascii_lowercase), pen.number(1, 4), pen.any()),
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
    kinds = (_imitated, _hacked, _hosted, _cheap_name, _random_name, _platform, _number, _short)
    return pen.chance.choices(kinds, (300, 380, 100, 70, 70, 40, 25, 15))[0](pen)


def _imitated(pen: Pen) -> str:
    return links_permute.alike(pen) + (kit(pen) if pen.chance.random() < 0.55 else "")


def _hacked(pen: Pen) -> str:
    return _below(pen, pen.small_host()) + kit(pen)


def _hosted(pen: Pen) -> str:
    return f"{_lured(pen)}.{pen.chance.choice(words('hosting'))}" + (kit(pen) if pen.chance.random() < 0.6 else "")


def _cheap_name(pen: Pen) -> str:
    return f"{_lured(pen)}.{_cheap(pen)}" + (kit(pen) if pen.chance.random() < 0.6 else "")


def _random_name(pen: Pen) -> str:
    signs = pen.pick(string.ascii_lowercase, string.ascii_lowercase + "0123456789", "bcdfghjklmnpqrstvwxz")
    return f"{pen.code(pen.chance.randint(5, 14), signs)}.{_cheap(pen)}" + (
        kit(pen) if pen.chance.random() < 0.8 else ""
    )


def _number(pen: Pen) -> str:
    return ".".join(str(pen.chance.randint(1, 254)) for _ in range(4)) + pen.pick("", ":8080", ":81", "") + kit(pen)


def _short(pen: Pen) -> str:
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
