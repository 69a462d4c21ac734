"""In and out: log-in by passphrase and one-time code, one-time links, unlocking the signing key, log-out."""

from __future__ import annotations

from contextlib import suppress

from fastapi import Response
from fastapi.responses import RedirectResponse

from qalqan.console import sessions
from qalqan.console.address import here
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import PUBLIC, page
from qalqan.desk import accounts, login
from qalqan.errors import AccessError, QalqanError


@page("GET", "/log-in", verb=PUBLIC)
def log_in(ask: Asked) -> Response:
    """The form; who is signed in already goes on."""
    if ask.signed is not None:
        return ask.see("/")
    return _form(ask, back=ask.query("back"))


@page("POST", "/log-in", verb=PUBLIC)
def let_in(ask: Asked) -> Response:
    """Begin a session for whoever proves to be the owner of an account."""
    form, address = ask.form, ask.address
    try:
        officer = login.log_in(
            ask.house.ws, form.get("name", ""), form.get("passphrase", ""), code=form.get("code", ""), address=address
        )
    except AccessError as error:
        status = 429 if error.key == "error-log-in-wait" else 403
        return _form(ask, back=form.get("back", ""), typed=form.get("name", ""), error=error, status=status)
    return _begun(ask, officer.id, form.get("back", ""), form.get("passphrase", ""))


@page("GET", "/join/{secret}", verb=PUBLIC)
def join(ask: Asked, secret: str) -> Response:
    """What a one-time link offers, and the form that follows it."""
    return ask.show("join", offer=accounts.look(ask.house.ws, secret), error="", typed={})


@page("POST", "/join/{secret}", verb=PUBLIC)
def joined(ask: Asked, secret: str) -> Response:
    """Make the account that a link offers, and begin a session."""
    offer, form = accounts.look(ask.house.ws, secret), ask.form
    try:
        if form.get("passphrase", "") != form.get("again", ""):
            return ask.show("join", 400, offer=offer, error=ask.t("join-differ"), typed=form)
        officer = accounts.enrol(
            ask.house.ws, secret, form.get("passphrase", ""), name=form.get("name", ""), login=form.get("login", "")
        )
    except QalqanError as error:
        return ask.show("join", 400, offer=offer, error=ask.error(error.key, error.where, error.args_), typed=form)
    return _begun(ask, officer.id, ask.link("/first"), form.get("passphrase", ""))


@page("POST", "/log-out", verb="home")
def log_out(ask: Asked) -> Response:
    """End the session."""
    sessions.end(ask.house, ask.who)
    told = ask.see("/log-in")
    sessions.take(told)
    return told


@page("GET", "/sign", verb="decide")
def sign(ask: Asked) -> Response:
    """Ask for the passphrase that unlocks the officer's signing key for a while."""
    return ask.show("sign", back=ask.query("back"), error="", seconds=ask.house.keys.seconds(ask.who.session))


@page("POST", "/sign", verb="decide")
def unlocked(ask: Asked) -> Response:
    """Unlock the key and go back to what was being decided."""
    try:
        ask.house.keys.unlock(ask.house.ws, ask.who.session, ask.who.officer, ask.form.get("passphrase", ""))
    except AccessError as error:
        told = ask.error(error.key, error.where, error.args_)
        return ask.show("sign", 403, back=ask.form.get("back", ""), error=told, seconds=0)
    return RedirectResponse(here(ask.form.get("back", "")) or ask.link("/"), 303)


def _form(ask: Ask, *, back: str, typed: str = "", error: AccessError | None = None, status: int = 200) -> Response:
    told = "" if error is None else ask.error(error.key, error.where, error.args_)
    code = error is not None and error.key == "error-log-in-code"
    oidc = bool(ask.house.settings.console.oidc_issuer)
    return ask.show("log_in", status, error=told, back=back, typed=typed, code=code, oidc=oidc)


def _begun(ask: Ask, officer: str, back: str, passphrase: str) -> Response:
    """Hand the browser a new session; the passphrase just typed unlocks the officer's key for a while too."""
    token, session = sessions.begin(ask.house, officer, ask.address)
    with suppress(AccessError):  # the key has another passphrase: it is asked for when something is to be signed
        ask.house.keys.unlock(ask.house.ws, session.token, officer, passphrase)
    told = RedirectResponse(here(back) or ask.link("/"), 303)
    sessions.give(told, ask.request, token)
    return told
