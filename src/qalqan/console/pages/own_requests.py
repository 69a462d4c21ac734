"""A partner's page: the requests sent to their own organisation."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import Response

from qalqan.console.ask import Asked
from qalqan.console.route import page
from qalqan.console.words import dated, moment
from qalqan.desk import own_requests
from qalqan.desk.own_requests import Request


@page("GET", "/own-requests", verb="own_requests")
def requests(ask: Asked) -> Response:
    """What was asked of the organisation, until when an answer is due, what was answered."""

    def sent(one: Request) -> str:
        """The moment of sending, or its day where no hour was stated."""
        if "T" in one.sent_on:
            return moment(datetime.fromisoformat(one.sent_on), ask.language)
        return dated(date.fromisoformat(one.sent_on), ask.language) if one.sent_on else "—"

    return ask.show("own_requests", requests=own_requests.requests(ask.house.ws, ask.who.officer), sent=sent)
