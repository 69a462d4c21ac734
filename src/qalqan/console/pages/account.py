"""One's own account: passphrase, one-time codes, sessions."""

from __future__ import annotations

from fastapi import Response

from qalqan.console import sessions
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import accounts, login, totp
from qalqan.errors import QalqanError


@page("GET", "/account", verb="account")
def account(ask: Asked) -> Response:
    """What the officer can set for themself."""
    return _page(ask)


@page("POST", "/account/passphrase", verb="account")
def passphrase(ask: Asked) -> Response:
    """Another passphrase for account and key; all other sessions end."""
    form = ask.form
    if form.get("new", "") != form.get("again", ""):
        return _page(ask, error=ask.t("join-differ"))
    try:
        accounts.change_passphrase(
            ask.house.ws, ask.who.officer, form.get("old", ""), form.get("new", ""), keep=ask.who.session,
            address=ask.address,
        )  # fmt: skip
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))
    ask.house.keys.drop(officer=ask.who.officer)
    return _page(ask, done=ask.t("account-passphrase-done"))


@page("POST", "/account/codes", verb="account")
def codes(ask: Asked) -> Response:
    """Begin to set up one-time codes: the secret is shown this once."""
    return _page(ask, setup=totp.begin(ask.house.ws, ask.who.officer))


@page("POST", "/account/codes/confirm", verb="account")
def confirmed(ask: Asked) -> Response:
    """Ask for codes from now on; the recovery codes are shown this once."""
    try:
        return _page(ask, recovery=totp.confirm(ask.house.ws, ask.who.officer, ask.form.get("code", "")))
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))


@page("POST", "/account/codes/off", verb="account")
def off(ask: Asked) -> Response:
    """Ask for codes no more."""
    try:
        totp.off(ask.house.ws, ask.who.officer, ask.form.get("passphrase", ""), address=ask.address)
    except QalqanError as error:
        return _page(ask, error=ask.error(error.key, error.where, error.args_))
    return _page(ask, done=ask.t("account-codes-off"))


@page("POST", "/account/sessions/end", verb="account")
def end(ask: Asked) -> Response:
    """End one of one's own sessions, by the name it is listed under."""
    mine = [one for one in login.listed(ask.house.ws, ask.who.officer) if one.id == ask.form.get("id", "")]
    for one in mine:
        login.end(ask.house.ws, ask.who.officer, one.id)
        ask.house.keys.drop(session=one.token)
    if any(one.token == ask.who.session for one in mine):
        told = ask.see("/log-in")
        sessions.take(told)
        return told
    return ask.see("/account")


def _page(
    ask: Ask, *, error: str = "", done: str = "", setup: totp.Setup | None = None, recovery: tuple[str, ...] = ()
) -> Response:
    mine = next(one for one in accounts.listed(ask.house.ws) if one.officer == ask.who.officer)
    return ask.show(
        "account", 400 if error else 200, account=mine, open=login.listed(ask.house.ws, ask.who.officer), error=error,
        done=done, setup=setup, recovery=recovery,
    )  # fmt: skip
