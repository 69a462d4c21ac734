"""One-time links into the console: for the first administrator, a new officer, an officer who has a key already.

A link's secret is 32 random bytes and is told once; the database holds its keyed hash, and what it offers sealed, so
that neither reading nor writing the database lets anybody in. It is used up by whoever follows it first, and ends.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk._sealed import opened, seal
from qalqan.errors import AccessError, TamperError, UsageError
from qalqan.govern import policy
from qalqan.govern.policy import Role
from qalqan.store import accounts as kept
from qalqan.store import officers as people
from qalqan.store import sessions
from qalqan.store.accounts import ACTIVE, WHOLE
from qalqan.store.canon import canonical
from qalqan.store.officers import Officer
from qalqan.store.sessions import Link
from qalqan.store.workspace import Workspace

WAIT_SECONDS: Final = 20.0
FIRST, INVITE, JOIN = "first", "invite", "join"
ID_CHARS: Final = 12
FIRST_MINUTES: Final = 60
"""The first administrator's link ends sooner: it is followed by whoever has just started the console."""
_LINKS: Final = "one-time links"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a one-time link is for: the first administrator, a new officer, or an account for an officer who has a key.

    ``id`` is what may be shown of the link, ``organs`` what the new officer is given (``*``: all of this workspace).
    """

    id: str
    kind: str
    name: str
    role: str
    login: str
    organs: tuple[str, ...]
    by: str
    expires: datetime


def first(ws: Workspace) -> tuple[str, int]:
    """The secret of a new one-time link for the first administrator, and the minutes until it ends.

    Empty when an administrator can log in. A link made before for the same is void.
    """
    with ws.reading() as connection:
        if administrators(connection):
            return "", 0
        old = [one.token for one in sessions.links(connection) if (o := _ours(ws, one)) and o.kind == FIRST]
    with ws.beside() as connection:
        for token in old:
            sessions.drop_link(connection, token)
    secret, offer = _make(ws, FIRST, Role.ADMINISTRATOR.value)
    return secret, int((offer.expires - clock.now()).total_seconds() // 60)


def invite(
    ws: Workspace, by: str, name: str, role: str, *, login: str = "", organs: Sequence[str] = (WHOLE,)
) -> tuple[str, Offer]:
    """A one-time link for a new officer; gives its secret, to be handed over in person, and what it offers.

    ``by`` is an officer who may use the verb ``user``; only an administrator invites an administrator. Raises
    AccessError, and UsageError for a name or log-in that is taken or a partner without an organisation of their own.
    """
    name, login = " ".join(name.split()), kept.folded(login or name)
    asked = policy.role(role)
    with ws.reading() as connection:
        inviter(connection, by, asked)
        taken = any(one.name.casefold() == name.casefold() for one in people.everything(connection))
        if not name or taken or kept.by_login(connection, login) is not None:
            raise UsageError("error-officer-name", name=name)
    if asked is Role.PARTNER and (not organs or WHOLE in organs):
        raise UsageError("error-grant-partner", name=name)
    return _make(ws, INVITE, role, name=name, login=login, organs=tuple(organs), by=by)


def link(ws: Workspace, by: str, who: str) -> tuple[str, Offer]:
    """A one-time link with which an officer who has a key but no account makes one, under the key's passphrase.

    Raises NotFound for a stranger, UsageError when they have an account, AccessError when ``by`` may not.
    """
    with ws.reading() as connection:
        officer = people.get(connection, who)
        inviter(connection, by, policy.role(officer.role), own=officer.id)
        if kept.of(connection, officer.id) is not None or officer.revoked is not None:
            raise UsageError("error-account-there", name=officer.name)
    organs = () if policy.role(officer.role) is Role.PARTNER else (WHOLE,)
    return _make(ws, JOIN, officer.role, name=officer.name, login=kept.folded(officer.name), organs=organs, by=by)


def look(ws: Workspace, secret: str) -> Offer:
    """What a link offers. Raises AccessError when there is none, it was used, or it has ended: which is not told."""
    with ws.reading() as connection:
        found = sessions.link(connection, hashed(ws, secret))
    open_ = found is not None and found.used is None and found.expires > clock.now()
    if found is None or not open_ or (offer := _ours(ws, found)) is None:
        raise AccessError("error-link")
    return offer


def waiting(ws: Workspace) -> list[Offer]:
    """The links that nobody followed yet, newest first."""
    now = clock.now()
    with ws.reading() as connection:
        return [one for each in sessions.links(connection) if each.expires > now and (one := _ours(ws, each))]


def withdraw(ws: Workspace, by: str, link_id: str) -> None:
    """Take a link back. Raises AccessError when ``by`` may not."""
    with ws.beside() as connection:
        inviter(connection, by, Role.ANALYST)
        for one in sessions.links(connection):
            if one.token.startswith(link_id) and len(link_id) >= ID_CHARS:
                sessions.drop_link(connection, one.token)


def _make(
    ws: Workspace, kind: str, role: str, *, name: str = "", login: str = "", organs: tuple[str, ...] = (), by: str = ""
) -> tuple[str, Offer]:
    secret, now = secrets.token_urlsafe(32), clock.now()
    lasts = timedelta(minutes=FIRST_MINUTES) if kind == FIRST else timedelta(hours=ws.settings.console.link_hours)
    token, until = hashed(ws, secret), now + lasts
    with ws.reading() as connection:
        giver = people.get(connection, by).id if by else ""
    told = {"kind": kind, "role": role, "name": name, "login": login, "organs": list(organs), "by": giver}
    one = Link(token, seal(ws, _LINKS, token, canonical(told | {"until": until.isoformat()})), now, until, None)
    with ws.writing(WAIT_SECONDS) as writer:
        noted = {"link": token[:ID_CHARS], "kind": kind, "role": role, "by": giver}
        writer.commit("invite", noted, change=lambda connection: sessions.keep_link(connection, one))
    return secret, _offer(ws, one)


def hashed(ws: Workspace, secret: str) -> str:
    """The keyed hash under which a link is kept."""
    return hmac.digest(ws.key("links"), secret.encode("utf-8", "replace"), "sha256").hex()


def _ours(ws: Workspace, link_: Link) -> Offer | None:
    try:
        return _offer(ws, link_)
    except TamperError:
        return None


def _offer(ws: Workspace, link_: Link) -> Offer:
    """What a kept link offers; its end is the sealed one. Raises TamperError for one that was not sealed here."""
    told = json.loads(opened(ws, _LINKS, link_.token, link_.body))
    until = datetime.fromisoformat(told["until"])
    if until < link_.expires:
        raise TamperError("error-sealed", where=_LINKS)
    return Offer(
        link_.token[:ID_CHARS], told["kind"], told["name"], told["role"], told["login"], tuple(told["organs"]),
        told["by"], until,
    )  # fmt: skip


def inviter(connection: Connection, by: str, asked: Role, own: str = "") -> Officer:
    """The officer who may invite or end one of that role. Raises AccessError."""
    officer = people.get(connection, by)
    if officer.revoked is not None:
        raise AccessError("error-officer-revoked", name=officer.name)
    who = policy.role(officer.role)
    if own and own == officer.id:
        return officer
    policy.check_verb(who, "user")
    if asked is Role.ADMINISTRATOR and who is not Role.ADMINISTRATOR:
        raise AccessError("error-verb-role", verb="user", role=who.value)
    return officer


def administrators(connection: Connection) -> list[Officer]:
    """The administrators who can log in."""
    active = {one.officer for one in kept.everything(connection) if one.state == ACTIVE}
    return [
        one
        for one in people.everything(connection)
        if one.id in active and one.role == Role.ADMINISTRATOR.value and one.revoked is None
    ]
