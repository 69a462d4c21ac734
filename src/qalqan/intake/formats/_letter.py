"""One e-mail: its headers and text as they were meant, its attachments as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from qalqan.intake.formats._page import text_of
from qalqan.intake.formats._text import guess

PARTS = 500
TEXT_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a letter."""

    name: str
    content: bytes


def header(message: Message, name: str) -> str:
    """A header decoded; a raw eight-bit one is read in its likeliest encoding."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(decoded(str(raw)).split())


def decoded(value: str) -> str:
    """Words like ``=?koi8-r?B?…?=`` as text; what cannot be decoded stays as it is."""
    raw = value.encode("utf-8", "surrogateescape")
    if not raw.isascii():
        value = guess(raw)[0]
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    told = ""
    for piece, charset in pieces:
        told += piece if isinstance(piece, str) else _as_text(piece, charset)
    return told


def _as_text(content: bytes, charset: str | None) -> str:
    if charset and charset.lower() not in ("unknown-8bit", "us-ascii"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return guess(content)[0]


def moment(message: Message) -> str:
    """The date of the letter as ISO with its offset; as written when it is no date of RFC 5322."""
    value = header(message, "Date")
    try:
        return parsedate_to_datetime(value).isoformat(sep=" ") if value else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return value


def contents(message: Message) -> tuple[str, list[Attached]]:
    """The text of a letter (plain, else stripped of HTML) and its attachments."""
    plain: list[str] = []
    pages: list[str] = []
    attached: list[Attached] = []
    for number, part in enumerate(_leaves(message), 1):
        kind = part.get_content_type()
        name = decoded(part.get_filename() or "")
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            content = first.as_bytes() if isinstance(first, Message) else b""
            attached.append(Attached(name or f"letter{number}.eml", content))
            continue
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if name or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attached.append(Attached(name or f"part{number}.{part.get_content_subtype()}", content))
        elif kind == "text/html":
            pages.append(text_of(_as_text(content, part.get_content_charset())))
        else:
            plain.append(_as_text(content, part.get_content_charset()).strip())
    told = "\n".join(text for text in (plain if any(plain) else pages) if text)
    return told.replace("\r\n", "\n")[:TEXT_CHARS], attached


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold content, letters inside letters unopened; the stack keeps nesting off Python's own."""
    waiting = [message]
    given = 0
    while waiting and given < PARTS:
        part = waiting.pop()
        payload = part.get_payload()
        if part.is_multipart() and part.get_content_type() != "message/rfc822" and isinstance(payload, list):
            waiting.extend(one for one in reversed(payload) if isinstance(one, Message))
            continue
        given += 1
        yield part
