"""Accounts by the command line, and who may ask there."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from tests.desk.people import QUICK, WORDS
from typer.testing import CliRunner

from qalqan import clock
from qalqan.cli.main import app
from qalqan.cli.tongue import t
from qalqan.desk import _passphrase, accounts, door, login, officers, verbs
from qalqan.errors import AccessError, NotFound, QalqanError
from qalqan.govern import policy
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace

OTHER = "екінші адамның ұзақ фразасы"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_passphrase, "_hasher", lambda: QUICK)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a head and an inspector, who have keys and no accounts."""
    path = tmp_path_factory.mktemp("account") / "ws"
    with Workspace.init(path) as ws:
        officers.add(ws, "Бас", "head", WORDS)
        officers.add(ws, "Тексеруші", "inspector", WORDS)
    return path


@pytest.fixture
def ws(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "ws")
    (tmp_path / "words").write_text(WORDS + "\n", "utf-8")
    (tmp_path / "other").write_text(OTHER + "\n", "utf-8")
    return tmp_path / "ws"


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in words], catch_exceptions=False, terminal_width=400)
    assert done.exit_code == 0, done.output
    return done.output


def words_of(ws: Path, name: str = "words") -> tuple[str, ...]:
    return "--passphrase-file", str(ws.parent / name)


def follow(ws: Path, told: str, passphrase: str, **more: str) -> str:
    with Workspace.open(ws) as opened:
        return accounts.enrol(opened, json.loads(told)["link"].rpartition("/")[2], passphrase, **more).name


def test_from_the_first_link_to_an_invited_officer(ws: Path) -> None:
    told = run("account", "link", ws, "--json")
    assert json.loads(told)["link"].startswith("/")
    assert follow(ws, told, WORDS, name="Әкім") == "Әкім"
    assert t("cli-account-not-first") in run("account", "link", ws)
    told = run("account", "invite", ws, "Дана", "--role", "analyst", "--by", "Әкім", "--organ", "Алматы ҚПД",
               "--json", *words_of(ws))  # fmt: skip
    listed = json.loads(run("account", "list", ws, "--json"))
    assert [one["name"] for one in listed["links"]] == ["Дана"]
    assert follow(ws, told, OTHER) == "Дана"
    listed = json.loads(run("account", "list", ws, "--json"))
    dana = next(one for one in listed["accounts"] if one["name"] == "Дана")
    assert (dana["state"], dana["role"], dana["organs"]) == ("active", "analyst", ["Алматы ҚПД"])
    told = run("account", "list", ws)
    assert not any(key in told for key in ("account-state-", "cli-", "role-"))
    assert t("account-state-none") in told
    assert "Дана" in run("account", "end", ws, "Дана", "--by", "Әкім", *words_of(ws))
    with Workspace.open(ws) as opened, pytest.raises(AccessError, match="error-log-in"):
        login.log_in(opened, "дана", OTHER)


def test_an_officer_with_a_key_makes_an_account_and_sets_up_codes(ws: Path) -> None:
    follow(ws, run("account", "link", ws, "Бас", "--json", *words_of(ws)), WORDS)
    begun = json.loads(run("account", "totp", ws, "Бас", "--json", *words_of(ws)))
    device = TOTP(base64.b32decode(begun["secret"]), 6, SHA1(), 30)  # noqa: S303
    now = device.generate(int(clock.now().timestamp())).decode()
    told = json.loads(run("account", "totp", ws, "Бас", "--code", now, "--json", *words_of(ws)))
    assert len(told["recovery"]) == 10
    with Workspace.open(ws) as opened:
        with pytest.raises(AccessError, match="error-log-in-code"):
            login.log_in(opened, "бас", WORDS)
        assert login.log_in(opened, "бас", WORDS, code=told["recovery"][0]).name == "Бас"
    assert t("cli-account-totp-off") in run("account", "totp", ws, "Бас", "--off", *words_of(ws))
    with Workspace.open(ws) as opened:
        assert login.log_in(opened, "бас", WORDS).name == "Бас"


def refused(ws: Path, *words: object) -> str:
    with pytest.raises(QalqanError) as raised:
        CliRunner().invoke(app, [str(one) for one in words], catch_exceptions=False)
    return raised.value.key


def test_a_head_or_administrator_adds_officers_once_there_is_one(ws: Path, tmp_path: Path) -> None:
    assert refused(ws, "user", "add", ws, "Дана", *words_of(ws)) == "error-user-by"
    by = ("--by-passphrase-file", str(ws.parent / "words"))
    assert refused(ws, "user", "add", ws, "Дана", "--by", "Тексеруші", *by, *words_of(ws)) == "error-verb-role"
    wrong = ("--by-passphrase-file", str(ws.parent / "other"))
    assert refused(ws, "user", "add", ws, "Дана", "--by", "Бас", *wrong, *words_of(ws)) == "error-passphrase-wrong"
    run("user", "add", ws, "Әкім", "--role", "administrator", "--by", "Бас", *by, *words_of(ws))
    again = ("user", "add", ws, "Екі", "--role", "administrator", "--by", "Бас", *by, *words_of(ws))
    assert refused(ws, *again) == "error-verb-role", "an administrator is added by another one, once there is one"
    run("user", "add", ws, "Екі", "--role", "administrator", "--by", "Әкім", *by, *words_of(ws))
    run("init", tmp_path / "new")
    run("user", "add", tmp_path / "new", "Бірінші", "--role", "analyst", *words_of(ws))
    run("user", "add", tmp_path / "new", "Екінші", "--role", "head", *words_of(ws))
    assert refused(ws, "user", "add", tmp_path / "new", "Үшінші", *words_of(ws)) == "error-user-by"


def test_invitations_and_leaving_need_one_who_may(ws: Path) -> None:
    asked = ("account", "invite", ws, "Дана", "--by")
    assert refused(ws, *asked, "Тексеруші", *words_of(ws)) == "error-verb-role"
    assert refused(ws, *asked, "Бас", *words_of(ws, "other")) == "error-passphrase-wrong"
    assert refused(ws, *asked, "Ешкім", *words_of(ws)) == "error-officer-unknown"
    assert refused(ws, "account", "end", ws, "Бас", "--by", "Тексеруші", *words_of(ws)) == "error-verb-role"
    assert refused(ws, "account", "link", ws, "Бас", "--by", "Тексеруші", *words_of(ws)) == "error-verb-role"


def test_who_asks_is_named_and_may(ws: Path) -> None:
    with Workspace.open(ws) as opened:
        door.check(opened, "trace")
        door.check(opened, "trace", "Бас", "court")
        door.check(opened, "show", "Тексеруші")
        for verb, officer, purpose, key in (
            ("trace", "", "court", "error-purpose-officer"),
            ("trace", "Тексеруші", "", "error-verb-role"),
            ("show", "Тексеруші", "inspection", "error-verb-role"),
        ):
            with pytest.raises(AccessError, match=key):
                door.check(opened, verb, officer, purpose)
        with pytest.raises(NotFound, match="error-officer-unknown"):
            door.check(opened, "show", "Ешкім")
    with pytest.raises(AccessError, match="error-purpose-officer"):
        verbs.show(ws, "case", "C-1", purpose="court")
    with pytest.raises(AccessError, match="error-verb-role"):
        verbs.trace(ws, "C-1", Settings(), officer="Тексеруші")
    with Workspace.open(ws, write=True) as opened:
        officers.revoke(opened, "Бас")
        with pytest.raises(AccessError, match="error-officer-revoked"):
            door.check(opened, "show", "Бас")


def test_a_workspace_without_officers_asks_nobody(tmp_path: Path) -> None:
    with Workspace.init(tmp_path / "ws") as ws:
        for verb in policy.VERBS:
            door.check(ws, verb, "кез келген аты", "court")
            door.check(ws, verb, "", "court")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_help_is_in_three_languages(lang: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "qalqan.cli.main", "--lang", lang, "account", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "cli-" not in told.stdout
    assert all(word in told.stdout for word in ("invite", "link", "list", "end", "totp"))
