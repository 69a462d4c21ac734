"""A ledger larger than the memory it may use: made, indexed and traced from memory-mapped files.

    python benchmarks/money_huge.py [--rows 100000000] [--folder FOLDER]

Three processes, one after another, over one folder (about 75 bytes a row): the rows are written a part at a time, the
index is built into mapped files, and the kept index is opened and traced. Prints for each the wall and CPU
seconds and the most memory it had (resident pages of the process, those of mapped files among them).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from calibration_loop import calibrate
from money_peers import peak_mb
from qalqan.desk.bench_ledger import Made, losses_of, made
from qalqan.kernels import fifo, haircut
from qalqan.kernels.money import Ledger, Limits
from qalqan.kernels.money_warm import warm

VICTIMS, PLANTED = 10_000, 50
COLUMNS = ("at", "sender", "receiver", "amount")


def opened(folder: Path, name: str) -> np.ndarray:
    """A kept column, read as it is touched."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c"))


def make(folder: Path, rows: int) -> None:
    """Write the rows."""
    world = made(rows, PLANTED, folder=folder)
    np.save(folder / "planted.npy", world.planted)
    (folder / "accounts").write_text(str(world.accounts), "ascii")


def index(folder: Path) -> None:
    """Build the index into the folder."""
    warm()
    at, sender, receiver, amount = (opened(folder, name) for name in COLUMNS)
    accounts, planted = int((folder / "accounts").read_text("ascii")), np.load(folder / "planted.npy")
    begun, spent = time.perf_counter(), time.process_time()
    ledger = Made(at, sender, receiver, amount, accounts, planted).ledger(folder=folder)
    print(f"  index alone: {time.perf_counter() - begun:.1f} s, CPU {time.process_time() - spent:.1f} s")
    for name, column in ledger.arrays().items():
        if not (folder / f"{name}.npy").exists():
            np.save(folder / f"{name}.npy", column)


def trace(folder: Path) -> None:
    """Open the kept index and trace the planted losses, and 10,000 at once."""
    warm()
    ledger = Ledger(**{name: opened(folder, name) for name in Ledger.__slots__})
    planted = np.load(folder / "planted.npy")
    stop = np.zeros(ledger.accounts, np.uint8)
    victims = np.sort(np.random.default_rng(2).choice(ledger.rows, VICTIMS, replace=False))
    for rule, least in ((fifo.trace, 1), (haircut.trace, 100_00)):
        limits, taken = Limits(8, least, stop), []
        asked = [losses_of(ledger, planted[one : one + 1]) for one in range(len(planted))]
        for turn in range(6):
            for one in asked:
                begun = time.perf_counter()
                rule(ledger, one, limits)
                taken.append((turn > 0, time.perf_counter() - begun))
        cold = np.median([seconds for again, seconds in taken if not again]) * 1000
        hot = np.median([seconds for again, seconds in taken if again]) * 1000
        begun = time.perf_counter()
        flow = rule(ledger, losses_of(ledger, victims), limits)
        name = rule.__module__.rpartition(".")[2]
        print(f"  {name}: one victim {cold:.2f} ms the first time, {hot:.3f} ms then;", end=" ")
        print(f"{VICTIMS:,} in one table {time.perf_counter() - begun:.1f} s, {len(flow.move_row):,} pieces, conserved")


def step(name: str, folder: Path, rows: int) -> None:
    """Run a step in a process of its own."""
    words = [sys.executable, __file__, "--rows", str(rows), "--folder", str(folder), "--step", name]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    *said, last = done.stdout.splitlines()
    told = json.loads(last)
    print(
        f"{name}: {told['wall_s']:.1f} s, CPU {told['cpu_s']:.1f} s, peak {told['peak_mb'] / 1000:.2f} GB", flush=True
    )
    print("\n".join(said), end="\n" if said else "", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000_000)
    asked.add_argument("--folder", type=Path, default=None, help="where there is room; a temporary one otherwise")
    asked.add_argument("--step", default="", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.step:
        begun = time.perf_counter()
        if given.step == "make":
            make(given.folder, given.rows)
        else:
            {"index": index, "trace": trace}[given.step](given.folder)
        told = {"wall_s": time.perf_counter() - begun, "cpu_s": time.process_time(), "peak_mb": peak_mb()}
        print(json.dumps(told))
        return
    print(f"\n{given.rows:,} rows; calibration loop {calibrate():.2f} s")
    with tempfile.TemporaryDirectory(dir=given.folder) as scratch:
        for name in ("make", "index", "trace"):
            step(name, Path(scratch), given.rows)
    print(f"calibration loop {calibrate():.2f} s")


if __name__ == "__main__":
    main()
