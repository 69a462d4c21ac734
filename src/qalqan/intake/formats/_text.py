"""Text files line by line in bounded memory, in whatever encoding they were written."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Context
from qalqan.intake.formats._encoding import decode

BLOCK = 1 << 20
SAMPLE = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess(data: bytes) -> tuple[str, str]:
    """Text and name of the encoding of a piece of a file, ends of cut characters aside."""
    return decode(data)


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, for sniffing: never raises."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return head.decode(name, "replace")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:
            return head[: error.start].decode("utf-8")
    try:
        return guess(head)[0]
    except (IntakeError, UnicodeError, ValueError):
        return head.decode("latin-1")


def encoding_of(source: Path) -> str:
    """The encoding of a whole file: a byte-order mark, else UTF-8 when every byte agrees, else the likeliest.

    A file may be plain ASCII for megabytes before its first Cyrillic letter, so the sample is taken where
    the foreign bytes are.
    """
    with source.open("rb") as stream:
        first = stream.read(BLOCK)
        for mark, name in _BOMS:
            if first.startswith(mark):
                return name
        if b"\0" in first[:4096]:
            return guess(first[:SAMPLE])[1]
        decoder = codecs.getincrementaldecoder("utf-8")()
        sample = bytearray()
        block, valid = first, True
        while block:
            if len(sample) < SAMPLE and not block.isascii():
                sample += b"".join(line for line in block.splitlines(True) if not line.isascii())[:SAMPLE]
            if valid:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    valid = False
            if not valid and len(sample) >= SAMPLE:
                break
            block = stream.read(BLOCK)
    return "utf-8" if valid else guess(bytes(sample))[1]


def lines(source: Path, context: Context) -> Iterator[str]:
    """The lines of a text file without their ends. Raises IntakeError for a line over ``row_chars``."""
    most = context.limits.row_chars
    with source.open(encoding=encoding_of(source), errors="replace", newline=None) as stream:
        number = 0
        while line := stream.readline(most + 1):
            number += 1
            if len(line) > most:
                raise IntakeError("reason-line-too-long", context.name, line=str(number))
            yield line.rstrip("\n")
