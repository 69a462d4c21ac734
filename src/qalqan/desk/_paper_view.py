"""How rows become the records of a document: places, grounds, and personal values shown clear or masked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import polars as pl

from qalqan.model.evidence import parse_locators
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.report.facts import Ground, Place, Source

T = TypeVar("T")
_COLUMNS = {
    "name": ("holders", "holder"), "iin": ("holders", "iin"), "phone": ("holders", "phone"),
    "account": ("trails", "account"), "text": ("messages", "text"), "address": ("subscribers", "address"),
}  # fmt: skip
PLAIN = frozenset({"kind", "other", "end_point"})
"""Values of a ground that name nobody; numbers never do."""
MOST_PLACES = 50
DIGITS = 8
"""A sheet called by so many digits is called by an account, card or phone."""


class View:
    """The eyes of one document: clear when a purpose was given, else masked as in the export."""

    def __init__(self, *, masked: bool) -> None:
        self.masked = masked
        self._seen: dict[tuple[str, str], str] = {}

    def __call__(self, value: object, personal: str) -> str:
        """A value of a class of personal data as the document shows it."""
        text = "" if value is None else str(value)
        if not self.masked or not text:
            return text
        if (personal, text) not in self._seen:
            name, column = _COLUMNS[personal]
            frame = redact.masked(pl.DataFrame({column: [text]}), TABLES[name])
            self._seen[personal, text] = str(frame[column][0])
        return self._seen[personal, text]

    def learn(self, values: Iterable[str], personal: str) -> None:
        """Look at many values of a class together: each alone costs a frame of its own."""
        new = sorted({one for one in values if one and (personal, one) not in self._seen}) if self.masked else []
        if new:
            name, column = _COLUMNS[personal]
            hidden = redact.masked(pl.DataFrame({column: new}), TABLES[name])[column].to_list()
            self._seen |= {(personal, one): str(told) for one, told in zip(new, hidden, strict=True)}

    def identifier(self, value: str, kind: str) -> str:
        """An identifier of a kind of ``values/``."""
        if not self.masked or not value:
            return value
        frame = redact.masked(
            pl.DataFrame({"kind": [kind], "value": [value], "as_written": [value]}), TABLES["mentions"]
        )
        return str(frame["value"][0])

    def many(self, values: Iterable[object], personal: str) -> tuple[str, ...]:
        """Several values of one class."""
        return tuple(self(value, personal) for value in values)

    def grounds(self, text: str | None) -> tuple[Ground, ...]:
        """The grounds of a ``grounds`` cell; masked, values that may name a person are masked by their kind."""
        return tuple(
            Ground(str(one["rule"]), int(one.get("weight") or 0), self._values(one), places(";".join(one["locators"])))
            for one in json.loads(text or "[]")
        )

    def _values(self, one: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        given = {name: value for name, value in (one.get("values") or {}).items() if value is not None}
        values = {name: _told(value) for name, value in given.items()}
        plain = PLAIN | {name for name, value in given.items() if isinstance(value, int)}
        kind = values.get("kind", "")
        if not self.masked:
            return tuple(sorted(values.items()))
        return tuple(
            (name, value if name in plain else self.identifier(value, kind)) for name, value in sorted(values.items())
        )

    def veiled(self, record: T) -> T:
        """The record; masked, without the names by which its files and their sheets are called."""
        made: T = self._veiled(record) if self.masked else record
        return made

    def _veiled(self, value: Any) -> Any:
        if isinstance(value, Place):
            long = sum(sign.isdigit() for sign in value.part) >= DIGITS
            shown = self.identifier(value.part, "") if long else redact.part(value.part)  # no canonical writing
            return value if shown == value.part else replace(value, part=shown)
        if isinstance(value, Source):
            return replace(value, file=redact.file(value.file, value.evidence))
        if isinstance(value, tuple):
            return tuple(map(self._veiled, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self._veiled(getattr(value, one.name)) for one in fields(value)})
        return value


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def places(text: str | None) -> tuple[Place, ...]:
    """The places of a ``locators`` cell, each once, in order."""
    found = dict.fromkeys(parse_locators(text or ""))
    return tuple(Place(one.evidence, one.part, one.row) for one in list(found)[:MOST_PLACES])
