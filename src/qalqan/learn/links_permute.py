"""Addresses that imitate a brand: the kinds of permutation of dnstwist, and those that frauds add to them."""

# ruff: noqa: E501 - shapes and lists are data, one a line

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from qalqan.learn.links_pen import Pen
from qalqan.scam._links_data import brands, words

_LIKE: Final = {
    "a": "4",
    "b": "6",
    "e": "3",
    "g": "q9",
    "i": "1l",
    "l": "1i",
    "o": "0",
    "s": "5",
    "t": "7",
    "m": "n",
    "k": "x",
    "z": "2",
    "u": "v",
}
_KEYS: Final = {"a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xa"}  # fmt: skip
_DRAWN: Final = {
    "a": "а",
    "c": "с",
    "e": "е",
    "i": "і",
    "k": "к",
    "o": "о",
    "p": "р",
    "s": "ѕ",
    "x": "х",
    "y": "у",
    "h": "һ",
    "q": "ԛ",
}


def alike(pen: Pen) -> str:
    """A host that imitates one of the brands."""
    name = pen.chance.choice(pen.brands)
    kind = pen.chance.choice(_KINDS)
    host = kind(pen, name)
    return host.encode("idna").decode("ascii") if not host.isascii() else host


def _place(pen: Pen, name: str) -> int:
    return pen.chance.randrange(len(name))


def _zone(pen: Pen) -> str:
    draw = pen.chance.random()
    return (
        "kz"
        if draw < 0.2
        else pen.chance.choice(words("throwaway"))
        if draw < 0.7
        else pen.pick("com", "net", "org", "ru", "com.kz", "info")
    )


def _changed(pen: Pen, name: str, table: dict[str, str]) -> str:
    at = [place for place, sign in enumerate(name) if sign in table]
    if not at:
        return name + name[-1]
    place = pen.chance.choice(at)
    return name[:place] + pen.chance.choice(table[name[place]]) + name[place + 1 :]


def _slipped(pen: Pen, name: str) -> str:
    """One slip of the finger away."""
    place = _place(pen, name)
    made = pen.chance.choice(
        (
            lambda: name[:place] + name[place + 1 :],
            lambda: name[:place] + name[place] + name[place:],
            lambda: name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :],
            lambda: _changed(pen, name, _KEYS),
            lambda: name + pen.pick(*"aeiosyz"),
        )
    )()
    return made if made != name and len(made) > 2 else name + "s"


def _word(pen: Pen) -> str:
    return pen.chance.choice(words("lures")) if pen.chance.random() < 0.75 else pen.chance.choice(words("words"))


def _genuine(pen: Pen) -> str:
    return pen.chance.choice([domain for domain in sorted(brands().owner) if domain.endswith(".kz")])


_KINDS: Final[tuple[Callable[[Pen, str], str], ...]] = (
    lambda pen, name: f"{_slipped(pen, name)}.{_zone(pen)}",
    lambda pen, name: f"{_changed(pen, name, _LIKE)}.{_zone(pen)}",
    lambda pen, name: f"{_changed(pen, name, _DRAWN)}.{_zone(pen)}",
    lambda pen, name: f"{name}-{_word(pen)}.{_zone(pen)}",
    lambda pen, name: f"{_word(pen)}-{name}.{_zone(pen)}",
    lambda pen, name: f"{name}{_word(pen)}.{_zone(pen)}",
    lambda pen, name: f"{_word(pen)}{name}.{_zone(pen)}",
    lambda pen, name: f"{name}-{_word(pen)}-{_word(pen)}.{_zone(pen)}",
    lambda pen, name: f"{name}.{_word(pen)}-{_word(pen)}.{_zone(pen)}",
    lambda pen, name: f"{name}.{pen.small_host()}",
    lambda pen, _: f"{_genuine(pen)}.{_word(pen)}-{pen.number(1, 4)}.{_zone(pen)}",
    lambda pen, _: f"{_genuine(pen).replace('.', '-')}.{pen.pick('com', 'site', 'online', 'top', 'ru')}",
    lambda pen, _: f"{_genuine(pen).replace('.', '-')}-{_word(pen)}.{_zone(pen)}",
    lambda pen, name: (
        f"{name}.{pen.pick('com.kz', 'org.kz', 'online', 'site', 'top', 'xyz', 'ru.com', 'cc', 'pw', 'info')}"
    ),
    lambda pen, name: f"kz-{name}.{_zone(pen)}",
    lambda pen, name: f"{name}-kz.{_zone(pen)}",
)
