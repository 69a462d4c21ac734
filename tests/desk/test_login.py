"""Logging in: attempts that slow down, nobody told apart, one-time codes once, sessions, clear data for a while."""

from __future__ import annotations

import base64
import shutil
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select
from tests.desk.people import QUICK, WORDS, enrolled, first

from qalqan import clock
from qalqan.clock import UTC
from qalqan.desk import _passphrase, accounts, login, totp
from qalqan.errors import AccessError, NotFound, QalqanError, UsageError
from qalqan.settings import Console, Settings
from qalqan.store import purposes, sessions
from qalqan.store.sessions import Session
from qalqan.store.tables import METADATA
from qalqan.store.workspace import Workspace

START = datetime(2026, 11, 2, 8, tzinfo=UTC)


class Clock:
    at = START

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_passphrase, "_hasher", lambda: QUICK)


@pytest.fixture
def time() -> Iterator[Clock]:
    told = Clock()
    clock.use(lambda: told.at)
    yield told
    clock.use(lambda: datetime.now(UTC))


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("login") / "ws"
    clock.use(lambda: START)
    with Workspace.init(path) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(_passphrase, "_hasher", lambda: QUICK)
        admin = first(made)
        enrolled(made, admin, "Зере", "investigator")
        enrolled(made, admin, "Тексеруші", "inspector")
    clock.use(lambda: datetime.now(UTC))
    return path


@pytest.fixture
def ws(staffed: Path, tmp_path: Path, time: Clock) -> Iterator[Workspace]:
    shutil.copytree(staffed, tmp_path / "ws")
    with Workspace.open(tmp_path / "ws") as opened:
        yield opened


def refused(ws: Workspace, name: str, words: str = "қате фраза мүлде", **more: str) -> QalqanError:
    with pytest.raises(AccessError) as raised:
        login.log_in(ws, name, words, **more)
    return raised.value


def session(ws: Workspace, name: str = "Зере", token: str = "a" * 64) -> str:
    officer = login.log_in(ws, name, WORDS)
    now = clock.now()
    with ws.beside() as connection:
        sessions.begin(connection, Session(token, officer.id, "c", "10.0.0.1", now, now, now + timedelta(hours=12)))
    return officer.id


def test_the_unknown_and_the_wrong_are_answered_alike(ws: Workspace) -> None:
    known, unknown = refused(ws, "Зере"), refused(ws, "Ешкім")
    assert (
        (known.key, known.args_, known.where) == (unknown.key, unknown.args_, unknown.where) == ("error-log-in", {}, "")
    )
    for _ in range(4):
        refused(ws, "Зере")
        refused(ws, "Ешкім")
    known, unknown = refused(ws, "Зере"), refused(ws, "Ешкім")
    assert known.key == unknown.key == "error-log-in-wait"
    assert known.args_ == unknown.args_


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    fits = _passphrase.fits

    def noted(words: str, kept: str | None) -> bool:
        asked.append(kept is None)
        return fits(words, kept)

    monkeypatch.setattr(_passphrase, "fits", noted)
    refused(ws, "Зере")
    refused(ws, "Ешкім")
    assert asked == [False, True]


def test_after_failures_one_waits_twice_as_long_each_time(ws: Workspace, time: Clock) -> None:
    for _ in range(5):
        assert refused(ws, "Зере").key == "error-log-in"
    waits = []
    for _ in range(12):
        error = refused(ws, "зере ", WORDS)
        assert error.key == "error-log-in-wait", "the right passphrase does not help while one waits"
        seconds = int(str(error.args_["seconds"]))
        waits.append(seconds)
        time.pass_(seconds)
        assert refused(ws, "Зере").key == "error-log-in"
    assert waits[:4] == [2, 3, 5, 9]
    assert max(waits) == waits[-1] == ws.settings.console.wait_seconds + 1
    time.pass_(301)
    assert login.log_in(ws, "Зере", WORDS).name == "Зере"
    assert refused(ws, "Зере").key == "error-log-in", "success begins anew"


def test_an_address_that_tries_many_names_waits(ws: Workspace) -> None:
    for number in range(30):
        assert refused(ws, f"аты {number}", address="10.0.0.9").key == "error-log-in"
    assert refused(ws, "Зере", WORDS, address="10.0.0.9").key == "error-log-in-wait"
    assert login.log_in(ws, "Зере", WORDS, address="10.0.0.8").name == "Зере"


def test_many_at_once_gain_nothing(empty: Workspace) -> None:
    enrolled(empty, first(empty), "Зере", "analyst")
    told: list[str] = []

    def attempt() -> None:
        try:
            login.log_in(empty, "Зере", "қате фраза мүлде", address="10.0.0.1")
        except AccessError as error:
            told.append(error.key)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told.count("error-log-in") <= 6, "each was counted before it was looked at"
    assert len(told) == 12


def test_codes_are_asked_for_once_set_up_and_each_counts_once(empty: Workspace, time: Clock) -> None:
    ws = empty
    enrolled(ws, first(ws), "Зере", "investigator")
    with pytest.raises(UsageError, match="error-totp-none"):
        totp.confirm(ws, "Зере", "123456")
    setup = totp.begin(ws, "Зере")
    assert f"secret={setup.secret}" in setup.address
    assert setup.address.startswith("otpauth://totp/Qalqan%3A%D0%97")

    def code(seconds: int = 0) -> str:
        device = TOTP(base64.b32decode(setup.secret), 6, SHA1(), 30)  # noqa: S303
        return device.generate(int(clock.now().timestamp()) + seconds).decode()

    with pytest.raises(AccessError, match="error-totp-wrong"):
        totp.confirm(ws, "Зере", code(90))
    assert login.log_in(ws, "Зере", WORDS).name == "Зере", "nothing is asked until it is confirmed"
    recovery = totp.confirm(ws, "Зере", code())
    assert len(set(recovery)) == 10
    assert refused(ws, "Зере", WORDS).key == "error-log-in-code"
    assert refused(ws, "Зере", WORDS, code=code()).key == "error-log-in", "the code of the set-up was used"
    time.pass_(30)
    now = code()
    assert login.log_in(ws, "Зере", WORDS, code=f"{now[:3]} {now[3:]}").name == "Зере"
    assert refused(ws, "Зере", WORDS, code=now).key == "error-log-in", "a used step is not accepted again"
    assert refused(ws, "Зере", WORDS, code=code(-30)).key == "error-log-in", "nor an earlier one"
    assert login.log_in(ws, "Зере", WORDS, code=code(30)).name == "Зере", "a clock may be half a minute fast"
    time.pass_(120)
    assert refused(ws, "Зере", WORDS, code=code(-60)).key == "error-log-in"
    assert refused(ws, "Зере", "қате фраза мүлде", code=code()).key == "error-log-in"
    assert login.log_in(ws, "Зере", WORDS, code=recovery[3].upper().replace("-", " ")).name == "Зере"
    assert refused(ws, "Зере", WORDS, code=recovery[3]).key == "error-log-in"
    with pytest.raises(AccessError, match="error-passphrase-wrong"):
        totp.off(ws, "Зере", "қате фраза мүлде")
    totp.off(ws, "Зере", WORDS)
    assert login.log_in(ws, "Зере", WORDS).name == "Зере"
    with pytest.raises(UsageError, match="error-totp-none"):
        totp.off(ws, "Зере", WORDS)


def test_codes_are_those_of_the_standard() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"
    try:
        for at, told in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
            clock.use(lambda at=at: datetime.fromtimestamp(at, UTC))  # type: ignore[misc]
            assert totp._step(secret, told) == at // 30
            assert totp._step(secret, f"{(int(told) + 1) % 10**6:06}") is None
        for odd in ("", "28708", "2870822", "٢٨٧٠٨٢", "28708a", "\ud800"):
            assert totp._step(secret, odd) is None
    finally:
        clock.use(lambda: datetime.now(UTC))


def test_a_session_is_over_when_idle_too_long_or_ended_or_its_officer_left(ws: Workspace, time: Clock) -> None:
    zere = session(ws)
    token = "a" * 64
    found = login.alive(ws, token)
    assert found is not None
    assert (found[0].officer, found[1].name) == (zere, "Зере")
    assert login.alive(ws, "b" * 64) is None
    time.pass_(59 * 60)
    with ws.beside() as connection:
        sessions.see(connection, token, clock.now())
    time.pass_(59 * 60)
    assert login.alive(ws, token) is not None
    time.pass_(60)
    assert login.alive(ws, token) is None
    session(ws, token="d" * 64)
    for _ in range(13):
        time.pass_(58 * 60)
        with ws.beside() as connection:
            sessions.see(connection, "d" * 64, clock.now())
    assert login.alive(ws, "d" * 64) is None, "however busy, a day of duty ends"
    session(ws, token="e" * 64)
    accounts.end(ws, "Әкім", "Зере")
    assert login.alive(ws, "e" * 64) is None


def test_one_ends_one_s_own_sessions_and_an_administrator_anybody_s(ws: Workspace) -> None:
    zere = session(ws)
    admin = session(ws, "Әкім", "b" * 64)
    session(ws, token="c" * 64)
    assert {one.id for one in login.listed(ws, zere)} == {"a" * 12, "c" * 12}
    assert len(login.listed(ws)) == 3
    for by, id_ in ((zere, "b" * 12), (zere, "x" * 12), (admin, "")):
        with pytest.raises(NotFound):
            login.end(ws, by, id_)
    login.end(ws, zere, "a" * 12)
    login.end(ws, admin, "c" * 12)
    assert login.listed(ws, zere) == []


def test_clear_data_for_a_purpose_a_case_and_a_while_and_logged(ws: Workspace, time: Clock) -> None:
    session(ws)
    with pytest.raises(AccessError, match="error-purpose-unknown"):
        login.unmask(ws, "a" * 64, "curiosity", "C-1")
    told = login.unmask(ws, "a" * 64, "court: 12", "C-1")
    assert told.until == START + timedelta(minutes=15)
    (use,) = purposes.everything(ws)
    assert (use.who, use.purpose, use.what) == ("Зере", "court: 12", "console:C-1")
    found = login.alive(ws, "a" * 64)
    assert found is not None
    assert found[0].unmasking == told
    login.mask(ws, "a" * 64)
    found = login.alive(ws, "a" * 64)
    assert found is not None
    assert found[0].unmasking is None
    session(ws, "Тексеруші", "b" * 64)
    with pytest.raises(AccessError, match="error-verb-role"):
        login.unmask(ws, "b" * 64, "inspection", "C-1")
    time.pass_(13 * 3600)
    with pytest.raises(AccessError, match="error-session-over"):
        login.unmask(ws, "a" * 64, "court", "C-1")
    assert len(purposes.everything(ws)) == 1


def test_a_console_of_organisation_accounts_takes_no_passphrase(staffed: Path) -> None:
    with Workspace.open(staffed, settings=Settings(console=Console(passphrases=False))) as ws:
        assert refused(ws, "Зере", WORDS).key == "error-log-in-passphrase"
        assert login.of_login(ws, "ЗЕРЕ").name == "Зере"
        with pytest.raises(AccessError, match="error-log-in"):
            login.of_login(ws, "Ешкім")


def test_who_reads_the_database_finds_no_secret(empty: Workspace) -> None:
    ws = empty
    told = [WORDS]
    secret, _ = accounts.first(ws)
    told.append(secret)
    accounts.enrol(ws, secret, WORDS, name="Әкім")
    told.append(accounts.invite(ws, "Әкім", "Құпия Қонақ", "analyst")[0])
    setup = totp.begin(ws, "Әкім")
    code = TOTP(base64.b32decode(setup.secret), 6, SHA1(), 30)  # noqa: S303
    told += [setup.secret, *totp.confirm(ws, "Әкім", code.generate(int(clock.now().timestamp())).decode())]
    refused(ws, "Әкім", "құпиясөзді атқа тердім")
    refused(ws, "құпиясөзді атқа тердім", "x")
    told += ["құпиясөзді атқа тердім", "Құпия Қонақ"]
    with ws.reading() as connection:
        held = "\n".join(
            str(cell) for table in METADATA.tables.values() for row in connection.execute(select(table)) for cell in row
        )
    assert "Әкім" in held
    assert [one for one in told if one in held or one.replace("-", "") in held] == []
