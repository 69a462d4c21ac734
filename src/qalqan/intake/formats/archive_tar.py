"""TAR archives: every file in one becomes an evidence of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qalqan.intake.blocks import Block, Context
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.intake.formats._tarred import is_tar, members
from qalqan.intake.formats._unpack import Budget
from qalqan.registry import Card

CARD = Card(name="tar", title="format-tar", source="POSIX.1-2001 pax interchange format; GNU tar")


def sniff(head: bytes, name: str, size: int) -> int:
    """A header with its magic word or a right checksum."""
    return 920 if is_tar(head) else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """No units: the members are evidences of their own."""
    return {}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Members one by one."""
    budget = Budget(source.stat().st_size, context)
    with source.open("rb") as stream:
        yield from members(stream, budget, context.name)
