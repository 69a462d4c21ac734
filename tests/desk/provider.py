"""A small OpenID Connect provider on loopback: it keeps to the standard unless a test asks it not to."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey


@dataclass
class Provider:
    """``claims`` change the identity token, ``card`` the discovery document; ``key`` signs, ``shown`` is told."""

    issuer: str = ""
    secret: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    shown: list[ECKey] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def consent(self, address: str, login: str) -> tuple[str, str]:
        """What the person does at the provider: agrees; gives the state and code the browser is sent back with."""
        told = dict(parse_qsl(urlsplit(address).query))
        assert told["response_type"] == "code"
        assert told["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = told | {"login": login}
        return told["state"], code

    def discovery(self) -> dict[str, Any]:
        told = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize"}
        told |= {"token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys"}
        return told | self.card

    def keys(self) -> dict[str, Any]:
        return {"keys": [one.as_dict(private=False) for one in (self.shown or [self.key])]}

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """The token endpoint: code once, the same address, PKCE, the client's secret."""
        begun = self.codes.pop(form.get("code", ""), None)
        if begun is None or begun["redirect_uri"] != form["redirect_uri"]:
            return {"error": "invalid_grant"}
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        if challenge != begun["code_challenge"]:
            return {"error": "invalid_grant"}
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
        given = unquote(pair.partition(":")[2]) or form.get("client_secret", "")
        if given != self.secret:
            return {"error": "invalid_client"}
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "42", "aud": begun["client_id"], "iat": now, "exp": now + 300}
        claims |= {"nonce": begun["nonce"], "preferred_username": begun["login"]} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


@contextmanager
def running(secret: str = "") -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    told = Provider(secret=secret)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            self._say(told.keys() if self.path == "/keys" else told.discovery())

        def do_POST(self) -> None:
            told.asked.append(self.path)
            raw = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            self._say(told.exchange(form, self.headers.get("authorization", "")))

        def _say(self, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(400 if "error" in answer else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
