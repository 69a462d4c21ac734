"""What stands before every page: security headers, a bound on bodies, a bound on requests a minute.

Plain ASGI. Addresses are kept in memory only, hashed with a salt of this process, and forgotten after a minute.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MINUTE: Final = 60.0
MOST_ADDRESSES: Final = 50_000
CSP: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and do: nothing but its own styles, pictures and forms. The console adds its own scripts."""
HEADERS: Final = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)  # fmt: skip


class Guard:
    """Adds the headers, refuses bodies over ``most`` bytes (413) and more than ``rate`` requests a minute (429)."""

    def __init__(
        self, app: ASGIApp, most: int, rate: int, clock: Callable[[], float] = time.monotonic, csp: str = CSP
    ) -> None:
        self._app, self._most, self._rate, self._clock = app, most, rate, clock
        self._headers = (*HEADERS, (b"content-security-policy", csp.encode()))
        self._salt = secrets.token_bytes(16)
        self._seen: dict[bytes, tuple[float, int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = False

        async def guarded(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start":
                told = True
                told_head = message.get("headers", [])
                cache = (b"cache-control", _cached(scope["path"], told_head))
                message["headers"] = [*_plain(told_head), *self._headers, cache]
            await send(message)

        if not self._allowed(scope):
            await _refuse(429, guarded)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._most:
                raise TooLargeError
            return message

        try:
            await self._app(scope, counted, guarded)
        except TooLargeError:
            if told:
                raise
            await _refuse(413, guarded)

    def _allowed(self, scope: Scope) -> bool:
        """Whether this address may ask again within its minute."""
        client = (scope.get("client") or ("", 0))[0]
        who = blake2b(str(client).encode(), key=self._salt, digest_size=8).digest()
        now = self._clock()
        since, count = self._seen.pop(who, (now, 0))
        if now - since > MINUTE:
            since, count = now, 0
        self._seen[who] = (since, count + 1)
        while len(self._seen) > MOST_ADDRESSES:
            del self._seen[next(iter(self._seen))]
        return count < self._rate


class TooLargeError(Exception):
    """A body is over the bound."""


def _plain(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in (b"server", b"cache-control")]


def _cached(path: str, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """How long an answer may be kept: a page never, a static file as long as it says itself, else for an hour."""
    if not path.startswith("/static/"):
        return b"no-store"
    return next((value for name, value in headers if name.lower() == b"cache-control"), b"max-age=3600")


async def _refuse(status: int, send: Send) -> None:
    body = {413: b"Too large.", 429: b"Too many requests: wait a minute."}[status]
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
