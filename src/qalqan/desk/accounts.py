"""Accounts: who may enter the console. There is no account at first; each begins with a one-time link.

The first administrator's link is told once, on the machine's own screen; an administrator or head makes every other.
Who follows a link sets a passphrase: it opens the account (argon2id) and, stretched on its own, the officer's signing
key. A lost passphrase is lost with its key: the officer is ended and invited anew, and what they signed stays true.

Links are made in :mod:`qalqan.desk.invitations`, logging in stands in :mod:`qalqan.desk.login`, one-time codes in
:mod:`qalqan.desk.totp`, an organisation's own log-in in :mod:`qalqan.desk.oidc`, the keys that sign in
:mod:`qalqan.desk.signing`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from qalqan import clock
from qalqan.desk import _attempts, _passphrase, officers
from qalqan.desk.invitations import (
    FIRST,
    JOIN,
    WAIT_SECONDS,
    Offer,
    administrators,
    first,
    hashed,
    invite,
    inviter,
    link,
    look,
    waiting,
    withdraw,
)
from qalqan.errors import AccessError, UsageError
from qalqan.govern import policy
from qalqan.govern.policy import Role
from qalqan.store import accounts as kept
from qalqan.store import officers as people
from qalqan.store import sessions
from qalqan.store.accounts import ACTIVE, ENDED, Account, Grant
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

__all__ = ["Line", "Offer", "change_passphrase", "end", "enrol", "first", "invite", "link", "listed", "look",
           "waiting", "withdraw"]  # fmt: skip
NONE: Final = "none"
"""The state of an officer who has a key but no account."""


@dataclass(frozen=True, slots=True)
class Line:
    """An account or an officer without one, for a list. ``state``: active, ended or none."""

    officer: str
    name: str
    login: str
    role: str
    state: str
    codes: bool
    organs: tuple[str, ...]
    sessions: int
    seen: datetime | None


def enrol(ws: Workspace, secret: str, passphrase: str, *, name: str = "", login: str = "") -> Officer:
    """Follow a link: make the account (and, unless there is one, the officer with a key), all or nothing.

    The first administrator says their own ``name`` and ``login``. Raises AccessError for a link that is none or was
    used meanwhile, or a passphrase that does not open the key there is; UsageError for a passphrase that is too plain
    or a name or log-in that is taken.
    """
    offer = look(ws, secret)
    named = " ".join((name if offer.kind == FIRST else offer.name).split())
    login = kept.folded((login or named) if offer.kind == FIRST else offer.login)
    least = ws.settings.console.passphrase_chars
    words = _passphrase.plain(passphrase)
    if offer.kind != JOIN:
        words = _passphrase.check(passphrase, least, named, login)
    with ws.reading() as connection:
        if kept.by_login(connection, login) is not None or not login:
            raise UsageError("error-officer-name", name=named)
    stretched = _passphrase.stretched(words)

    def also(connection: Connection, officer: Officer) -> None:
        if offer.kind == FIRST and administrators(connection):
            raise AccessError("error-link")
        if not sessions.use_link(connection, hashed(ws, secret), clock.now()):
            raise AccessError("error-link")
        now = clock.now()
        kept.put(connection, Account(officer.id, login, stretched, None, ACTIVE, now, now))
        for organ in offer.organs:
            giver = offer.by or officer.id
            kept.give(connection, Grant(secrets.token_hex(8), officer.id, "organ", organ, giver, now))

    with ws.writing(WAIT_SECONDS) as writer:
        try:
            if offer.kind != JOIN:
                return officers.add(writer, named, offer.role, words, also)
            officer, _ = officers.unlock(writer, offer.name, words)
            writer.commit("account", {"officer": officer.id}, change=lambda connection: also(connection, officer))
        except IntegrityError as error:
            raise UsageError("error-officer-name", name=named) from error
    return officer


def change_passphrase(ws: Workspace, who: str, old: str, new: str, *, keep: str = "", address: str = "") -> None:
    """Set another passphrase for account and key; every session but ``keep`` (its hash) ends.

    Raises AccessError for a wrong old one, or the seconds to wait after several; UsageError for a new one that is too
    plain or has not changed.
    """
    with ws.reading() as connection:
        officer = people.get(connection, who)
        account = kept.of(connection, officer.id)
    if account is None or account.state != ACTIVE:
        raise AccessError("error-passphrase-wrong", name=officer.name)
    names = _attempts.begin(ws, account.login, address)
    if not _passphrase.fits(old, account.hash):
        raise AccessError("error-passphrase-wrong", name=officer.name)
    _attempts.forgive(ws, *names)
    words = _passphrase.check(new, ws.settings.console.passphrase_chars, officer.name, account.login)
    if words == _passphrase.plain(old):
        raise UsageError("error-passphrase-same")
    stretched = _passphrase.stretched(words)

    def also(connection: Connection, officer: Officer) -> None:
        now = kept.of(connection, officer.id)
        if now is None or now.hash != account.hash:
            raise AccessError("error-passphrase-wrong", name=officer.name)
        kept.put(connection, _with(now, hash_=stretched))
        sessions.end(connection, officer=officer.id, but=keep)

    with ws.writing(WAIT_SECONDS) as writer:
        officers.relock(writer, officer.id, _passphrase.plain(old), words, also)


def end(ws: Workspace, by: str, who: str) -> Officer:
    """End an officer: account, sessions, right to decide. What they decided stays.

    Raises AccessError when ``by`` may not (an administrator is ended by another one), UsageError for the last
    administrator or an officer who was ended before, NotFound for a stranger.
    """
    with ws.reading() as connection:
        officer = people.get(connection, who)
        inviter(connection, by, policy.role(officer.role))

    def also(connection: Connection, officer: Officer) -> None:
        account = kept.of(connection, officer.id)
        if account is not None:
            kept.put(connection, _with(account, state=ENDED))
        if officer.role == Role.ADMINISTRATOR.value and account is not None and not administrators(connection):
            raise UsageError("error-account-last")
        for one in kept.grants(connection, officer.id):
            if one.ended is None:
                kept.take_back(connection, one.id, clock.now())
        sessions.end(connection, officer=officer.id)

    with ws.writing(WAIT_SECONDS) as writer:
        return officers.revoke(writer, officer.id, also)


def listed(ws: Workspace) -> list[Line]:
    """Every officer with their account, in order of name."""
    now = clock.now()
    with ws.reading() as connection:
        known = {one.officer: one for one in kept.everything(connection)}
        given = [one for one in kept.grants(connection) if one.in_force(now) and one.kind == "organ"]
        open_ = [one for one in sessions.of(connection) if one.expires > now]
        lines = []
        for one in people.everything(connection):
            account = known.get(one.id)
            mine = [each for each in open_ if each.officer == one.id]
            state = NONE if account is None else account.state
            lines.append(
                Line(
                    one.id, one.name, "" if account is None else account.login, one.role,
                    state if one.revoked is None else ENDED, bool(account and account.totp),
                    tuple(sorted({each.value for each in given if each.officer == one.id})), len(mine),
                    max((each.seen for each in mine), default=None),
                )
            )  # fmt: skip
        return lines


def _with(account: Account, *, hash_: str = "", state: str = "") -> Account:
    return Account(
        account.officer, account.login, hash_ or account.hash, account.totp, state or account.state, account.made,
        clock.now(),
    )  # fmt: skip
