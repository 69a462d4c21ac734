"""How the console looks for this browser: theme and density, kept in two plain cookies."""

from __future__ import annotations

from typing import Final

from fastapi import Response
from fastapi.responses import RedirectResponse

from qalqan.console.address import here
from qalqan.console.ask import THEMES, Asked
from qalqan.console.route import PUBLIC, page

DENSITIES: Final = ("", "compact")
YEAR: Final = 31_536_000


@page("POST", "/appearance", verb=PUBLIC)
def appearance(ask: Asked) -> Response:
    """Keep the choice and go back to the page that it was made on."""
    told = RedirectResponse(here(ask.form.get("back", "")) or ask.link("/"), 303)
    for name, known in (("theme", THEMES), ("density", DENSITIES)):
        value = ask.form.get(name, known[0])
        told.set_cookie(name, value if value in known else known[0], max_age=YEAR, httponly=True, samesite="lax")
    return told
