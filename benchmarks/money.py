"""The tracing kernels at size, beside peers that must give the same answers on the same rows first.

    python benchmarks/money.py [--rows 1000000] [--large 10000000] [--peers PYTHON] [--repeats 5] [--huge 100000000]

1. One victim, 72 hours, up to 8 transfers, pro rata from 100 tenge up: our haircut and the peers that PYTHON has
   (polars, igraph, duckdb, networkx, rustworkx), each run a process of its own over the planted losses of one made
   ledger. Every answer is compared to the tiyn before a time is taken (`money_peers.py` says how each peer works).
2. The index of a large ledger, on one thread and on two; what a trace costs there beside the smaller one; 10,000
   victims in one table; one hash of all results on one thread and on two.
3. With ``--huge`` a ledger larger than the memory it may use: see `money_huge.py`.

Times are medians of the repeats. Ratios are told by CPU time, too: on a busy machine a long question has to wait for
its turn where a short one does not. A calibration loop (a fixed count in plain Python, CPU seconds) is told beside
them: 0.28 s on the machine that the targets were set on, so a target of 0.25 ms is 0.5 ms where it takes 0.56.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from calibration_loop import calibrate
from qalqan.desk.bench_ledger import Made, losses_of, made
from qalqan.kernels import fifo, haircut
from qalqan.kernels.money import Flow, Ledger, Limits
from qalqan.kernels.money_warm import warm

HERE = Path(__file__).parent
PEERS = ("polars", "igraph", "duckdb", "rustworkx", "networkx")
TARGETS = {"polars": 40, "igraph": 90, "duckdb": 430, "networkx": 500}
SMALLEST, HOPS, VICTIMS = 100_00, 8, 10_000
SETTLED = 0.28  # CPU seconds of the loop on the machine of the targets


def limits(ledger: Ledger, smallest: int) -> Limits:
    return Limits(HOPS, smallest, np.zeros(ledger.accounts, np.uint8))


def lay_out(world: Made, ledger: Ledger, folder: Path) -> Flow:
    """Write the rows, the questions and the wanted answers for every process."""
    asked = losses_of(ledger, world.planted)
    wanted = haircut.trace(ledger, asked, limits(ledger, SMALLEST))
    balance = np.empty(ledger.rows, np.int64)
    balance[ledger.out_row] = ledger.out_balance
    columns: dict[str, npt.NDArray[Any]] = {
        "at": world.at, "sender": world.sender, "receiver": world.receiver, "amount": world.amount,
        "balance": balance, "losses": world.planted, "last": asked.last, "answer_case": wanted.place_case,
        "answer_account": wanted.place_account, "answer_came": wanted.place_came,
    }  # fmt: skip
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
    return wanted


def run(python: str, name: str, folder: Path, rounds: int, repeats: int) -> dict[str, float] | None:
    """Medians of a way's runs; None when it is not there. Raises SystemExit on another answer."""
    runs = []
    for _ in range(repeats):
        words = [python, str(HERE / "money_peers.py"), name, str(folder), str(rounds)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode == 3:
            return None
        if done.returncode:
            raise SystemExit(f"{name}: {done.stderr.strip()}")
        runs.append(json.loads(done.stdout))
    return {key: statistics.median(one[key] for one in runs) for key in runs[0]}


def beside_peers(rows: int, peers: str, repeats: int) -> dict[str, dict[str, float]]:
    """Print what each way takes on one ledger, the same answers given; gives the figures."""
    world = made(rows)
    figures = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        wanted = lay_out(world, world.ledger(), folder)
        reach = statistics.median(np.bincount(wanted.place_case).tolist())
        print(f"\n{rows:,} rows, {len(world.planted)} losses, accounts reached by the haircut: median {reach:.0f}")
        print("way        start s  build s  first ms   warm ms    CPU ms   peak MB  x haircut  by CPU (target)")
        for name in ("haircut", "fifo", *(PEERS if peers else ())):
            ours = name in {"haircut", "fifo"}
            found = run(sys.executable if ours else peers, name, folder, 20 if ours else 1, repeats)
            if found is None:
                print(f"{name:10} not installed")
                continue
            figures[name] = found
            times, by_cpu = (found[key] / figures["haircut"][key] for key in ("warm_ms", "cpu_ms"))
            target = f" ({TARGETS[name]})" if name in TARGETS else ""
            print(
                f"{name:10} {found['start_s']:7.2f} {found['build_s']:8.2f} {found['cold_ms']:9.2f} "
                f"{found['warm_ms']:9.3f} {found['cpu_ms']:9.3f} {found['peak_mb']:9.0f} {times:10.1f} {by_cpu:7.1f}"
                f"{target}",
                flush=True,
            )
    return figures


def timed(call: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Medians of wall and CPU seconds."""
    wall, spent = [], []
    for _ in range(repeats):
        begun, used = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - begun)
        spent.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(spent)


def warm_ms(ledger: Ledger, world: Made, rule: str) -> float:
    """Median milliseconds of a trace."""
    trace, least = (fifo.trace, 1) if rule == "fifo" else (haircut.trace, SMALLEST)
    asked, how = [losses_of(ledger, one[None]) for one in world.planted], limits(ledger, least)
    return statistics.median(timed(lambda one=one: trace(ledger, one, how), 20)[0] for one in asked) * 1000  # type: ignore[misc]


def everybody(ledger: Ledger, rows: int) -> dict[str, tuple[float, Flow]]:
    """Seconds and flow of 10,000 victims in one table, by rule."""
    victims = np.sort(np.random.default_rng(2).choice(rows, VICTIMS, replace=False))
    found = {}
    for name, trace, least in (("fifo", fifo.trace, 1), ("haircut", haircut.trace, SMALLEST)):
        begun = time.perf_counter()
        flow = trace(ledger, losses_of(ledger, victims), limits(ledger, least))
        found[name] = time.perf_counter() - begun, flow
    return found


def told(ledger: Ledger, flows: list[Flow]) -> str:
    """A hash of the index and of every result."""
    digest = blake2b(digest_size=16)
    for column in ledger.arrays().values():
        digest.update(np.ascontiguousarray(column).data)
    for flow in flows:
        for name in flow.__slots__:
            digest.update(np.ascontiguousarray(getattr(flow, name)).data)
    return digest.hexdigest()


def at_size(rows: int, large: int, repeats: int) -> None:
    """Print build, growth, many victims, and the hash on one thread and two."""
    before: dict[str, float] = {}
    for count in (rows, large):
        world, hashes = made(count), []
        for threads in (1, 2):
            wall, spent = timed(lambda threads=threads, world=world: world.ledger(threads), repeats)  # type: ignore[misc]
            print(f"\nindex {count:,} rows, {threads} thread(s): {wall:.3f} s, CPU {spent:.3f} s")
            ledger = world.ledger(threads)
            all_ = everybody(ledger, count)
            hashes.append(told(ledger, [flow for _, flow in all_.values()]))
        for rule, (seconds, flow) in all_.items():
            one = warm_ms(ledger, world, rule)
            growth = f", {one / before[rule]:.2f}x of the smaller" if rule in before else ""
            before[rule] = one
            print(f"  {rule}: one victim {one:.3f} ms{growth}; {VICTIMS:,} in one table {seconds:.2f} s", end="")
            print(f", {len(flow.move_row):,} pieces, every sum conserved")
        print(f"  hash on 1 and 2 threads: {hashes[0]} {'=' if hashes[0] == hashes[1] else '!='} {hashes[1]}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--large", type=int, default=10_000_000)
    asked.add_argument("--huge", type=int, default=0)
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--peers", default="", metavar="PYTHON", help="an interpreter that has the peers")
    given = asked.parse_args()
    warm()
    loop = calibrate()
    print(
        f"calibration loop {loop:.2f} s of CPU: times of this machine / {loop / SETTLED:.2f} are those of the targets'"
    )
    beside_peers(given.rows, given.peers, given.repeats)
    at_size(given.rows, given.large, given.repeats)
    if given.huge:
        subprocess.run([sys.executable, str(HERE / "money_huge.py"), "--rows", str(given.huge)], check=True)
    print(f"\ncalibration loop {calibrate():.2f} s")


if __name__ == "__main__":
    main()
