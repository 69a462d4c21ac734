"""Attempts at a passphrase, slowed down wherever one is typed: at the log-in, to change it, to give codes up.

After a few failures an account, and an address, has to wait, twice as long each time: an attempt is counted before it
is looked at, so that many at once gain nothing. One counter an account, so that no second door gives further tries.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from qalqan import clock
from qalqan.errors import AccessError
from qalqan.store import sessions
from qalqan.store.accounts import folded
from qalqan.store.sessions import Count
from qalqan.store.workspace import Workspace

FORGOTTEN: Final = timedelta(hours=1)
"""A failure so long ago counts no more."""


def begin(ws: Workspace, login: str, address: str) -> tuple[str, str]:
    """Count an attempt by account (its log-in name) and by address; gives the counters' names for :func:`forgive`.

    Raises AccessError (``error-log-in-wait``) with the seconds when one of them has to wait.
    """
    told, now = ws.settings.console, clock.now()
    names = (_name(ws, "login", folded(login)), _name(ws, "address", address))
    with ws.beside() as connection:
        for name, free in sorted(zip(names, (told.tries, told.address_tries), strict=True)):  # one order: no deadlock
            _count(connection, name, free, told.wait_seconds, now)
    return names


def forgive(ws: Workspace, login: str, address: str) -> None:
    """An attempt that succeeded, by its counters' names: its account starts anew, its address is as before."""
    with ws.beside() as connection:
        for name in sorted((login, address)):
            now = sessions.count(connection, name, clock.now())
            number = 0 if name == login else max(0, now.number - 1)
            sessions.set_count(connection, name, Count(number, now.at))


def _count(connection: Connection, name: str, free: int, most: int, now: datetime) -> None:
    before = sessions.count(connection, name, now)
    number = 0 if now - before.at > FORGOTTEN else before.number
    if number >= free:
        wait = timedelta(seconds=min(most, 1 << min(number - free, 30))) - (now - before.at)
        if wait > timedelta(0):
            raise AccessError("error-log-in-wait", seconds=int(wait.total_seconds()) + 1)
    sessions.set_count(connection, name, Count(number + 1, now))


def _name(ws: Workspace, what: str, value: str) -> str:
    """The name of a counter: a keyed hash, since people type passphrases into the wrong field."""
    return f"{what}:{hmac.digest(ws.key('attempts'), value.encode('utf-8', 'replace'), 'sha256').hex()[:32]}"
