"""Open figures as the citizen's page shows them: read from the file that `qalqan citizen figures` writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qalqan.errors import UsageError


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its name and rows of (value, cases); the rest that may not be told apart stands as its sum, or -1."""

    name: str
    rows: tuple[tuple[str, int], ...]
    rest: int

    @property
    def most(self) -> int:
        """The greatest number of the table."""
        return max((cases for _, cases in self.rows), default=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """All tables, the day they were made for, and the smallest number that is told."""

    until: str
    least: int
    total: int
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Figures:
        """The figures of a file. Raises UsageError when it is none."""
        try:
            parts = tuple(
                Part(str(p["name"]), tuple((str(v), int(n)) for v, n in p["rows"]), int(p["rest"]))
                for p in told["parts"]
            )
            return cls(str(told["until"]), int(told["least"]), int(told["total"]), parts)
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError("error-figures-file", reason=str(error)) from error
