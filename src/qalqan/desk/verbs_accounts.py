"""The verbs of officers and accounts, by path; part of :mod:`qalqan.desk.verbs`.

Who adds, invites or ends somebody proves by their own passphrase that they may.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qalqan.errors import AccessError
from qalqan.store.workspace import Workspace

if TYPE_CHECKING:
    from qalqan.desk import accounts as accounts_
    from qalqan.desk import totp as totp_

WAIT_SECONDS = 5.0


def add_officer(path: Path, name: str, role: str, passphrase: str) -> str:
    """A new officer; gives the fingerprint of the new key. (For programs; people use :func:`user_add`.)"""
    from qalqan.desk import officers

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return officers.fingerprint(officers.add(ws, name, role, passphrase))


def user_add(path: Path, name: str, role: str, passphrase: str, *, by: str = "", by_passphrase: str = "") -> str:
    """A new officer, added by an administrator or head once there is one; gives the fingerprint of the new key.

    Only an administrator adds another one. Raises AccessError when ``by`` is missing or may not.
    """
    from qalqan.desk import door, officers
    from qalqan.govern.policy import Role

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        if door.staffed(ws):
            if not by:
                raise AccessError("error-user-by")
            who = door.proven(ws, "user", by, by_passphrase)
            mine = who.role == Role.ADMINISTRATOR.value
            if role == Role.ADMINISTRATOR.value and not mine and door.administered(ws):
                raise AccessError("error-verb-role", verb="user", role=who.role)
        return officers.fingerprint(officers.add(ws, name, role, passphrase))


def list_officers(path: Path) -> list[tuple[str, str, str, str]]:
    """Name, role, key fingerprint and day of every officer."""
    from qalqan.desk import officers

    with Workspace.open(path) as ws:
        return [
            (one.name, one.role, officers.fingerprint(one), one.created.date().isoformat())
            for one in officers.everybody(ws)
        ]


def account_first(path: Path) -> tuple[str, int]:
    """See :func:`qalqan.desk.accounts.first`."""
    from qalqan.desk import accounts

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return accounts.first(ws)


def account_invite(
    path: Path, name: str, role: str, *, by: str, passphrase: str, login: str = "", organs: Sequence[str] = ()
) -> tuple[str, accounts_.Offer]:
    """See :func:`qalqan.desk.accounts.invite`; ``by`` proves themself. No organ named: all of this workspace."""
    from qalqan.desk import accounts, door

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        who = door.proven(ws, "user", by, passphrase)
        return accounts.invite(ws, who.id, name, role, login=login, organs=tuple(organs) or ("*",))


def account_link(path: Path, who: str, *, by: str, passphrase: str) -> tuple[str, accounts_.Offer]:
    """See :func:`qalqan.desk.accounts.link`; ``by`` (the officer or one who may add them) proves themself."""
    from qalqan.desk import accounts, officers

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        asker, _ = officers.unlock(ws, by, passphrase)
        return accounts.link(ws, asker.id, who)


def account_list(path: Path) -> tuple[list[accounts_.Line], list[accounts_.Offer]]:
    """Every officer with their account, and the links that nobody followed yet."""
    from qalqan.desk import accounts

    with Workspace.open(path) as ws:
        return accounts.listed(ws), accounts.waiting(ws)


def account_end(path: Path, who: str, *, by: str, passphrase: str) -> str:
    """See :func:`qalqan.desk.accounts.end`; ``by`` proves themself. Gives the name of who has left."""
    from qalqan.desk import accounts, door

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        asker = door.proven(ws, "user", by, passphrase)
        return accounts.end(ws, asker.id, who).name


def account_totp(path: Path, who: str, *, passphrase: str) -> totp_.Setup:
    """See :func:`qalqan.desk.totp.begin`; the officer proves themself."""
    from qalqan.desk import officers, totp

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return totp.begin(ws, officers.unlock(ws, who, passphrase)[0].id)


def account_totp_confirm(path: Path, who: str, code: str, *, passphrase: str) -> tuple[str, ...]:
    """See :func:`qalqan.desk.totp.confirm`; the officer proves themself."""
    from qalqan.desk import officers, totp

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return totp.confirm(ws, officers.unlock(ws, who, passphrase)[0].id, code)


def account_totp_off(path: Path, who: str, *, passphrase: str) -> None:
    """See :func:`qalqan.desk.totp.off`."""
    from qalqan.desk import totp

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        totp.off(ws, who, passphrase)
