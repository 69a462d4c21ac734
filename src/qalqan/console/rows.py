"""Rows of a run table as the API gives them: masked as the asker may see them, values and places by their seals."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

import polars as pl
from pydantic import BaseModel, Field

from qalqan.console.eyes import Eyes
from qalqan.console.sheet import MOST_PLACES, thing_of
from qalqan.model.schema import TABLES

PLACES: Final = ("locators", "locator", "source", "tx_id", "call_id", "message_id", "first")
HIDDEN: Final = frozenset({*PLACES, "grounds", "part", "chain", "alert_id", "victim_id", "burst_id", "person_id"})
"""Columns whose text names places or persons: given as ``places`` and ``ids`` instead."""

Value = str | int | bool | datetime | None


class Ground(BaseModel):
    """A reason: its rule, its weight (negative: it speaks against), what it speaks of."""

    rule: str
    weight: int
    values: dict[str, str | int]


class Row(BaseModel):
    """A row of a table: ``values`` by column (masked without a purpose), ``ids`` the sealed names of the things in it
    by column (for ``/things/{id}``), ``places`` the addresses of its first source rows, ``more_places`` of the rest."""

    values: dict[str, Value]
    ids: dict[str, str] = Field(default_factory=dict)
    grounds: list[Ground] = Field(default_factory=list)
    places: list[str] = Field(default_factory=list)
    more_places: int = 0


def rows(eyes: Eyes, name: str, frame: pl.DataFrame) -> list[Row]:
    """The rows of a table as resources."""
    shown = eyes.masked(frame, name).to_dicts()
    return [_row(eyes, name, raw, seen) for raw, seen in zip(frame.to_dicts(), shown, strict=True)]


def _row(eyes: Eyes, name: str, raw: dict[str, Any], seen: dict[str, Any]) -> Row:
    text = {column.name for column in TABLES[name].columns if column.type == "text"}
    told = [one for column in PLACES if column in text and raw.get(column) for one in raw[column].split(";") if one]
    if "evidence" in raw and "part" in raw:
        told.append(f"{raw['evidence']}:{raw['part']}:{raw['row']}")
    places = list(dict.fromkeys(told))
    return Row(
        values={column: value for column, value in seen.items() if column not in HIDDEN or column not in text},
        ids={column: eyes.token(*thing) for column in raw if (thing := thing_of(name, column, raw)) is not None},
        grounds=[Ground.model_validate(one) for one in json.loads(seen.get("grounds") or "[]")],
        places=[_place(eyes, one) for one in places[:MOST_PLACES]],
        more_places=max(0, len(places) - MOST_PLACES),
    )  # fmt: skip


def _place(eyes: Eyes, locator: str) -> str:
    """The resource of a source row."""
    return f"/api/v1/evidence/row?at={eyes.ask.house.seals.seal('place', locator)}"
