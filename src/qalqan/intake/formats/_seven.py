"""Unpacking 7z archives: members into files of our naming, within the budget of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import py7zr
from py7zr.io import Py7zIO, WriterFactory

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.blocks import Block, Context, Member
from qalqan.intake.formats._unpack import Budget, flagged, refused, shown


def members(source: Path, context: Context) -> Iterator[Block]:
    """Members; links are troubles. Members whose unpacking did not finish are troubles too."""
    budget = Budget(source.stat().st_size, context)
    writers = _Writers(budget)
    try:
        with py7zr.SevenZipFile(source, "r") as archive:
            if archive.needs_password():
                raise NeedsPerson("reason-password", context.name)
            wanted: list[str] = []
            for info in archive.files:
                budget.member()
                if info.is_symlink or info.is_junction or info.is_socket:
                    yield refused(info.filename, "reason-member-link")
                elif not info.is_directory:
                    wanted.append(info.filename)
            failed = _extract(archive, wanted, writers)
    except py7zr.exceptions.PasswordRequired as error:
        raise NeedsPerson("reason-password", context.name) from error
    except (py7zr.exceptions.ArchiveError, py7zr.exceptions.UnsupportedCompressionMethodError) as error:
        raise IntakeError("reason-archive-broken", context.name, detail=type(error).__name__) from error
    for writer in writers.made:
        if writer.closed:
            yield from flagged(writer.name)
            yield Member(shown(writer.name), writer.path)
    done = sum(writer.closed for writer in writers.made)
    for name in wanted[done:] if failed else ():
        yield refused(name, "reason-member-broken")


def _extract(archive: py7zr.SevenZipFile, wanted: list[str], writers: _Writers) -> bool:
    """Unpack the files; True when it broke off. What came out whole before is kept."""
    if not wanted:
        return False
    try:
        archive.extract(targets=wanted, factory=writers)
    except IntakeError:
        writers.drop()
        raise
    except py7zr.exceptions.PasswordRequired:
        raise
    except Exception:
        if not writers.made:
            raise
        return True
    finally:
        writers.close()
    return False


class _Writer(Py7zIO):
    """A member on its way into a file of our naming."""

    def __init__(self, name: str, path: Path, budget: Budget) -> None:
        self.name, self.path, self.closed = name, path, False
        self._budget, self._size = budget, 0
        self._out: BinaryIO = path.open("w+b")

    def write(self, s: bytes | bytearray) -> int:
        """Write, spending the budget."""
        self._budget.spend(len(s))
        self._size += len(s)
        return self._out.write(s)

    def read(self, size: int | None = None) -> bytes:
        """Read what was written: checksums are taken from it."""
        return self._out.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move in what was written."""
        return self._out.seek(offset, whence)

    def flush(self) -> None:
        """Hand the bytes to the system."""
        if not self._out.closed:
            self._out.flush()

    def size(self) -> int:
        """Bytes written."""
        return self._size

    def close(self) -> None:
        """The member is whole."""
        self.closed = True
        self._out.close()

    def abandon(self) -> None:
        """Drop a member that is not whole."""
        self._out.close()
        if not self.closed:
            self.path.unlink(missing_ok=True)


class _Writers(WriterFactory):
    """Gives a writer a member and remembers them in order."""

    def __init__(self, budget: Budget) -> None:
        self.made: list[_Writer] = []
        self._budget = budget

    def create(self, filename: str) -> Py7zIO:
        """A writer for a member."""
        writer = _Writer(filename, self._budget.new_path(), self._budget)
        self.made.append(writer)
        return writer

    def close(self) -> None:
        """Drop what is not whole."""
        for writer in self.made:
            writer.abandon()

    def drop(self) -> None:
        """Remove everything: the archive is a bomb."""
        for writer in self.made:
            writer.path.unlink(missing_ok=True)
