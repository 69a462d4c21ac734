"""Accounts: the first administrator, invitations, enrolment, passphrases, leaving; on both databases."""

from __future__ import annotations

import shutil
import threading
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from tests.desk.people import QUICK, WORDS, enrolled, first

from qalqan import clock
from qalqan.clock import UTC
from qalqan.desk import _passphrase, access, accounts, login, officers
from qalqan.desk.verify import verify
from qalqan.errors import AccessError, NotFound, QalqanError, UsageError
from qalqan.store import accounts as kept
from qalqan.store.tables import LEDGER, LINKS
from qalqan.store.workspace import Workspace

NEW = "енді мүлде басқа фраза"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_passphrase, "_hasher", lambda: QUICK)


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "ws"
    with Workspace.init(path) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(_passphrase, "_hasher", lambda: QUICK)
        admin = first(made)
        head = enrolled(made, admin, "Бас", "head")
        enrolled(made, head, "Зере", "investigator", "Алматы ҚПД", login="Zere")
    return path


@pytest.fixture
def ws(staffed: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(staffed, tmp_path / "ws")
    with Workspace.open(tmp_path / "ws") as opened:
        yield opened


def test_from_nothing_to_a_head_on_both_databases(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert accounts.listed(empty) == []
    with pytest.raises(AccessError, match="error-log-in"):
        login.log_in(empty, "admin", "admin")
    secret, minutes = accounts.first(empty)
    assert 58 <= minutes <= 60
    offer = accounts.look(empty, secret)
    assert (offer.kind, offer.role, offer.name) == ("first", "administrator", "")
    admin = accounts.enrol(empty, secret, WORDS, name="Әкім Әкімов", login="akim")
    assert accounts.first(empty) == ("", 0)
    told, invited = accounts.invite(empty, admin.id, "Бас", "head", organs=["Алматы ҚПД"])
    assert [one.id for one in accounts.waiting(empty)] == [invited.id]
    head = accounts.enrol(empty, told, WORDS)
    assert login.log_in(empty, "  БАС ", WORDS) == head
    assert accounts.waiting(empty) == []
    with empty.reading() as connection:
        (grant,) = kept.grants(connection, head.id)
        ledger = "".join(connection.execute(select(LEDGER.c.body)).scalars())
    assert (grant.kind, grant.value, grant.given_by) == ("organ", "Алматы ҚПД", admin.id)
    assert not any(word in ledger for word in ("Бас", "akim", "argon2", "Алматы", secret, told))
    monkeypatch.setenv("QALQAN_SET_STORE__URL", empty.settings.store.url)
    assert verify(empty.path).ok


def test_a_link_is_followed_once_by_whoever_is_first(empty: Workspace) -> None:
    admin = first(empty)
    secret, _ = accounts.invite(empty, admin, "Зере", "analyst")
    told: list[str] = []

    def follow() -> None:
        try:
            accounts.enrol(empty, secret, WORDS)
            told.append("in")
        except QalqanError as error:
            told.append(error.key)

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told.count("in") == 1
    assert {one for one in told if one != "in"} <= {"error-link", "error-officer-name"}
    assert [one.name for one in officers.everybody(empty)] == ["Зере", "Әкім"]


def test_the_first_link_is_void_when_there_is_a_newer_one_or_an_administrator(ws: Workspace, tmp_path: Path) -> None:
    with Workspace.init(tmp_path / "new") as new:
        old, _ = accounts.first(new)
        secret, _ = accounts.first(new)
        with pytest.raises(AccessError, match="error-link"):
            accounts.look(new, old)
        with pytest.raises(UsageError, match="error-officer-name"):
            accounts.enrol(new, secret, WORDS)
        accounts.enrol(new, secret, WORDS, name="Әкім")
        with pytest.raises(AccessError, match="error-link"):
            accounts.enrol(new, secret, WORDS, name="Екінші")


def test_a_link_ends(ws: Workspace) -> None:
    secret, _ = accounts.invite(ws, "Әкім", "Кеш", "analyst")
    later = datetime.now(UTC) + timedelta(hours=49)
    clock.use(lambda: later)
    try:
        with pytest.raises(AccessError, match="error-link"):
            accounts.enrol(ws, secret, WORDS)
        assert accounts.waiting(ws) == []
    finally:
        clock.use(lambda: datetime.now(UTC))


def test_a_link_that_the_database_was_made_to_hold_opens_nothing(ws: Workspace) -> None:
    secret, offer = accounts.invite(ws, "Әкім", "Зейін", "analyst")
    other, _ = accounts.invite(ws, "Әкім", "Басқа", "administrator")
    with ws.beside() as connection:
        bodies = dict(connection.execute(select(LINKS.c.token, LINKS.c.body).where(LINKS.c.used.is_(None))).all())
        mine = next(token for token in bodies if token.startswith(offer.id))
        better = next(body for token, body in bodies.items() if token != mine)
        connection.execute(update(LINKS).where(LINKS.c.token == mine).values(body=better))
    with pytest.raises(AccessError, match="error-link"):
        accounts.enrol(ws, secret, WORDS)
    with ws.beside() as connection:
        connection.execute(update(LINKS).where(LINKS.c.token != mine).values(expires="2099-01-01T00:00:00+00:00"))
    with pytest.raises(AccessError, match="error-link"):
        accounts.look(ws, other)
    for guess in ("", "x", offer.id, mine, secret[:-1], "\ud800"):
        with pytest.raises(AccessError, match="error-link"):
            accounts.look(ws, guess)


def test_who_may_invite_and_end_whom(ws: Workspace) -> None:
    with pytest.raises(AccessError, match="error-verb-role"):
        accounts.invite(ws, "Зере", "Біреу", "analyst")
    with pytest.raises(AccessError, match="error-verb-role"):
        accounts.invite(ws, "Бас", "Біреу", "administrator")
    with pytest.raises(NotFound):
        accounts.invite(ws, "Ешкім", "Біреу", "analyst")
    for name, given in (("зере", ""), ("", ""), ("Жаңа", "ZERE")):
        with pytest.raises(UsageError, match="error-officer-name"):
            accounts.invite(ws, "Бас", name, "analyst", login=given)
    with pytest.raises(UsageError, match="error-role-unknown"):
        accounts.invite(ws, "Бас", "Біреу", "chief")
    with pytest.raises(UsageError, match="error-grant-partner"):
        accounts.invite(ws, "Бас", "Банк", "partner")
    with pytest.raises(AccessError, match="error-verb-role"):
        accounts.end(ws, "Бас", "Әкім")
    with pytest.raises(AccessError, match="error-verb-role"):
        accounts.end(ws, "Зере", "Бас")
    with pytest.raises(UsageError, match="error-account-last"):
        accounts.end(ws, "Әкім", "Әкім")
    assert login.log_in(ws, "Әкім", WORDS).name == "Әкім"


def test_an_invitation_is_withdrawn(ws: Workspace) -> None:
    secret, offer = accounts.invite(ws, "Бас", "Біреу", "analyst")
    accounts.withdraw(ws, "Бас", offer.id[:5])
    assert accounts.look(ws, secret) == offer, "too few signs name no link"
    with pytest.raises(AccessError, match="error-verb-role"):
        accounts.withdraw(ws, "Зере", offer.id)
    accounts.withdraw(ws, "Бас", offer.id)
    with pytest.raises(AccessError, match="error-link"):
        accounts.look(ws, secret)


def test_an_officer_with_a_key_makes_an_account_under_its_passphrase(ws: Workspace) -> None:
    with ws.writing() as writer:
        officers.add(writer, "Бұрынғы", "investigator", "ескі фраза")
    secret, offer = accounts.link(ws, "Бұрынғы", "Бұрынғы")
    assert (offer.kind, offer.name) == ("join", "Бұрынғы")
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        accounts.enrol(ws, secret, WORDS)
    officer = accounts.enrol(ws, secret, "ескі фраза")
    assert login.log_in(ws, "бұрынғы", "ескі фраза") == officer
    with pytest.raises(UsageError, match="error-account-there"):
        accounts.link(ws, "Бас", "Бұрынғы")
    with pytest.raises(AccessError, match="error-verb-role"):
        accounts.link(ws, "Зере", "Бас")


@pytest.mark.parametrize(
    ("passphrase", "key"),
    [
        ("қысқа", "error-passphrase-short"),
        ("а" * 1001, "error-passphrase-long"),
        ("абабабабабабаб", "error-passphrase-plain"),
        ("мен Айгүл 2026 жыл", "error-passphrase-plain"),
    ],
)
def test_plain_passphrases_are_refused_and_the_link_stays(ws: Workspace, passphrase: str, key: str) -> None:
    secret, _ = accounts.invite(ws, "Бас", "Айгүл", "analyst")
    with pytest.raises(UsageError, match=key):
        accounts.enrol(ws, secret, passphrase)
    assert accounts.enrol(ws, secret, WORDS).name == "Айгүл"


def test_a_passphrase_is_changed_with_its_key_and_ends_other_sessions(ws: Workspace) -> None:
    before = officers.unlock(ws, "Зере", WORDS)[1].private_bytes_raw()
    for old, new, key in (
        ("қате фраза бұл", NEW, "error-passphrase-wrong"),
        (WORDS, WORDS, "error-passphrase-same"),
        (WORDS, "қысқа", "error-passphrase-short"),
    ):
        with pytest.raises(QalqanError, match=key):
            accounts.change_passphrase(ws, "Зере", old, new)
    accounts.change_passphrase(ws, "Зере", WORDS, NEW)
    assert officers.unlock(ws, "Зере", NEW)[1].private_bytes_raw() == before
    assert login.log_in(ws, "zere", NEW).name == "Зере"
    with pytest.raises(AccessError, match="error-log-in"):
        login.log_in(ws, "zere", WORDS)
    assert verify(ws.path).ok


def test_who_leaves_enters_no_more_and_has_nothing(ws: Workspace) -> None:
    access.give(ws, "Бас", "Зере", "case", "C-1")
    gone = accounts.end(ws, "Бас", "Зере")
    assert gone.revoked is not None
    with pytest.raises(AccessError, match="error-log-in"):
        login.log_in(ws, "zere", WORDS)
    with pytest.raises(AccessError, match="error-officer-revoked"):
        officers.unlock(ws, "Зере", WORDS)
    with ws.reading() as connection:
        assert not any(one.in_force(clock.now()) for one in kept.grants(connection, gone.id))
    line = next(one for one in accounts.listed(ws) if one.name == "Зере")
    assert (line.state, line.organs, line.sessions) == ("ended", (), 0)
    with pytest.raises(UsageError, match="error-officer-revoked"):
        accounts.end(ws, "Бас", "Зере")
    with pytest.raises(AccessError, match="error-officer-revoked"):
        accounts.end(ws, gone.id, "Бас")


def test_one_sign_typed_in_two_ways_is_one(ws: Workspace) -> None:
    secret, _ = accounts.invite(ws, "Бас", "Мәриям", "analyst")
    accounts.enrol(ws, secret, "чай и ёж в мой май")
    apart = unicodedata.normalize("NFD", "чай и ёж в мой май")
    assert apart != "чай и ёж в мой май"
    assert login.log_in(ws, "мәриям", apart).name == "Мәриям"
