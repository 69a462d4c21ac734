"""Tables of invented people and transfers for the tests of tracing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from qalqan.engine.frames import Tables, conform, schema, table

START = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)


def iban(number: int, bank: str = "722") -> str:
    """An account of 20 signs; its check digits are of no matter here."""
    return f"KZ00{bank}{number:013d}"


def minute(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    wanted = schema(table(name))
    columns = {key: [row.get(key) for row in rows] for key in wanted}
    return conform(pl.DataFrame(columns, schema=wanted), table(name))


def transfer(number: int, at: float, payer: str, payee: str, tiyn: int, **more: Any) -> dict[str, Any]:
    row = {
        "tx_id": f"{'e' * 16}:s:{number}",
        "at": minute(at),
        "at_precision": "second",
        "from": payer,
        "to": payee,
        "from_as": payer,
        "to_as": payee,
        "from_kind": _kind(payer),
        "to_kind": _kind(payee),
        "from_bank": _bank(payer),
        "to_bank": _bank(payee),
        "amount_tiyn": tiyn,
        "amount_minor": tiyn,
        "currency": "KZT",
        "reversal": False,
        "seq": number,
        "locators": f"{'e' * 16}:s:{number}",
    }
    return row | more


def cover(account: str, since: float = -60, until: float = 6000, **more: Any) -> dict[str, Any]:
    return {
        "account": account,
        "from": minute(since),
        "to": minute(until),
        "received_at": minute(until),
        "by": _bank(account),
        "locators": f"{'c' * 16}::1",
    } | more


def case(case_id: str, registered: float, **more: Any) -> dict[str, Any]:
    return {"case_id": case_id, "registered_at": minute(registered), "source": f"{'a' * 16}::1"} | more


def loss(case_id: str, number: int, tiyn: int, score: int = 1000) -> dict[str, Any]:
    return {"case_id": case_id, "tx_id": f"{'e' * 16}:s:{number}", "amount_tiyn": tiyn, "score": score, "grounds": "[]"}


def tables(**rows: list[dict[str, Any]]) -> Tables:
    return Tables.of({name: frame(name, told) for name, told in rows.items()})


def _kind(node: str) -> str:
    return "iban" if len(node) == 20 and node[:2].isalpha() else "text"


def _bank(node: str) -> str | None:
    return node[4:7] if node.startswith("KZ") else None
