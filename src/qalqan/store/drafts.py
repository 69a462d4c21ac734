"""What officers have begun, names of stored views, and versions of what several people edit: beside the ledger.

Who saves says which version they saw. When somebody else was quicker, nothing is kept over theirs: a Conflict, and the
door shows both.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from qalqan import clock
from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.store import beside
from qalqan.store.canon import canonical, clean, instant, moment
from qalqan.store.tables import DRAFTS, LOCKS, VIEWS

MOST_CHARS: Final = 1_000_000
MOST_VIEWS: Final = 500  # of one officer: a link kept for years is a copy of the address, not of the name
_NAME_BYTES: Final = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """One officer's unfinished thing: its kind and key, version (from 1), content (plain JSON), last change."""

    officer: str
    kind: str
    key: str
    version: int
    body: dict[str, Any]
    changed: datetime


def save(connection: Connection, officer: str, kind: str, key: str, body: Mapping[str, Any], seen: int) -> int:  # noqa: PLR0917 - the parts of a draft
    """Keep a draft of which version ``seen`` was open (0: a new one); gives the new version.

    Raises Conflict when another version is kept by now (a second window), UsageError for more than a million signs.
    """
    text = clean(canonical(body))
    if len(text) > MOST_CHARS:
        raise UsageError("error-draft-long", most=str(MOST_CHARS))
    values = {"version": seen + 1, "body": text, "changed": instant(clock.now())}
    mine = (DRAFTS.c.officer == officer, DRAFTS.c.kind == kind, DRAFTS.c.key == key)
    if seen:
        kept = connection.execute(update(DRAFTS).where(*mine, DRAFTS.c.version == seen).values(values)).rowcount == 1
    else:
        kept = beside.first(connection, insert(DRAFTS).values(officer=officer, kind=kind, key=key, **values))
    if not kept:
        raise Conflict("error-conflict", what=key or kind)
    return seen + 1


def draft(connection: Connection, officer: str, kind: str, key: str) -> Draft | None:
    """An officer's draft, if there is one."""
    mine = (DRAFTS.c.officer == officer, DRAFTS.c.kind == kind, DRAFTS.c.key == key)
    row = connection.execute(select(DRAFTS).where(*mine)).first()
    return None if row is None else _draft(row)


def drafts(connection: Connection, officer: str) -> list[Draft]:
    """An officer's drafts, latest change first."""
    query = select(DRAFTS).where(DRAFTS.c.officer == officer).order_by(DRAFTS.c.changed.desc(), DRAFTS.c.kind)
    return [_draft(row) for row in connection.execute(query)]


def _draft(row: Row[Any]) -> Draft:
    return Draft(row.officer, row.kind, row.key, row.version, json.loads(row.body), moment(row.changed))


def discard(connection: Connection, officer: str, kind: str, key: str) -> None:
    """Forget a draft: it was sent, or is not wanted."""
    mine = (DRAFTS.c.officer == officer, DRAFTS.c.kind == kind, DRAFTS.c.key == key)
    connection.execute(delete(DRAFTS).where(*mine))


def keep_view(connection: Connection, secret: bytes, page: str, body: Mapping[str, Any], officer: str) -> str:
    """A short name (16 letters and digits) for the state of a page: the same state has the same name.

    ``secret`` keys the name, so that nobody can tell by a name what was looked for. Of an officer's names above
    ``MOST_VIEWS`` those go that were longest not used.
    """
    text = clean(canonical(body))
    if len(text) > MOST_CHARS:
        raise UsageError("error-draft-long", most=str(MOST_CHARS))
    digest = hmac.digest(secret, f"{page}\n{text}".encode("utf-8", "surrogatepass"), "sha256")[:_NAME_BYTES]
    name = base64.b32encode(digest).decode().lower()
    values = {"id": name, "page": page, "body": text, "officer": officer, "made": instant(clock.now())}
    if connection.execute(select(VIEWS.c.id).where(VIEWS.c.id == name)).first() is None:
        beside.first(connection, insert(VIEWS).values(values))
        mine = select(VIEWS.c.id).where(VIEWS.c.officer == officer, VIEWS.c.id != name)
        gone = mine.order_by(VIEWS.c.made.desc(), VIEWS.c.id).offset(MOST_VIEWS - 1)
        connection.execute(delete(VIEWS).where(VIEWS.c.id.in_(connection.execute(gone).scalars().all())))
    else:
        use_view(connection, name)
    return name


def use_view(connection: Connection, name: str) -> None:
    """A name was used now: it is the last of its officer's to go."""
    connection.execute(update(VIEWS).where(VIEWS.c.id == name).values(made=instant(clock.now())))


def view(connection: Connection, name: str, page: str) -> dict[str, Any]:
    """The state kept under a name for that page. Raises NotFound."""
    row = connection.execute(select(VIEWS.c.body).where(VIEWS.c.id == name, VIEWS.c.page == page)).first()
    if row is None:
        raise NotFound("error-not-found", what="view", id=name)
    told: dict[str, Any] = json.loads(row.body)
    return told


@dataclass(frozen=True, slots=True)
class Version:
    """How often a thing was changed (0: never), by whom last and when."""

    number: int
    officer: str = ""
    at: datetime | None = None


def version(connection: Connection, thing: str) -> Version:
    """The version of a thing (``kind:id``) that people edit."""
    row = connection.execute(select(LOCKS).where(LOCKS.c.object == thing)).first()
    return Version(0) if row is None else Version(row.version, row.officer, moment(row.at))


def take(connection: Connection, thing: str, seen: int, officer: str) -> int:
    """Claim the change of a thing of which version ``seen`` was shown; gives the new version.

    Raises Conflict, with the officer's id and the moment of the change in between, when it is of another version now.
    """
    values = {"version": seen + 1, "officer": officer, "at": instant(clock.now())}
    if seen:
        mine = (LOCKS.c.object == thing, LOCKS.c.version == seen)
        taken = connection.execute(update(LOCKS).where(*mine).values(values)).rowcount == 1
    else:
        taken = beside.first(connection, insert(LOCKS).values(object=thing, **values))
    if not taken:
        now = version(connection, thing)
        at = "" if now.at is None else instant(now.at)
        raise Conflict("error-conflict", what=thing, officer=now.officer, at=at, version=now.number)
    return seen + 1
