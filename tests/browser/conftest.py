"""The console in a real browser: an invented region, an officer of every role, the server as it is started by hand."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import httpx
import polars as pl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.enrolment import PASSPHRASE, enrolled

from qalqan.console.sessions import COOKIE
from qalqan.desk import jobs, tables, verbs
from qalqan.desk.demo import KEY
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.desk.training import DONE
from qalqan.settings import load
from qalqan.simulate.region import make_region
from qalqan.store.workspace import Workspace

START_SECONDS = 120.0
WAIT_SECONDS = 30.0  # for what a page does soon: the machine has other tests to run
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class House:
    """A served workspace: its address and folders."""

    url: str
    ws: Path
    region: Path
    shots: Path


def region(folder: Path) -> Path:
    """A region and the main job on it, without the papers that a demonstration makes too; gives the workspace."""
    files = make_region(folder / "region", seed=11, cases=24, people=800, days=30).files
    (folder / "demo.key").write_bytes(KEY)
    ws = folder / "ws"
    init(ws, folder / "demo.key")
    settings = load(ws)[0]
    ingest(ws, [files], settings, take_best=True)
    verbs.analyse(ws, settings)
    return ws


def work(ws: Path) -> None:
    """Something under way: a measure that waits for approval, a job (given up: the worker has other things to do)."""
    with Workspace.open(ws) as open_:
        rows = tables.current(open_)["holds"].filter(pl.col("bank").is_not_null() & (pl.col("amount_tiyn") > 0))
        jobs.cancel(open_, jobs.add(open_, "analyse", {}).id)
    case, bank = rows.sort("expected_tiyn", "case_id").select("case_id", "bank").row(0)
    officer = "Try duty_officer"
    verbs.propose(ws, "suspension", case, bank=bank, officer=officer, passphrase=PASSPHRASE, reason="тізбек тексерілді")


def port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serve(ws: Path, *, log: Path, how: tuple[str, ...] = ()) -> tuple[subprocess.Popen[bytes], str]:
    """Start `qalqan serve` with its worker, or a module of the tests (``how``), and wait until it answers."""
    number = port()
    command = [sys.executable, "-m", *(how or ("qalqan.cli.main", "serve")), str(ws), *(() if how else ("--port",))]
    child = subprocess.Popen([*command, str(number)], stdout=log.open("wb"), stderr=subprocess.STDOUT, cwd=ROOT)
    url, until = f"http://127.0.0.1:{number}", time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(f"{url}/kk/log-in"):  # noqa: S310 - our own address
                return child, url
        except OSError:
            if child.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text("utf-8", "replace")) from None
            time.sleep(0.2)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The served region. Its training region is the region itself, so that no second one is made."""
    folder = tmp_path_factory.mktemp("browser")
    ws = region(folder / "demo")
    training = ws / "cache" / "training"
    shutil.copytree(folder / "demo", training, ignore=shutil.ignore_patterns("cache", "tmp"))
    (training / "ws" / "cache").mkdir(exist_ok=True)
    (training / DONE).touch()
    enrolled(ws, "head2")
    work(ws)
    child, url = serve(ws, log=folder / "serve.log")
    shots = Path(os.environ.get("QALQAN_SHOTS", str(folder / "shots")))
    shots.mkdir(parents=True, exist_ok=True)
    yield House(url, ws, folder / "demo" / "region", shots)
    child.terminate()
    child.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as play:
        expect.set_options(timeout=WAIT_SECONDS * 1000)
        path = os.environ.get("QALQAN_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
        found = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


Opened = Callable[..., Page]


@cache
def session(url: str, login: str) -> str:
    """A session's cookie: who is signed in already need not type the passphrase again for every test."""
    with httpx.Client(base_url=url, timeout=60) as client:
        client.post("/kk/log-in", data={"name": login, "passphrase": PASSPHRASE})
        return client.cookies[COOKIE]


@pytest.fixture
def opened(browser: Browser, house: House) -> Iterator[Opened]:
    """Gives a page of an officer, signed in already or, ``typed``, by name and passphrase on the page, or of nobody (no
    name); anything a script reports as an error fails the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_(
        login: str, language: str = "kk", *, theme: str = "light", width: int = 1280, typed: bool = False, url: str = ""
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        context.add_cookies([{"name": "theme", "value": theme, "url": house.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        if typed:
            page.goto(f"{house.url}/{language}/log-in")
            page.fill("#name", login)
            page.fill("#passphrase", PASSPHRASE)
            page.click("main button")
            page.wait_for_url(lambda url: "log-in" not in url)
        elif login:
            context.add_cookies([{"name": COOKIE, "value": session(house.url, login), "url": url or house.url}])
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def claim(house: House, number: int) -> tuple[str, str]:
    """A case and a bank where its money can be held; another one for each number."""
    with Workspace.open(house.ws) as ws:
        rows = tables.current(ws)["holds"].filter(pl.col("bank").is_not_null() & (pl.col("amount_tiyn") > 0))
    one = rows.sort("expected_tiyn", "case_id", descending=[True, False]).unique("case_id", maintain_order=True)
    return str(one["case_id"][number]), str(one["bank"][number])
