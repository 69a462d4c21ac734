"""Lines of a text file with a limit on their length, and their number counted in the bytes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

BLOCK = 1 << 22


def lines(source: Path, encoding: str, most: int) -> Iterator[str | None]:
    """Lines without their ends (LF, CR LF or CR); None for a line over ``most`` characters. NULs become blanks.

    A file's last line counts only when it holds something.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    giant = False
    first = True
    with source.open("rb") as stream:
        while True:
            block = stream.read(BLOCK)
            text = decoder.decode(block, final=not block)
            if first and text:
                text, first = text.removeprefix("\ufeff"), False
            if "\0" in text:
                text = text.replace("\0", " ")
            text = rest + text
            rest = ""
            if block and text.endswith("\r"):
                text, rest = text[:-1], "\r"
            pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if "\r" in text else text.split("\n")
            tail = pieces.pop()
            for piece in pieces:
                if giant or len(piece) > most:
                    giant = False
                    yield None
                else:
                    yield piece
            if giant or len(tail) > most:
                giant, tail = True, ""
            rest = tail + rest
            if not block:
                if giant:
                    yield None
                elif tail:
                    yield tail
                return


def total_lines(source: Path, encoding: str) -> int:
    """Line ends in the bytes (LF; CR LF; CR where there is no LF near), and a last line without one."""
    wide = 4 if "32" in encoding else 2 if "16" in encoding else 1
    found = 0
    before = b""
    tail = b""
    with source.open("rb") as stream:
        data = stream.read(4) if wide > 1 else b""
        big = "be" in encoding or data[:2] == b"\xfe\xff"
        skip = 2 if data[:2] in (b"\xff\xfe", b"\xfe\xff") else 0
        stream.seek(skip)
        while block := stream.read(BLOCK // 4 * 4):
            if wide > 1:
                block = block.decode("utf-32" if wide == 4 else ("utf-16-be" if big else "utf-16-le"), "replace").encode()
            block = before + block
            before = b""
            if block.endswith(b"\r"):
                block, before = block[:-1], b"\r"
            found += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
            tail = block[-1:] or tail
    if before:
        return found + 1
    return found + (tail not in (b"\n", b"\r", b""))
