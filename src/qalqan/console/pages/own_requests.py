"""A partner's page: the requests sent to their own organisation."""

from __future__ import annotations

from fastapi import Response

from qalqan.console.ask import Asked
from qalqan.console.route import page
from qalqan.desk import own_requests


@page("GET", "/own-requests", verb="own_requests")
def requests(ask: Asked) -> Response:
    """What was asked of the organisation, until when an answer is due, what was answered."""
    return ask.show("own_requests", requests=own_requests.requests(ask.house.ws, ask.who.officer))
