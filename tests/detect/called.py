"""Small made lives of calls: a background that begins days before, boxes, offices, couriers. Invented numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from tests.link.tied import frame

from qalqan.clock import UTC
from qalqan.detect import _call_model as model
from qalqan.detect import call_alerts
from qalqan.detect._call_context import context
from qalqan.detect._call_features import events, followed
from qalqan.detect._call_rows import Calls, coded
from qalqan.engine.frames import Tables
from qalqan.settings import Detect, Settings

START = datetime(2026, 2, 2, 19, tzinfo=UTC)  # local midnight
Row = dict[str, Any]


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def person(number: int) -> str:
    return f"+7705{number:07}"


def made(a: str, b: str, hours: float, seconds: int = 60, **more: Any) -> Row:
    return {"at": at(hours), "a": a, "b": b, "duration_s": seconds, "service": "voice", **more}


def background(people: int = 40, days: int = 8) -> list[Row]:
    """Friends in circles of five, who call each other again and again."""
    rows = []
    for day in range(days):
        for one in range(people):
            friend = one // 5 * 5 + (one + 1 + day % 4) % 5
            if friend != one:
                rows.append(
                    made(
                        person(one), person(friend), day * 24 + 9 + one % 12, 90,
                        imei=f"3500000{one:07}0", imsi=f"40101{one:010}", cell=f"100-{one % 7}",
                    )
                )  # fmt: skip
    return rows


def box(number: str, hours: float, calls: int, first: int, **more: Any) -> list[Row]:
    """A card of a box: a stranger every two minutes, from one cell."""
    told = {"imei": "863011020000010", "imsi": "401019000000001", "cell": "100-99"} | more
    return [
        made(number, person(100_000 + first + n), hours + n / 30, 0 if n % 5 == 4 else 40, **told) for n in range(calls)
    ]


def numbered(rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as the table ``calls``, each with its place."""
    ordered = sorted(rows, key=lambda row: (row["at"], row["a"] or "", row["b"] or ""))
    return frame("calls", [row | {"call_id": f"c::{n:06}", "locators": f"c::{n:06}"} for n, row in enumerate(ordered)])


def rows(*parts: Sequence[Row]) -> Calls:
    return coded(numbered([row for part in parts for row in part]))


def tables(*parts: Sequence[Row], **more: Sequence[Row]) -> Tables:
    told = {name: frame(name, list(given)) for name, given in more.items()}
    return Tables.of({"calls": numbered([row for part in parts for row in part])} | told)


def alerts(*parts: Sequence[Row], detect: Detect | None = None, **more: Sequence[Row]) -> pl.DataFrame:
    return call_alerts.run(tables(*parts, **more), Settings(detect=detect or Detect()))["alerts"]


def seen(number: str, *parts: Sequence[Row], subscribers: Sequence[Row] = ()) -> dict[str, int]:
    """The detectors' features of a number at its last call."""
    calls = rows(*parts)
    e = events(calls, followed(calls))
    e.told |= context(calls, e, frame("subscribers", list(subscribers)))
    mine = calls.names("number").gather(e.subject) == number
    last = int((mine & pl.Series(e.out)).arg_true()[-1])
    return {name: int(values[last]) for name, values in model.features(e.told).items()}
