"""Who asks at the command line: the officer named must be one of this workspace, with a role that may.

A workspace without officers is one person's and asks nobody. With officers, clear data need a name that may see them,
and a name that is given must exist and may do what is asked. Whoever can read the folder and its key can do without
this program: the name is for the log, the folder's own rights are the lock (README, limits). Signed acts ask for the
passphrase wherever they are done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qalqan.desk import officers
from qalqan.errors import AccessError
from qalqan.govern import policy
from qalqan.govern.policy import Role
from qalqan.store import officers as people
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

WAIT_SECONDS = 5.0


@contextmanager
def asked(path: Path, verb: str, officer: str = "", purpose: str = "", *, write: bool = False) -> Iterator[Workspace]:
    """The workspace, open for what an officer asks; a purpose is logged by a right to write lent for that moment.

    Raises as :func:`check`, WorkspaceError when it cannot be opened.
    """
    with Workspace.open(path, write=write, wait=WAIT_SECONDS) as ws:
        check(ws, verb, officer, purpose)
        yield ws


def check(ws: Workspace, verb: str, officer: str = "", purpose: str = "") -> None:
    """Raises AccessError when the officer may not use the verb (or see clear data), has left, or is not named though
    clear data are asked for; NotFound for a name that is nobody's."""
    with ws.reading() as connection:
        everybody = people.everything(connection)
        if not everybody:
            return
        if not officer:
            if purpose:
                raise AccessError("error-purpose-officer")
            return
        who = people.get(connection, officer)
    if who.revoked is not None:
        raise AccessError("error-officer-revoked", name=who.name)
    role = policy.role(who.role)
    policy.check_verb(role, verb)
    if purpose:
        policy.check_verb(role, "unmask")


def proven(ws: Workspace, verb: str, officer: str, passphrase: officers.Secret) -> Officer:
    """The officer who proves by their passphrase to be one who may use a verb. Raises AccessError, NotFound."""
    who, _ = officers.unlock(ws, officer, passphrase)
    policy.check_verb(policy.role(who.role), verb)
    return who


def staffed(ws: Workspace) -> bool:
    """Whether there is somebody who may add others: an administrator or a head."""
    with ws.reading() as connection:
        return any(
            one.revoked is None and policy.may(policy.role(one.role), "user") for one in people.everything(connection)
        )


def administered(ws: Workspace) -> bool:
    """Whether there is an administrator."""
    with ws.reading() as connection:
        return any(
            one.revoked is None and one.role == Role.ADMINISTRATOR.value for one in people.everything(connection)
        )
