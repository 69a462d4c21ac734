"""The console's style sheet, pictures and scripts: read once, named by what is in them, kept by browsers for a year.

The scripts import one another by relative addresses, so one stamp over all of them stands in the folder's name:
whatever changes in any of them changes the address of every one, and nothing stale meets anything new.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import Request, Response

PREFIX: Final = "/static"
KEPT: Final = "public, max-age=31536000, immutable"  # RFC 8246: not asked for again while its address stands
_SIGNS: Final = 16  # of the stamp: 64 bits
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
"""Not left to the machine's own table: with ``nosniff`` a script of another type is not run at all."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its content, the same gzipped where that is shorter, its type."""

    plain: bytes
    packed: bytes | None
    type: str


class Assets:
    """The files below a folder. ``base`` is the address they stand at: ``/static/`` and the stamp of their content."""

    def __init__(self, folder: Path) -> None:
        self._kept: dict[str, Asset] = {}
        whole = hashlib.sha256()
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            name, plain = path.relative_to(folder).as_posix(), path.read_bytes()
            whole.update(f"{name}\n{hashlib.sha256(plain).hexdigest()}\n".encode())
            packed = gzip.compress(plain, mtime=0)
            kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
            text = kind.startswith("text/") or path.suffix in _TYPES
            told = f"{kind}; charset=utf-8" if text else kind
            self._kept[name] = Asset(plain, packed if len(packed) < len(plain) else None, told)
        self.stamp = whole.hexdigest()[:_SIGNS]
        self.base = f"{PREFIX}/{self.stamp}"

    def __len__(self) -> int:
        return len(self._kept)

    def answer(self, request: Request, stamp: str, name: str) -> Response:
        """A file by its address; 404 under another stamp, as then its page is of another version too."""
        one = self._kept.get(name) if stamp == self.stamp else None
        if one is None:
            return Response(status_code=404, headers={"cache-control": "no-store"})
        packed = one.packed if "gzip" in request.headers.get("accept-encoding", "") else None
        head = {"cache-control": KEPT, "vary": "accept-encoding"} | ({"content-encoding": "gzip"} if packed else {})
        return Response(packed or one.plain, media_type=one.type, headers=head)
