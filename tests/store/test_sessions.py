"""Sessions, one-time links, recovery codes, counters; accounts and grants with the ledger."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qalqan.clock import UTC
from qalqan.desk.verify import verify
from qalqan.errors import NotFound, UsageError
from qalqan.store import accounts, sessions
from qalqan.store.accounts import Account, Grant
from qalqan.store.sessions import Link, Session, Unmasking
from qalqan.store.tables import LEDGER
from qalqan.store.workspace import Workspace

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def session(token: str, officer: str = "o1") -> Session:
    return Session(token, officer, "csrf", "10.0.0.1", AT, AT, AT + HOUR)


def test_a_session_is_kept_seen_unmasked_and_ended(ws: Workspace) -> None:
    with ws.beside() as connection:
        sessions.begin(connection, session("a" * 64))
        sessions.begin(connection, session("b" * 64))
        sessions.begin(connection, session("c" * 64, "o2"))
        sessions.see(connection, "b" * 64, AT + HOUR)
    told = Unmasking("court", "C-1", AT + HOUR)
    with ws.beside() as connection:
        sessions.unmask(connection, "a" * 64, told)
        found = sessions.find(connection, "a" * 64)
        assert found == Session("a" * 64, "o1", "csrf", "10.0.0.1", AT, AT, AT + HOUR, told)
        assert [one.id for one in sessions.of(connection, "o1")] == ["b" * 12, "a" * 12]
        assert len(sessions.of(connection)) == 3
        sessions.unmask(connection, "a" * 64, None)
        assert sessions.end(connection, officer="o1", but="a" * 64) == 1
        left = sessions.find(connection, "a" * 64)
        assert left is not None
        assert left.unmasking is None
        assert sessions.end(connection, "a" * 64) == 1
        assert sessions.find(connection, "a" * 64) is None


def test_old_sessions_are_forgotten_when_one_begins(ws: Workspace) -> None:
    with ws.beside() as connection:
        sessions.begin(connection, session("a" * 64))
        later = AT + timedelta(days=3)
        sessions.begin(connection, Session("b" * 64, "o1", "", "", later, later, later + HOUR))
        assert sessions.find(connection, "a" * 64) is None


def test_a_link_is_used_once_and_in_time(ws: Workspace) -> None:
    with ws.beside() as connection:
        sessions.keep_link(connection, Link("t1", "{}", AT, AT + HOUR, None))
        sessions.keep_link(connection, Link("t2", "{}", AT, AT + HOUR, None))
    taken: list[bool] = []

    def take() -> None:
        with ws.beside() as connection:
            taken.append(sessions.use_link(connection, "t1", AT))

    threads = [threading.Thread(target=take) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(taken) == [False] * 5 + [True]
    with ws.beside() as connection:
        assert not sessions.use_link(connection, "t2", AT + HOUR)
        assert [one.token for one in sessions.links(connection)] == ["t2"]
        sessions.drop_link(connection, "t2")
        assert sessions.link(connection, "t2") is None


def test_recovery_codes_are_used_once_and_replaced_together(ws: Workspace) -> None:
    with ws.beside() as connection:
        sessions.recovery(connection, "o1", ["x", "y"])
        assert not sessions.use_code(connection, "o2", "x", AT)
        assert sessions.use_code(connection, "o1", "x", AT)
        assert not sessions.use_code(connection, "o1", "x", AT)
        assert sessions.codes_left(connection, "o1") == 1
        sessions.recovery(connection, "o1", ["z"])
        assert not sessions.use_code(connection, "o1", "y", AT)


def test_a_counter_counts_every_one_of_many_at_once(ws: Workspace) -> None:
    def more() -> None:
        for _ in range(5):
            with ws.beside() as connection:
                now = sessions.count(connection, "c", AT)
                sessions.set_count(connection, "c", sessions.Count(now.number + 1, AT))

    threads = [threading.Thread(target=more) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with ws.beside() as connection:
        assert sessions.count(connection, "c", AT).number == 20
        assert sessions.forward(connection, "c", 21, AT)
        assert not sessions.forward(connection, "c", 21, AT)
        assert not sessions.forward(connection, "c", 20, AT)
        sessions.drop_count(connection, "c")
        assert sessions.count(connection, "c", AT).number == 0


def test_accounts_and_grants_stand_in_the_ledger_without_their_hash(ws: Workspace) -> None:
    one = Account("o1", accounts.folded("  Айгүл  СЕРІК"), "$argon2id$secret", "sealed", "active", AT, AT)
    ws.commit("account", {"officer": "o1"}, change=lambda connection: accounts.put(connection, one))
    grant = Grant("g1", "o1", "case", "C-1", "o2", AT, AT + HOUR)
    ws.commit("grant", {"officer": "o1"}, change=lambda connection: accounts.give(connection, grant))
    with ws.reading() as connection:
        assert accounts.by_login(connection, "айгүл серік") == accounts.of(connection, "o1") == one
        assert accounts.everything(connection) == [one]
        assert accounts.grants(connection, "o1") == accounts.grants(connection) == [grant]
        told = "".join(connection.execute(select(LEDGER.c.body)).scalars())
    assert "accounts" in told
    assert not any(word in told for word in ("argon2", "sealed", "C-1", "айгүл"))
    assert grant.in_force(AT)
    assert not grant.in_force(AT + HOUR)
    ws.commit("grant_end", {"officer": "o1"}, change=lambda connection: accounts.take_back(connection, "g1", AT))
    with ws.reading() as connection:
        assert not accounts.grants(connection)[0].in_force(AT)
    with pytest.raises(NotFound):
        ws.commit("grant_end", {}, change=lambda connection: accounts.take_back(connection, "g1", AT))
    with pytest.raises(UsageError, match="error-grant"):
        ws.commit("grant", {}, change=lambda c: accounts.give(c, Grant("g2", "o1", "house", "1", "o2", AT)))
    with pytest.raises(IntegrityError):
        ws.commit(
            "account", {}, change=lambda c: accounts.put(c, Account("o2", one.login, "h", None, "active", AT, AT))
        )


def test_what_stands_beside_is_no_finding_of_a_check(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with ws.beside() as connection:
        sessions.begin(connection, session("a" * 64))
    path, url = ws.path, ws.settings.store.url
    ws.close()
    monkeypatch.setenv("QALQAN_SET_STORE__URL", url)
    assert verify(path).ok
