"""Logging in and what a log-in holds: attempts slowed down, sessions, clear data for a purpose and a while.

An unknown name costs as much time as a known one and is answered alike. After a few failures an account, and an
address, has to wait, twice as long each time: an attempt is counted before it is looked at, so that many at once gain
nothing.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk import _passphrase, totp
from qalqan.errors import AccessError, NotFound
from qalqan.govern import policy, purposes
from qalqan.store import accounts as kept
from qalqan.store import officers as people
from qalqan.store import purposes as log
from qalqan.store import sessions
from qalqan.store.accounts import ACTIVE, Account, folded
from qalqan.store.officers import Officer
from qalqan.store.sessions import Count, Session, Unmasking
from qalqan.store.workspace import Workspace

FORGOTTEN: Final = timedelta(hours=1)
"""A failure so long ago counts no more."""
WAIT_SECONDS: Final = 20.0


def log_in(ws: Workspace, login: str, passphrase: str, *, code: str = "", address: str = "") -> Officer:
    """The officer who proves to be the owner of an account; the door then begins a session.

    Raises AccessError: ``error-log-in`` (which of name, passphrase, code or right is wrong is not told),
    ``error-log-in-wait`` with the seconds to wait, ``error-log-in-code`` when passphrase is right and a one-time code
    is asked for, ``error-log-in-passphrase`` when this console lets in by OpenID Connect alone.
    """
    if not ws.settings.console.passphrases:
        raise AccessError("error-log-in-passphrase")
    names = _attempt(ws, login, address)
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
    _forgive(ws, *names)
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


# --- attempts ---------------------------------------------------------------------------------------


def _attempt(ws: Workspace, login: str, address: str) -> tuple[str, str]:
    """Count an attempt by account and by address. Raises AccessError when one of them has to wait."""
    told, now = ws.settings.console, clock.now()
    names = (_name(ws, "login", folded(login)), _name(ws, "address", address))
    with ws.beside() as connection:
        for name, free in sorted(zip(names, (told.tries, told.address_tries), strict=True)):  # one order: no deadlock
            _count(connection, name, free, told.wait_seconds, now)
    return names


def _count(connection: Connection, name: str, free: int, most: int, now: datetime) -> None:
    before = sessions.count(connection, name, now)
    number = 0 if now - before.at > FORGOTTEN else before.number
    if number >= free:
        wait = timedelta(seconds=min(most, 1 << min(number - free, 30))) - (now - before.at)
        if wait > timedelta(0):
            raise AccessError("error-log-in-wait", seconds=int(wait.total_seconds()) + 1)
    sessions.set_count(connection, name, Count(number + 1, now))


def _forgive(ws: Workspace, login: str, address: str) -> None:
    """A log-in that succeeded: its account starts anew, its address is as before."""
    with ws.beside() as connection:
        for name in sorted((login, address)):
            now = sessions.count(connection, name, clock.now())
            number = 0 if name == login else max(0, now.number - 1)
            sessions.set_count(connection, name, Count(number, now.at))


def _name(ws: Workspace, what: str, value: str) -> str:
    """The name of a counter: a keyed hash, since people type passphrases into the wrong field."""
    return f"{what}:{hmac.digest(ws.key('attempts'), value.encode('utf-8', 'replace'), 'sha256').hex()[:32]}"


def _active(account: Account, officer: Officer) -> bool:
    return account.state == ACTIVE and officer.revoked is None
