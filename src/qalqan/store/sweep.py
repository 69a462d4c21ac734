"""Which files the database lists, and the removal of all others: what a killed process left is not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from qalqan.errors import UsageError
from qalqan.store import disk, manifest
from qalqan.store.layout import UPLOADS
from qalqan.store.tables import VAULT
from qalqan.store.vault import Sealed, place


class Kept(NamedTuple):
    """What the database says of a file: its name there and, one of both, its seal or its hash and size."""

    name: str
    sealed: Sealed | None
    listed: manifest.Listed | None


def expected(connection: Connection, workspace: Path, forgiving: bool = False) -> dict[Path, Kept]:
    """Every file that the database lists, by its place.

    Raises UsageError for a name that was never listed by this code, unless ``forgiving``: a check of the rows
    tells of it.
    """
    kept: dict[Path, Kept] = {}
    for name, one in manifest.all_below(connection).items():
        try:
            kept[manifest.place(workspace, name)] = Kept(name, None, one)
        except (UsageError, TypeError):
            if not forgiving:
                raise
    for row in connection.execute(select(VAULT.c.sha256, VAULT.c.size, VAULT.c.wrapped)):
        if row.wrapped is not None and isinstance(row.sha256, str):
            kept[place(workspace / "vault", row.sha256)] = Kept(row.sha256, Sealed(*row), None)
    return kept


def sealed(connection: Connection, hash_: str) -> Sealed | None:
    """The seal of an original, if there is one."""
    row = connection.execute(select(VAULT.c.sha256, VAULT.c.size, VAULT.c.wrapped).where(VAULT.c.sha256 == hash_))
    found = row.first()
    return None if found is None else Sealed(*found)


def sweep(connection: Connection, workspace: Path) -> None:
    """Remove temporary folders of processes that are gone, and files that the database does not list."""
    for left in (workspace / "tmp").glob("*"):
        pid = left.name.split("-")[0]
        if left.name != UPLOADS and not (pid.isdigit() and Path(f"/proc/{pid}").exists()):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
    kept = expected(connection, workspace)
    for folder in manifest.FOLDERS:
        for found in disk.files_below(workspace / folder):
            if found not in kept:
                os.unlink(found)  # noqa: PTH108 - the name may not be valid text
