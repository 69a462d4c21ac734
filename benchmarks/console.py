"""The console at an office's size: server time of every page and of the search, p50 and p95.

    python benchmarks/console.py [--cases 50000] [--transfers 1000000] [--calls 1000000] [--keep FOLDER]

A made workspace of that size (seeded), its indexes built, then a new process's start from the mapped ones. Pages are
asked through the application itself, one after the other, for values drawn at random (busy ones too): CPU time of the
process and the wall, beside a calibration loop of the same machine.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1])]

import polars as pl  # noqa: E402
from benchmarks._console_world import make  # noqa: E402 - the root first
from benchmarks.calibration_loop import calibrate  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402

from qalqan.console import sessions, warm  # noqa: E402
from qalqan.console.app import application  # noqa: E402
from qalqan.console.house import House  # noqa: E402
from qalqan.desk import accounts  # noqa: E402

PASSPHRASE = "benchmark words of some length"  # noqa: S105 - of a made workspace
BUSIEST = 100
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def client_of(house: House) -> TestClient:
    """Signed in as an analyst."""
    secret, _ = accounts.first(house.ws)
    if secret:
        boss = accounts.enrol(house.ws, secret, PASSPHRASE, name="Try", login="try").id
        offer, _ = accounts.invite(house.ws, boss, "Try analyst", "analyst", login="analyst")
        officer = accounts.enrol(house.ws, offer, PASSPHRASE).id
    else:
        officer = next(one.officer for one in accounts.listed(house.ws) if one.login == "analyst")
    token, _ = sessions.begin(house, officer, "127.0.0.1")
    client = TestClient(application(house, rate=1_000_000_000), base_url="http://localhost", follow_redirects=False)
    client.cookies.set(sessions.COOKIE, token)
    return client


def pages(house: House, rng: Random) -> dict[str, Callable[[], str]]:
    """A fresh address of each page, for a value drawn at random."""
    known = house.tables()

    def one(table: str, column: str) -> str:
        return str(known[table][column][rng.randrange(known[table].height)])

    def thing(kind: str, value: str) -> str:
        return house.seals.seal("thing", f"{kind}:{value}")

    return {
        "today": lambda: "/kk/",
        "queue": lambda: "/kk/decisions",
        "money of today": lambda: "/kk/money",
        "money of a case": lambda: f"/kk/case/{one('cases', 'case_id')}/money",
        "victim's timeline": lambda: f"/kk/case/{one('cases', 'case_id')}/timeline",
        "calls": lambda: "/kk/calls",
        "texts": lambda: "/kk/texts",
        "measures": lambda: "/kk/acts",
        "board": lambda: "/kk/board",
        "evidence": lambda: "/kk/evidence",
        "cases": lambda: f"/kk/cases?by={rng.choice(('registered_at', 'damage_tiyn'))}&after={one('cases', 'case_id')}",
        "cases filtered": lambda: f"/kk/cases?region=KZ-27&mo=fake_invest&text={rng.randrange(99)}",
        "case": lambda: f"/kk/case/{one('cases', 'case_id')}",
        "series list": lambda: f"/kk/series?after={one('series', 'series_id')}",
        "series": lambda: f"/kk/series/{one('series', 'series_id')}",
        "account": lambda: f"/kk/thing/{thing('iban', one('transactions', 'from'))}",
        "number": lambda: f"/kk/thing/{thing('phone', one('calls', 'a'))}",
        "device": lambda: f"/kk/thing/{thing('imei', one('calls', 'imei'))}",
        "person": lambda: f"/kk/thing/{thing('person', one('persons', 'person_id'))}",
        "transfers of an account": lambda: f"/kk/thing/{thing('iban', one('transactions', 'from'))}/rows/transactions",
        "graph": lambda: f"/kk/case/{one('cases', 'case_id')}/graph",
        "graph, account": lambda: f"/kk/graph?thing={thing('iban', one('transactions', 'to'))}",
        "search": lambda: "/kk/search?q=" + rng.choice((
            one("calls", "a"), one("calls", "a")[-4:], one("transactions", "to"), one("cases", "case_id")[-6:],
            "Орлова", "zhandos isaev", "Әйгерім", one("cases", "victim_iin"),
        )),
    }  # fmt: skip


def timed(client: TestClient, address: str) -> tuple[float, float]:
    """Wall and CPU milliseconds of one answer."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.get(address)
    told = (1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu))
    if answer.status_code not in (200, 404):
        raise SystemExit(f"{address}: {answer.status_code}")
    return told


def spread(told: list[float]) -> str:
    """p50 and p95."""
    cut = statistics.quantiles(told, n=20)
    return f"{statistics.median(told):7.1f} {cut[18]:7.1f}"


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=50_000)
    asked.add_argument("--transfers", type=int, default=1_000_000)
    asked.add_argument("--calls", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="a folder to make the workspace in, or one it was made in")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = (told.keep or Path(folder)) / "ws"
        if not place.is_dir():
            make(place, told.cases, told.transfers, told.calls, told.seed)
        print(f"calibration loop: {calibrate():.2f} s of CPU")
        house = House(place)
        client = client_of(house)
        start = time.process_time()
        warm.run(house, house.tables())  # as the server does before its door opens
        print(f"indexes ready after {time.process_time() - start:.1f} s of CPU")
        rng = Random(told.seed)
        print(f"{'page':28} {'wall p50':>7} {'p95':>7}   {'CPU p50':>7} {'p95':>7}  ms")
        for name, address in pages(house, rng).items():
            for _ in range(3):
                client.get(address())
            rows = [timed(client, address()) for _ in range(told.times)]
            print(f"{name:28} {spread([wall for wall, _ in rows])}   {spread([cpu for _, cpu in rows])}")
        for more in ("", "whole=1"):
            rows = [timed(client, f"/kk/case/{case}/timeline?{more}") for case in _busiest(house)]
            name = f"the {BUSIEST} longest lines{', whole' if more else ''}"
            print(f"{name:28} {spread([wall for wall, _ in rows])}   {spread([cpu for _, cpu in rows])}")
        first = [timed(client, _deep(client, n))[1] for n in (1, 40)]
        print(f"a page of cases at the start and after 40 pages: {first[0]:.1f} and {first[1]:.1f} ms of CPU")


def _busiest(house: House) -> list[str]:
    """The cases whose victims' accounts have the most transfers."""
    known = house.tables()
    moved, cases = known["transactions"], known["cases"].select("case_id", pl.col("victim_account").alias("account"))
    rows = pl.concat([moved.select(pl.col(side).alias("account")) for side in ("from", "to")]).group_by("account").len()
    lost = known["losses"].join(moved.select("tx_id", account="from"), on="tx_id").select("case_id", "account")
    told = pl.concat([lost, cases]).join(rows, on="account").group_by("case_id").agg(pl.col("len").sum())
    return told.sort("len", "case_id", descending=True).head(BUSIEST)["case_id"].to_list()


def _deep(client: TestClient, pages_: int) -> str:
    """The address of the page that many pages on."""
    address = "/kk/cases?by=damage_tiyn"
    for _ in range(pages_):
        found = NEXT.search(client.get(address).text)
        address = found[1].replace("&amp;", "&") if found else address
    return address


if __name__ == "__main__":
    main()
