"""Log-in by the organisation's own provider: out to it, and back with its word (`desk/oidc`)."""

from __future__ import annotations

import hmac
from typing import Final

from fastapi import Response
from fastapi.responses import RedirectResponse

from qalqan.console import sessions
from qalqan.console.address import here
from qalqan.console.ask import Asked
from qalqan.console.route import PUBLIC, page
from qalqan.desk import oidc
from qalqan.errors import AccessError

COOKIE: Final = "qalqan-oidc"


@page("GET", "/oidc", verb=PUBLIC)
def out(ask: Asked) -> Response:
    """Send the browser to the provider, with the state it must come back with.

    The state's cookie is Lax: the browser comes back from another site.
    """
    address, state = oidc.begin(ask.house.ws, here(ask.query("back")))
    told = RedirectResponse(address, 303)
    secure = ask.request.url.scheme == "https"
    told.set_cookie(COOKIE, state, max_age=oidc.MINUTES * 60, httponly=True, samesite="lax", secure=secure, path="/")
    return told


@page("GET", oidc.BACK, verb=PUBLIC)
def back(ask: Asked) -> Response:
    """Begin a session for the officer whom the provider vouches for.

    The answer is a page that goes on by itself, no redirect: a browser that comes from another site would not yet show
    the new session's strict cookie on a redirect's next step.
    """
    cookie = ask.request.cookies.get(COOKIE, "")
    try:
        officer, to = oidc.finish(ask.house.ws, ask.query("state"), cookie, ask.query("code"))
    except AccessError as error:
        words = ask.error(error.key, error.where, error.args_)
        told = ask.show("log_in", 403, error=words, back="", typed="", code=False, oidc=True)
    else:
        token, _ = sessions.begin(ask.house, officer.id, ask.address)
        told = ask.show("entered", to=here(to) or ask.link("/"))
        sessions.give(told, ask.request, token)
    if hmac.compare_digest(cookie.encode("utf-8", "replace"), ask.query("state").encode("utf-8", "replace")):
        told.delete_cookie(COOKIE, path="/")
    return told
