"""A whole check while people go on writing: the job `verify` of the console.

The database is read in one consistent view: the report speaks of that moment, and of as many entries as the ledger had
then. Files are read after it, so some may have come or gone by the acts of others. Whatever looks wrong is therefore
looked at again: against what the database lists by then, and at last with writers kept out for that one look, which is
the only moment at which anybody waits. Nothing is changed, nothing is swept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from qalqan.desk.verify import Looked, Report, database, files, report, unreadable
from qalqan.errors import WorkspaceError
from qalqan.store import check_files, sweep
from qalqan.store.check_log import Log, Progress
from qalqan.store.sweep import Kept
from qalqan.store.workspace import Workspace

WAIT_SECONDS: Final = 60.0
"""For whoever writes when a last look is needed: a commit takes a moment."""


def verify_living(path: Path, progress: Progress = lambda *_: None) -> Report:
    """Check a workspace as :func:`qalqan.desk.verify.verify` does, without keeping anybody from writing.

    Raises WorkspaceError when the folder is no workspace, its key is not there, or a writer does not finish when a last
    look at what seems wrong is needed.
    """
    try:
        with Workspace.open(path) as ws:
            looked, log = database(ws, None, progress), Log()
            files(ws, looked, log, progress)
            _settle(ws, looked, log)
            return report(looked)
    except WorkspaceError as error:
        return unreadable(error)


def _settle(ws: Workspace, looked: Looked, log: Log) -> None:
    """Keep of the findings about files those that are no trace of an act since the moment of the report."""
    if not log.findings:
        return
    named = {one.place for one in log.findings}
    by_name = {check_files.told(place, ws.path): place for place in looked.places}
    doubtful = [by_name[one] for one in sorted(named & by_name.keys())]
    with Workspace.open(ws.path, wait=WAIT_SECONDS, still=True) as still, still.reading() as connection:
        listed = sweep.expected(connection, ws.path, forgiving=True)
        added = [check_files.told(one, ws.path) for one in check_files.unlisted(ws.path, listed)]
    doubtful += [one for one in sorted(listed.keys() - looked.places.keys()) if check_files.told(one, ws.path) in named]
    for place in doubtful:  # read while people write: they may be long
        if place in listed and (wrong := _wrong(ws, place, listed[place])):
            looked.log.found(check_files.told(place, ws.path), wrong)
    for name in added:
        looked.log.found(name, "file-added")


def _wrong(ws: Workspace, place: Path, kept: Kept) -> str:
    """What is wrong with a listed file; empty also for one that an act has dropped since it was listed."""
    wrong = check_files.wrong(place, kept, ws.key("vault"))
    if not wrong:
        return ""
    with ws.reading() as connection:
        return wrong if place in sweep.expected(connection, ws.path, forgiving=True) else ""
