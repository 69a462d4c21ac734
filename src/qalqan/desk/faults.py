"""Faults of the machine told as what they are: a full disk is no fault of the program, and somebody can mend it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from qalqan.errors import QalqanError, WorkspaceError

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_SQL: Final = ("database or disk is full", "No space left on device", "could not extend file")


def known(error: BaseException, where: Path | None = None) -> QalqanError | None:
    """The error that tells of a full disk (also one met by the database), of a disk that may not be written, or of a
    memory too small; None for any other fault."""
    place = "" if where is None else str(where)
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno in _FULL:
            return WorkspaceError("error-disk-full", where=place)
        if isinstance(one, OSError) and one.errno == errno.EROFS:
            return WorkspaceError("error-disk-readonly", where=place)
        if isinstance(one, MemoryError):
            return WorkspaceError("error-memory")
        if getattr(one, "sqlstate", "") == "53100" or any(text in str(one)[:2000] for text in _SQL):
            return WorkspaceError("error-disk-full", where=place)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what the database's driver said of it, and what caused it."""
    seen: set[int] = set()
    open_: list[BaseException | None] = [error]
    while open_:
        one = open_.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        orig = getattr(one, "orig", None)
        open_ += [orig if isinstance(orig, BaseException) else None, one.__cause__, one.__context__]
