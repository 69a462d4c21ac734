"""Fifty analysts at once on the running console: answers, errors, latency, what the server used.

    python benchmarks/console_load.py [--people 50] [--seconds 120] [--think 4] [--cases 50000] [--keep FOLDER]

The workspace of `benchmarks/console.py`; `qalqan serve` in a process of its own with its worker, on loopback, with the
limits it has by default; each analyst has a session of their own and opens one page after another, with a pause drawn
from an exponential distribution between them. One page in ten keeps a draft, too. Latency is of whole answers.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1])]

import httpx  # noqa: E402 - the root first
import psutil  # noqa: E402
from benchmarks._console_world import make  # noqa: E402
from benchmarks.calibration_loop import calibrate  # noqa: E402
from benchmarks.console import PASSPHRASE, pages  # noqa: E402

from qalqan.console import sessions  # noqa: E402
from qalqan.console.house import House  # noqa: E402
from qalqan.desk import accounts  # noqa: E402

WAIT_SECONDS = 180


def staff(house: House, people: int) -> list[str]:
    """A session's token for each of that many analysts; made when they are missing."""
    known = {one.login: one for one in accounts.listed(house.ws)}
    secret, _ = accounts.first(house.ws)
    made = accounts.enrol(house.ws, secret, PASSPHRASE, name="Try", login="try").id if secret else ""
    boss = made or known["try"].officer
    tokens = []
    for number in range(people):
        login = f"load{number:03d}"
        if login in known:
            officer = known[login].officer
        else:
            offer, _ = accounts.invite(house.ws, boss, f"Load {number}", "analyst", login=login)
            officer = accounts.enrol(house.ws, offer, PASSPHRASE).id
        tokens.append(sessions.begin(house, officer, "127.0.0.1")[0])
    return tokens


class Told:
    """What came back: seconds of each answer by page, and what was no good answer."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self.slow: list[tuple[float, float, str]] = []
        self.begun = time.monotonic()
        self.wrong: list[str] = []


async def analyst(
    client: httpx.AsyncClient, places: dict[str, Callable[[], str]], rng: Random, think: float, until: float, told: Told
) -> None:
    """Open one page after another until the time is over."""
    version = (await client.get("/api/v1/drafts/note/load")).json()["version"]
    await asyncio.sleep(rng.random() * think)
    while time.monotonic() < until:
        name = rng.choice(list(places))
        await _timed(client, "GET", places[name](), name, told)
        if rng.random() < 0.1:
            body = {"version": version, "body": {"text": f"{rng.random()}"}}
            answer = await _timed(client, "PUT", "/api/v1/drafts/note/load", "draft", told, body)
            version = answer.json()["version"] if answer is not None else version
        await asyncio.sleep(rng.expovariate(1 / think))


async def _timed(
    client: httpx.AsyncClient, method: str, address: str, name: str, told: Told, body: object = None
) -> httpx.Response | None:
    start = time.perf_counter()
    try:
        answer = await client.request(method, address, json=body)
    except httpx.HTTPError as error:
        told.wrong.append(f"{name}: {type(error).__name__}")
        return None
    took = time.perf_counter() - start
    told.took[name].append(took)
    told.slow.append((took, time.monotonic() - told.begun, name))
    if answer.status_code not in (200, 404):
        told.wrong.append(f"{name} {address}: {answer.status_code}")
        return None
    return answer


async def _all(base: str, tokens: list[str], house: House, asked: argparse.Namespace) -> Told:
    told, until = Told(), time.monotonic() + asked.seconds
    rng = Random(asked.seed)
    places = pages(house, rng)
    clients = [
        httpx.AsyncClient(base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=60) for token in tokens
    ]
    await asyncio.gather(
        *(analyst(one, places, Random(f"{asked.seed} {n}"), asked.think, until, told) for n, one in enumerate(clients))
    )
    await asyncio.gather(*(one.aclose() for one in clients))
    return told


def _ready(base: str) -> None:
    for _ in range(WAIT_SECONDS * 5):
        try:
            httpx.get(base + "/kk/log-in", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def measured(place: Path, asked: argparse.Namespace) -> None:
    """Serve, load, print."""
    house = House(place)
    tokens = staff(house, asked.people)
    base = f"http://127.0.0.1:{asked.port}"
    command = [sys.executable, "-m", "qalqan.cli.main", "serve", str(place), "--port", str(asked.port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _ready(base)
        time.sleep(asked.settle)
        process = psutil.Process(server.pid)
        before = process.cpu_times()
        told = asyncio.run(_all(base, tokens, house, asked))
        after, memory = process.cpu_times(), process.memory_info().rss
    finally:
        server.terminate()
        server.wait(30)
        house.close()
    every = sorted(one for rows in told.took.values() for one in rows)
    used = after.user + after.system - before.user - before.system
    cut = statistics.quantiles(every, n=100)
    shares = ", ".join(f"p{share} {cut[share - 1] * 1e3:.0f} ms" for share in (50, 95, 99))
    print(f"{asked.people} analysts, {asked.seconds} s: {len(every):,} answers ({len(every) / asked.seconds:.1f}/s), "
          f"{len(told.wrong)} errors; {shares}, worst {every[-1] * 1e3:.0f} ms")  # fmt: skip
    print(f"server: {used / len(every) * 1e3:.0f} ms of CPU an answer, {used / asked.seconds:.2f} cores, "
          f"{memory / 1e6:.0f} MB")  # fmt: skip
    for name, rows in sorted(told.took.items()):
        rows.sort()
        print(f"  {name:28} {len(rows):5d}  p50 {rows[len(rows) // 2] * 1e3:6.0f}  "
              f"p95 {rows[int(len(rows) * 0.95)] * 1e3:6.0f} ms")  # fmt: skip
    for took, ended, name in sorted(told.slow, reverse=True)[:12]:
        print(f"  slow: {name}, {took * 1e3:.0f} ms, {ended:.0f} s after the first")
    for one in told.wrong[:10]:
        print("  wrong:", one)


def main() -> None:
    """Print the figures."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--people", 50), ("--seconds", 120), ("--cases", 50_000), ("--transfers", 1_000_000),
                          ("--calls", 1_000_000), ("--seed", 1), ("--port", 8731), ("--settle", 20)):  # fmt: skip
        told.add_argument(name, type=int, default=default)
    told.add_argument("--think", type=float, default=4.0, help="mean pause between two pages, seconds")
    told.add_argument("--keep", type=Path, help="a folder to make the workspace in, or one it was made in")
    asked = told.parse_args()
    print(f"calibration loop: {calibrate():.2f} s of CPU")
    with tempfile.TemporaryDirectory() as folder:
        place = (asked.keep or Path(folder)) / "ws"
        if not place.is_dir():
            make(place, asked.cases, asked.transfers, asked.calls, asked.seed)
        measured(place, asked)


if __name__ == "__main__":
    main()
