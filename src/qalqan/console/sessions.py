"""Who is signed in: the session that a cookie (or a bearer token) names, and the officer whose it is."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from fastapi import Request, Response

from qalqan import clock
from qalqan.console.house import House
from qalqan.desk import login
from qalqan.govern.policy import Role, role
from qalqan.store import sessions as kept
from qalqan.store.sessions import Session, Unmasking

COOKIE: Final = "qalqan"
BEARER: Final = "bearer "
SEEN_EVERY: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed-in officer. ``session`` is the keyed hash that names the session; ``bearer`` is a program's token, which
    no browser sends by itself, so that no token against forgery is needed."""

    session: str
    officer: str
    name: str
    role: Role
    csrf: str
    bearer: bool = False
    unmasking: Unmasking | None = None

    def purpose_for(self, case: str) -> str:
        """The purpose for which clear data of a case (empty: of lists) are now shown; empty when they are masked."""
        if self.unmasking is None or self.unmasking.until <= clock.now():
            return ""
        return self.unmasking.purpose if self.unmasking.case in ("", case) else ""

    def purpose_within(self, case: str) -> str:
        """The purpose stated for this very case: on its own pages one stated for lists is not enough, so that the log
        names each case that was opened."""
        return self.purpose_for(case) if self.unmasking is not None and self.unmasking.case == case else ""


def current(house: House, request: Request) -> Signed | None:
    """The officer of a request's session; None without one, or when it, its account or its officer has ended."""
    told = request.headers.get("authorization", "")
    bearer = told.lower().startswith(BEARER)
    token = told[len(BEARER) :] if bearer else request.cookies.get(COOKIE, "")
    found = login.alive(house.ws, hashed(house, token)) if token else None
    if found is None:
        return None
    session, officer = found
    now = clock.now()
    if now - session.seen > SEEN_EVERY:
        with house.ws.beside() as connection:
            kept.see(connection, session.token, now)
    return Signed(session.token, officer.id, officer.name, role(officer.role), session.csrf, bearer, session.unmasking)


def begin(house: House, officer: str, address: str) -> tuple[str, Session]:
    """A new session for an officer (by id) who has proved who they are; gives the secret token and what is kept."""
    token, now = secrets.token_urlsafe(32), clock.now()
    until = now + timedelta(hours=house.settings.console.session_hours)
    session = Session(hashed(house, token), officer, secrets.token_urlsafe(24), address, now, now, until)
    with house.ws.beside() as connection:
        kept.begin(connection, session)
    return token, session


def end(house: House, signed: Signed) -> None:
    """End a session: its cookie opens nothing any more, its key is forgotten."""
    house.keys.drop(session=signed.session)
    with house.ws.beside() as connection:
        kept.end(connection, token=signed.session)


def give(response: Response, request: Request, token: str) -> None:
    """Hand the token to a browser: never readable by scripts, never sent from another site (RFC 6265bis)."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")


def take(response: Response) -> None:
    """Take the token from a browser."""
    response.delete_cookie(COOKIE, path="/")


def hashed(house: House, token: str) -> str:
    """The keyed hash under which a token is kept: who reads the database cannot make one."""
    return hmac.new(house.ws.key("sessions"), token.encode("utf-8", "replace"), sha256).hexdigest()
