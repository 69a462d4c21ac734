"""Logging in and what a log-in holds: attempts slowed down, sessions, clear data for a purpose and a while.

An unknown name costs as much time as a known one and is answered alike; how attempts are slowed down stands in
:mod:`qalqan.desk._attempts`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from qalqan import clock
from qalqan.desk import _attempts, _passphrase, totp
from qalqan.errors import AccessError, NotFound
from qalqan.govern import policy, purposes
from qalqan.store import accounts as kept
from qalqan.store import officers as people
from qalqan.store import purposes as log
from qalqan.store import sessions
from qalqan.store.accounts import ACTIVE, Account
from qalqan.store.officers import Officer
from qalqan.store.sessions import Session, Unmasking
from qalqan.store.workspace import Workspace

WAIT_SECONDS: Final = 20.0


def log_in(ws: Workspace, login: str, passphrase: str, *, code: str = "", address: str = "") -> Officer:
    """The officer who proves to be the owner of an account; the door then begins a session.

    Raises AccessError: ``error-log-in`` (which of name, passphrase, code or right is wrong is not told),
    ``error-log-in-wait`` with the seconds to wait, ``error-log-in-code`` when passphrase is right and a one-time code
    is asked for, ``error-log-in-passphrase`` when this console lets in by OpenID Connect alone.
    """
    if not ws.settings.console.passphrases:
        raise AccessError("error-log-in-passphrase")
    names = _attempts.begin(ws, login, address)
    with ws.reading() as connection:
        account = kept.by_login(connection, login)
        officer = None if account is None else people.find(connection, account.officer)
    known = _passphrase.fits(passphrase, None if account is None else account.hash)
    if not known or account is None or officer is None or not _active(account, officer):
        raise AccessError("error-log-in")
    if account.totp is not None and not code.strip():
        raise AccessError("error-log-in-code")
    if not totp.right(ws, account, code):
        raise AccessError("error-log-in")
    _attempts.forgive(ws, *names)
    return officer


def of_login(ws: Workspace, login: str) -> Officer:
    """The officer of an active account by its log-in name: for a log-in that another party vouches for.

    Raises AccessError when there is none.
    """
    with ws.reading() as connection:
        account = kept.by_login(connection, login)
        officer = None if account is None else people.find(connection, account.officer)
    if account is None or officer is None or not _active(account, officer):
        raise AccessError("error-log-in")
    return officer


def alive(ws: Workspace, token: str) -> tuple[Session, Officer] | None:
    """A session by its keyed hash, and its officer; None when it is over, or its account or officer has ended."""
    with ws.reading() as connection:
        session = sessions.find(connection, token)
        if session is None:
            return None
        officer = people.find(connection, session.officer)
        account = kept.of(connection, session.officer)
    now, idle = clock.now(), timedelta(minutes=ws.settings.console.idle_minutes)
    if now >= session.expires or now - session.seen >= idle:
        return None
    if officer is None or account is None or not _active(account, officer):
        return None
    return session, officer


def listed(ws: Workspace, officer: str = "") -> list[Session]:
    """The sessions that are not over, of an officer (by id) or of everybody, latest seen first."""
    now, idle = clock.now(), timedelta(minutes=ws.settings.console.idle_minutes)
    with ws.reading() as connection:
        found = sessions.of(connection, officer)
    return [one for one in found if now < one.expires and now - one.seen < idle]


def end(ws: Workspace, by: str, id_: str) -> None:
    """End a session by the id that people see: one's own, or anybody's when one may use the verb ``user``.

    Raises NotFound when there is none that ``by`` may end.
    """
    with ws.beside() as connection:
        officer = people.get(connection, by)
        everybody = policy.may(policy.role(officer.role), "user") and officer.revoked is None
        mine = sessions.of(connection, "" if everybody else officer.id)
        found = [one for one in mine if one.id == id_]
        if not found:
            raise NotFound("error-not-found", what="session", id=id_)
        sessions.end(connection, found[0].token)


def unmask(ws: Workspace, token: str, purpose: str, case: str = "", *, count: int = 1) -> Unmasking:
    """Show a session clear data of one case (empty: of lists) for a purpose and a while; logged before it is shown.

    Whether the officer may see that case is asked before, and again for every page. Raises AccessError for a purpose
    that is none, a role that may not, a session that is over.
    """
    purposes.check(purpose)
    found = alive(ws, token)
    if found is None:
        raise AccessError("error-session-over")
    _, officer = found
    policy.check_verb(policy.role(officer.role), "unmask")
    with ws.writing(WAIT_SECONDS) as writer:
        log.log(writer, officer.name, purpose, f"console:{case or '*'}", count)
    told = Unmasking(purpose, case, clock.now() + timedelta(minutes=ws.settings.console.unmask_minutes))
    with ws.beside() as connection:
        sessions.unmask(connection, token, told)
    return told


def mask(ws: Workspace, token: str) -> None:
    """End a session's view of clear data."""
    with ws.beside() as connection:
        sessions.unmask(connection, token, None)


def _active(account: Account, officer: Officer) -> bool:
    return account.state == ACTIVE and officer.revoked is None
