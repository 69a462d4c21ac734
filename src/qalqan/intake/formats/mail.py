"""E-mail: single letters (``.eml``) and boxes of them (``.mbox``). A unit is a letter; attachments become members."""

from __future__ import annotations

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import compat32
from io import BytesIO
from pathlib import Path

import re2

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import MESSAGE, Rows, shielded, shielded_count
from qalqan.intake.formats._letter import contents, header, moment
from qalqan.intake.formats._text import head_text
from qalqan.intake.formats._unpack import Budget, take
from qalqan.registry import Card

CARD = Card(
    name="mail",
    title="format-mail",
    errors=("headers can be forged: a letter proves only what it says",),
    source="RFC 5322, RFC 2045-2049, RFC 4155",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
LETTER = 256 << 20
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
    number = 0
    for raw in _letters(source, context):
        number += 1
        try:
            message = BytesParser(policy=compat32).parsebytes(raw)
            text, attached = contents(message)
        except RecursionError:
            yield Trouble("", number, "", "", "reason-nested", "row_rejected")
            continue
        subject = header(message, "Subject")
        rows.add(number, {
            "at": moment(message),
            "from": header(message, "From"),
            "to": header(message, "To") or header(message, "Delivered-To"),
            "text": f"{subject}\n\n{text}".strip(),
            "channel": "mail",
            "attachment": "; ".join(one.name for one in attached),
        })  # fmt: skip
        if rows.full:
            yield from rows.flush()
        for one in attached:
            budget.member()
            yield from take(budget, one.name, BytesIO(one.content))
    yield from rows.flush()


def _letters(source: Path, context: Context) -> Iterator[bytes]:
    """The raw letters of the file. Raises IntakeError for one over ``LETTER`` bytes."""
    held: list[bytes] = []
    size, blank, box = 0, True, False
    with source.open("rb") as stream:
        for number, line in enumerate(_lines(stream)):
            starts = line.startswith(b"From ") and _FROM.match(line) is not None
            box = box or (number == 0 and starts)
            if box and starts and blank:
                if number:
                    yield b"".join(held)
                held, size = [], 0
            else:
                held.append(line[1:] if box and line.startswith(b">From ") else line)
                size += len(line)
                if size > LETTER:
                    raise IntakeError("reason-letter-too-long", context.name)
            blank = not line.strip()
    yield b"".join(held)


def _lines(stream) -> Iterator[bytes]:  # type: ignore[no-untyped-def]
    """Lines of at most a megabyte, so that one without an end cannot take the memory."""
    while line := stream.readline(1 << 20):
        yield line
