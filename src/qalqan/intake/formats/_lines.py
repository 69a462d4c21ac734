"""Lines of a text file with a limit on their length, and their number counted in the bytes."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

BLOCK = 1 << 22


def pieces(source: Path, encoding: str, most: int) -> Iterator[str | None]:
    """Pieces of whole lines, each line ended by LF whatever ended it; None for a line over ``most`` characters.

    NULs become blanks. The file's last line may lack its end; it comes only when it holds something.
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
            text = rest + (text.replace("\0", " ") if "\0" in text else text)
            held = "\r" if block and text.endswith("\r") else ""
            text = text.removesuffix(held)
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            end = text.rfind("\n") + 1
            whole, rest = text[:end], text[end:]
            if giant and whole:
                giant, whole = False, whole[whole.index("\n") + 1 :]
                yield None
            if whole:
                yield from _checked(whole, most)
            if giant or len(rest) > most:
                giant, rest = True, ""
            rest += held
            if not block:
                if giant:
                    yield None
                elif rest:
                    yield rest
                return


def _checked(whole: str, most: int) -> Iterator[str | None]:
    """A piece as it is, or cut around its giant lines."""
    if len(whole) <= most:
        yield whole
        return
    fine: list[str] = []
    for line in whole.split("\n")[:-1]:
        if len(line) <= most:
            fine.append(line)
            continue
        if fine:
            yield "\n".join(fine) + "\n"
        fine = []
        yield None
    if fine:
        yield "\n".join(fine) + "\n"


def lines(source: Path, encoding: str, most: int) -> Iterator[str | None]:
    """Lines without their ends; None for a giant one."""
    for piece in pieces(source, encoding, most):
        if piece is None:
            yield None
        else:
            yield from piece.removesuffix("\n").split("\n")


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
                codec = "utf-32" if wide == 4 else "utf-16-be" if big else "utf-16-le"
                block = block.decode(codec, "replace").encode()
            block = before + block
            before = b""
            if block.endswith(b"\r"):
                block, before = block[:-1], b"\r"
            found += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
            tail = block[-1:] or tail
    if before:
        return found + 1
    return found + (tail not in (b"\n", b"\r", b""))
