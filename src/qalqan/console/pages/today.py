"""Today: the first page. What cannot wait, where money may still be, clocks, what was left unfinished; per role."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from fastapi import Response

from qalqan import clock
from qalqan.console import acts_view, hand, queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.queue_view import Entry
from qalqan.console.route import page
from qalqan.desk import dossiers, queue, today
from qalqan.govern import policy

MONEY: Final = 8
DUE: Final = 10


@page("GET", "/", verb="today")
def home(ask: Asked) -> Response:
    """The day of whoever asks; roles without case data have first pages of their own."""
    known = queue_view.known(ask)
    told = today.today(ask.house.ws, known, ask.who.officer, ask.who.role)
    seen = {one.case for one in told.harm if one.case}
    allowed = ask.stand.visible(seen, "texts") if known is not None else seen
    entries = queue_view.entries(ask) if ask.may("queue") else []
    money = [one for one in entries if one.kind == "hold"][:MONEY]
    due = [one for one in acts_view.lines(ask, due=True) if one.due][:DUE] if ask.may("acts") else []
    return hand.show(
        ask, "today", told=told, harm=[_named(ask, one) for one in told.harm if not one.case or one.case in allowed],
        money=[_money(ask, one) for one in money], due=due, now=clock.now(), kinds=queue.KINDS,
        counts=Counter(one.kind for one in entries),
        waiting=[one for one in entries if one.kind in ("measure", "release", "registry", "paper")][:DUE],
        token=lambda one: queue_view.token(ask, one), dossiers=_dossiers(ask),
    )  # fmt: skip


def _dossiers(ask: Ask) -> list[dossiers.Waiting]:
    """Dossiers that wait for the asker's approval, of cases of which they may have one."""
    if not ask.may("report") or ask.who.role not in policy.ACTS[dossiers.ACT] or queue_view.known(ask) is None:
        return []
    eyes, found = Eyes(ask, "report"), []
    for one in dossiers.waiting(ask.house.ws, ask.who.name):
        cases = frozenset((one.id,)) if one.what == "case" else eyes.members(one.id)
        if cases and ask.stand.visible(cases, "report") == cases:
            found.append(one)
    return found[:DUE]


def _named(ask: Ask, one: today.Harm) -> today.Harm:
    """The message by its sealed name: its id may hold a name or number."""
    return replace(one, message=ask.house.seals.seal("message", one.message))


def _money(ask: Ask, one: Entry) -> dict[str, object]:
    return {"case": one.case, "bank": one.key.rpartition("/")[2], "tiyn": one.tiyn, "score": one.score,
            "token": queue_view.token(ask, one)}  # fmt: skip
