"""Files packed alone by gzip, bzip2 or xz; a TAR inside is walked as it streams out."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.intake.formats._metered import Metered
from qalqan.intake.formats._tarred import is_tar, members
from qalqan.intake.formats._unpack import BROKEN, Budget, take
from qalqan.registry import Card

CARD = Card(name="gz", title="format-gz", source="RFC 1952 (gzip); bzip2; the .xz file format")
_MAGIC = {b"\x1f\x8b\x08": "gz", b"BZh": "bz2", b"\xfd7zXZ\0": "xz"}
_ENDINGS = {".gz": "", ".bz2": "", ".xz": "", ".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def _kind(head: bytes) -> str:
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "")


def sniff(head: bytes, name: str, size: int) -> int:
    """The magic bytes of one of the three."""
    kind = _kind(head)
    return 0 if not kind or (kind == "bz2" and head[4:10] != b"1AY&SY") else 910


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """No units: what is inside is an evidence of its own."""
    return {}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """The file inside, or the members of the TAR inside."""
    packed_size = source.stat().st_size
    with source.open("rb") as packed:
        stream = io.BufferedReader(Metered(_open(packed), Budget(packed_size, context)), 1 << 16)
        try:
            head = stream.peek(512)[:512]
        except BROKEN as error:
            raise IntakeError("reason-archive-broken", context.name, detail=type(error).__name__) from error
        # A budget of its own for what is kept: the stream's pays for every byte that passes.
        budget = Budget(packed_size, context)
        if is_tar(head):
            yield from members(stream, budget, context.name)
        else:
            yield from take(budget, _inner_name(context.name), stream)


def _open(packed: IO[bytes]) -> IO[bytes]:
    kind = _kind(packed.read(6))
    packed.seek(0)
    if kind == "gz":
        return gzip.GzipFile(fileobj=packed)  # type: ignore[return-value]
    if kind == "bz2":
        return bz2.BZ2File(packed)
    return lzma.LZMAFile(packed)


def _inner_name(name: str) -> str:
    path = PurePath(name.replace("\\", "/"))
    ending = _ENDINGS.get(path.suffix.lower())
    return path.name if ending is None else path.stem + ending
