"""Observation frames written by hand: rows as dictionaries, everything else empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from qalqan.engine.frames import Tables, schema, table

DAY_ONE = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
ANNA, BEK, DANA = (f"KZ{n:02}722C0000{n:08}" for n in (11, 22, 33))


def at(seconds: int) -> datetime:
    """A moment so many seconds after the first."""
    return DAY_ONE + timedelta(seconds=seconds)


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A table's frame from rows; columns nobody names are empty."""
    columns = schema(table(name))
    return pl.DataFrame({one: [row.get(one) for row in rows] for one in columns}, schema=columns)


def observed(kind: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """An observation frame; rows without a place get evidence ``e0``, part '' and their number."""
    places = [{"evidence": "e0", "part": "", "row": number, "seq": number, **row} for number, row in enumerate(rows, 1)]
    return frame(f"observed_{kind}", places)


def tables(**frames: pl.DataFrame) -> Tables:
    """Tables of those frames, all others empty."""
    return Tables.of(frames)


def transfer(payer: str | None, payee: str | None, tenge: int, seconds: int, **more: Any) -> dict[str, Any]:
    """A transfer as one statement tells it; unless said otherwise the payer's."""
    kinds = {
        f"{side}_account_kind": None
        if told is None
        else "iban"
        if told.startswith("KZ")
        else "phone"
        if told.startswith("+")
        else "card"
        if "*" in told
        else "text"
        for side, told in (("payer", payer), ("payee", payee))
    }
    return {
        "payer_account": payer,
        "payee_account": payee,
        "at": at(seconds),
        "at_precision": "second",
        "currency": "KZT",
        "amount_minor": tenge * 100,
        "amount_tiyn": tenge * 100,
        "own_account": payer,
        **kinds,
        **more,
    }
