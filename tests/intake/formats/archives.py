"""Archives made byte by byte or by the standard library, for tests."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from zlib import crc32


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tar_of(members: dict[str, bytes]) -> bytes:
    """A TAR with these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def rar4_of(members: dict[str, bytes], method: int = 0x30, flags: int = 0) -> bytes:
    """A RAR of version 4: marker, archive header, stored files, end."""
    blocks = [b"Rar!\x1a\x07\x00", _rar4_block(0x73, 0, b"\0" * 6)]
    for name, content in members.items():
        raw = name.encode("ascii")
        body = struct.pack(
            "<IIBIIBBHI", len(content), len(content), 3, crc32(content), 0x5A21_0000, 20, method, len(raw), 0o100644
        )
        blocks += [_rar4_block(0x74, 0x8000 | flags, body + raw), content]
    return b"".join([*blocks, _rar4_block(0x7B, 0x4000, b"")])


def _rar4_block(kind: int, flags: int, body: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", crc32(rest) & 0xFFFF) + rest


def rar5_of(members: dict[str, bytes], compression: int = 0) -> bytes:
    """A RAR of version 5: signature, main header, stored files, end."""
    blocks = [b"Rar!\x1a\x07\x01\x00", _rar5_block(_vint(1) + _vint(0) + _vint(0))]
    for name, content in members.items():
        raw = name.encode("utf-8")
        head = _vint(2) + _vint(2) + _vint(len(content)) + _vint(4) + _vint(len(content)) + _vint(0o100644)
        head += struct.pack("<I", crc32(content)) + _vint(compression) + _vint(1) + _vint(len(raw)) + raw
        blocks += [_rar5_block(head), content]
    return b"".join([*blocks, _rar5_block(_vint(5) + _vint(0) + _vint(0))])


def _rar5_block(head: bytes) -> bytes:
    sized = _vint(len(head)) + head
    return struct.pack("<I", crc32(sized)) + sized


def _vint(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)
