"""The guard: who may ask how often, and that addresses are forgotten."""

from __future__ import annotations

import asyncio
from typing import Any

from qalqan.web import _guard
from qalqan.web._guard import Guard


async def _inner(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
    await send({"type": "http.response.body", "body": b"ok"})


def ask(guard: Guard, address: str) -> int:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(guard({"type": "http", "path": "/", "client": (address, 1)}, receive, send))
    assert b"server" not in dict(sent[0]["headers"])
    return int(sent[0]["status"])


def test_a_minute_later_one_may_ask_again() -> None:
    now = [0.0]
    guard = Guard(_inner, 100, 2, lambda: now[0])
    assert [ask(guard, "192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert ask(guard, "192.0.2.2") == 200
    now[0] = 61.0
    assert ask(guard, "192.0.2.1") == 200


def test_addresses_are_hashed_and_few(monkeypatch: Any) -> None:
    monkeypatch.setattr(_guard, "MOST_ADDRESSES", 10)
    guard = Guard(_inner, 100, 2)
    for one in range(50):
        ask(guard, f"192.0.2.{one}")
    assert len(guard._seen) == 10
    assert not any(b"192" in key for key in guard._seen)
