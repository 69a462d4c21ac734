"""The gate: decisions, false blocks, speed of the service, memory.

    python benchmarks/gate.py [--calls 1000000] [--rate 1000] [--seconds 30] [--simulated 1000000] [--service]

Made calls of known kind (seeded): spoofed ones by class, genuine roamers, national and foreign callers, emergency and
allow-listed ones, each with the roaming state known, stale or unknown. Then decisions a second in one thread, memory
over a million decisions, and the service under an open-loop load from another process (loopback only; `_gate_load`):
latency from the moment a question was due, so that a slow answer is not hidden by a waiting client, and from the moment
it was sent. The ledger is fed meanwhile. A calibration loop is beside.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1])]

import polars as pl  # noqa: E402 - the root first
from benchmarks._gate_load import load, once  # noqa: E402
from benchmarks.calibration_loop import calibrate  # noqa: E402 - the root first
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402

from qalqan.gate.book import BLOCK, FORMAT, LABEL, LISTS, Book, Entry, Order, rules, signed  # noqa: E402
from qalqan.gate.decide import call  # noqa: E402
from qalqan.gate.gate import Gate, now_micro  # noqa: E402
from qalqan.gate.serve import Place, serve  # noqa: E402
from qalqan.gate.spool import Spool  # noqa: E402
from qalqan.gate.state import State  # noqa: E402
from qalqan.simulate.cdr_gate import questions  # noqa: E402
from qalqan.store.workspace import Workspace  # noqa: E402

MOBILE = ("701", "702", "705", "707", "747", "771", "775", "777", "778")
FAR = 1 << 62


def number(rng: Random) -> str:
    """A mobile number of Kazakhstan."""
    return f"+7{rng.choice(MOBILE)}{rng.randrange(10**7):07d}"


def book() -> Book:
    """All that may block is ordered; nothing is listed."""
    orders = {name: Order(name, "benchmark", "1", "2026-01-01", FAR, "0" * 64) for name in rules()}
    names = ("callers", "devices", "cells", "never", "accounts", "domains", "gateways", "allowed")
    return Book("0" * 64, "", FAR, "", rules(), {name: {} for name in names}, orders)


def one(rng: Random, kind: str, known: bool) -> dict[str, object]:
    """A call of a kind, with or without the roaming state."""
    mobile, b, abroad = number(rng), number(rng), {"trunk": "international"}
    fixed = f"+77{rng.choice(('172', '272'))}{rng.randrange(10**6):06d}"
    nobody = f"+77{rng.choice(('99', '30'))}{rng.randrange(10**7):07d}"
    foreign = f"+{rng.choice((4420, 4930, 998, 996))}{rng.randrange(10**8):08d}"
    told: dict[str, dict[str, object]] = {
        "spoofed mobile": {"a": mobile, **abroad, "roaming": False if known else None},
        "spoofed fixed": {"a": fixed, **abroad},
        "impossible": {"a": rng.choice((nobody, "+77" + mobile[2:], "1414", b)), **abroad},
        "not the owner": {"a": mobile, "trunk": "national", "owner": "not_mine"},
        "roamer": {"a": mobile, **abroad, "roaming": True if known else None},
        "foreign": {"a": foreign, **abroad},
        "emergency": {"a": mobile, "b": rng.choice(("101", "102", "103", "112")), **abroad},
        "national": {"a": mobile, "trunk": "national"},
    }
    return {"b": b, **told[kind]}


SPOOFED = ("spoofed mobile", "spoofed fixed", "impossible", "not the owner")
HONEST = ("national", "roamer", "foreign", "emergency")


def decisions(calls: int, seed: int) -> None:
    """Shares of each kind that are blocked, labelled and let through."""
    rng, tried = Random(seed), book()
    print(f"{'kind':18s} {'roaming':8s} calls  blocked  labelled")
    for kind in (*SPOOFED, *HONEST):
        for known in (True, False) if kind in ("spoofed mobile", "roamer") else (True,):
            state = State()
            got = [call(tried, state, one(rng, kind, known), now_micro()).action for _ in range(calls)]
            shares = [got.count(action) for action in (BLOCK, LABEL)]
            print(f"{kind:18s} {'known' if known else 'unknown':8s} {calls:6,d} {shares[0]:8,d} {shares[1]:9,d}")


def simulated(calls: int, seed: int) -> None:
    """Decisions on the stream of `simulate/cdr_gate.py` (another author's): by class and by what is known of roaming,
    every rule that may block ordered; what its lists name is on the book's lists."""
    made = questions(seed, calls)
    lists = {name: dict(entries) for name, entries in book().lists.items()}
    for which, value in made.lists.rows():
        lists[which][value] = Entry(1000, FAR, which)
    tried, state = replace(book(), lists=lists), State()
    age = (pl.col("at") - pl.col("roaming_as_of")).dt.total_seconds()
    says = pl.when(pl.col("roaming") == "roaming").then(True).when(pl.col("roaming") == "home").then(False)
    trunk = pl.when(pl.col("trunk").str.starts_with("INT")).then(pl.lit("international")).otherwise(pl.lit("national"))
    owner = pl.when(pl.col("owner_ms").fill_null(0) <= 200).then(pl.col("owner"))
    rows = made.asked.select(
        "a", "b", trunk.alias("trunk"), says.alias("roaming"), age.alias("roaming_age_s"), owner, "diversion"
    )
    actions = [call(tried, state, told, now_micro()).action for told in rows.iter_rows(named=True)]
    told = made.truth.with_columns(pl.Series("action", actions))
    blocked, labelled = (pl.col("action") == BLOCK).sum(), (pl.col("action") == LABEL).sum()
    by = told.group_by("genuine", "class", "state")
    counted = by.agg(pl.len(), blocked.alias("blocked"), labelled.alias("labelled"))
    for row in counted.sort("genuine", "class", "state").iter_rows():
        print("{:1} {:18s} {:8s} {:9,d} {:9,d} blocked {:9,d} labelled".format("+" if row[0] else "-", *row[1:]))
    genuine = told.filter("genuine")
    wrong = genuine.filter(pl.col("action") == BLOCK).height
    roamers = genuine.filter(pl.col("class") == "roamer")
    false = told.filter(~pl.col("genuine") & pl.col("state").is_in(["known", ""]))
    caught = false.filter(pl.col("action") == BLOCK).height
    print(f"false blocks: {wrong} of {genuine.height:,} genuine calls ({1e5 * wrong / genuine.height:.2f} a 100,000); "
          f"roamers {roamers.filter(pl.col('action') == BLOCK).height} of {roamers.height:,}; "
          f"false calls with a known state: {caught} of {false.height} blocked")  # fmt: skip


def throughput(calls: int, seed: int) -> None:
    """Decisions a second of CPU in one thread with records on disk, and memory over them."""
    rng = Random(seed)
    kinds = ["national"] * 90 + ["foreign"] * 6 + ["roamer"] * 2 + ["spoofed mobile", "spoofed fixed"]
    asked = [one(rng, rng.choice(kinds), True) for _ in range(200_000)]
    with tempfile.TemporaryDirectory() as place, Spool(Path(place)) as spool:
        gate = Gate(book(), spool, orders=book().orders)
        for told in asked[:100_000]:
            gate.decide("call", told)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        for place_ in range(calls):
            gate.decide("call", asked[place_ % len(asked)])
        took = time.process_time() - start
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"decisions: {calls / took:,.0f} a CPU second ({calls:,} calls); memory grew by {grown / 1024:.1f} MB")


def _place(folder: Path) -> Place:
    """What a gate in the field runs on: a signed book, a spool, a workspace whose ledger it feeds."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    body = {"format": FORMAT, "made": "2026-01-01T00:00:00+00:00", "until": "2100-01-01T00:00:00+00:00", "run": "r",
            "lists": {name: [] for name in LISTS}}  # fmt: skip
    (folder / "book.json").write_text(signed("book", body, key), "utf-8")
    Workspace.init(folder / "ws").close()
    return Place(folder / "book.json", folder / "spool", ws=folder / "ws")


def _serve(folder: str, port: int) -> None:
    serve(replace(_place(Path(folder)), port=port))


def _questions(seed: int) -> list[bytes]:
    """Bodies of calls: nine of ten honest, one spoofed (each such answer is a record on disk and in the ledger)."""
    rng = Random(seed)
    kinds = ("national",) * 9 + ("spoofed fixed",)
    return [json.dumps(one(rng, rng.choice(kinds), True)).encode() for _ in range(5_000)]


def _batch(port: int, items: int, seed: int) -> float:
    """Decisions a second of the batch endpoint, the request and the answer on their way included."""
    rng = Random(seed)
    kinds = ["national"] * 90 + ["foreign"] * 6 + ["roamer"] * 2 + ["spoofed mobile", "spoofed fixed"]
    took = []
    for _ in range(3):  # other calls each time: nothing is known from the batch before
        told = {"kind": "call", "items": [one(rng, rng.choice(kinds), True) for _ in range(items)]}
        took.append(once(port, "/v1/batch", json.dumps(told).encode()))
    return items / min(took)


def _shares(took: list[float]) -> str:
    took = sorted(took)
    at = {share: took[int(share * (len(took) - 1))] * 1000 for share in (0.5, 0.9, 0.99, 0.999)}
    told = ", ".join(f"p{share * 100:g} {value:.2f}" for share, value in at.items())
    return f"{told} ms, most {took[-1] * 1000:.1f} ms"


def _cpu(process: int | None) -> float:
    """CPU seconds that a process has used."""
    told = Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def service(rate: int, seconds: int, seed: int, port: int) -> None:
    """Latency at a rate, and the batch endpoint."""
    with tempfile.TemporaryDirectory() as place:
        child = multiprocessing.get_context("spawn").Process(target=_serve, args=(place, port))
        child.start()
        for _ in range(600):
            try:
                once(port, "/v1/batch", b'{"kind":"call","items":[{}]}')
                break
            except OSError:
                time.sleep(0.1)
        asked = _questions(seed)
        load(port, rate, 1, asked)  # warms up
        used = _cpu(child.pid)
        told = load(port, rate, seconds, asked)
        used = _cpu(child.pid) - used
        many = _batch(port, 50_000, seed)
        os.kill(child.pid or 0, signal.SIGINT)  # as an administrator ends it: the ledger is brought up to date
        child.join()
        with Workspace.open(Path(place) / "ws") as ws:
            files = [ws.file(name) for name in ws.listed("gate/")]
            kept = sum(len(one.read_bytes().splitlines()) for one in files)
    print(f"service at {rate:,}/s, {len(told):,} answers, load of the machine {os.getloadavg()[0]:.1f}")
    print(f"  due → answered:  {_shares([one.got - one.due for one in told])}")
    print(f"  sent → answered: {_shares([one.got - one.sent for one in told])}")
    print(f"  due → sent (the generator's own): {_shares([one.sent - one.due for one in told])}")
    each = used / (rate * seconds) * 1e6
    print(f"CPU of the service: {each:.0f} microseconds an answer; records in the ledger: {kept:,}")
    print(f"batch endpoint: {many:,.0f} decisions a second (best of three)")


def main() -> None:
    """Print every figure."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--calls", 1_000_000), ("--each", 100_000), ("--rate", 1_000), ("--seconds", 30),
                          ("--simulated", 1_000_000)):  # fmt: skip
        told.add_argument(name, type=int, default=default)
    told.add_argument("--seed", type=int, default=7)
    told.add_argument("--service", action="store_true", help="only the service")
    told.add_argument("--port", type=int, default=8719)
    given = told.parse_args()
    print(f"calibration loop {calibrate() * 1000:.0f} ms")
    if not given.service:
        decisions(given.each, given.seed)
        simulated(given.simulated, 1000)
        throughput(given.calls, given.seed)
    service(given.rate, given.seconds, given.seed, given.port)


if __name__ == "__main__":
    main()
