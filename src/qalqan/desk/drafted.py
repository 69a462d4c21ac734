"""Papers of the whole unit that were drafted and wait for officers: the lists and the gate's book.

A draft is noted when it is written, so that it stands in the review queue before anybody has spoken. One a subject: the
row of ``meta`` named ``draft:SUBJECT``, kept by an entry ``draft`` of the ledger; a newer content takes its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from qalqan import clock
from qalqan.store import rows, runs
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import META
from qalqan.store.workspace import Workspace

ACT: Final = "draft"
_ROW: Final = "draft:"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: what officers decide on and were given (``shown``, the hash of its content), when it was written, out of
    which run, until when its content holds, and how many rows each of its lists has."""

    subject: str
    act: str
    shown: str
    at: datetime
    run: str
    until: datetime
    counts: Mapping[str, int]


def note(ws: Workspace, draft: Draft) -> bool:
    """Keep a draft, in a workspace open for writing; false when exactly this one stands already."""
    with ws.reading() as connection:
        if any((one.subject, one.shown) == (draft.subject, draft.shown) for one in _everything(connection)):
            return False
    told = {
        "act": draft.act, "shown": draft.shown, "at": instant(draft.at), "run": draft.run,
        "until": instant(draft.until), "counts": dict(draft.counts),
    }  # fmt: skip
    row = {"name": _ROW + draft.subject, "value": canonical(told)}
    ws.commit(ACT, {"subject": draft.subject, "shown": draft.shown}, change=lambda c: rows.put(c, META, row))
    return True


def standing(connection: Connection, now: datetime | None = None) -> list[Draft]:
    """The drafts whose content still holds: of the run that counts, not yet over. By subject."""
    now, run = now or clock.now(), runs.current(connection)
    return [one for one in _everything(connection) if run is not None and one.run == run.id and one.until > now]


def _everything(connection: Connection) -> list[Draft]:
    query = select(META.c.name, META.c.value).where(META.c.name.startswith(_ROW)).order_by(META.c.name)
    found = []
    for name, value in connection.execute(query):
        told = json.loads(value)
        found.append(Draft(
            name.removeprefix(_ROW), told["act"], told["shown"], moment(told["at"]), told["run"],
            moment(told["until"]), told["counts"],
        ))  # fmt: skip
    return found
