"""Parts declare themselves and are found; no list is edited to add one.

A *room* is a package whose modules are parts (``qalqan.values``, ``qalqan.intake.formats``, …). A module with a
public ``CARD`` is a part; modules without one are helpers. Third parties add parts through the
entry-point group ``qalqan.parts`` (name ``room:part``, value the module).
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from qalqan.errors import PartError

ENTRY_POINTS = "qalqan.parts"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number a part decides by: where it starts, its unit and why."""

    start: int | str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a part says of itself.

    ``title`` is a Fluent key that every UI language has. ``reads`` and ``writes`` name tables (steps and
    detectors). ``thresholds`` are its numbers, ``errors`` its known errors, ``source`` the paper, law or
    standard its method comes from.
    """

    name: str
    title: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    source: str = ""


@cache
def parts(room: str) -> dict[str, ModuleType]:
    """All parts of a room (a package name below ``qalqan``), by name, in order of name.

    Raises PartError when two parts share a name.
    """
    package = importlib.import_module(f"qalqan.{room}")
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
        if not found.name.startswith("_")
    ]
    modules += [entry.load() for entry in entry_points(group=ENTRY_POINTS) if entry.name.startswith(f"{room}:")]
    found_parts: dict[str, ModuleType] = {}
    for module in modules:
        card = getattr(module, "CARD", None)
        if not isinstance(card, Card):
            continue
        if card.name in found_parts:
            raise PartError("error-part-twice", room=room, part=card.name)
        found_parts[card.name] = module
    return dict(sorted(found_parts.items()))


def part(room: str, name: str) -> ModuleType:
    """The part of that name. Raises PartError with the names there are when it is unknown."""
    known = parts(room)
    if name not in known:
        raise PartError("error-part-unknown", room=room, part=name, known=", ".join(known))
    return known[name]
