"""Log-in by OpenID Connect, against a small provider on loopback that is honest until a test makes it lie."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from tests.desk.people import QUICK, WORDS
from tests.desk.provider import Provider, running

from qalqan import clock
from qalqan.clock import UTC
from qalqan.desk import _passphrase, accounts, oidc
from qalqan.errors import AccessError, SettingsError
from qalqan.settings import Console, Settings
from qalqan.store.workspace import Workspace

HERE = "https://qalqan.local"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_passphrase, "_hasher", lambda: QUICK)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as told:
        yield told


def settings(provider: Provider, **more: str) -> Settings:
    given = {"address": HERE, "oidc_issuer": provider.issuer, "oidc_client": "qalqan", **more}
    return Settings(console=Console(**given))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Workspace.init(tmp_path / "ws") as made:
        secret, _ = accounts.first(made)
        accounts.enrol(made, secret, WORDS, name="Әкім", login="a.akimov")
    return tmp_path / "ws"


@pytest.fixture
def ws(path: Path, provider: Provider) -> Iterator[Workspace]:
    with Workspace.open(path, settings=settings(provider)) as opened:
        yield opened


def through(ws: Workspace, provider: Provider, login: str = "A.Akimov") -> tuple[str, str]:
    address, cookie = oidc.begin(ws, "/kk/case/C-1")
    state, code = provider.consent(address, login)
    officer, back = oidc.finish(ws, state, cookie, code)
    return officer.name, back


def refused(ws: Workspace, provider: Provider, login: str = "a.akimov") -> str:
    with pytest.raises(AccessError) as raised:
        through(ws, provider, login)
    return f"{raised.value.key} {raised.value.args_.get('reason', '')}".strip()


def test_who_the_provider_vouches_for_comes_in(ws: Workspace, provider: Provider) -> None:
    assert through(ws, provider) == ("Әкім", "/kk/case/C-1")
    assert through(ws, provider, " a.akimov") == ("Әкім", "/kk/case/C-1")
    assert provider.asked.count("/keys") == 1, "card and keys are kept for a while"
    told = parse_qs(urlsplit(oidc.begin(ws)[0]).query)
    assert told["redirect_uri"] == [f"{HERE}/kk/log-in/back"]
    assert told["scope"] == ["openid profile"]
    assert len(told["code_challenge"][0]) == 43


def test_who_has_no_account_or_left_does_not(ws: Workspace, provider: Provider) -> None:
    assert refused(ws, provider, "nobody") == "error-log-in"
    secret, _ = accounts.invite(ws, "Әкім", "Зере", "analyst", login="zere")
    accounts.enrol(ws, secret, WORDS)
    assert through(ws, provider, "zere")[0] == "Зере"
    accounts.end(ws, "Әкім", "Зере")
    assert refused(ws, provider, "zere") == "error-log-in"


def test_only_the_browser_that_began_and_only_once_and_in_time(ws: Workspace, provider: Provider) -> None:
    address, cookie = oidc.begin(ws)
    state, code = provider.consent(address, "a.akimov")
    for told in ((state, "", code), (state, oidc.begin(ws)[1], code), ("", "", code), ("\ud800", "\ud800", code)):
        with pytest.raises(AccessError, match="error-oidc-state"):
            oidc.finish(ws, *told)
    assert oidc.finish(ws, state, cookie, code)[0].name == "Әкім"
    with pytest.raises(AccessError, match="error-oidc-state"):
        oidc.finish(ws, state, cookie, code)
    address, cookie = oidc.begin(ws)
    state, code = provider.consent(address, "a.akimov")
    later = datetime.now(UTC) + timedelta(minutes=11)
    clock.use(lambda: later)
    try:
        with pytest.raises(AccessError, match="error-oidc-state"):
            oidc.finish(ws, state, cookie, code)
    finally:
        clock.use(lambda: datetime.now(UTC))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["qalqan", "another"]},
        {"aud": None},
        {"azp": "another"},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"sub": None},
        {"preferred_username": None},
        {"preferred_username": 42},
        {"preferred_username": "  "},
        {"at_hash": "no"},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_is_refused(ws: Workspace, provider: Provider, claims: dict[str, object]) -> None:
    provider.claims = claims
    assert refused(ws, provider).startswith("error-oidc ")
    provider.claims = {}
    assert through(ws, provider)[0] == "Әкім"


def test_a_token_signed_by_another_is_refused_and_new_keys_are_read(ws: Workspace, provider: Provider) -> None:
    honest, other = provider.key, ECKey.generate_key("P-256", {"kid": "one"})
    assert through(ws, provider)[0] == "Әкім"
    provider.key, provider.shown = other, [honest]
    assert refused(ws, provider).startswith("error-oidc ")
    provider.key = ECKey.generate_key("P-256", {"kid": "two"})
    provider.shown = [honest, provider.key]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oidc, "AGAIN_SECONDS", 0.0)
        assert through(ws, provider)[0] == "Әкім", "the provider changed its key within the hour"


def test_no_algorithm_but_the_asymmetric_ones(
    ws: Workspace, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = Provider.exchange
    public = provider.key.as_pem(private=False)

    def forged(self: Provider, form: dict[str, str], authorization: str) -> dict[str, object]:
        answer = exchange(self, form, authorization)
        _head, body, _ = answer["id_token"].split(".")
        claims = jwt.decode(answer["id_token"], self.key, algorithms=["ES256"]).claims
        hmac = jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(public), algorithms=["HS256"])
        return answer | {"id_token": f"eyJhbGciOiJub25lIn0.{body}." if self.card else hmac}

    monkeypatch.setattr(Provider, "exchange", forged)
    assert refused(ws, provider).startswith("error-oidc ")
    provider.card = {"note": "alg none"}
    assert refused(ws, provider).startswith("error-oidc ")


def test_the_code_is_bound_to_who_began(ws: Workspace, provider: Provider) -> None:
    first, cookie = oidc.begin(ws)
    second, _ = oidc.begin(ws)
    state, _ = provider.consent(first, "a.akimov")
    _, stolen = provider.consent(second, "a.akimov")
    with pytest.raises(AccessError, match="invalid_grant"):
        oidc.finish(ws, state, cookie, stolen)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_client_s_secret_comes_from_its_file(path: Path, tmp_path: Path, method: str) -> None:
    with running("құпия: %&") as provider:
        provider.card = {"token_endpoint_auth_methods_supported": [method]}
        (tmp_path / "secret").write_text("құпия: %&\n", "utf-8")
        with Workspace.open(path, settings=settings(provider, oidc_secret_file=str(tmp_path / "secret"))) as ws:
            assert through(ws, provider)[0] == "Әкім"
        (tmp_path / "secret").write_text("басқа", "utf-8")
        with Workspace.open(path, settings=settings(provider, oidc_secret_file=str(tmp_path / "secret"))) as ws:
            assert refused(ws, provider) == "error-oidc 400 invalid_client"


def test_card_and_keys_may_lie_here(path: Path, tmp_path: Path, provider: Provider) -> None:
    (tmp_path / "card.json").write_text(json.dumps(provider.discovery()), "utf-8")
    (tmp_path / "keys.json").write_text(json.dumps(provider.keys()), "utf-8")
    more = {"oidc_discovery": str(tmp_path / "card.json"), "oidc_keys": str(tmp_path / "keys.json")}
    with Workspace.open(path, settings=settings(provider, **more)) as ws:
        assert through(ws, provider)[0] == "Әкім"
    assert provider.asked == ["/token"]


def test_the_mail_address_counts_when_it_was_verified(path: Path, provider: Provider) -> None:
    with Workspace.open(path, settings=settings(provider, oidc_claim="email")) as ws:
        provider.claims = {"email": "a.akimov"}
        assert refused(ws, provider) == "error-oidc email_verified"
        provider.claims |= {"email_verified": True}
        assert through(ws, provider)[0] == "Әкім"


@pytest.mark.parametrize(
    "card",
    [{"issuer": "http://127.0.0.1:1"}, {"token_endpoint": "http://provider.example/token"}, {"jwks_uri": "file:///etc/passwd"},
     {"authorization_endpoint": ""}],
    ids=str,
)  # fmt: skip
def test_a_card_that_is_not_as_it_must_be_is_refused(path: Path, provider: Provider, card: dict[str, str]) -> None:
    provider.card = card
    with Workspace.open(path, settings=settings(provider)) as ws, pytest.raises(SettingsError, match="error-oidc-card"):
        oidc.begin(ws)


def test_what_is_not_set_is_said(path: Path, provider: Provider, tmp_path: Path) -> None:
    for more, key in (
        ({"oidc_client": ""}, "error-oidc-none"),
        ({"address": ""}, "error-oidc-address"),
        ({"oidc_issuer": "http://provider.example"}, "error-oidc-card"),
        ({"oidc_discovery": str(tmp_path / "none.json")}, "error-oidc-card"),
    ):
        with Workspace.open(path, settings=settings(provider, **more)) as ws, pytest.raises(SettingsError, match=key):
            oidc.begin(ws)


def test_a_provider_that_does_not_answer_is_said(path: Path) -> None:
    with running() as gone:
        told = settings(gone)
    with Workspace.open(path, settings=told) as ws, pytest.raises(AccessError, match="ConnectError"):
        oidc.begin(ws)
