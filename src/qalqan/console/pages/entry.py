"""In and out: the log-in by passphrase, the log-out."""

from __future__ import annotations

from fastapi import Response

from qalqan.console import sessions
from qalqan.console.ask import Asked
from qalqan.console.route import PUBLIC, page


@page("GET", "/log-in", verb=PUBLIC)
def log_in(ask: Asked) -> Response:
    """The form; who is signed in already goes on."""
    if ask.signed is not None:
        return ask.see("/")
    return ask.show("log_in", error="", back=ask.query("back"), typed="")


@page("POST", "/log-out", verb="home")
def log_out(ask: Asked) -> Response:
    """End the session."""
    sessions.end(ask.house, ask.who)
    ask.house.keys.drop(ask.who.session)
    told = ask.see("/log-in")
    sessions.take(told)
    return told
