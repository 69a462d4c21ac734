"""The console's application over a small analysed region, and clients signed in as officers of every role."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2.bccache import Bucket, BytecodeCache
from tests.enrolment import PASSPHRASE, enrolled

from qalqan.console import sessions
from qalqan.console.app import application
from qalqan.console.house import House
from qalqan.desk import code
from qalqan.desk.demo import demo
from qalqan.store import officers as people
from qalqan.store import runs
from qalqan.store.workspace import Workspace

__all__ = ["PASSPHRASE"]
SIZE = {"cases": 12, "people": 400, "days": 30}


def warm(to: Path) -> Path:
    """A region of 12 cases with its workspace (``ws``) and its truth (``region``) in a new folder: the one that setting
    up has made, when it is of this very code."""
    made = Path(sys.prefix) / "warm"
    if (made / "ws").is_dir():
        with Workspace.open(made / "ws") as ws, ws.reading() as connection:
            run = runs.current(connection)
        if run is not None and run.code == code.name():
            for name in ("ws", "region"):
                shutil.copytree(made / name, to / name)
            return to
    demo(to, **SIZE)  # type: ignore[arg-type]
    return to


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of :func:`warm`; its workspace is that of :func:`analysed`."""
    return warm(tmp_path_factory.mktemp("console") / "warm")


@pytest.fixture(scope="session")
def analysed(region: Path) -> Path:
    """The region with an officer of every role; tests that change it take a :func:`copy`."""
    ws = region / "ws"
    enrolled(ws, "second")
    return ws


@pytest.fixture(scope="session")
def house(analysed: Path) -> Iterator[House]:
    """For tests that only look."""
    made = House(analysed)
    yield made
    made.close()


@pytest.fixture
def own(analysed: Path, tmp_path: Path) -> Iterator[House]:
    """A copy for a test that changes something."""
    shutil.copytree(analysed, tmp_path / "ws")
    made = House(tmp_path / "ws")
    yield made
    made.close()


class Compiled(BytecodeCache):
    """Templates compiled once for all houses of a test process: that costs more than most tests."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._made:
            bucket.bytecode_from_string(self._made[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._made[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def served(house: House) -> FastAPI:
    """The application of a house: made once, since making it costs more than most requests."""
    app: FastAPI = vars(house).setdefault("served", None) or application(house, rate=1_000_000_000)
    app.state.pages.bytecode_cache = COMPILED
    vars(house)["served"] = app
    return app


class Client(TestClient):
    """A client that is signed in; ``csrf`` is its session's token against forgery."""

    csrf: str = ""


Sign = Callable[..., Client]


@pytest.fixture
def sign() -> Iterator[Sign]:
    """Gives a client of a house that is signed in as the officer of a role."""
    open_: list[Client] = []

    def signed(house: House, role: str = "head", *, key: bool = False) -> Client:
        with house.ws.reading() as connection:
            name = f"Narrow {role.removeprefix('narrow ')}" if role.startswith("narrow ") else f"Try {role}"
            officer = people.get(connection, name)
        token, session = sessions.begin(house, officer.id, "127.0.0.1")
        if key:
            house.keys.unlock(house.ws, session.token, officer.id, PASSPHRASE)
        client = Client(served(house), base_url="http://localhost", follow_redirects=False)
        client.__enter__()
        client.cookies.set(sessions.COOKIE, token)
        client.csrf = session.csrf
        open_.append(client)
        return client

    yield signed
    for client in open_:
        client.__exit__()
