"""The first steps of a role in a workspace that begins: what comes first, second, third, and which are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from qalqan.govern.policy import Role
from qalqan.store import accounts, decisions, officers, runs
from qalqan.store.tables import ACT_STEPS, EVIDENCE, JOBS
from qalqan.store.workspace import Workspace

WORKERS: Final = frozenset(one.value for one in (Role.DUTY_OFFICER, Role.ANALYST, Role.INVESTIGATOR))


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, the page where it is taken (empty: at the machine), the verb that page needs, whether it is
    done (None: nobody can tell)."""

    name: str
    page: str
    verb: str
    done: bool | None


@dataclass(frozen=True, slots=True)
class _State:
    heads: bool
    workers: bool
    given: bool
    files: bool
    run: bool
    decided: bool
    acted: bool
    checked: bool


_Told = tuple[str, str, str, Callable[[_State], bool | None]]
_UPLOAD: Final[_Told] = ("upload", "/upload", "upload", lambda state: state.files or state.run)
_ANALYSE: Final[_Told] = ("analyse", "/jobs", "analyse", lambda state: state.run)
_DECIDE: Final[_Told] = ("decide", "/decisions", "decide", lambda state: state.decided)
_REPORT: Final[_Told] = ("report", "/report-form", "report_form", lambda _: None)
_TRAIN: Final[_Told] = ("train", "/training", "training", lambda _: None)
STEPS: Final[dict[Role, tuple[_Told, ...]]] = {
    Role.ADMINISTRATOR: (
        ("head", "/admin", "admin", lambda state: state.heads),
        ("people", "/admin", "admin", lambda state: state.workers),
        ("settings", "/admin/settings", "settings", lambda _: None),
        ("backup", "", "admin", lambda _: None),
        ("check", "/ledger/check", "verify", lambda state: state.checked),
    ),
    Role.HEAD: (("people", "/admin", "admin", lambda state: state.workers),
                ("access", "/admin", "grant", lambda state: state.given), _UPLOAD, _ANALYSE, _DECIDE,
                ("board", "/board", "board", lambda _: None)),
    Role.DUTY_OFFICER: (_TRAIN, _REPORT, _UPLOAD, _DECIDE),
    Role.ANALYST: (_UPLOAD, _ANALYSE, _DECIDE, _TRAIN),
    Role.INVESTIGATOR: (_UPLOAD, _ANALYSE, _DECIDE, ("act", "/acts", "acts", lambda state: state.acted),
                        ("letter", "/letters", "letter", lambda _: None)),
    Role.INSPECTOR: (("check", "/ledger/check", "verify", lambda state: state.checked),
                     ("uses", "/ledger/uses", "purposes", lambda _: None),
                     ("log", "/ledger/decisions", "ledger", lambda _: None)),
    Role.MODEL_STEWARD: (("models", "/models", "models", lambda _: None), _TRAIN),
    Role.PARTNER: (("own", "/own-requests", "own_requests", lambda _: None),),
}  # fmt: skip
"""In their order, by role."""


def steps(ws: Workspace, role: Role) -> tuple[Step, ...]:
    """The first steps of a role, as far as they are taken in this workspace."""
    with ws.reading() as connection:
        state = _state(connection)
    return tuple(Step(name, page, verb, done(state)) for name, page, verb, done in STEPS[role])


def _state(connection: Connection) -> _State:
    roles = {one.role for one in officers.everything(connection)}
    checked = select(JOBS.c.id).where(JOBS.c.kind == "verify", JOBS.c.state == "done").limit(1)
    return _State(
        Role.HEAD.value in roles, bool(roles & WORKERS), bool(accounts.grants(connection)),
        bool(connection.execute(select(func.count()).select_from(EVIDENCE)).scalar()),
        runs.current(connection) is not None, bool(decisions.number(connection)),
        connection.execute(select(ACT_STEPS.c.id).limit(1)).first() is not None,
        connection.execute(checked).first() is not None,
    )  # fmt: skip
