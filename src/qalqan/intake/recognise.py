"""Which reader a file is for: by its content; the name only breaks ties."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from qalqan import registry
from qalqan.errors import IntakeError, NeedsPerson

HEAD = 1 << 16
LEAST = 200
"""A reader less sure than this is not asked."""
_SCANS = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The readers that a file may be for, the surest first: (certainty, name, module)."""

    ranked: tuple[tuple[int, str, ModuleType], ...]


def recognise(source: Path, name: str) -> Recognised:
    """The readers of a file, the surest first.

    Raises NeedsPerson for a picture and for a text without any shape, IntakeError for an empty file and for one
    that no reader knows.
    """
    size = source.stat().st_size
    with source.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise IntakeError("reason-empty-file", name)
    found = []
    for known, module in registry.parts("intake.formats").items():
        if (sure := int(module.sniff(head, name, size))) >= LEAST:
            found.append((sure, known, module))
    found.sort(key=lambda one: (-one[0], one[1]))
    if not found:
        if head.startswith(_SCANS):
            raise NeedsPerson("reason-picture", name)
        if not any(byte in head for byte in range(7)):
            raise NeedsPerson("reason-unknown-text", name)
        raise IntakeError("reason-unknown-format", name)
    return Recognised(tuple(found))
