"""ZIP archives: every member becomes an evidence of its own. Office files are left to their readers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Member
from qalqan.intake.formats._blocks import shielded, shielded_count
from qalqan.intake.formats._text import guess
from qalqan.intake.formats._unpack import BROKEN, Budget, outcome, refused, take
from qalqan.intake.formats._zipped import office_kind
from qalqan.registry import Card

CARD = Card(
    name="zip",
    title="format-zip",
    errors=("members packed by methods newer than Deflate, BZip2 and LZMA are named, not read",),
    source="APPNOTE.TXT, .ZIP File Format Specification",
)
_UTF8 = 0x800
_ENCRYPTED = 0x1
_LINK = 0o120000


def sniff(head: bytes, name: str, size: int) -> int:
    """A ZIP that is no office file."""
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK")):
        return 0
    return 0 if office_kind(head) else 900


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """No units: the members are evidences of their own."""
    return {}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Members one by one; locked, linked and broken ones are troubles."""
    budget = Budget(source.stat().st_size, context)
    try:
        archive = zipfile.ZipFile(source)
    except BROKEN as error:
        raise IntakeError("reason-archive-broken", context.name, detail=type(error).__name__) from error
    given = locked = 0
    with archive:
        for info in archive.infolist():
            budget.member()
            name = member_name(info)
            if info.is_dir():
                continue
            if info.flag_bits & _ENCRYPTED:
                locked += 1
                yield refused(name, "reason-password")
            elif (info.external_attr >> 16) & 0o170000 == _LINK:
                yield refused(name, "reason-member-link")
            else:
                for block in _member(archive, info, budget, name):
                    given += isinstance(block, Member)
                    yield block
    outcome(given, locked, 0, context.name)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, name: str) -> Iterator[Block]:
    try:
        stream = archive.open(info)
    except BROKEN:
        yield refused(name, "reason-member-broken")
        return
    with stream:
        yield from take(budget, name, stream)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows packs Cyrillic names in cp866 or cp1251 and says so nowhere."""
    if info.flag_bits & _UTF8 or info.orig_filename.isascii():
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return old_name(raw)


def old_name(raw: bytes) -> str:
    """A name without a stated encoding: cp866 when its letters are Russian there, else the likeliest."""
    dos = raw.decode("cp866")
    letters = [sign for sign in dos if not sign.isascii()]
    if letters and all(sign in "№ёЁ" or "А" <= sign <= "я" for sign in letters):
        return dos
    return guess(raw)[0]
