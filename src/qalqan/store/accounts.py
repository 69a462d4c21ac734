"""Accounts and grants as the ledgered tables keep them: how an officer logs in, and which cases are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from qalqan.errors import NotFound, UsageError
from qalqan.store import rows
from qalqan.store.canon import clean, instant, moment
from qalqan.store.tables import ACCOUNTS, GRANTS

ACTIVE: Final = "active"
ENDED: Final = "ended"
KINDS: Final = ("case", "series", "organ")
WHOLE: Final = "*"
"""The organ that is every organ of this workspace."""


@dataclass(frozen=True, slots=True)
class Account:
    """How an officer logs in: ``login`` as :func:`folded`, ``hash`` argon2id, ``totp`` sealed or None."""

    officer: str
    login: str
    hash: str
    totp: str | None
    state: str
    made: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A case, series or organ given to an officer. ``until`` None: without end; ``ended``: taken back then.

    The organ of a partner is the bank or operator they answer for.
    """

    id: str
    officer: str
    kind: str
    value: str
    given_by: str
    at: datetime
    until: datetime | None = None
    ended: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Whether it counts at that moment."""
        return self.ended is None and (self.until is None or at < self.until)


def folded(login: str) -> str:
    """A log-in name without case and needless spaces: as it is kept and looked for."""
    return " ".join(clean(login).casefold().split())


def put(connection: Connection, account: Account) -> None:
    """Keep an account or its change; a log-in of another officer is an IntegrityError of the database."""
    values = {
        "officer": account.officer,
        "login": account.login,
        "hash": account.hash,
        "totp": account.totp,
        "state": account.state,
        "made": instant(account.made),
        "changed": instant(account.changed),
    }
    rows.put(connection, ACCOUNTS, values)


def by_login(connection: Connection, login: str) -> Account | None:
    """The account with that log-in name, if there is one."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.login == folded(login))).first()
    return None if row is None else _account(row)


def of(connection: Connection, officer: str) -> Account | None:
    """The account of an officer, if they have one."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.officer == officer)).first()
    return None if row is None else _account(row)


def everything(connection: Connection) -> list[Account]:
    """All accounts, in order of log-in name."""
    return [_account(row) for row in connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.login))]


def _account(row: Row[Any]) -> Account:
    return Account(row.officer, row.login, row.hash, row.totp, row.state, moment(row.made), moment(row.changed))


def give(connection: Connection, grant: Grant) -> None:
    """Keep a grant. Raises UsageError for a kind there is not or an empty value."""
    if grant.kind not in KINDS or not grant.value.strip():
        raise UsageError("error-grant", kind=grant.kind, known=", ".join(KINDS))
    values = {
        "id": grant.id,
        "officer": grant.officer,
        "kind": grant.kind,
        "value": grant.value,
        "given_by": grant.given_by,
        "at": instant(grant.at),
        "until": None if grant.until is None else instant(grant.until),
        "ended": None,
    }
    rows.insert(connection, GRANTS, values)


def take_back(connection: Connection, id_: str, at: datetime) -> None:
    """End a grant. Raises NotFound when there is none of that id, or it has ended."""
    found = connection.execute(select(GRANTS.c.ended).where(GRANTS.c.id == id_)).first()
    if found is None or found.ended is not None:
        raise NotFound("error-row-unknown", table="grants", row=id_)
    rows.update(connection, GRANTS, (id_,), {"ended": instant(at)})


def grants(connection: Connection, officer: str = "") -> list[Grant]:
    """All grants of an officer (empty: of everybody), oldest first, ended ones too."""
    query = select(GRANTS).order_by(GRANTS.c.at, GRANTS.c.id)
    if officer:
        query = query.where(GRANTS.c.officer == officer)
    return [
        Grant(
            row.id,
            row.officer,
            row.kind,
            row.value,
            row.given_by,
            moment(row.at),
            None if row.until is None else moment(row.until),
            None if row.ended is None else moment(row.ended),
        )
        for row in connection.execute(query)
    ]
