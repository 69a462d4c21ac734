"""What lets people in, beside the ledger: sessions, one-time links, recovery codes, counters of attempts.

Every secret stands here as a keyed hash: who reads the database cannot log in with it, and who writes it cannot make a
session, since the key lies elsewhere. Functions take a connection of :meth:`Workspace.beside`, or of a commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from qalqan.store import beside
from qalqan.store.canon import clean, instant, moment
from qalqan.store.tables import COUNTERS, LINKS, RECOVERY, SESSIONS


@dataclass(frozen=True, slots=True)
class Unmasking:
    """Clear data are shown to a session: for what purpose, of which case (empty: of lists), until when."""

    purpose: str
    case: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in. ``token`` is the keyed hash; its first 12 digits name the session to people."""

    token: str
    officer: str
    csrf: str
    address: str
    made: datetime
    seen: datetime
    expires: datetime
    unmasking: Unmasking | None = None

    @property
    def id(self) -> str:
        """What a person may see of it."""
        return self.token[:12]


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link: its hash, what it is for (canonical JSON), when it was made, ends and was used."""

    token: str
    body: str
    made: datetime
    expires: datetime
    used: datetime | None


# --- sessions -------------------------------------------------------------------------------------


def begin(connection: Connection, session: Session) -> None:
    """Keep a new session, and forget those that ended a day ago."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.expires < instant(session.made - timedelta(days=1))))
    values = {
        "token": session.token,
        "officer": session.officer,
        "csrf": session.csrf,
        "address": clean(session.address)[:100],
        "made": instant(session.made),
        "seen": instant(session.seen),
        "expires": instant(session.expires),
    }
    connection.execute(insert(SESSIONS).values(values))


def find(connection: Connection, token: str) -> Session | None:
    """The session of that hash, whether or not it ended."""
    row = connection.execute(select(SESSIONS).where(SESSIONS.c.token == token)).first()
    return None if row is None else _session(row)


def of(connection: Connection, officer: str = "") -> list[Session]:
    """The sessions of an officer (empty: of everybody), latest seen first."""
    query = select(SESSIONS).order_by(SESSIONS.c.seen.desc(), SESSIONS.c.token)
    if officer:
        query = query.where(SESSIONS.c.officer == officer)
    return [_session(row) for row in connection.execute(query)]


def see(connection: Connection, token: str, at: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.token == token).values(seen=instant(at)))


def unmask(connection: Connection, token: str, told: Unmasking | None) -> None:
    """Show clear data to a session, or end that (None)."""
    values: dict[str, str | None] = {"purpose": None, "case": None, "until": None}
    if told is not None:
        values = {"purpose": told.purpose, "case": told.case, "until": instant(told.until)}
    connection.execute(update(SESSIONS).where(SESSIONS.c.token == token).values(values))


def end(connection: Connection, token: str = "", officer: str = "", but: str = "") -> int:
    """End one session by its hash, or all of an officer save ``but``; gives how many."""
    where = SESSIONS.c.token == token if token else SESSIONS.c.officer == officer
    return int(connection.execute(delete(SESSIONS).where(where, SESSIONS.c.token != but)).rowcount)


def _session(row: Row[Any]) -> Session:
    until = None if row.until is None else moment(row.until)
    shown = None if until is None else Unmasking(row.purpose, row.case, until)
    return Session(
        row.token, row.officer, row.csrf, row.address, moment(row.made), moment(row.seen), moment(row.expires), shown
    )


# --- one-time links -------------------------------------------------------------------------------


def keep_link(connection: Connection, link: Link) -> None:
    """Keep a one-time link."""
    values = {"token": link.token, "body": link.body, "made": instant(link.made), "expires": instant(link.expires)}
    connection.execute(insert(LINKS).values(values | {"used": None}))


def links(connection: Connection) -> list[Link]:
    """All links that were not used, newest first."""
    query = select(LINKS).where(LINKS.c.used.is_(None)).order_by(LINKS.c.made.desc(), LINKS.c.token)
    return [_link(row) for row in connection.execute(query)]


def link(connection: Connection, token: str) -> Link | None:
    """The link of that hash."""
    row = connection.execute(select(LINKS).where(LINKS.c.token == token)).first()
    return None if row is None else _link(row)


def use_link(connection: Connection, token: str, at: datetime) -> bool:
    """Use a link up: true once, for whoever comes first and in time."""
    open_ = (LINKS.c.token == token, LINKS.c.used.is_(None), LINKS.c.expires > instant(at))
    return connection.execute(update(LINKS).where(*open_).values(used=instant(at))).rowcount == 1


def drop_link(connection: Connection, token: str) -> None:
    """Take a link back."""
    connection.execute(delete(LINKS).where(LINKS.c.token == token))


def forget_links(connection: Connection, before: datetime) -> None:
    """Remove links that ended before a moment."""
    connection.execute(delete(LINKS).where(LINKS.c.expires < instant(before)))


def _link(row: Row[Any]) -> Link:
    used = None if row.used is None else moment(row.used)
    return Link(row.token, row.body, moment(row.made), moment(row.expires), used)


# --- recovery codes and counters ------------------------------------------------------------------


def recovery(connection: Connection, officer: str, codes: list[str]) -> None:
    """Keep an officer's recovery codes (hashes) in place of all earlier ones."""
    connection.execute(delete(RECOVERY).where(RECOVERY.c.officer == officer))
    for one in codes:
        connection.execute(insert(RECOVERY).values(code=one, officer=officer, used=None))


def use_code(connection: Connection, officer: str, code: str, at: datetime) -> bool:
    """Use a recovery code up: true once."""
    mine = (RECOVERY.c.code == code, RECOVERY.c.officer == officer, RECOVERY.c.used.is_(None))
    return connection.execute(update(RECOVERY).where(*mine).values(used=instant(at))).rowcount == 1


def codes_left(connection: Connection, officer: str) -> int:
    """How many recovery codes an officer still has."""
    query = select(RECOVERY.c.code).where(RECOVERY.c.officer == officer, RECOVERY.c.used.is_(None))
    return len(connection.execute(query).all())


@dataclass(frozen=True, slots=True)
class Count:
    """A counter: its number, and when it was last moved."""

    number: int
    at: datetime


def count(connection: Connection, name: str, at: datetime) -> Count:
    """A counter, locked until the transaction ends; one that was never moved starts now, at 0."""
    query = select(COUNTERS).where(COUNTERS.c.name == name).with_for_update()
    if (row := connection.execute(query).first()) is None:
        beside.first(connection, insert(COUNTERS).values(name=name, number=0, at=instant(at)))
        row = connection.execute(query).one()
    return Count(row.number, moment(row.at))


def set_count(connection: Connection, name: str, told: Count) -> None:
    """Move a counter that :func:`count` has locked."""
    values = {"number": told.number, "at": instant(told.at)}
    connection.execute(update(COUNTERS).where(COUNTERS.c.name == name).values(values))


def drop_count(connection: Connection, name: str) -> None:
    """Put a counter back to nothing."""
    connection.execute(delete(COUNTERS).where(COUNTERS.c.name == name))


def forward(connection: Connection, name: str, number: int, at: datetime) -> bool:
    """Move a counter to a higher number; false when it stands there already, or beyond."""
    if count(connection, name, at).number >= number:
        return False
    set_count(connection, name, Count(number, at))
    return True
