"""Calls: people who may be talked to now, alerts, campaigns, numbers, devices, cells."""

from __future__ import annotations

from typing import Final

from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import calls as lists
from qalqan.errors import NotFound
from qalqan.govern.policy import Access
from qalqan.registry import parts

FEW: Final = 10
MANY: Final = 200
NAMES: Final = ("victims", "alerts", "campaigns", "numbers", "devices", "cells")


@page("GET", "/calls", verb="calls")
def calls(ask: Asked) -> Response:
    """The head of every list, the weightiest first."""
    told = _lists(ask, FEW)
    return ask.show("calls", parts=told, since=ask.query("since"), few=FEW, title_of=title)


@page("GET", "/calls/{name}", verb="calls")
def one(ask: Asked, name: str) -> Response:
    """One list, longer."""
    if name not in NAMES:
        raise NotFound("error-not-found", what="list", id=name[:40])
    told = _lists(ask, MANY)
    mine = [part for part in told if part.name == name]
    return ask.show("calls", parts=mine, since=ask.query("since"), few=MANY, title_of=title)


def _lists(ask: Ask, top: int) -> tuple[lists.Part, ...]:
    """The lists as the asker may see them: rows of a case in clear only where their purpose covers it."""
    purpose = ask.who.purpose_for("") if ask.clear else ""

    def clear(case: str) -> bool:
        return ask.clear and (not case or ask.stand.access("calls", case, purpose) is Access.CLEAR)

    return lists.lists(ask.tables, top=top, since=ask.query("since"), clear=clear, sight=ask.sight)


def title(detector: str) -> str:
    """The text key of a detector's title; its bare name when it is gone since that run."""
    found = parts("detect").get(detector)
    return found.CARD.title if found is not None else detector
