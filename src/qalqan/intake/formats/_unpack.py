"""Unpacking foreign archives within limits of size, ratio, depth, number; names are never used as paths."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Member, Trouble
from qalqan.intake.formats._blocks import short

BLOCK = 1 << 18
SMALLEST = 4 << 20  # so much may come out of any archive: text of one letter packs a thousandfold
MEMBERS = 20_000
NAME_CHARS = 240
BROKEN = (
    EOFError, OSError, ValueError, KeyError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile,
    tarfile.TarError,
)  # fmt: skip


class Budget:
    """What an archive may still unpack to. Raises IntakeError when it is used up."""

    def __init__(self, packed: int, context: Context) -> None:
        limits = context.limits
        if context.depth >= limits.archive_depth:
            raise IntakeError("reason-archive-depth", context.name, most=str(limits.archive_depth))
        self._context = context
        self._left = min(limits.archive_mb << 20, max(SMALLEST, packed * limits.archive_ratio))
        self._members = MEMBERS

    def spend(self, size: int) -> None:
        """Account for unpacked bytes."""
        self._left -= size
        if self._left < 0:
            raise IntakeError("reason-archive-bomb", self._context.name)

    def member(self) -> None:
        """Account for one more member."""
        self._members -= 1
        if self._members < 0:
            raise IntakeError("reason-archive-members", self._context.name, most=str(MEMBERS))

    def new_path(self) -> Path:
        """A path of our own making for an unpacked member."""
        return self._context.scratch / f"{uuid4().hex}.bin"

    def save(self, stream: IO[bytes]) -> Path:
        """Copy a member into the scratch folder; nothing is left behind when the budget runs out."""
        path = self.new_path()
        try:
            with path.open("wb") as out:
                while block := stream.read(BLOCK):
                    self.spend(len(block))
                    out.write(block)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


def shown(name: str) -> str:
    """A member's name for people: no drive, no climbing, no control signs; never empty."""
    pieces = [piece for piece in name.replace("\\", "/").split("/") if piece not in ("", ".", "..")]
    if pieces and len(pieces[0]) == 2 and pieces[0][1] == ":":
        pieces = pieces[1:]
    told = "".join(sign if sign.isprintable() else "_" for sign in "/".join(pieces))
    return told[-NAME_CHARS:] or "member"


def suspicious(name: str) -> bool:
    """Whether a name would leave the folder it is unpacked to."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or plain[1:2] == ":"


def flagged(name: str) -> Iterator[Trouble]:
    """A trouble for a name that tries to leave its folder; the member is unpacked all the same."""
    if suspicious(name):
        yield Trouble("", 0, "", short(name), "reason-member-path", "kept_flagged")


def refused(name: str, reason: str) -> Trouble:
    """A trouble for a member that was not unpacked."""
    return Trouble("", 0, "", short(shown(name)), reason, "file_rejected")


def take(budget: Budget, name: str, stream: IO[bytes]) -> Iterator[Block]:
    """Unpack one member from an open stream; a broken one is a trouble, a bomb an error."""
    yield from flagged(name)
    try:
        path = budget.save(stream)
    except BROKEN as error:
        if isinstance(error, IntakeError):
            raise
        yield refused(name, "reason-member-broken")
        return
    yield Member(shown(name), path)


def outcome(given: int, locked: int, others: int, name: str) -> None:
    """Raise NeedsPerson when nothing came out because everything is behind a password or needs a tool."""
    if not given and locked:
        raise NeedsPerson("reason-password", name)
    if not given and others:
        raise NeedsPerson("reason-rar-tool", name)
