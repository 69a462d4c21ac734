"""Log-in by the organisation's own OpenID Connect provider: the code flow with PKCE (Core 1.0; RFC 7636).

The provider vouches for a person; which officer that is says one claim of its answer, compared with the accounts'
log-in names. Signing still needs the officer's own passphrase: no provider can sign for them. Only the provider named
in the settings is ever asked, over TLS (loopback excepted).

A door sends the browser to :func:`begin`'s address and gives it ``state`` in a cookie (SameSite=Lax: the browser comes
back from another site); on the way back it hands both states to :func:`finish`.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from qalqan import clock
from qalqan.desk import login
from qalqan.desk._sealed import opened, seal
from qalqan.errors import AccessError, SettingsError
from qalqan.settings import Console
from qalqan.store import sessions
from qalqan.store.canon import canonical
from qalqan.store.officers import Officer
from qalqan.store.sessions import Link
from qalqan.store.workspace import Workspace

BACK: Final = "/log-in/back"
"""Where the provider sends the browser back to, below the console's address and the workspace's language."""
MINUTES: Final = 10
LEEWAY_SECONDS: Final = 60
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA", "RS384", "RS512", "ES384")
KEPT_SECONDS: Final = 3600.0
AGAIN_SECONDS: Final = 60.0
"""Keys are asked for again when an answer is signed with an unknown one, at most so often."""
_TIMEOUT: Final = 10.0
_PURPOSE: Final = "openid connect"


@dataclass(frozen=True, slots=True)
class Provider:
    """What the provider says of itself, and its public keys (JWKS)."""

    issuer: str
    authorize: str
    token: str
    posted_secret: bool
    keys: dict[str, Any]
    read: float


_known: dict[tuple[str, str, str], Provider] = {}
_asking = threading.Lock()


def wanted(told: Console) -> bool:
    """Whether this console lets in by OpenID Connect."""
    return bool(told.oidc_issuer and told.oidc_client)


def begin(ws: Workspace, back: str = "") -> tuple[str, str]:
    """The provider's address to send a browser to, and the state to give it; ``back`` is the page it was going to
    (the door checks that it is one of its own).

    Raises SettingsError when no provider is set or it does not say what the standard asks, AccessError when it cannot
    be reached.
    """
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415 - for those who use it

    told, provider = ws.settings.console, _provider(ws.settings.console)
    state, verifier, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    now = clock.now()
    token = _hashed(ws, state)
    body = seal(ws, _PURPOSE, token, canonical({"verifier": verifier, "nonce": nonce, "back": back}))
    with ws.beside() as connection:
        sessions.forget_links(connection, now - timedelta(days=1))
        sessions.keep_link(connection, Link(token, body, now, now + timedelta(minutes=MINUTES), None))
    query = {
        "response_type": "code", "client_id": told.oidc_client, "redirect_uri": redirect(ws), "scope": told.oidc_scope,
        "state": state, "nonce": nonce, "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }  # fmt: skip
    sign = "&" if urlsplit(provider.authorize).query else "?"
    return f"{provider.authorize}{sign}{urlencode(query, quote_via=quote)}", state


def finish(ws: Workspace, state: str, cookie: str, code: str) -> tuple[Officer, str]:
    """The officer whom the provider vouches for, and the page they were going to.

    ``state`` comes from the address, ``cookie`` from the browser. Raises AccessError: ``error-oidc-state`` when this
    browser did not begin it, it was used or is too old; ``error-oidc`` with the reason when the answer does not hold;
    ``error-log-in`` when no active account goes by that name.
    """
    if not state or not hmac.compare_digest(state.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")):
        raise AccessError("error-oidc-state")
    token = _hashed(ws, state)
    with ws.beside() as connection:
        begun = sessions.link(connection, token)
        if begun is None or not sessions.use_link(connection, token, clock.now()):
            raise AccessError("error-oidc-state")
    asked = json.loads(opened(ws, _PURPOSE, token, begun.body))
    told = ws.settings.console
    answer = _exchange(ws, _provider(told), code, asked["verifier"])
    claims = _claims(told, str(answer.get("id_token", "")), str(answer.get("access_token", "")), asked["nonce"])
    name = claims.get(told.oidc_claim)
    if not isinstance(name, str) or not name.strip():
        raise AccessError("error-oidc", reason=f"no {told.oidc_claim}")
    if told.oidc_claim == "email" and claims.get("email_verified") is not True:
        raise AccessError("error-oidc", reason="email_verified")
    return login.of_login(ws, name), str(asked["back"])


def redirect(ws: Workspace) -> str:
    """Where the provider must send the browser back to: registered there, the same to the letter.

    Raises SettingsError when the console's address is not set.
    """
    address = ws.settings.console.address.rstrip("/")
    if not address:
        raise SettingsError("error-oidc-address", name="console.address")
    return f"{address}/{ws.settings.language}{BACK}"


# --- the provider -----------------------------------------------------------------------------------


def _provider(told: Console, *, again: bool = False) -> Provider:
    """The provider as it was read last; read once an hour, or ``again`` for keys that are not known yet."""
    if not wanted(told):
        raise SettingsError("error-oidc-none", name="console.oidc_issuer")
    key = (told.oidc_issuer, told.oidc_discovery, told.oidc_keys)
    with _asking:
        held = _known.get(key)
        age = KEPT_SECONDS if held is None else time.monotonic() - held.read
        if held is None or age >= (AGAIN_SECONDS if again else KEPT_SECONDS):
            held = _known[key] = _read(told)
        return held


def _read(told: Console) -> Provider:
    where = f"{told.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    card = _file(told.oidc_discovery) if told.oidc_discovery else _get(where)
    if card.get("issuer") != told.oidc_issuer:
        raise SettingsError("error-oidc-card", reason="issuer")
    methods = card.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    for name in ("authorization_endpoint", "token_endpoint", *(() if told.oidc_keys else ("jwks_uri",))):
        if not _safe(str(card.get(name, ""))):
            raise SettingsError("error-oidc-card", reason=name)
    keys = _file(told.oidc_keys) if told.oidc_keys else _get(str(card["jwks_uri"]))
    return Provider(
        told.oidc_issuer, str(card["authorization_endpoint"]), str(card["token_endpoint"]),
        "client_secret_basic" not in methods, keys, time.monotonic(),
    )  # fmt: skip


def _safe(address: str) -> bool:
    """TLS, or this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))


def _file(path: str) -> dict[str, Any]:
    try:
        told = json.loads(Path(path).expanduser().read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError("error-oidc-card", where=path, reason=str(error)) from error
    if not isinstance(told, dict):
        raise SettingsError("error-oidc-card", where=path, reason="JSON")
    return told


def _get(address: str) -> dict[str, Any]:
    return _asked("GET", address)


def _asked(method: str, address: str, **more: Any) -> dict[str, Any]:
    """Ask the provider; no redirect is followed and nothing in the environment leads elsewhere."""
    import httpx  # noqa: PLC0415 - for those who use it

    if not _safe(address):
        raise SettingsError("error-oidc-card", where=address, reason="https")
    try:
        with httpx.Client(timeout=_TIMEOUT, trust_env=False) as client:
            answer = client.request(method, address, headers={"accept": "application/json"}, **more)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise AccessError("error-oidc", where=address, reason=type(error).__name__) from error
    if answer.status_code != httpx.codes.OK or not isinstance(told, dict):
        said = str(told.get("error", ""))[:60] if isinstance(told, dict) else ""
        raise AccessError("error-oidc", where=address, reason=f"{answer.status_code} {said}".strip())
    return told


# --- its answer -------------------------------------------------------------------------------------


def _exchange(ws: Workspace, provider: Provider, code: str, verifier: str) -> dict[str, Any]:
    """The tokens for a code (RFC 6749, 4.1.3)."""
    told = ws.settings.console
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect(ws), "code_verifier": verifier}
    secret = ""
    if told.oidc_secret_file:
        try:
            secret = Path(told.oidc_secret_file).expanduser().read_text("utf-8").strip()
        except OSError as error:
            raise SettingsError("error-oidc-card", where=told.oidc_secret_file, reason=str(error)) from error
    if secret and not provider.posted_secret:
        pair = (quote(told.oidc_client, safe=""), quote(secret, safe=""))  # RFC 6749, 2.3.1
        return _asked("POST", provider.token, data=form, auth=pair)
    form |= {"client_id": told.oidc_client} | ({"client_secret": secret} if secret else {})
    return _asked("POST", provider.token, data=form)


def _claims(told: Console, id_token: str, access_token: str, nonce: str) -> dict[str, Any]:
    """The claims of an identity token whose signature, issuer, audience, times and nonce hold."""
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - for those who use it
    from joserfc.errors import JoseError  # noqa: PLC0415

    try:
        token = _decoded(told, id_token)
        options = {
            "iss": {"essential": True, "value": told.oidc_issuer},
            "aud": {"essential": True, "value": told.oidc_client},
        }
        params = {"nonce": nonce, "client_id": told.oidc_client, "access_token": access_token}
        claims = CodeIDToken(token.claims, token.header, options, params)
        claims.validate(int(clock.now().timestamp()), LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise AccessError("error-oidc", reason=str(error)[:120]) from error
    if claims.get("nonce") != nonce:
        raise AccessError("error-oidc", reason="nonce")
    return dict(claims)


def _decoded(told: Console, id_token: str) -> Any:
    """An identity token with a right signature; keys are read anew when it is signed with an unknown one."""
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    try:
        return jwt.decode(id_token, KeySet.import_key_set(_provider(told).keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
    except (JoseError, ValueError):
        return jwt.decode(
            id_token,
            KeySet.import_key_set(_provider(told, again=True).keys),  # type: ignore[arg-type]
            algorithms=list(ALGORITHMS),
        )


def _hashed(ws: Workspace, state: str) -> str:
    return hmac.digest(ws.key("openid connect"), state.encode("utf-8", "replace"), "sha256").hex()
