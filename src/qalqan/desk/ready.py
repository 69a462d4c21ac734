"""What pages ask of a run first, made before anybody waits for it: look-ups, the book of transfers, loaded tables.

The worker makes the look-ups on disk when a run is done (:func:`look_ups`); whoever serves maps them and asks once for
what every office opens (:func:`first_looks`), so that nobody's first page pays for all the others.
"""

from __future__ import annotations

from pathlib import Path

from qalqan.desk import access, board, calls, lens, money_page, remarks, search, timeline
from qalqan.desk.tables import current
from qalqan.engine.frames import Tables
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace


def look_ups(path: Path, settings: Settings) -> None:
    """Make the indexes of the run that counts, for the processes that will map them. Raises NotFound before any run."""
    with Workspace.open(path, settings=settings) as ws:
        _indexes(current(ws))


def first_looks(ws: Workspace, known: Tables) -> None:
    """Make in this process what the first pages would have to make: about 6 s of CPU for 50,000 cases."""
    _indexes(known)
    access.warm(known)
    for name in ("messages_read", "messages", "evidence", "person_pairs", "possible_droppers"):
        known[name]  # loaded now
    remarks.masked(["."])  # what finds names is loaded
    calls.lists(known, top=1)
    money_page.urgent(known)
    board.board(ws, known, *board.period(known))
    for case in known["losses"]["case_id"].head(1):  # the first trace and the first line load all that others need
        money_page.money(known, ws.settings, case)
        timeline.line(known, case, ws.settings)


def _indexes(known: Tables) -> None:
    looked = lens.over(known)
    looked.warm()
    search.warm(looked)
