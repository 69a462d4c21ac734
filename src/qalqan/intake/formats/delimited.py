"""Text tables: fields between commas, semicolons, tabs or bars, in any encoding of :mod:`_encoding`.

A row ends at a line's end outside quotes (RFC 4180). A quote opens only at the start of a field. When an open
quote does not close within ``QUOTED_LINES`` lines, or what it swallowed does not fit the table's width while the
line alone does, the quote was an ordinary sign and the row ends with its line. ``row`` is the line a row starts
in; units are lines, and the further lines of a quoted row are listed as skipped: a plain count of line ends accounts
for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context
from qalqan.intake.formats._dialect import dialect, usual_width
from qalqan.intake.formats._fields import Fields
from qalqan.intake.formats._lines import lines, pieces, total_lines
from qalqan.intake.formats._text import encoding_of, head_text
from qalqan.registry import Card

CARD = Card("delimited", "format-delimited", source="RFC 4180 and what spreadsheets and cores of banks write")
_HEAD_LINES = 200


def sniff(head: bytes, name: str, size: int) -> int:
    """Text whose lines have one separator the same number of times. The name breaks ties."""
    text = head_text(head)
    if not text.strip() or "\0" in text[:4000] or _binary(text):
        return 0
    if text.lstrip()[:1] in "<{[":
        return 0
    named = name.lower().endswith((".csv", ".tsv", ".txt", ".tab", ".psv"))
    rows = (text.split("\n")[:-1] or [text])[:_HEAD_LINES]
    separator, share, width = dialect([row.rstrip("\r") for row in rows])
    if not separator:
        return 400 if _list(rows) else 220 if name.lower().endswith((".csv", ".tsv")) else 0
    score = 300 + min(width, 10) * 20 + share * 2 // 10
    return min(820, score + (60 if named else 0))


def _list(rows: list[str]) -> bool:
    """Lines that are one identifier each: addresses of sites, numbers, accounts."""
    filled = [row.strip().strip('"') for row in rows if row.strip()]
    alike = sum(1 for row in filled if (" " not in row.strip("+") and any(map(str.isdigit, row))) or "://" in row or (
        "." in row and " " not in row))  # fmt: skip
    return len(filled) >= 2 and alike * 10 >= len(filled) * 8


def _binary(text: str) -> bool:
    piece = text[:8000]
    odd = sum(1 for sign in piece if (sign < " " and sign not in "\t\r\n\f\v\x1a") or sign == "\ufffd")
    return odd * 20 > len(piece)


def count(source: Path, context: Context) -> dict[str, int]:
    """Lines, counted by their ends in the bytes."""
    return {"": total_lines(source, encoding_of(source))}


def read(source: Path, context: Context) -> Iterator[Block]:
    """The rows as grids of one part. Raises IntakeError when the file is no text table."""
    encoding = encoding_of(source)
    most = context.limits.row_chars
    head = []
    for line in lines(source, encoding, most):
        head.append(line or "")
        if len(head) >= _HEAD_LINES:
            break
    if not head or not any(row.strip() for row in head):
        raise IntakeError("reason-empty-file", context.name)
    separator, _, width = dialect(head)
    separator = separator or "\t"
    reader = Fields(separator, usual_width(head, separator, width), most)
    yield from reader.blocks(pieces(source, encoding, most))
