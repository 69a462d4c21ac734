"""A table and its columns: types, units, classes of personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Type = Literal["text", "int", "bool", "time"]
Personal = Literal["", "name", "iin", "phone", "account", "card", "device", "address", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, what it means, its unit and its class of personal data."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    personal: Personal = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, the columns that order it totally, and what a row is."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)


def col(name: str, type_: Type, meaning: str, unit: str = "", personal: Personal = "") -> Column:
    """A column, written short."""
    return Column(name, type_, meaning, unit, personal)


PLACE: Final = (
    col("evidence", "text", "id of the evidence: first 16 hex digits of its SHA-256"),
    col("part", "text", "sheet, table, block or member of the evidence; empty when it has one part"),
    col("row", "int", "row, entry or message number in the part as the source counts it, from 1"),
)
SEQ = col("seq", "int", "order of the row within its part, oldest first")
LOCATORS = col("locators", "text", "all places of the fact: evidence:part:row, joined by ';'")
GROUNDS = col("grounds", "text", "reasons as JSON: [{rule, weight, values, locators}]")
