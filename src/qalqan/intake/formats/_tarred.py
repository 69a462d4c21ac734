"""Walking a TAR stream, member by member, never seeking back."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, Protocol

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block
from qalqan.intake.formats._unpack import BROKEN, Budget, refused, take

MAGIC_AT = 257
MAGIC = b"ustar"


class Readable(Protocol):
    """What is needed of a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes."""
        ...


def is_tar(head: bytes) -> bool:
    """Whether the beginning of a file is a TAR header with a right checksum."""
    if len(head) < 512:
        return False
    if head[MAGIC_AT : MAGIC_AT + 5] == MAGIC:
        return True
    try:
        stated = int(head[148:156].strip(b"\0 ") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def members(stream: Readable, budget: Budget, where: str) -> Iterator[Block]:
    """Members of a TAR read front to back; links and devices are troubles."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape") as archive:  # type: ignore[call-overload]
            for info in archive:
                budget.member()
                if info.isdir():
                    continue
                if not info.isreg():
                    yield refused(info.name, "reason-member-link")
                    continue
                content: IO[bytes] | None = archive.extractfile(info)
                if content is None:
                    yield refused(info.name, "reason-member-broken")
                    continue
                with content:
                    yield from take(budget, info.name.encode("utf-8", "replace").decode("utf-8"), content)
    except IntakeError:
        raise
    except BROKEN as error:
        raise IntakeError("reason-archive-broken", where, detail=type(error).__name__) from error
