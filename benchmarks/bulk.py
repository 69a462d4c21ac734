"""A million transfers and a million calls in CSV: ingest, analyse, the same again, a cold trace.

    python benchmarks/bulk.py [--transfers 1000000 --calls 1000000] [--keep FOLDER]

Each verb runs as a process of its own through the ``qalqan`` command. Wall and CPU seconds and the peak memory of
the largest single process are printed, beside a calibration loop (an integer loop of fixed length in plain Python)
run before each verb, so that figures of a busy machine can be told from those of an idle one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qalqan.simulate import make_bulk

LOOP = 5_000_000


def calibrate() -> float:
    """Wall seconds of a loop of fixed length."""
    begun = time.perf_counter()
    total = 0
    for number in range(LOOP):
        total += number & 7
    assert total
    return time.perf_counter() - begun


def verb(name: str, *words: str) -> str:
    """Run a verb, print its figures, give its output."""
    loop = calibrate()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "qalqan.cli.main", "--lang", "en", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = {"verb": name, "wall_s": round(wall, 2), "cpu_s": round(cpu, 2), "peak_mb": after.ru_maxrss // 1024}
    print(json.dumps(told | {"loop_s": round(loop, 2), "walls_per_loop": round(wall / loop, 1)}), flush=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main() -> None:
    """Make the files and time the verbs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transfers", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        folder = given.keep or Path(temp)
        make_bulk(folder / "files", transfers=given.transfers, calls=given.calls)
        ws = str(folder / "ws")
        verb("init", "init", ws)
        ingest = ("ingest", ws, str(folder / "files"), "--basis", "request=benchmark", "--yes")
        print(verb("ingest", *ingest))
        verb("analyse", "analyse", ws)
        verb("ingest again", *ingest)
        export = folder / "tables"
        verb("export", "export", ws, str(export), "--purpose", "investigation: benchmark")
        case = (export / "losses.csv").read_text("utf-8").splitlines()[1].split(",")[0]
        verb("trace, first", "trace", ws, "--case", case, "--json")
        verb("trace, again", "trace", ws, "--case", case, "--json")


if __name__ == "__main__":
    main()
