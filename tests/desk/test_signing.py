"""Unlocked keys: held for a session, signed with, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qalqan.desk import decisions, officers
from qalqan.desk.officers import Unlocked
from qalqan.desk.signing import Keyring
from qalqan.errors import AccessError
from qalqan.store import decisions as kept
from qalqan.store import officers as people
from qalqan.store.workspace import Workspace

WORDS = "ұзақ құпиясөз бар"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.init(tmp_path_factory.mktemp("signing") / "ws") as made:
        for name, role in (("Зере", "investigator"), ("Бас", "head")):
            officers.add(made, name, role, WORDS)
        yield made


def id_of(ws: Workspace, name: str) -> str:
    with ws.reading() as connection:
        return people.get(connection, name).id


def test_a_held_key_signs_as_the_passphrase_does(ws: Workspace) -> None:
    ring = Keyring(15)
    key = ring.unlock(ws, "s1", "Зере", WORDS)
    one = decisions.decide(ws, "Зере", key, "link:A|B", "link", "approve", "r", "court", "", "s")
    two = decisions.decide(ws, "Зере", WORDS, "link:A|C", "link", "approve", "r", "court", "", "s")
    with ws.reading() as connection:
        public = people.get(connection, "Зере").public_key
        everything = {each.id: (each, before) for each, before in kept.everything(connection)}
    for made in (one, two):
        assert decisions.genuine(*everything[made.id], public)


def test_a_key_is_one_officer_s_and_one_session_s(ws: Workspace) -> None:
    ring = Keyring(15)
    key = ring.unlock(ws, "s1", "Зере", WORDS)
    zere, head = id_of(ws, "Зере"), id_of(ws, "Бас")
    assert ring.get("s1", zere) == key
    assert ring.get("s2", zere) is None
    assert ring.get("s1", head) is None
    with pytest.raises(AccessError, match="error-sign-again"):
        ring.need("s2", zere)
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        decisions.decide(ws, "Бас", key, "link:A|B", "link", "approve", "r", "court", "", "s")
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        ring.unlock(ws, "s3", "Зере", "басқа құпиясөз")
    assert ring.get("s3", zere) is None
    assert "private" not in repr(key)
    assert isinstance(key, Unlocked)


def test_a_key_is_forgotten_when_it_is_not_used(ws: Workspace) -> None:
    clock = Clock()
    ring = Keyring(15, clock)
    zere = id_of(ws, "Зере")
    ring.unlock(ws, "s1", "Зере", WORDS)
    for _ in range(4):
        clock.now += 14 * 60
        assert ring.get("s1", zere) is not None, "use keeps it"
    assert ring.seconds("s1") == 15 * 60
    clock.now += 15 * 60
    assert ring.seconds("s1") == 0
    assert ring.get("s1", zere) is None
    assert len(ring) == 0


def test_keys_are_dropped_by_session_and_by_officer(ws: Workspace) -> None:
    ring = Keyring(15)
    zere, head = id_of(ws, "Зере"), id_of(ws, "Бас")
    for session, name in (("s1", "Зере"), ("s2", "Зере"), ("s3", "Бас")):
        ring.unlock(ws, session, name, WORDS)
    ring.drop("s1")
    assert [ring.get("s1", zere) is None, ring.get("s2", zere) is None, len(ring)] == [True, False, 2]
    ring.drop(officer=zere)
    assert ring.get("s3", head) is not None
    assert len(ring) == 1


def test_who_was_ended_signs_no_more_with_a_held_key(ws: Workspace) -> None:
    officers.add(ws, "Кетті", "analyst", WORDS)
    key = Keyring(15).unlock(ws, "s", "Кетті", WORDS)
    officers.revoke(ws, "Кетті")
    with pytest.raises(AccessError, match="error-officer-revoked"):
        decisions.decide(ws, "Кетті", key, "link:A|B", "link", "approve", "r", "court", "", "s")


def test_a_key_is_put_under_another_passphrase(ws: Workspace) -> None:
    officers.add(ws, "Жаңа", "analyst", WORDS)
    before = officers.unlock(ws, "Жаңа", WORDS)[1]
    officers.relock(ws, "Жаңа", WORDS, "енді басқа құпиясөз")
    after = officers.unlock(ws, "Жаңа", "енді басқа құпиясөз")[1]
    assert before.private_bytes_raw() == after.private_bytes_raw()
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        officers.unlock(ws, "Жаңа", WORDS)
    assert len(ws.listed(f"officers/{id_of(ws, 'Жаңа')}")) == 1
    assert Path(ws.file(*ws.listed(f"officers/{id_of(ws, 'Жаңа')}"))).exists()
