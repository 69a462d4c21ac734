"""E-mail: single letters (``.eml``) and boxes of them (``.mbox``). A unit is a letter; attachments become members.

A letter that cannot be taken apart is told with its number and the box goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from io import BytesIO
from pathlib import Path

import re2

from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count
from qalqan.intake.formats._headers import packed
from qalqan.intake.formats._letter import PARTS, Attached, Contents, contents, header, parsed
from qalqan.intake.formats._letter_facts import facts, moment
from qalqan.intake.formats._text import head_text
from qalqan.intake.formats._unpack import Budget, take
from qalqan.registry import Card

CARD = Card(
    name="mail",
    title="format-mail",
    errors=(
        "headers can be forged: a letter proves only what it says",
        "SPF, DKIM and DMARC stand as the receiver's server wrote them; nothing is asked online",
    ),
    source="RFC 5322, RFC 2045-2049, RFC 4155, RFC 7208, RFC 8601",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
LETTER = 96 << 20
"""Bytes of one letter; mail services take at most 50 MB."""
_HEADERS = re2.compile(
    r"(?mi)^(from|to|subject|date|received|message-id|mime-version|return-path|content-type|delivered-to|cc):\s"
)
_FROM = re2.compile(rb"^From \S+.*\d{4}")
_FIELD = re2.compile(r"^[!-9;-~]+:")


def sniff(head: bytes, name: str, size: int) -> int:
    """A line ``From …`` of a box, or a block of known headers at the very start."""
    text = head_text(head)[:20_000].replace("\r\n", "\n").lstrip("\ufeff\n")
    start = text.split("\n\n", 1)[0]
    known = {one.lower() for one in _HEADERS.findall(start)}
    if text.startswith("From ") and len(known) > 1:
        return 940
    if not _FIELD.match(start.split("\n", 1)[0]):
        return 0
    return 940 if len(known) > 2 else 600 if len(known) > 1 and name.lower().endswith(".eml") else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """One, or the lines of a box that begin a letter."""
    letters = 0
    box = blank = False
    with source.open("rb") as stream:
        for number, line in enumerate(_lines(stream)):
            starts = line.startswith(b"From ") and _FROM.match(line) is not None
            box = box or (number == 0 and starts)
            letters += starts and (blank or number == 0)
            blank = not line.strip()
            if not box:
                return {"": 1}
    return {"": letters}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Letters as messages and their attachments as members."""
    budget = Budget(source.stat().st_size, context)
    rows = Rows("message", MESSAGE, HINTS)
    for number, raw in enumerate(_letters(source), 1):
        if raw is None:
            yield Trouble("", number, "", "", "reason-letter-too-long", "row_rejected")
            continue
        try:
            message = parsed(raw)
            told = contents(message)
            rows.add(number, _fields(message, told))
        except RecursionError:
            yield Trouble("", number, "", "", "reason-nested", "row_rejected")
            continue
        except Exception as error:  # whatever a foreign letter makes the parser raise
            yield Trouble("", number, "", type(error).__name__, "reason-letter-broken", "row_rejected")
            continue
        if told.unread:
            yield Trouble("", number, "", str(told.unread + PARTS), "reason-letter-parts", "kept_flagged")
        if rows.full:
            yield from rows.flush()
        for one in told.attached:
            yield from _member(budget, one)
    yield from rows.flush()


def _member(budget: Budget, one: Attached) -> Iterator[Block]:
    budget.member()
    yield from take(budget, one.name, BytesIO(one.content))


def _fields(message: Message, told: Contents) -> dict[str, str | None]:
    """The letter as the fields of a message."""
    lures = [{"seen": one.seen, "target": one.target} for one in told.lures]
    return {
        "at": moment(message),
        "from": header(message, "From"),
        "to": header(message, "To") or header(message, "Delivered-To"),
        "text": f"{header(message, 'Subject')}\n\n{told.text}".strip(),
        "channel": "mail",
        "attachment": "; ".join(one.name for one in told.attached),
        "headers": packed(facts(message) | {"lures": lures, "html": told.page}),
    }  # fmt: skip


def _letters(source: Path) -> Iterator[bytes | None]:
    """The raw letters of the file; None for one over ``LETTER`` bytes."""
    held: list[bytes] = []
    size, blank, box = 0, True, False
    with source.open("rb") as stream:
        for number, line in enumerate(_lines(stream)):
            starts = line.startswith(b"From ") and _FROM.match(line) is not None
            box = box or (number == 0 and starts)
            if box and starts and blank:
                if number:
                    yield b"".join(held) if size <= LETTER else None
                held, size = [], 0
            else:
                size += len(line)
                if size <= LETTER:
                    held.append(line[1:] if box and line.startswith(b">From ") else line)
                else:
                    held.clear()
            blank = not line.strip()
    yield b"".join(held) if size <= LETTER else None


def _lines(stream) -> Iterator[bytes]:  # type: ignore[no-untyped-def]
    """Lines of at most a megabyte, so that one without an end cannot take the memory."""
    while line := stream.readline(1 << 20):
        yield line
