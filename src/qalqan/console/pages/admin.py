"""Administration: officers and their accounts, one-time links, what is given to whom, settings."""

from __future__ import annotations

import os
from dataclasses import replace

from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import access, accounts
from qalqan.desk.moments import moment
from qalqan.errors import QalqanError
from qalqan.govern.policy import Role
from qalqan.settings import Leaf, Origin, load
from qalqan.store import accounts as kept


@page("GET", "/admin", verb="admin")
def admin(ask: Asked) -> Response:
    """Officers, links that wait, grants."""
    return _page(ask)


@page("POST", "/admin/invite", verb="user")
def invite(ask: Asked) -> Response:
    """A one-time link for a new officer; its secret is shown this once."""
    form = ask.form
    organs = [one.strip() for one in form.get("organs", "").splitlines() if one.strip()] or [kept.WHOLE]
    try:
        secret, offer = accounts.invite(
            ask.house.ws, ask.who.officer, form.get("name", ""), form.get("role", ""), login=form.get("login", ""),
            organs=organs,
        )  # fmt: skip
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))
    return _page(ask, link=_address(ask, secret), offered=offer.name)


@page("POST", "/admin/link", verb="user")
def link(ask: Asked) -> Response:
    """A one-time link for an officer who has a key but no account."""
    try:
        secret, offer = accounts.link(ask.house.ws, ask.who.officer, ask.form.get("officer", ""))
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))
    return _page(ask, link=_address(ask, secret), offered=offer.name)


@page("POST", "/admin/withdraw", verb="user")
def withdraw(ask: Asked) -> Response:
    """Take a link back."""
    accounts.withdraw(ask.house.ws, ask.who.officer, ask.form.get("link", ""))
    return ask.see("/admin")


@page("POST", "/admin/end", verb="user")
def end(ask: Asked) -> Response:
    """End an officer: account, sessions, right to decide."""
    try:
        gone = accounts.end(ask.house.ws, ask.who.officer, ask.form.get("officer", ""))
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))
    ask.house.keys.drop(officer=gone.id)
    return ask.see("/admin")


@page("POST", "/admin/grant", verb="grant")
def grant(ask: Asked) -> Response:
    """Give an officer a case, series or organ."""
    form = ask.form
    try:
        until = moment(form["until"]) if form.get("until") else None
        access.give(
            ask.house.ws,
            ask.who.officer,
            form.get("officer", ""),
            form.get("kind", ""),
            form.get("value", ""),
            until=until,
        )
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))
    return ask.see("/admin")


@page("POST", "/admin/grant/end", verb="grant")
def grant_end(ask: Asked) -> Response:
    """Take a grant back."""
    access.take_back(ask.house.ws, ask.who.officer, ask.form.get("grant", ""))
    return ask.see("/admin")


@page("GET", "/admin/settings", verb="settings")
def settings(ask: Asked) -> Response:
    """Every number the program decides by, where it was set and why it stands as it does."""
    _, origins = load(ask.house.path, os.environ)
    return ask.show("settings", origins=[replace(one, value=_bare(one)) for one in origins])


def _bare(one: Origin) -> Leaf:
    """A value as it may be shown: a database's address without the password that may stand in it."""
    text = str(one.value)
    scheme, sep, rest = text.partition("://")
    return f"{scheme}{sep}•••@{rest.rpartition('@')[2]}" if sep and "@" in rest else one.value


def _address(ask: Ask, secret: str) -> str:
    base = ask.house.settings.console.address.rstrip("/") or str(ask.request.base_url).rstrip("/")
    return f"{base}/{ask.language}/join/{secret}"


def _page(ask: Ask, *, error: str = "", link: str = "", offered: str = "") -> Response:
    with ask.house.ws.reading() as connection:
        given = [one for one in kept.grants(connection) if one.ended is None] if ask.may("grant") else []
    lines = accounts.listed(ask.house.ws)
    return ask.show(
        "admin", 400 if error else 200, lines=lines, waiting=accounts.waiting(ask.house.ws), grants=given,
        officer_names={one.officer: one.name for one in lines}, roles=list(Role), kinds=kept.KINDS, error=error,
        one_time=link, offered=offered,
    )  # fmt: skip
