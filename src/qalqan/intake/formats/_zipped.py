"""The first entries of a ZIP as its local headers tell them: enough to know an office file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MOST = 40
_PEEK = 1 << 16


def entries(head: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, beginning of the content) of the entries that begin within ``head``."""
    at = 0
    for _turn in range(_MOST):
        if head[at : at + 4] != b"PK\x03\x04" or len(head) < at + _HEADER.size:
            return
        fields = _HEADER.unpack_from(head, at)
        flags, method, packed, name_size, extra = fields[2], fields[3], fields[7], fields[9], fields[10]
        start = at + _HEADER.size + name_size + extra
        name = head[at + _HEADER.size : at + _HEADER.size + name_size].decode("utf-8", "replace")
        content, end = _content(head[start:], method, packed, known=not flags & 8)
        yield name, content
        if end is None:
            return
        at = start + end
        if flags & 8 and (found := head.find(b"PK\x03\x04", at, at + 28)) >= 0:
            at = found


def _content(data: bytes, method: int, packed: int, *, known: bool) -> tuple[bytes, int | None]:
    """The beginning of a member's content and where it ends in ``data``, if that can be told."""
    if method == 8:
        inflate = zlib.decompressobj(-15)
        try:
            content = inflate.decompress(data[:packed] if known else data, _PEEK)
        except zlib.error:
            return b"", packed if known else None
        if known:
            return content, packed
        return content, len(data) - len(inflate.unused_data) if inflate.eof else None
    return (data[: min(packed, _PEEK)], packed) if known else (b"", None)


def office_kind(head: bytes) -> str:
    """``word``, ``sheet``, ``other`` for an office file, empty for another ZIP."""
    names: list[str] = []
    types = b""
    for name, content in entries(head):
        names.append(name)
        if name == "[Content_Types].xml":
            types = content
        if name == "mimetype" and b"opendocument" in content:
            return "sheet" if b"spreadsheet" in content else "other"
    if not types and "[Content_Types].xml" not in names:
        return ""
    if b"wordprocessingml" in types or any(name.startswith("word/") for name in names):
        return "word"
    if b"spreadsheetml" in types or any(name.startswith("xl/") for name in names):
        return "sheet"
    return "other"
