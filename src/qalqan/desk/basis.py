"""The lawful basis of files: one for a call, or a manifest that comes with a folder.

A manifest is ``manifest.csv`` in a folder: columns file, case, request, sanction, secrecy, use, expires, covert,
declassified, tower_dump; ``file`` is a path below that folder or a shell pattern (``bank/*.xlsx``).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from qalqan.clock import to_utc
from qalqan.errors import UsageError
from qalqan.model.evidence import Basis

MANIFEST = "manifest.csv"
_FIELDS = ("case", "request", "sanction", "secrecy", "use", "expires", "covert", "declassified", "tower_dump")
_YES = frozenset({"1", "true", "yes", "да", "иә"})


def parse(text: str) -> Basis:
    """A basis from the words of a call: ``case=…; request=…; expires=2026-12-31``; plain words are the request.

    Raises UsageError for an unknown field or a date that is none.
    """
    if not text.strip():
        return Basis()
    if "=" not in text:
        return Basis(request=text.strip())
    pairs = (piece.split("=", 1) for piece in text.split(";") if piece.strip())
    given = {pair[0].strip(): pair[-1].strip() for pair in pairs}
    if unknown := sorted(set(given) - set(_FIELDS)):
        raise UsageError("error-basis-field", name=unknown[0], known=", ".join(_FIELDS))
    return _basis(given, "--basis")


def _basis(given: Mapping[str, str], where: str) -> Basis:
    expires = given.get("expires", "")
    try:
        until = to_utc(datetime.fromisoformat(expires)) if expires else None
    except ValueError as error:
        raise UsageError("error-basis-date", where=where, value=expires) from error
    plain = {name: given.get(name, "") for name in ("case", "request", "sanction", "secrecy", "use", "declassified")}
    return Basis(
        **plain,
        expires=until,
        covert=given.get("covert", "").lower() in _YES,
        tower_dump=given.get("tower_dump", "").lower() in _YES,
    )


class Manifest:
    """The bases a folder's manifest gives, by path below the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[tuple[str, Basis]] = []
        path = folder / MANIFEST
        if not path.exists():
            return
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if "file" not in (reader.fieldnames or ()):
                raise UsageError("error-manifest-head", where=str(path), known=", ".join(("file", *_FIELDS)))
            for number, row in enumerate(reader, 2):
                told = {name: value or "" for name, value in row.items() if isinstance(name, str)}
                self.rows.append((told["file"], _basis(told, f"{path}:{number}")))

    def basis(self, path: Path) -> Basis | None:
        """The basis of a file below the folder; None when the manifest does not speak of it."""
        below = path.relative_to(self.folder).as_posix()
        for pattern, basis in self.rows:
            if pattern == below or fnmatchcase(below, pattern):
                return basis
        return None
