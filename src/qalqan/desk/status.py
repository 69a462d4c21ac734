"""qalqan status and formats: what the workspace holds, what can be read."""

from __future__ import annotations

from pathlib import Path

from qalqan import __version__, registry
from qalqan.desk.outcomes import files_table
from qalqan.store import ledger, runs
from qalqan.store.workspace import Workspace


def status(path: Path) -> dict[str, object]:
    """Counts and the state of the current run. Raises WorkspaceError when the folder is no workspace."""
    with Workspace.open(path) as ws:
        files = files_table(ws)
        with ws.reading() as connection:
            run = runs.current(connection)
            entries = ledger.size(connection)
            root = ledger.root(connection, entries).hex()
        return {
            "version": __version__,
            "files": files.height,
            "needs_person": files.filter(files["status"] == "needs_person").height,
            "no_basis": files.filter(files["status"] == "no_basis").height,
            "cases": 0 if run is None else run.counts.get("cases", 0),
            "run": "" if run is None else run.id,
            "result_hash": "" if run is None else run.result_hash,
            "ledger_entries": entries,
            "root": root,
        }


def formats() -> dict[str, str]:
    """The title key of every format that can be read, by name."""
    return {name: module.CARD.title for name, module in registry.parts("intake.formats").items()}
