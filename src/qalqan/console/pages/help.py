"""Help in three languages: what each page is for, first steps by role, words, keys, limits."""

from __future__ import annotations

from typing import Final

from fastapi import Response

from qalqan.console.ask import Asked
from qalqan.console.route import page
from qalqan.desk import first_steps

TOPICS: Final = (
    "start", "report", "money", "series", "decide", "calls", "says", "clear", "evidence", "audit", "keys", "limits",
)  # fmt: skip
WORDS: Final = ("series", "trail", "hold", "dropper", "ground", "locator", "purpose", "ledger", "simbox", "spoofed")


@page("GET", "/first", verb="help")
def first(ask: Asked) -> Response:
    """Where to begin: the first steps of the asker's role, each a link, those that are done marked."""
    return ask.show("first", steps=first_steps.steps(ask.house.ws, ask.who.role))


@page("GET", "/help", verb="help")
def help_(ask: Asked) -> Response:
    """All topics on one page, so that the browser's own search finds them."""
    return ask.show("help", topics=TOPICS, glossary=WORDS)
