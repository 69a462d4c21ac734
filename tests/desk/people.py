"""An argon2 of the least cost, so that tests of who may enter take seconds; and a workspace with its first people."""

from __future__ import annotations

from argon2 import PasswordHasher

from qalqan.desk import accounts
from qalqan.store.workspace import Workspace

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WORDS = "төрт сөзден тұратын фраза"


def enrolled(ws: Workspace, by: str, name: str, role: str, *organs: str, login: str = "") -> str:
    """Invite and enrol an officer; gives the id."""
    secret, _ = accounts.invite(ws, by, name, role, login=login, organs=organs or ("*",))
    return accounts.enrol(ws, secret, WORDS).id


def first(ws: Workspace, name: str = "Әкім") -> str:
    """Enrol the first administrator; gives the id."""
    secret, _ = accounts.first(ws)
    return accounts.enrol(ws, secret, WORDS, name=name).id
