"""One-time codes as a second step of the log-in (RFC 6238: SHA-1, six digits, thirty seconds), for whoever wants them.

A code counts once: the step it belongs to must be later than any used before. Ten recovery codes stand in for a lost
device, each once. The secret is kept sealed; it is told when codes are set up and never again.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import Connection

from qalqan import clock
from qalqan.desk import _attempts, _passphrase
from qalqan.desk._sealed import opened, seal
from qalqan.errors import AccessError, UsageError
from qalqan.store import accounts as kept
from qalqan.store import drafts, sessions
from qalqan.store import officers as people
from qalqan.store.accounts import ACTIVE, Account
from qalqan.store.workspace import Workspace

DIGITS: Final = 6
STEP_SECONDS: Final = 30
DRIFT_STEPS: Final = 1
"""A device's clock may be so many steps off."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
_PURPOSE: Final = "one-time codes"
_DRAFT: Final = ("account", "one-time codes")
WAIT_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Setup:
    """What a device needs: the secret in base32 for typing, and the address that a QR code holds."""

    secret: str
    address: str


def begin(ws: Workspace, who: str) -> Setup:
    """Begin to set up codes for an officer: none is asked for until :func:`confirm`. Raises NotFound, AccessError."""
    with ws.reading() as connection:
        account = _account(connection, who)
        name = people.get(connection, account.officer).name
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    sealed = {"secret": seal(ws, _PURPOSE, f"draft {account.officer}", secret)}
    with ws.beside() as connection:
        drafts.discard(connection, account.officer, *_DRAFT)
        drafts.save(connection, account.officer, *_DRAFT, sealed, 0)
    told = urlencode({"secret": secret, "issuer": "Qalqan", "digits": DIGITS, "period": STEP_SECONDS}, quote_via=quote)
    return Setup(secret, f"otpauth://totp/{quote(f'Qalqan:{name}', safe='')}?{told}")


def confirm(ws: Workspace, who: str, code: str) -> tuple[str, ...]:
    """Ask for codes from now on, when the device shows the right one; gives the recovery codes, told this once.

    Raises UsageError when nothing was begun, AccessError for a wrong code.
    """
    with ws.reading() as connection:
        account = _account(connection, who)
        begun = drafts.draft(connection, account.officer, *_DRAFT)
    if begun is None:
        raise UsageError("error-totp-none")
    secret = opened(ws, _PURPOSE, f"draft {account.officer}", begun.body["secret"])
    step = _step(secret, code)
    if step is None:
        raise AccessError("error-totp-wrong")
    codes = tuple(_code() for _ in range(RECOVERY_CODES))

    def change(connection: Connection) -> None:
        now = _account(connection, who)
        kept.put(connection, _with(now, seal(ws, _PURPOSE, now.officer, secret)))
        sessions.recovery(connection, now.officer, [_hashed(ws, one) for one in codes])
        sessions.forward(connection, _counter(now.officer), step, clock.now())
        drafts.discard(connection, now.officer, *_DRAFT)

    with ws.writing(WAIT_SECONDS) as writer:
        writer.commit("codes", {"officer": account.officer, "on": 1}, change=change)
    return codes


def off(ws: Workspace, who: str, passphrase: str, *, address: str = "") -> None:
    """Ask an officer for codes no more.

    Raises AccessError for a wrong passphrase, or the seconds to wait after several; UsageError when none are asked.
    """
    with ws.reading() as connection:
        account = _account(connection, who)
        name = people.get(connection, account.officer).name
    names = _attempts.begin(ws, account.login, address)
    if not _passphrase.fits(passphrase, account.hash):
        raise AccessError("error-passphrase-wrong", name=name)
    _attempts.forgive(ws, *names)
    if account.totp is None:
        raise UsageError("error-totp-none")

    def change(connection: Connection) -> None:
        kept.put(connection, _with(_account(connection, who), None))
        sessions.recovery(connection, account.officer, [])

    with ws.writing(WAIT_SECONDS) as writer:
        writer.commit("codes", {"officer": account.officer, "on": 0}, change=change)


def right(ws: Workspace, account: Account, code: str) -> bool:
    """Whether a code (or a recovery code) opens an account now; a right one is used up."""
    if account.totp is None:
        return True
    told = "".join(code.split())
    now = clock.now()
    step = _step(opened(ws, _PURPOSE, account.officer, account.totp), told)
    with ws.beside() as connection:
        if step is not None:
            return sessions.forward(connection, _counter(account.officer), step, now)
        return sessions.use_code(connection, account.officer, _hashed(ws, told), now)


def _step(secret: str, code: str) -> int | None:
    """The step of time that a code is of, if it is right now."""
    told = "".join(code.split())
    if len(told) != DIGITS or not told.isascii() or not told.isdigit():
        return None
    totp = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what devices speak (RFC 6238)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        try:
            totp.verify(told.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def _code() -> str:
    """A recovery code: 16 letters and digits in four groups, 80 bits."""
    told = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(told[start : start + 4] for start in range(0, 16, 4))


def _hashed(ws: Workspace, code: str) -> str:
    bare = "".join(code.lower().split()).replace("-", "")
    return hmac.digest(ws.key("recovery codes"), bare.encode("utf-8", "replace"), "sha256").hex()


def _counter(officer: str) -> str:
    return f"step:{officer}"


def _account(connection: Connection, who: str) -> Account:
    officer = people.get(connection, who)
    account = kept.of(connection, officer.id)
    if account is None or account.state != ACTIVE or officer.revoked is not None:
        raise AccessError("error-account-none", name=officer.name)
    return account


def _with(account: Account, totp: str | None) -> Account:
    return Account(
        account.officer, account.login, account.hash, totp, account.state, account.made, clock.now()
    )  # fmt: skip
