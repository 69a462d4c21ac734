"""A client in the test's own process: it speaks ASGI to the application, with no socket and no thread of its own.

For tests of many thousand requests; :func:`tests.console.conftest.sign` gives the convenient client for the others.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI

from qalqan.console import sessions
from qalqan.console.house import House
from qalqan.store import officers as people
from qalqan.store.sessions import Session

from .planting import opened


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``whole`` is all of it: headers, and what a file in the body says."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def whole(self) -> str:
        head = "\n".join(f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in self.headers)
        return f"{head}\n\n{opened(self.body)}"

    @property
    def kind(self) -> str:
        """Its type of content, without parameters."""
        return next((v.decode().split(";")[0] for n, v in self.headers if n.lower() == b"content-type"), "")

    def json(self) -> Any:
        return json.loads(self.body)


class Direct:
    """One officer's session, asked again and again; ``rate`` bounds of the application are the caller's to lift."""

    def __init__(self, app: FastAPI, house: House, officer: str) -> None:
        with house.ws.reading() as connection:
            self.officer = people.get(connection, officer)
        self._app, self._house = app, house
        self._loop = asyncio.new_event_loop()
        self.session: Session
        self.token = ""
        self.begin()

    def begin(self) -> None:
        """A new session: the first one, or after a log-out."""
        self.token, self.session = sessions.begin(self._house, self.officer.id, "127.0.0.1")

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", address, headers=headers)

    def send(self, method: str, address: str, told: Any = None) -> Answer:
        """A change with the session's token: ``told`` goes as JSON to the API, as a form to a page."""
        head = {"x-csrf": self.session.csrf}
        if told is None:
            return self.ask(method, address, headers=head)
        if address.startswith("/api/"):
            return self.ask(method, address, json.dumps(told).encode(), head | {"content-type": "application/json"})
        body = _form(told).encode()
        return self.ask(method, address, body, head | {"content-type": "application/x-www-form-urlencoded"})

    def ask(self, method: str, address: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Any request. An exception that no handler caught is the test's failure."""
        path, _, query = address.partition("?")
        told = {"host": "localhost", "cookie": f"{sessions.COOKIE}={self.token}"} | dict(headers or {})
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(name.encode(), value.encode("utf-8")) for name, value in told.items()],
            "client": ("127.0.0.1", 1), "server": ("localhost", 80),
        }  # fmt: skip
        return self._loop.run_until_complete(self._asked(scope, body))

    async def _asked(self, scope: dict[str, Any], body: bytes) -> Answer:
        status, headers, pieces, sent = 0, list[tuple[bytes, bytes]](), list[bytes](), False

        async def receive() -> dict[str, Any]:
            nonlocal sent
            if sent:
                return {"type": "http.disconnect"}
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = int(message["status"]), list(message["headers"])
            else:
                pieces.append(message.get("body", b""))

        await self._app(scope, receive, send)  # type: ignore[arg-type]
        return Answer(status, tuple(headers), b"".join(pieces))


def _form(told: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    from urllib.parse import urlencode

    return urlencode(list(told.items()) if isinstance(told, Mapping) else list(told))
