"""The verbs by path: open the workspace as the verb needs, do it, close. Doors call these.

Each verb imports its own room when called: a trace does not wait for what only an analysis needs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qalqan.errors import UsageError
from qalqan.model.decision import Verdict
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace

if TYPE_CHECKING:
    from qalqan.desk import analyse as analyse_
    from qalqan.desk import decisions
    from qalqan.desk import export as export_
    from qalqan.desk import newcomer as newcomer_
    from qalqan.desk import reopened as reopened_
    from qalqan.desk import show as show_
    from qalqan.desk import trace as trace_
    from qalqan.desk import whose as whose_

Progress = Callable[[str, int, int], None]
WAIT_SECONDS = 5.0


def analyse(path: Path, settings: Settings, progress: Progress = lambda *_: None) -> analyse_.Analysed:
    """See :func:`qalqan.desk.analyse.analyse`."""
    from qalqan.desk import analyse as analyse_

    with Workspace.open(path, write=True) as ws:
        return analyse_.analyse(ws, settings, progress)


def show(path: Path, what: str, wanted: str, *, officer: str = "", purpose: str = "") -> show_.Sheet:
    """See :func:`qalqan.desk.show.show`."""
    from qalqan.desk import show as show_

    with Workspace.open(path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        return show_.show(ws, what, wanted, officer=officer, purpose=purpose)


def tie(path: Path, values: list[str], text: str = "", *, officer: str = "", purpose: str = "") -> newcomer_.Tied:
    """See :func:`qalqan.desk.newcomer.tie`."""
    from qalqan.desk import newcomer as newcomer_

    with Workspace.open(path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        return newcomer_.tie(ws, values, text, officer=officer, purpose=purpose)


def reopened(path: Path, since: str, settings: Settings, *, officer: str = "", purpose: str = "") -> reopened_.Reopened:
    """See :func:`qalqan.desk.reopened.reopened`."""
    from qalqan.desk import reopened as reopened_

    with Workspace.open(path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        return reopened_.reopened(ws, since, settings, officer=officer, purpose=purpose)


def trace(
    path: Path, case: str, settings: Settings, *, rule: str = "fifo", as_of: str = "", known_at: str = "",
    purpose: str = "", officer: str = "",
) -> trace_.Traced:  # fmt: skip
    """See :func:`qalqan.desk.trace.trace`."""
    from qalqan.desk import trace as trace_

    with Workspace.open(path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        return trace_.trace(
            ws, case, settings, rule=rule, as_of=as_of, known_at=known_at, purpose=purpose, officer=officer
        )


def whose(
    path: Path, accounts: list[str], settings: Settings, *, as_of: str = "", known_at: str = "", purpose: str = "",
    officer: str = "",
) -> whose_.Answer:  # fmt: skip
    """See :func:`qalqan.desk.whose.whose`."""
    from qalqan.desk import whose as whose_

    with Workspace.open(path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        return whose_.whose(
            ws, accounts, settings, as_of=as_of, known_at=known_at, purpose=purpose, officer=officer
        )


def export(path: Path, out: Path, *, officer: str = "", purpose: str = "") -> export_.Exported:
    """See :func:`qalqan.desk.export.export`."""
    from qalqan.desk import export as export_

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return export_.export(ws, out, officer=officer, purpose=purpose)


def add_officer(path: Path, name: str, role: str, passphrase: str) -> str:
    """A new officer; gives the fingerprint of the new key."""
    from qalqan.desk import officers

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return officers.fingerprint(officers.add(ws, name, role, passphrase))


def list_officers(path: Path) -> list[tuple[str, str, str, str]]:
    """Name, role, key fingerprint and day of every officer."""
    from qalqan.desk import officers

    with Workspace.open(path) as ws:
        return [
            (one.name, one.role, officers.fingerprint(one), one.created.date().isoformat())
            for one in officers.everybody(ws)
        ]


def decide(
    path: Path, subject: str, verdict: str, *, officer: str, passphrase: str, reason: str, act: str = "",
    shown: str = "", purpose: str = "investigation",
) -> decisions.State:  # fmt: skip
    """A signed decision; gives how many approvals the subject has and needs.

    Raises UsageError for a word that is no verdict, AccessError as :func:`qalqan.desk.decisions.decide`.
    """
    from qalqan.desk import decided, decisions

    subject = decided.canonical(subject)
    if verdict not in {one.value for one in Verdict}:
        raise UsageError("error-verdict", value=verdict, known=", ".join(one.value for one in Verdict))
    kind, _, rest = subject.partition(":")
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        decisions.decide(
            ws, officer, passphrase, subject, act or kind, Verdict(verdict), reason, purpose,
            rest.rsplit("/", 1)[0] if kind == "hold" else "", shown,
        )  # fmt: skip
        return decisions.state(ws, subject, act or kind)


def witness(path: Path, to: Path) -> str:
    """Append the signed root to a file outside; gives the root."""
    from qalqan.store import witness as witness_

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return witness_.write(ws, to).root
