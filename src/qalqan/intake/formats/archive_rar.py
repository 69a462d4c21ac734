"""RAR archives, versions 4 and 5: stored members are read here, packed ones need a tool on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import rarfile

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Member
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.intake.formats._unpack import BROKEN, Budget, outcome, refused, take
from qalqan.registry import Card

CARD = Card(
    name="rar",
    title="format-rar",
    errors=("packed members are read only where unrar, unar, 7z or bsdtar is installed",),
    source="RAR 5.0 archive format; technote for RAR 4",
)
_MAGIC = (b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00")


def sniff(head: bytes, name: str, size: int) -> int:
    """The magic bytes of version 4 or 5."""
    return 920 if head.startswith(_MAGIC) else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """No units: the members are evidences of their own."""
    return {}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Members one by one. NeedsPerson when all are locked, or all need a tool that is not there."""
    budget = Budget(source.stat().st_size, context)
    try:
        archive = rarfile.RarFile(source, errors="stop")
    except (rarfile.PasswordRequired, rarfile.NeedFirstVolume) as error:
        locked = isinstance(error, rarfile.PasswordRequired)
        raise NeedsPerson("reason-password" if locked else "reason-rar-volume", context.name) from error
    except (rarfile.Error, *BROKEN) as error:
        raise IntakeError("reason-archive-broken", context.name, detail=type(error).__name__) from error
    with archive:
        if archive.needs_password() and not archive.infolist():
            raise NeedsPerson("reason-password", context.name)
        yield from _members(archive, budget, context)


def _members(archive: rarfile.RarFile, budget: Budget, context: Context) -> Iterator[Block]:
    given = locked = packed = 0
    for info in archive.infolist():
        budget.member()
        name = str(info.filename)
        if info.is_dir():
            continue
        if info.needs_password():
            locked += 1
            yield refused(name, "reason-password")
            continue
        if not info.is_file():
            yield refused(name, "reason-member-link")
            continue
        try:
            stream = archive.open(info)
        except (rarfile.RarCannotExec, rarfile.RarExecError):
            packed += 1
            yield refused(name, "reason-rar-tool")
            continue
        except (rarfile.Error, *BROKEN):
            yield refused(name, "reason-member-broken")
            continue
        with stream:
            for block in _taken(budget, name, stream):
                given += isinstance(block, Member)
                yield block
    if not given and (locked or packed):
        outcome(given, locked, packed, context.name)


def _taken(budget: Budget, name: str, stream: rarfile.RarExtFile) -> Iterator[Block]:
    try:
        yield from take(budget, name, stream)
    except rarfile.Error:
        yield refused(name, "reason-member-broken")
