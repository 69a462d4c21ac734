"""Which code made a result: a digest of every file that bears on it.

A version number alone does not name code: a patched installation, a checkout in development and a third party's part
carry the same one. A run is named by this digest too, so that changed code computes anew.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

from qalqan import __version__
from qalqan.registry import ENTRY_POINTS

ROOMS = ("model", "language", "values", "kernels", "engine", "scam", "mentions", "link", "detect")
"""Rooms between observations and findings; what reads a file is told by the observations themselves."""


@cache
def digest() -> str:
    """Twelve hex digits over the names and contents of the rooms' files, and the versions of third parties' parts."""
    whole = hashlib.sha256()
    package = files("qalqan")
    for room in ROOMS:
        for name, file in _below(package / room, room):
            whole.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    for told in sorted(
        f"{one.name} {one.value} {one.dist.version if one.dist else ''}" for one in entry_points(group=ENTRY_POINTS)
    ):
        whole.update(told.encode() + b"\n")
    return whole.hexdigest()[:12]


def name() -> str:
    """Version and digest, as a run and a dossier tell it."""
    return f"{__version__}+{digest()}"


def _below(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    """Files of a folder by their name below the package, compiled ones aside, in order of name."""
    found: list[tuple[str, Traversable]] = []
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir() and one.name != "__pycache__":
            found += _below(one, f"{name}/{one.name}")
        elif one.is_file() and not one.name.endswith((".pyc", ".nbi", ".nbc")):
            found.append((f"{name}/{one.name}", one))
    return found
