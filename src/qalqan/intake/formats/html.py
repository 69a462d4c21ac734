"""Web pages with tables: statements saved from a browser, and HTML that a bank's program names ``.xls``.

A unit is a row of an outermost table or a block of text outside tables, so that a letter-head stays above its table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.intake.formats._page import grids, page_count, page_encoding, texts
from qalqan.intake.formats._text import head_text
from qalqan.registry import Card

CARD = Card(
    name="html",
    title="format-html",
    errors=("a table inside a cell becomes that cell's text",),
    source="HTML Living Standard, tables",
)
_TAGS = ("<html", "<table", "<body", "<!doctype html", "<meta ", "<tr", "<div")


def sniff(head: bytes, name: str, size: int) -> int:
    """Tags of a page near the start of the text."""
    text = head_text(head)[:20_000].lstrip("\ufeff \r\n\t").lower()
    if not text.startswith("<") or "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000]:
        return 0
    if text.startswith("<?xml") and "<html" not in text[:2000]:
        return 0
    found = sum(tag in text for tag in _TAGS)
    return 0 if not found else 880 if found > 1 else 700


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Rows and blocks of text, by tokens alone."""
    return {"": page_count(source)}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """The page as one sheet."""
    given = False
    for grid in grids(texts(source, page_encoding(source))):
        given = True
        yield grid
    if not given:
        raise IntakeError("reason-page-empty", context.name)
