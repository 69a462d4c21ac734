"""The manifest of a folder that a browser sends: ``FOLDER/manifest.csv`` gives the bases of the files sent below it, as
the command line reads it of a folder (`desk/basis`). It is no evidence: it is kept beside the uploads, for its sender
alone and as long as they are, and read before any of them.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from qalqan.desk.basis import MANIFEST, Manifest
from qalqan.errors import UsageError
from qalqan.model.evidence import Basis
from qalqan.store import disk

MOST_BYTES: Final = 4 << 20
_KEPT: Final = "manifest-"


def named(name: str) -> bool:
    """Whether a file of that name, with its path below a folder, is that folder's manifest."""
    return name.endswith(f"/{MANIFEST}")


def keep(root: Path, officer: str, name: str, content: Path) -> tuple[Basis, ...]:
    """Read a manifest and keep it below the folder of uploads; gives its bases, so that the caller may ask whether the
    officer may bring files on them (:func:`drop` takes it back). Raises UsageError for one that cannot be read."""
    if content.stat().st_size > MOST_BYTES:
        raise UsageError("error-manifest-size", where=name, most=str(MOST_BYTES >> 20))
    folder = _folder(root, officer, name.rpartition("/")[0])
    folder.mkdir(mode=0o700, exist_ok=True)
    disk.write_file(folder / MANIFEST, content.read_bytes(), 0o600)
    try:
        return tuple(basis for _, basis in Manifest(folder).rows)
    except (UsageError, UnicodeDecodeError) as error:
        drop(root, officer, name)
        if isinstance(error, UsageError):
            raise
        raise UsageError("error-manifest-text", where=name) from error


def drop(root: Path, officer: str, name: str) -> None:
    """Forget a manifest that was kept."""
    (_folder(root, officer, name.rpartition("/")[0]) / MANIFEST).unlink(missing_ok=True)


def basis(root: Path, officer: str, name: str) -> Basis | None:
    """The basis that a manifest above a file gives it, of the nearest folder that names it; None when none does."""
    parts = name.split("/")
    for depth in range(len(parts) - 1, 0, -1):
        folder = _folder(root, officer, "/".join(parts[:depth]))
        if (folder / MANIFEST).is_file() and (found := Manifest(folder).basis(folder.joinpath(*parts[depth:]))):
            return found
    return None


def _folder(root: Path, officer: str, above: str) -> Path:
    name = sha256(f"{officer}\n{above}".encode()).hexdigest()
    return root / f"{_KEPT}{name[:32]}"
