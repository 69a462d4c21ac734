"""The dated lists of links as they are looked up: brands with their addresses, words, zones, hosting."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

STRONG: Final = "strong"
WEAK: Final = "weak"
_NOT_CLASSES: Final = frozenset({"sources", "as_of", "source", "zones", "zones_source"})


@dataclass(frozen=True, slots=True)
class Brands:
    """The allow list and the names of its brands.

    ``owner``: genuine domain or host → brand. ``names``: spelling → (brand, strong or weak). ``open_hosts``: genuine
    hosts where anybody may publish. ``zones``: zones that are genuine as a whole.
    """

    as_of: str
    owner: dict[str, str]
    names: dict[str, tuple[str, str]]
    classes: dict[str, str]
    open_hosts: frozenset[str]
    zones: tuple[str, ...]


@cache
def table(name: str) -> dict[str, Any]:
    """A dated table of this room's ``data/``."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def brands() -> Brands:
    """The brands of ``brands.toml``; a spelling told twice belongs to the first brand that tells it as strong."""
    told = table("brands")
    owner: dict[str, str] = {}
    names: dict[str, tuple[str, str]] = {}
    classes: dict[str, str] = {}
    open_hosts: set[str] = set()
    for class_, entries in told.items():
        if class_ in _NOT_CLASSES:
            continue
        for brand, entry in entries.items():
            classes[brand] = class_
            open_hosts.update(entry.get("open", ()))
            for domain in (*entry["domains"], *entry.get("open", ())):
                owner.setdefault(domain, brand)
            for strength, spellings in ((STRONG, entry["names"]), (WEAK, entry.get("weak", ()))):
                for spelling in spellings:
                    plain = spelling.replace("-", "")
                    if plain not in names or (strength == STRONG and names[plain][1] == WEAK):
                        names[plain] = (brand, strength)
    return Brands(told["as_of"], owner, names, classes, frozenset(open_hosts), tuple(told["zones"]))


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of ``links.toml``, each entry once, in order of name."""
    return tuple(sorted(set(table("links")[name])))
