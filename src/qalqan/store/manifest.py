"""The manifest: the files that exist. A name is written once; a change is a new name and a dropped one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import re2
from sqlalchemy import Connection, select

from qalqan.errors import NotFound, UsageError
from qalqan.store import disk, rows
from qalqan.store.tables import MANIFEST

FOLDERS: Final = ("vault", "lake", "runs", "officers")
"""Folders whose files must be listed."""
_OWN: Final = ("runs", "officers")
_NAME: Final = re2.compile(r"[A-Za-z0-9_=][A-Za-z0-9._=-]*(?:/[A-Za-z0-9_=][A-Za-z0-9._=-]*)*")


class Listed(NamedTuple):
    """A listed file: its SHA-256 (hex) and size."""

    sha256: str
    size: int


def place(workspace: Path, name: str) -> Path:
    """Where the file of that name lies: ``runs/…`` and ``officers/…`` in their own folders, else below lake/.

    Raises UsageError for a name that could lead out of the workspace.
    """
    if not _NAME.fullmatch(name):
        raise UsageError("error-lake-name", name=name)
    first = name.split("/", maxsplit=1)[0]
    return workspace / name if first in _OWN else workspace / "lake" / name


def weigh(files: Mapping[str, Path]) -> dict[str, Listed]:
    """The hash and size of files about to be kept."""
    return {name: Listed(*disk.hash_file(path)) for name, path in files.items()}


def get(connection: Connection, name: str) -> Listed:
    """The listed file of that name. Raises NotFound."""
    row = connection.execute(select(MANIFEST.c.sha256, MANIFEST.c.size).where(MANIFEST.c.name == name)).first()
    if row is None:
        raise NotFound("error-lake-unknown", name=name)
    return Listed(*row)


def all_below(connection: Connection, prefix: str = "") -> dict[str, Listed]:
    """Listed files whose name starts so, in order of name."""
    query = select(MANIFEST).order_by(MANIFEST.c.name)
    if prefix:
        query = query.where(MANIFEST.c.name.startswith(prefix, autoescape=True))
    return {row.name: Listed(row.sha256, row.size) for row in connection.execute(query)}


def refuse_listed(connection: Connection, new: Iterable[str], drop: Iterable[str]) -> None:
    """Raises UsageError when a new name is listed already: its content must never change."""
    for name in sorted({*new, *drop}):
        listed = connection.execute(select(MANIFEST.c.name).where(MANIFEST.c.name == name)).first() is not None
        if listed and name in new:
            raise UsageError("error-lake-listed", name=name)
        if not listed and name in drop:
            raise NotFound("error-lake-unknown", name=name)


def add(connection: Connection, new: Mapping[str, Listed]) -> None:
    """List files."""
    for name, one in new.items():
        rows.insert(connection, MANIFEST, {"name": name, "sha256": one.sha256, "size": one.size})


def drop(connection: Connection, names: Iterable[str]) -> None:
    """List them no longer."""
    for name in names:
        rows.delete(connection, MANIFEST, (name,))
