"""The citizen's page: check a message, practise a talk, see open figures. Public, no log-in.

Nothing that is typed is kept or sent anywhere, no case data stand behind it, there are no cookies and no scripts. Every
page has its language in the address, so that switching keeps the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined

from qalqan.desk.check import Answer, check
from qalqan.errors import QalqanError
from qalqan.texts.say import languages, say
from qalqan.web import talks
from qalqan.web._guard import Guard
from qalqan.web.compiled import Compiled
from qalqan.web.figures import Figures

MOST_BYTES: Final = 400_000
RATE: Final = 60
NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
_HERE: Final = Path(__file__).parent


def application(figures: Figures | None = None, *, rate: int = RATE) -> FastAPI:
    """The pages. ``figures`` are open statistics made by `qalqan citizen figures`; without them the page says so."""
    app = FastAPI(title="Qalqan", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(Guard, most=MOST_BYTES, rate=rate)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    pages = Environment(
        loader=PackageLoader("qalqan.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, bytecode_cache=Compiled(_HERE / "templates", "trimmed"),
    )  # fmt: skip

    def page(request: Request, name: str, language: str, status: int = 200, **more: Any) -> Response:
        def t(key: str, **values: object) -> str:
            return say(key, language, **values)

        rest = request.url.path.removeprefix(f"/{language}").lstrip("/")
        query = f"?{request.url.query}" if request.url.query else ""
        told = {"t": t, "language": language, "names": NAMES, "rest": rest + query, "where": name} | more
        return HTMLResponse(pages.get_template(f"{name}.html").render(told), status)

    @app.get("/")
    async def home(request: Request) -> Response:
        return RedirectResponse(f"/{_preferred(request)}/", 303)

    @app.get("/{language}/")
    async def start(request: Request, language: str) -> Response:
        if language not in languages():
            return page(request, "missing", _preferred(request), 404)
        return page(request, "check", language, answer=None, message="", error="")

    @app.post("/{language}/")
    async def checked(request: Request, language: str) -> Response:
        if language not in languages():
            return page(request, "missing", _preferred(request), 404)
        form = await request.form(max_files=0, max_fields=4, max_part_size=MOST_BYTES)
        message = str(form.get("message") or "")
        try:
            answer: Answer | None = check(message, language)
            error = ""
        except QalqanError as found:
            answer, error = None, found.key
        return page(request, "check", language, answer=answer, message=message, error=error,
                    facts=dict(answer.facts) if answer else {})  # fmt: skip

    @app.get("/{language}/talk/{wanted}")
    async def talk(request: Request, language: str, wanted: str, trail: str = "", next: str = "") -> Response:
        trail = ".".join(one for one in (trail, next) if one)
        found = talks.walk(language, wanted, trail) if language in languages() else None
        if found is None:
            return page(request, "missing", _known(language, request), 404)
        return page(request, "talk", language, walk=found)

    @app.get("/{language}/talk")
    async def choose(request: Request, language: str) -> Response:
        if language not in languages():
            return page(request, "missing", _preferred(request), 404)
        return page(request, "talks", language, talks=talks.talks(language))

    @app.get("/{language}/figures")
    async def shown(request: Request, language: str) -> Response:
        if language not in languages():
            return page(request, "missing", _preferred(request), 404)
        return page(request, "figures", language, figures=figures)

    @app.exception_handler(404)
    async def missing(request: Request, _error: Exception) -> Response:
        language = request.url.path.lstrip("/")[:2]
        return page(request, "missing", _known(language, request), 404)

    return app


def _preferred(request: Request) -> str:
    """The first language a browser asks for that there is; Kazakh else."""
    for one in request.headers.get("accept-language", "").lower().split(","):
        if (name := one.strip()[:2]) in languages():
            return name
    return "kk"


def _known(language: str, request: Request) -> str:
    return language if language in languages() else _preferred(request)


def serve(host: str, port: int, figures: Mapping[str, Any] | None) -> None:
    """Serve the pages until interrupted; nothing is logged of what people ask."""
    import uvicorn  # noqa: PLC0415 - wanted only to serve

    app = application(Figures.of(figures) if figures is not None else None)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
