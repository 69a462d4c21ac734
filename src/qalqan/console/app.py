"""The application: routes found by name, errors said in the asker's language, static files, headers.

One process, one workspace. Functions are plain (not async) and run in a pool of threads; long work is the worker's.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from qalqan import __version__
from qalqan.console import problems, words
from qalqan.console.ask import Ask, language_of, preferred
from qalqan.console.assets import PREFIX, Assets
from qalqan.console.gatekeeper import SignInError
from qalqan.console.house import House
from qalqan.console.route import API, collected
from qalqan.desk import faults
from qalqan.errors import AccessError, Conflict, NotFound, QalqanError, WorkspaceError
from qalqan.texts.say import languages, say
from qalqan.web._guard import Guard

RATE: Final = 1200  # requests a minute from one address: an office behind one router
MOST_BYTES: Final = 9_000_000  # a chunk of an upload is at most 8 MB
CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HERE: Final = Path(__file__).parent
_STATUS: Final[tuple[tuple[type[QalqanError], int], ...]] = (
    (NotFound, 404), (AccessError, 403), (Conflict, 409), (WorkspaceError, 503), (QalqanError, 400),
)  # fmt: skip
log = logging.getLogger("qalqan.console")


def application(house: House, *, rate: int = RATE) -> FastAPI:
    """Pages and API over a workspace. Raises PartError when a route has no policy."""

    app = FastAPI(
        title="Qalqan", version=__version__, openapi_url=f"{API}/openapi.json", docs_url=None, redoc_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    app.state.house, app.state.pages = house, words.environment(house.seals)
    app.add_middleware(Guard, most=MOST_BYTES, rate=rate, csp=CSP)
    assets = _assets()
    app.state.pages.globals["static"] = assets.base

    @app.api_route(f"{PREFIX}/{{stamp}}/{{name:path}}", methods=["GET", "HEAD"], include_in_schema=False)
    async def static(request: Request, stamp: str, name: str) -> Response:
        return assets.answer(request, stamp, name)

    for mark, function in collected():
        kept: dict[str, Any] = {"response_class": HTMLResponse} if mark.page else {"responses": problems.RESPONSES}
        app.add_api_route(
            mark.address, function, methods=[mark.method], include_in_schema=not mark.page,
            tags=None if mark.page else [mark.path.split("/")[1]],
            response_model=None if mark.page else _typed(function), **kept,
        )  # fmt: skip
    _errors(app)

    @app.get("/", include_in_schema=False)
    async def home(request: Request) -> Response:
        return RedirectResponse(f"/{preferred(request)}/", 303)

    return app


@cache
def _assets() -> Assets:
    """Read once in a process, however many applications it makes."""
    return Assets(_HERE / "static")


def _typed(function: Any) -> Any:
    """What a resource says it gives; its description is made from this."""
    from typing import get_type_hints  # noqa: PLC0415 - only at the start

    told = get_type_hints(function, include_extras=True).get("return")
    return None if isinstance(told, type) and issubclass(told, Response) else told


def _errors(app: FastAPI) -> None:
    @app.exception_handler(SignInError)
    async def unknown(request: Request, _error: SignInError) -> Response:
        if _is_api(request):
            return _problem(request, 401, "error-sign-in")
        if request.headers.get("hx-request"):
            return Response(status_code=401, headers={"hx-redirect": f"/{language_of(request)}/log-in"})
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        wanted = "" if request.method != "GET" or back.count("/") < 2 else f"?back={_quoted(back)}"
        return RedirectResponse(f"/{language_of(request)}/log-in{wanted}", 303)

    @app.exception_handler(QalqanError)
    async def refused(request: Request, error: QalqanError) -> Response:
        if isinstance(error, AccessError) and request.method == "GET" and request.url.path.strip("/") in languages():
            return RedirectResponse(await run_in_threadpool(_home, request), 303)  # a role without "today"
        status = next(code for kind, code in _STATUS if isinstance(error, kind))
        return _told(request, status, error.key, error.where, error.args_)

    @app.exception_handler(RequestValidationError)
    async def misread(request: Request, error: RequestValidationError) -> Response:
        where = "; ".join(".".join(str(part) for part in one["loc"]) for one in error.errors()[:5])
        return _told(request, 422, "error-request", where, {})

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        key = {404: "error-page-none", 405: "error-page-method"}.get(error.status_code, "error-request")
        return _told(request, error.status_code, key, "", {})

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        if (machine := faults.known(error)) is not None:  # somebody can mend it: not a fault of the program
            log.error("%s on %s %s", machine.key, request.method, request.url.path)
            return _told(request, 507 if machine.key == "error-disk-full" else 503, machine.key, "", {})
        log.error("unexpected on %s %s", request.method, request.url.path, exc_info=error)
        return _told(request, 500, "error-unexpected", "", {})


def _home(request: Request) -> str:
    from qalqan.console import sessions  # noqa: PLC0415

    house = request.app.state.house
    return Ask(request, house, language_of(request), sessions.current(house, request)).home


def _told(request: Request, status: int, key: str, where: str, args: dict[str, object]) -> Response:
    if _is_api(request):
        return _problem(request, status, key, where, args)
    from qalqan.console import sessions  # noqa: PLC0415 - as the error's page alone needs it

    house = request.app.state.house
    try:
        signed = sessions.current(house, request)
    except Exception:  # what is told of may be what stands in the way here too: a full disk, a moved database
        signed = None
    ask = Ask(request, house, language_of(request), signed)
    if key == "error-no-run" and signed is not None and request.method == "GET":
        return ask.show("cases_none")  # nothing is wrong: what to do first
    part = "error_part" if request.headers.get("hx-request") else "error"
    return ask.show(part, status, key=key, where_=where, told=args)


def _problem(
    request: Request, status: int, key: str, where: str = "", args: dict[str, object] | None = None
) -> Response:
    """RFC 9457: a problem that a program can read; the words in the language it asked for."""
    words_ = say(key, preferred(request), where=where, **(args or {}))
    told = {"type": f"qalqan:{key}", "title": words_, "status": status} | ({"detail": where} if where else {})
    return JSONResponse(told, status, media_type="application/problem+json")


def _is_api(request: Request) -> bool:
    return request.url.path.startswith(API)


def _quoted(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415

    return quote(path, safe="/")
