"""A stream whose every byte is paid for from a budget."""

from __future__ import annotations

import io
from typing import IO

from qalqan.intake.formats._unpack import Budget


class Metered(io.RawIOBase):
    """Reads on from another stream; raises IntakeError when the budget is used up."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        """Fill the buffer, spending the budget."""
        data = self._stream.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)
