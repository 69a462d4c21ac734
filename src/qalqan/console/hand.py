"""Whose signature a change carries, and what the pages show on which people do things.

An officer's key is unlocked by the passphrase typed with the first form, held in memory for the session, and asked for
again after some idle minutes (`desk/signing.py`): until then one keystroke signs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import Response

from qalqan import clock
from qalqan.console.ask import Ask
from qalqan.desk.acts_propose import Signer
from qalqan.errors import AccessError, Conflict, NotFound, QalqanError, WorkspaceError
from qalqan.report import banks
from qalqan.values import place

_STATUS: tuple[tuple[type[QalqanError], int], ...] = (
    (Conflict, 409), (NotFound, 404), (AccessError, 403), (WorkspaceError, 503), (QalqanError, 400),
)  # fmt: skip


def whole(text: str, most: int = 10_000_000) -> int:
    """A number from 0 that a form or address tells, at most ``most``; 0 for anything else."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def attached(name: str) -> dict[str, str]:
    """The header of an answer that is a file of that name, in any script (RFC 6266, RFC 8187)."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-._") else "_" for sign in name)
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def signer(ask: Ask, passphrase: str = "") -> Signer:
    """Who signs what this request asks for.

    Raises AccessError for a wrong passphrase, and when none came and no key is unlocked.
    """
    typed, keys = passphrase or ask.form.get("passphrase", ""), ask.house.keys
    if typed:
        return Signer(ask.who.name, keys.unlock(ask.house.ws, ask.who.session, ask.who.name, typed))
    return Signer(ask.who.name, keys.need(ask.who.session, ask.who.officer))


def locked(ask: Ask) -> bool:
    """Whether a form must ask for the passphrase."""
    return ask.house.keys.seconds(ask.who.session) == 0


def status(error: QalqanError | None) -> int:
    """The status of a page that tells what went wrong; 200 for nothing."""
    return 200 if error is None else next(code for kind, code in _STATUS if isinstance(error, kind))


def show(ask: Ask, name: str, error: QalqanError | None = None, **told: Any) -> Response:
    """A page on which people do things: with what went wrong, and whether the passphrase must be asked for."""
    today = clock.to_local(clock.now()).date()
    bank: Callable[[str], str] = lambda code: banks.short(code, today) if code else ask.t("do-bank-unknown")  # noqa: E731 - a word of the page
    region: Callable[[str], str] = lambda code: place.name(code, ask.language)  # noqa: E731
    return ask.show(
        name, status(error), error=error, locked=locked(ask), bank_name=bank, region_name=region, **told
    )  # fmt: skip
