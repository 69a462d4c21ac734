"""The decision service: HTTP on the operator's or bank's own network.

    POST /v1/call | /v1/payment | /v1/link   one question → one answer
    POST /v1/batch      {"kind": …, "items": [...]} → {"answers": [...]}
    POST /v1/event      a sign about a person (code message, loan application)
    POST /v1/cancel     {"appeal": …, "by": …, "reason": …}: undoes a decision
    POST /v1/unanswered the asker went on without us
    POST /v1/reload     takes the published files anew
    GET  /metrics /health

A question that cannot be read is answered with allow, too, and counted: the gate never stands in the way.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel
from pydantic_core import from_json, to_json
from starlette.types import ASGIApp, Receive, Scope, Send

from qalqan import __version__
from qalqan.errors import NotFound, QalqanError
from qalqan.gate.book import ALLOW
from qalqan.gate.decide import DECIDE
from qalqan.gate.gate import OPEN, Gate
from qalqan.gate.metrics import Metrics

JSON = "application/json"
_TYPE: Final = (b"content-type", JSON.encode())
METRICS = "text/plain; version=0.0.4"
MOST_ITEMS = 100_000
MOST_BYTES = 64 * 1024 * 1024
MOST_QUESTION = 64 * 1024
TURN = 250  # questions of a batch, about two milliseconds


class Call(BaseModel):
    """A call that asks to be put through; ``trunk`` is international or national."""

    a: str
    b: str
    trunk: str = "national"
    roaming: bool | None = None
    roaming_age_s: int | None = None
    diversion: str | None = None
    owner: str | None = None
    passport: str | None = None
    imei: str | None = None
    cell: str | None = None


class Payment(BaseModel):
    """A payment before it is made; ``phone`` is the payer's."""

    to: str
    phone: str | None = None
    amount_tiyn: int | None = None


class Link(BaseModel):
    """An address somebody is about to open."""

    url: str


class Answer(BaseModel):
    """What to do; ``rule``, ``ground``, ``until`` and ``appeal`` are there when a rule fired."""

    action: str
    book: str
    rule: str | None = None
    ground: dict[str, Any] | None = None
    until: str | None = None
    appeal: str | None = None


MODELS: dict[str, type[BaseModel]] = {"call": Call, "payment": Payment, "link": Link}


class Direct:
    """Answers questions before the framework looks at them (plain ASGI): a ringing telephone waits for the answer.

    With a ``token`` a question without it is the framework's, which refuses it.
    """

    def __init__(self, app: ASGIApp, gate: Gate, metrics: Metrics, token: str = "") -> None:
        self._app, self._gate, self._metrics, self._bearer = app, gate, metrics, _bearer(token)
        self._kinds = {f"/v1/{kind}": kind for kind in DECIDE}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question, pass on everything else."""
        kind = self._kinds.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if kind is None or not _may(scope, self._bearer):
            await self._app(scope, receive, send)
            return
        raw, more = b"", True
        while more:
            part = await receive()
            if part["type"] != "http.request":
                return  # the asker has gone
            if len(raw) <= MOST_QUESTION:
                raw += part.get("body", b"")
            more = part.get("more_body", False)
        told = answer(self._gate, self._metrics, kind, raw)
        head = [_TYPE, (b"content-length", b"%d" % len(told))]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": told})


def answer(gate: Gate, metrics: Metrics, kind: str, raw: bytes) -> bytes:
    """The answer to the body of one question; one that cannot be read goes through, with a record."""
    start = time.perf_counter()
    told = _object(raw) if len(raw) <= MOST_QUESTION else None
    if told is None:
        gate.unanswered(kind, "unreadable")
        found: dict[str, Any] = {"action": ALLOW, "rule": OPEN, "book": gate.book.id[:16]}
    else:
        found = gate.decide(kind, told)
    metrics.seconds.observe(time.perf_counter() - start)
    return _text(found)


_ERROR: Final = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    401: {"description": "The token is wrong or missing", "content": {JSON: {"schema": _ERROR}}},
    404: {"description": "There is no such decision", "content": {JSON: {"schema": _ERROR}}},
    422: {"description": "What was asked cannot be read", "content": {JSON: {"schema": _ERROR}}},
}


class Guarded:
    """Wants the bearer token for every path but /health (plain ASGI: nothing is added to an answer's time)."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._bearer = app, _bearer(token)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse with 401."""
        if scope["type"] == "http" and scope["path"] != "/health" and not _may(scope, self._bearer):
            await _said(401, {"error": "token"})(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _bearer(token: str) -> bytes:
    return f"Bearer {token}".encode() if token else b""


def _may(scope: Scope, bearer: bytes) -> bool:
    """Whether a request shows the token that is wanted, if one is."""
    return not bearer or hmac.compare_digest(dict(scope["headers"]).get(b"authorization", b""), bearer)


def service(gate: Gate, *, token: str = "", reload: Callable[[], None] | None = None) -> ASGIApp:
    """What is served: questions directly, all else by the framework (:func:`application`)."""
    metrics = Metrics(gate)
    return Direct(application(gate, token=token, reload=reload, metrics=metrics), gate, metrics, token)


def application(
    gate: Gate, *, token: str = "", reload: Callable[[], None] | None = None, metrics: Metrics | None = None
) -> FastAPI:
    """The framework's part around a gate. With a ``token`` every path but /health wants it as bearer."""
    app = FastAPI(title="Qalqan gate", version=__version__, docs_url=None, redoc_url=None, responses=_REFUSED)
    metrics = metrics or Metrics(gate)
    if token:
        app.add_middleware(Guarded, token=token)

    for kind in DECIDE:
        app.add_api_route(
            f"/v1/{kind}", _asked(gate, metrics, kind), methods=["POST"], responses={200: {"model": Answer}},
            openapi_extra=_body(MODELS[kind]), summary=f"Decide on a {kind}",
        )  # fmt: skip

    @app.post("/v1/batch", summary="Decide on many at once")
    async def batch(request: Request) -> Response:
        told = await _read(request)
        items = told.get("items") if told else None
        kind = str(told.get("kind")) if told else ""
        if kind not in DECIDE or not isinstance(items, list) or len(items) > MOST_ITEMS:
            return _said(422, {"error": "batch", "kinds": list(DECIDE), "most": MOST_ITEMS})
        parts = []
        for start in range(0, len(items), TURN):
            asked = (one if isinstance(one, dict) else {} for one in items[start : start + TURN])
            parts.append(_text(gate.decide_many(kind, asked))[1:-1])
            await asyncio.sleep(0)  # a ringing telephone goes before the rest of the batch
        return Response(b'{"answers":[%s]}' % b",".join(parts), media_type=JSON)

    @app.post("/v1/event", status_code=204, summary="A sign about a person")
    async def event(request: Request) -> Response:
        gate.event(await _read(request) or {})
        return Response(status_code=204)

    @app.post("/v1/cancel", summary="Undo a decision")
    async def cancel(request: Request) -> Response:
        told = await _read(request) or {}
        done = gate.cancel(str(told.get("appeal")), str(told.get("by") or ""), str(told.get("reason") or ""))
        return _said(200, done)

    @app.post("/v1/unanswered", status_code=204, summary="The asker went on without an answer")
    async def unanswered(request: Request) -> Response:
        told = await _read(request) or {}
        gate.unanswered(str(told.get("kind") or "call"), str(told.get("reason") or ""))
        return Response(status_code=204)

    @app.post("/v1/reload", status_code=204, summary="Take the published files anew")
    async def reloaded() -> Response:
        if reload is not None:
            reload()
        return Response(status_code=204)

    @app.get("/metrics", responses={200: {"content": {METRICS: {}}}}, response_class=PlainTextResponse)
    async def measured() -> Response:
        return Response(metrics.text(), media_type=METRICS)

    @app.get("/health")
    async def health() -> Response:
        return _said(200, {"book": gate.book.id[:16], "late": gate.book.until < gate.clock()})

    @app.exception_handler(QalqanError)
    async def refused(_request: Request, error: QalqanError) -> Response:
        status = 404 if isinstance(error, NotFound) else 422
        return _said(status, {"error": error.key} | {name: str(one) for name, one in error.args_.items()})

    return app


def _asked(gate: Gate, metrics: Metrics, kind: str) -> Callable[[Request], Awaitable[Response]]:
    """The same answer where the framework is asked: the service under another root path, and its description."""

    async def asked(request: Request) -> Response:
        return Response(answer(gate, metrics, kind, await request.body()), media_type=JSON)

    return asked


async def _read(request: Request) -> dict[str, Any] | None:
    """The object of a request's body; None when it is none."""
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return None
    return _object(await request.body())


def _object(raw: bytes) -> dict[str, Any] | None:
    """The object of a JSON text, None when it is none. What the quick reader refuses (half of a surrogate pair, which a
    caller may have written) is read by the other: nobody passes by being hard to read."""
    try:
        told = from_json(raw, cache_strings="keys")
    except ValueError:
        try:
            told = json.loads(raw)
        except (ValueError, RecursionError):
            return None
    return told if isinstance(told, dict) else None


def _said(status: int, told: Any) -> Response:
    return Response(_text(told), status_code=status, media_type=JSON)


def _text(told: Any) -> bytes:
    try:
        return to_json(told)
    except ValueError:  # half of a surrogate pair
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {JSON: {"schema": model.model_json_schema()}}}}
