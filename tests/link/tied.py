"""Small worlds of cases for the tests of ties: mentions, calls, losses written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from qalqan.engine.frames import Tables, schema, table
from qalqan.link import identifiers
from qalqan.settings import Settings

START = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    """A moment so many hours after the first."""
    return START + timedelta(hours=hours)


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A table's frame from rows; columns nobody names are empty."""
    columns = schema(table(name))
    return pl.DataFrame({one: [row.get(one) for row in rows] for one in columns}, schema=columns)


def victim(case: str) -> str:
    """A case's victim's phone."""
    return f"+7747{int(case[1:]):07}"


def world(told: Mapping[str, Sequence[str]], **more: Sequence[Mapping[str, Any]]) -> Tables:
    """Cases that tell the given phones, IBANs, handles; ``more`` are rows of other tables."""
    kinds = {"+": "phone", "K": "iban", "@": "handle"}
    mentions = [
        {
            "evidence": "r",
            "part": "",
            "row": n,
            "kind": kinds[value[0]],
            "value": value,
            "as_written": value,
            "column": "plot",
            "start": 0,
            "end": 9,
            "case_id": case,
            "role": "other",
        }
        for n, (case, values) in enumerate(told.items(), 1)
        for value in values
    ]
    cases = [
        {"case_id": case, "mo": "other", "victim_phone": victim(case), "registered_at": at(48), "source": f"r::{n}"}
        for n, case in enumerate(told, 1)
    ]
    frames = {"cases": cases, "mentions": mentions, **more}
    known = Tables.of({name: frame(name, rows) for name, rows in frames.items()})
    for name, made in identifiers.run(known, Settings()).items():
        known.put(name, made)
    return known


def call(a: str, b: str, hours: float, number: int, **more: Any) -> dict[str, Any]:
    """A call of two minutes, ``hours`` after the start."""
    return {
        "call_id": f"c::{number}",
        "at": at(hours),
        "a": a,
        "b": b,
        "duration_s": 120,
        "service": "voice",
        "locators": f"c::{number}",
        **more,
    }


def phone(number: int) -> str:
    """A mobile number."""
    return f"+7701{number:07}"


def iban(number: int) -> str:
    """An account of 20 signs."""
    return f"KZ00722C{number:012}"
