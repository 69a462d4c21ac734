"""Which column of a table is which field: a guess or a person's word, with confidence and ground."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from typing import Any

from qalqan.intake.fields import UNUSED


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for. ``column`` counts from 0; an empty ``name`` means nobody knows."""

    column: int
    header: str
    name: str
    confidence: int
    ground: str

    def to_json(self) -> dict[str, Any]:
        """As it stands in file.json."""
        return {
            "column": self.column, "header": self.header, "field": self.name,
            "confidence": self.confidence, "ground": self.ground,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """A table's meaning: kind of record, a guess a column, and how to read dates, sums and times.

    ``dates`` is ymd, dmy, mdy or day:YYYY-MM-DD (a day number since that date); ``decimal`` point or comma; ``zone``
    local or utc; ``unit`` of sums: tenge or tiyn; ``constants`` gives fields the same value in every row.
    """

    kind: str
    guesses: tuple[Guess, ...]
    confidence: int
    by: str = "guess"
    dates: str = ""
    decimal: str = ""
    zone: str = "local"
    unit: str = "tenge"
    constants: Dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    def columns(self) -> dict[str, int]:
        """Column number by field name, without columns that are unused or unknown."""
        return {one.name: one.column for one in self.guesses if one.name not in ("", UNUSED)}

    def headers(self) -> dict[str, str]:
        """Header by field name."""
        return {one.name: one.header for one in self.guesses if one.name not in ("", UNUSED)}

    def with_hints(self, **hints: str) -> Mapping:
        """The same mapping, read with other dates, decimal or zone; empty hints change nothing."""
        return replace(self, **{name: value for name, value in hints.items() if value})  # type: ignore[arg-type]

    def to_json(self) -> dict[str, Any]:
        """As it stands in file.json and in a remembered profile."""
        return {
            "kind": self.kind, "confidence": self.confidence, "by": self.by, "dates": self.dates,
            "decimal": self.decimal, "zone": self.zone, "unit": self.unit, "constants": dict(self.constants),
            "fingerprint": self.fingerprint, "columns": [one.to_json() for one in self.guesses],
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: Dict[str, Any]) -> Mapping:
        """The mapping that :meth:`to_json` wrote."""
        guesses = tuple(
            Guess(int(one["column"]), str(one["header"]), str(one["field"]), int(one["confidence"]),
                  str(one["ground"]))
            for one in told["columns"]
        )  # fmt: skip
        return cls(
            str(told["kind"]), guesses, int(told["confidence"]), str(told.get("by", "guess")),
            str(told.get("dates", "")), str(told.get("decimal", "")), str(told.get("zone", "local")),
            str(told.get("unit", "tenge")), dict(told.get("constants", {})), str(told.get("fingerprint", "")),
        )  # fmt: skip
