"""7z archives: every file in one becomes an evidence of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qalqan.intake.blocks import Block, Context
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.registry import Card

CARD = Card(
    name="7z",
    title="format-7z",
    errors=("one broken block takes the members after it in the same block with it",),
    source="7-Zip: 7zFormat.txt",
)
MAGIC = b"7z\xbc\xaf\x27\x1c"


def sniff(head: bytes, name: str, size: int) -> int:
    """The magic bytes."""
    return 920 if head.startswith(MAGIC) else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """No units: the members are evidences of their own."""
    return {}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Members; links are troubles. Members whose unpacking did not finish are troubles too."""
    from qalqan.intake.formats import _seven  # noqa: PLC0415 - its unpackers take 0.2 s to load, and few files are 7z

    yield from _seven.members(source, context)
