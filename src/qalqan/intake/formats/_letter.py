"""One e-mail: its headers and text as they were meant, its attachments as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Any

import re2

from qalqan.intake.formats._letter_page import Lure, plain
from qalqan.intake.formats._text import guess

PARTS = 500
TEXT_CHARS = 1_000_000
HEADER_CHARS = 8_000
_META = re2.compile(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})")
_WESTERN = ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii", "unknown-8bit")


class _Letter(Message):
    """A message whose giant headers are cut before the standard library takes their parameters apart.

    Its parameter parser counts quotes anew for every semicolon, which is quadratic in the header's length.
    """

    def get(self, name: str, failobj: Any = None) -> Any:
        """The header, at most ``HEADER_CHARS`` signs of it."""
        value = super().get(name, failobj)
        return value[:HEADER_CHARS] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a letter."""

    name: str
    content: bytes


@dataclass(slots=True)
class Contents:
    """The text of a letter, its files, the lures among its links; parts beyond ``PARTS`` are only counted."""

    text: str = ""
    attached: list[Attached] = field(default_factory=list)
    lures: list[Lure] = field(default_factory=list)
    page: bool = False
    unread: int = 0


def parsed(raw: bytes) -> Message:
    """The letter. Raises RecursionError for one nested without end."""
    return BytesParser(_Letter, policy=compat32).parsebytes(raw)


def header(message: Message, name: str) -> str:
    """A header decoded; a raw eight-bit one is read in its likeliest encoding."""
    return next(iter(headers(message, name)), "")


def headers(message: Message, name: str) -> list[str]:
    """All headers of that name, as they stand from the top."""
    wanted = name.lower()
    return [
        " ".join(decoded(str(value)[:HEADER_CHARS]).split())
        for key, value in message.raw_items() if key.lower() == wanted
    ]  # fmt: skip


def decoded(value: str) -> str:
    """Words like ``=?koi8-r?B?…?=`` as text; what cannot be decoded stays as it is."""
    raw = value.encode("utf-8", "surrogateescape")
    if not raw.isascii():
        value = guess(raw)[0]
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(piece if isinstance(piece, str) else _as_text(piece, charset) for piece, charset in pieces)


def _as_text(content: bytes, charset: str | None) -> str:
    """The text in its declared encoding; where that cannot be, or a Western one is declared, in its likeliest."""
    if charset and charset.lower() not in _WESTERN:
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return guess(content)[0]


def contents(message: Message) -> Contents:
    """The text of a letter (plain, else its page made plain) and its attachments."""
    plains: list[str] = []
    pages: list[str] = []
    told = Contents()
    for number, part in enumerate(_leaves(message), 1):
        if number > PARTS:
            told.unread += 1
            continue
        kind = part.get_content_type()
        name = decoded((part.get_filename() or "")[:HEADER_CHARS])
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            content = first.as_bytes() if isinstance(first, Message) else b""
            told.attached.append(Attached(name or f"letter{number}.eml", content))
            continue
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if name or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            told.attached.append(Attached(name or f"part{number}.{part.get_content_subtype()}", content))
        elif kind == "text/html":
            text, lures = plain(_as_text(content, part.get_content_charset() or _declared(content))[: 8 * TEXT_CHARS])
            pages.append(text)
            told.lures += lures
        else:
            plains.append(_as_text(content, part.get_content_charset()).strip())
    told.page = not any(plains) and any(pages)
    chosen = pages if told.page else plains
    told.text = "\n".join(text for text in chosen if text).replace("\r\n", "\n")[:TEXT_CHARS]
    return told


def _declared(content: bytes) -> str | None:
    """The encoding that a page itself declares."""
    found = _META.search(content[:4096])
    return found.group(1).decode("ascii", "replace") if found else None


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold content, letters inside letters unopened; the stack keeps nesting off Python's own."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.is_multipart() and part.get_content_type() != "message/rfc822" and isinstance(payload, list):
            waiting.extend(one for one in reversed(payload) if isinstance(one, Message))
            continue
        yield part
